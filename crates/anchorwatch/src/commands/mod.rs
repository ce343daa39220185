//! The commands: one folder each, and one row each in [`COMMANDS`].

use clap::ArgMatches;

use crate::{
    exit::Exit,
    output::{self, ColorChoice, Format, Painted},
    problem,
    words::Words,
};

pub(crate) mod audit;
mod block;
mod check;
mod consent;
pub(crate) mod guide;
mod identify;
mod list;
mod measure;
mod probe_server;
mod refilter;
mod remove;
mod report;
mod status;
mod undo;
pub(crate) mod verdict;
mod verify;
mod worker;

/// Every command, in the order of `--help`.
pub(crate) const COMMANDS: &[Registered] = &[
    row::<audit::Args>("audit", Group::Look),
    row::<identify::Args>("identify", Group::Look),
    row::<check::Args>("check", Group::Look),
    row::<guide::Args>("guide", Group::Look),
    row::<status::Args>("status", Group::Look),
    row::<verify::Args>("verify", Group::Look),
    row::<verdict::Args>("verdict", Group::Look),
    row::<measure::Args>("measure", Group::Look),
    row::<report::Args>("report", Group::Look),
    row::<probe_server::Args>("probe-server", Group::Look),
    row::<list::Args>("list", Group::Look),
    row::<block::Args>("block", Group::Change),
    row::<remove::Args>("remove", Group::Change),
    row::<consent::Args>("consent", Group::Change),
    row::<undo::Args>("undo", Group::Change),
    row::<refilter::Args>("refilter", Group::Change),
    row::<worker::Args>("worker", Group::Hidden),
];

/// The arguments of a command, and what it does.
pub(crate) trait Command: clap::Args {
    /// Runs the command.
    ///
    /// # Errors
    /// The question could not be asked.
    fn run(&self, asked: &Presentation) -> anyhow::Result<Exit>;
}

/// What was found counts more than a failure of what was to follow, which is said beside it.
pub(crate) fn or_failure(
    exit: Exit,
    failure: Option<anyhow::Error>,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    match failure {
        Some(why) if exit == Exit::Finding => {
            output::to_stderr(&problem::message(&why, &how.words));
            Ok(exit)
        }
        Some(why) => Err(why),
        None => Ok(exit),
    }
}

/// How to present an answer.
pub(crate) struct Presentation {
    pub(crate) format: Format,
    pub(crate) color: ColorChoice,
    pub(crate) words: Words,
}

impl Presentation {
    /// The page with or without colour, as requested.
    pub(crate) fn shown(&self, page: Painted) -> Painted {
        if self.color.is_on() {
            page
        } else {
            page.plain()
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        matches!(self.format, Format::Json)
    }
}

/// Where `--help` lists a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// It changes nothing.
    Look,
    /// It changes something with `--apply`.
    Change,
    /// Not listed: only this program starts it.
    Hidden,
}

/// A command's row.
pub(crate) struct Registered {
    pub(crate) name: &'static str,
    pub(crate) group: Group,
    arguments: fn(clap::Command) -> clap::Command,
    run: fn(&ArgMatches, &Presentation) -> anyhow::Result<Exit>,
}

const fn row<C: Command>(name: &'static str, group: Group) -> Registered {
    Registered {
        name,
        group,
        arguments: C::augment_args,
        run: |matches, asked| C::from_arg_matches(matches)?.run(asked),
    }
}

impl Registered {
    /// The clap command with its arguments.
    pub(crate) fn command(&self) -> clap::Command {
        let command = (self.arguments)(clap::Command::new(self.name));
        command.hide(self.group == Group::Hidden)
    }

    /// Runs the command.
    ///
    /// # Errors
    /// The question could not be asked.
    pub(crate) fn run(&self, matches: &ArgMatches, asked: &Presentation) -> anyhow::Result<Exit> {
        (self.run)(matches, asked)
    }
}
