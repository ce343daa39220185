//! Identity → **what is believed**: policy, as values.
//!
//! The second place of the story. A [`DistrustEntry`] says that a key is not to be
//! believed and why; a [`DistrustSet`] answers for a key in one look-up. A
//! [`ReferenceName`] is private or public, and only a private one may be vouched
//! for by a root that someone added to this machine (the heart of the product).
//! [`classify`] says in one word what a certificate in a trust store is.
//!
//! Facts come from `anchorwatch-identity`; nothing here parses a certificate, reads
//! a file or asks the time.

mod class;
mod distrust;
mod private_name;

pub use class::{Class, ClassReason, Classification, ReasonCode, classify};
pub use distrust::{DistrustEntry, DistrustSet, EntrySource};
pub use private_name::{NameScope, PRIVATE_SUFFIXES, PrivateBecause, PrivateSuffix, ReferenceName};
