//! The signed distrust list: what several publishers agree must not be trusted.
//!
//! `docs/spec/distrust-list.md` is the format. [`List`] borrows from octets and looks up
//! certificates in them, [`ListDraft`] writes them, and [`Delta`] leads from one list to another.
//!
//! **Not checked:** who made a list.

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
mod limits;
mod list;
mod lookup;
mod octets;
mod problem;
mod record;

pub use delta::Delta;
pub use draft::ListDraft;
pub use entry::{Entry, ListMatch};
pub use hash::{EntryId, ListHash};
pub use header::{Base, Header, MAX_VALIDITY_SECONDS, Role};
pub use kind::EntryKind;
pub use limits::{MAX_DELTA_BYTES, MAX_ENTRIES, MAX_LIST_BYTES};
pub use list::List;
pub use problem::{DeltaProblem, ListProblem, REMARKS};
