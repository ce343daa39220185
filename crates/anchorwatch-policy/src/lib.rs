//! Identity → **what is believed**: policy, as values.
//!
//! The second place of the story. A [`DistrustEntry`] says that something is not to be
//! believed and why; a [`DistrustSet`] answers for a certificate in a few look-ups, and
//! [`import`] fills one from others' lists. A [`ReferenceName`] is private or public, and
//! only a private one may be vouched for by a root that someone added to this machine
//! (the heart of the product), or one that a [`Consent`] covers. [`classify`] says in one word what a certificate in a
//! trust store is, and [`Response`] what is done about it.
//!
//! Facts come from `anchorwatch-identity`; nothing here parses a certificate, reads
//! a file or asks the time.

mod class;
pub mod consent;
pub mod distrust;
pub mod import;
mod private_name;
mod public_programs;
mod response;

pub use class::{Class, ClassReason, Classification, ReasonCode, classify};
pub use consent::{Consent, Consents};
pub use distrust::{DistrustEntry, DistrustSet, EntrySource};
pub use private_name::{NameScope, PRIVATE_SUFFIXES, PrivateBecause, PrivateSuffix, ReferenceName};
pub use public_programs::PublicPrograms;
pub use response::Response;
