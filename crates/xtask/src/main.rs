//! Chores of the workspace: `cargo xtask tidy` checks the rules that the compiler does not know,
//! `cargo xtask test` is the whole test command of the README.

mod capture_bench;
mod ct_logs;
mod instructions;
mod output;
mod packages;
mod python_programs;
mod reference;
mod tables;
mod test_command;
mod tidy;
mod workspace;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use packages::Installing;
use tidy::Repair;
use workspace::Workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some(command) = Command::parse(&arguments) else {
        output::note(USAGE);
        return ExitCode::from(2);
    };
    match command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::report(&error);
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Tidy(Repair),
    Test(Installing),
    Reference,
    Instructions,
    Tables,
    CtLogs { list: PathBuf, day: String },
}

impl Command {
    fn parse(arguments: &[String]) -> Option<Self> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["help" | "--help" | "-h"] => Some(Self::Help),
            ["tidy"] => Some(Self::Tidy(Repair::Report)),
            ["tidy", "--fix"] => Some(Self::Tidy(Repair::Write)),
            ["test"] => Some(Self::Test(Installing::OnlyInCi)),
            ["test", "--install"] => Some(Self::Test(Installing::Asked)),
            ["reference"] => Some(Self::Reference),
            ["instructions"] => Some(Self::Instructions),
            ["tables"] => Some(Self::Tables),
            ["ct-logs", list, day] => Some(Self::CtLogs {
                list: PathBuf::from(list),
                day: (*day).to_owned(),
            }),
            _ => None,
        }
    }

    fn run(&self) -> anyhow::Result<()> {
        match self {
            Self::Help => {
                output::answer(USAGE);
                Ok(())
            }
            Self::Tidy(repair) => tidy::run(&Workspace::find()?, *repair),
            Self::Test(installing) => test_command::run(&Workspace::find()?, *installing),
            Self::Reference => reference::run(&Workspace::find()?),
            Self::Instructions => instructions::run(&Workspace::find()?),
            Self::Tables => tables::run(&Workspace::find()?),
            Self::CtLogs { list, day } => ct_logs::run(&Workspace::find()?, list, day),
        }
    }
}

const USAGE: &str = "\
usage: cargo xtask <chore>

  tidy [--fix]      check the rules that the compiler does not know;
                    --fix copies the clippy.toml of the pure crates
  test [--install]  run everything that must pass before a change lands;
                    --install (or CI=true) first installs missing Debian packages, as root
  reference         generate docs/reference from the code
  instructions      count the instructions of the check of a path (valgrind), against a limit
  tables            generate the tables of known roots, products and logs from data/
  ct-logs FILE DAY  generate data/ct/logs.toml from a copy of Google's
                    all_logs_list.json that was read on DAY (YYYY-MM-DD)";

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Option<Command> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        Command::parse(&words)
    }

    #[test]
    fn every_chore_is_parsed() {
        assert_eq!(parsed(&["tidy"]), Some(Command::Tidy(Repair::Report)));
        assert_eq!(
            parsed(&["tidy", "--fix"]),
            Some(Command::Tidy(Repair::Write))
        );
        assert_eq!(
            parsed(&["test", "--install"]),
            Some(Command::Test(Installing::Asked))
        );
        assert_eq!(parsed(&["reference"]), Some(Command::Reference));
        assert_eq!(parsed(&["instructions"]), Some(Command::Instructions));
        assert_eq!(parsed(&["tables"]), Some(Command::Tables));
        let (list, day) = (PathBuf::from("a.json"), "2026-08-22".to_owned());
        assert_eq!(
            parsed(&["ct-logs", "a.json", "2026-08-22"]),
            Some(Command::CtLogs { list, day })
        );
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert_eq!(parsed(&["tidy", "--fixx"]), None);
        assert_eq!(parsed(&["test", "--fix"]), None);
        assert_eq!(parsed(&["ct-logs", "a.json"]), None);
        assert_eq!(parsed(&[]), None);
    }
}
