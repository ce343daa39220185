//! The signed distrust list: what several publishers agree must not be trusted.
//!
//! `docs/spec/distrust-list.md` is the format. [`List`] borrows from octets and looks up
//! certificates in them, [`ListDraft`] writes them, and [`Delta`] leads from one list to another.
//! [`verify()`] and [`VerifiedStatement`] alone make a [`VerifiedList`], from octets and a signed
//! note; only that changes a [`ListState`], the memory that refuses whatever would be weaker than
//! before and says what is in force. [`Publishers`] are who may sign, and hand over to the next
//! ones.
//!
//! A set can name public logs and their witnesses ([`Logs`]). Then only a text with a proof that it
//! is in a log is taken ([`LogEntry`]), so that nobody is shown a list that others cannot see.
//!
//! **Not checked:** who owns a key, and how the files come: `anchorwatch-carrier` fetches them.

mod bundle;
mod condition;
mod delta;
mod draft;
mod entry;
mod group;
mod hash;
mod header;
mod index;
mod item;
mod kind;
mod latest;
mod limits;
mod list;
mod log_entry;
mod logs;
mod lookup;
mod octets;
mod problem;
mod publishers;
mod quorum;
mod record;
mod rotation;
mod route;
mod state;
mod statement;
mod verify;

pub use bundle::{Bundle, BundledLog, LoggedNote, MAX_BUNDLE_BYTES, MAX_SETS, Signed};
pub use delta::Delta;
pub use draft::ListDraft;
pub use entry::{Entry, ListMatch};
pub use hash::{EntryId, ListHash};
pub use header::{Base, Header, MAX_VALIDITY_SECONDS, Role};
pub use kind::EntryKind;
pub use latest::{Latest, MAX_LATEST_BYTES, MAX_SIGNED_SET_BYTES};
pub use limits::{
    MAX_DELTA_BYTES, MAX_ENTRIES, MAX_LIST_BYTES, MAX_PUBLISHERS, MAX_PUBLISHERS_BYTES,
};
pub use list::List;
pub use log_entry::{Growth, LogEntry};
pub use logs::Logs;
pub use problem::{
    BundleProblem, DeltaProblem, ListProblem, PublishersProblem, REMARKS, RotationProblem,
    StateProblem, UpdateProblem, VerifyProblem,
};
pub use publishers::Publishers;
pub use route::{MAX_STEPS, delta_bases, route};
pub use state::{Freshness, ListState};
pub use statement::{MAX_NAMED_DELTAS, NamedDelta, Statement};
pub use verify::{VerifiedList, VerifiedStatement, verify};
