//! The worker that plans, makes and undoes changes in a user's files, with that user's rights.
//! How it is started and confined is in [`anchorwatch_machine::privsep`].

use anchorwatch_home::Actor;
use anchorwatch_machine::Rights;

mod document;
mod parent;
mod remark;
mod worker;

#[cfg(test)]
pub(crate) use document::WorkerReply;
pub(crate) use document::WorkerRequest;
pub(crate) use parent::ask;
pub(crate) use remark::WorkerRemark;
pub use worker::serve;

/// The user whose worker makes a change; `None` if this process makes it.
pub(crate) fn foreign(rights: Rights, actor: Option<Actor>) -> Option<Actor> {
    // Root's own files need no worker.
    actor.filter(|actor| rights == Rights::EachUsers && actor.uid != 0)
}
