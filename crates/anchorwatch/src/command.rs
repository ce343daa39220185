//! The commands, one a file.

use crate::{
    args::{Args, Command},
    exit::Exit,
    words::Words,
};

mod audit;
pub(crate) mod block;
mod check;
mod consent;
mod errand;
pub(crate) mod guide;
pub(crate) mod identify;
pub(crate) mod list;
mod read_user;
mod refilter;
mod remove;
mod selection;
pub(crate) mod status;
mod undo;
mod verdict;
pub(crate) mod verify;

/// Runs what was typed.
///
/// # Errors
/// Whatever kept the question from being asked.
pub(crate) fn run(args: &Args, words: &Words) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Audit(audit) => audit::run(audit, args.format, args.color, words),
        Command::Identify(identify) => identify::run(identify, args.format, words),
        Command::Guide(guide) => guide::run(guide, args.format, words),
        Command::Check(check) => check::run(check, args.format),
        Command::Verdict(verdict) => verdict::run(verdict, args.format),
        Command::Verify(verify) => verify::run(verify, args.format),
        Command::Block(block) => block::run(block, args.format),
        Command::Status(status) => status::run(status, args.format, words),
        Command::Remove(remove) => remove::run(remove, args.format),
        Command::Consent(consent) => consent::run(consent, args.format),
        Command::Undo(undo) => undo::run(undo, args.format),
        Command::Refilter(refilter) => refilter::run(refilter),
        Command::ReadUser(user) => read_user::run(user),
        Command::Errand(errand) => errand::run(errand),
        Command::List(list) => list::run(list, args.format),
    }
}
