//! The worker that plans, makes and takes back changes in a user's files, with that user's
//! rights. How it is started and what it may do is [`anchorwatch_machine::privsep`]'s.

use anchorwatch_home::Actor;
use anchorwatch_machine::Rights;

mod document;
mod parent;
mod worker;

#[cfg(test)]
pub(crate) use document::WorkerReply;
pub(crate) use document::WorkerRequest;
pub(crate) use parent::ask;
pub use worker::serve;

/// The user whose worker a change needs; `None`: this process makes it itself.
pub(crate) fn foreign(rights: Rights, actor: Option<Actor>) -> Option<Actor> {
    // Root's own files are root's business, in any process.
    actor.filter(|actor| rights == Rights::EachUsers && actor.uid != 0)
}
