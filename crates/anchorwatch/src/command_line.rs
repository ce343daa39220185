//! The whole command line: global options, the commands, and the `--help` page.
//!
//! Arguments of a single command are in the `args.rs` of its folder under `commands/`; those of
//! several are in `args.rs` beside this file.

use std::ffi::OsString;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser};

use crate::{
    commands::{COMMANDS, Group, Registered},
    output::{ColorChoice, Format},
    words::Language,
};

const EXIT_CODES: &str = "\
Examples:
  anchorwatch audit                        # which roots are trusted here?
  anchorwatch identify certificate.crt     # what is this file?
  anchorwatch check www.example.org        # is this connection intercepted?
  anchorwatch block                        # shows what would be changed
  anchorwatch status                       # is a block in force?

Exit codes:
  0   nothing bad found, or done
  1   could not be asked
  2   wrong usage
  10  a finding
  11  inconclusive
  12  would change something; give --apply";

/// Options of every command.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "Finds and blocks root certificates that let others read your traffic",
    after_help = EXIT_CODES,
    max_term_width = 100
)]
pub(crate) struct Global {
    /// Print the answer in this format.
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub(crate) format: Format,

    /// Language of answers and errors. By default taken from the environment (LC_ALL,
    /// LC_MESSAGES, LANG). JSON and this help are always in English.
    #[arg(long, global = true, value_enum)]
    pub(crate) language: Option<Language>,

    /// When to use colour. Colour never carries meaning alone.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub(crate) color: ColorChoice,
}

/// A parsed command line.
pub(crate) struct Typed {
    pub(crate) global: Global,
    pub(crate) command: &'static Registered,
    /// The arguments of the command.
    pub(crate) matches: ArgMatches,
}

/// Parses a command line.
///
/// # Errors
/// The command line is wrong, or asks for help.
pub(crate) fn parse(
    words: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Typed, clap::Error> {
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(words)?;
    let global = Global::from_arg_matches_mut(&mut matches);
    let global = global.map_err(|error| error.format(&mut command))?;
    let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
    let (name, matches) = matches.remove_subcommand().ok_or_else(missing)?;
    let registered = COMMANDS.iter().find(|it| it.name == name);
    Ok(Typed {
        global,
        command: registered.ok_or_else(missing)?,
        matches,
    })
}

/// The whole command line, for clap.
fn command() -> clap::Command {
    let subcommands: Vec<clap::Command> = COMMANDS.iter().map(Registered::command).collect();
    let command = Global::command()
        .subcommand_required(true)
        .arg_required_else_help(true)
        .help_template(help(&subcommands));
    command.subcommands(subcommands)
}

/// The `--help` page: commands grouped by purpose.
fn help(subcommands: &[clap::Command]) -> String {
    let mut page = "{about-with-newline}\n{usage-heading} {usage}\n".to_owned();
    let shown = COMMANDS.iter().filter(|it| it.group != Group::Hidden);
    let width = shown.map(|it| it.name.len()).max().unwrap_or(0);
    for (group, heading) in [
        (Group::Look, "Look (nothing is changed):"),
        (
            Group::Change,
            "Change (each shows a plan first; --apply carries it out):",
        ),
    ] {
        page.push_str(&format!("\n{heading}\n"));
        for (registered, command) in COMMANDS.iter().zip(subcommands) {
            if registered.group == group {
                let about = command.get_about().map(ToString::to_string);
                let about = about.unwrap_or_default();
                page.push_str(&format!("  {:width$}  {about}\n", registered.name));
            }
        }
    }
    let name = "help";
    page.push_str(&format!(
        "\n  {name:width$}  Help for a command: anchorwatch help audit\n"
    ));
    page + "\nOptions:\n{options}{after-help}"
}

#[cfg(test)]
mod tests {
    use anchorwatch_policy::Class;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        command().debug_assert();
    }

    #[test]
    fn the_help_lists_every_command_that_is_not_hidden_on_one_line() {
        let page = command().render_help().to_string();
        for registered in COMMANDS {
            let start = format!("  {} ", registered.name);
            let line = page.lines().find(|line| line.starts_with(&start));
            assert_eq!(line.is_some(), registered.group != Group::Hidden, "{page}");
            assert!(line.is_none_or(|line| line.len() <= 80), "{line:?}");
        }
    }

    #[test]
    fn the_public_program_cannot_be_refused_as_a_class() {
        let read = |code: &str| {
            let typed = ["anchorwatch", "block", "--class", code];
            parse(typed).map(|typed| {
                let classes = typed.matches.get_many::<Class>("class");
                classes.into_iter().flatten().copied().collect::<Vec<_>>()
            })
        };
        assert!(read("public_program").is_err());
        assert!(read("retired_from_program").is_err());
        assert_eq!(read("state_root").ok(), Some(vec![Class::GovernmentRoot]));
        assert_eq!(read("unknown").ok(), Some(vec![Class::Unknown]));
    }
}
