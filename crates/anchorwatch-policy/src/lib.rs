//! Identity → **what is trusted**: policy, as values.
//!
//! The second stage of the story. A [`DistrustEntry`] says that something must not be trusted and
//! why; a [`DistrustSet`] looks up a certificate in a few steps, and [`import`] fills it from
//! others' lists, as [`export`] writes them. A [`ReferenceName`] is private or public. The core rule of the product: a local
//! root may vouch only for a private name, or for a name that a [`Consent`] covers. [`classify`]
//! determines the class of a certificate in a trust store, and [`Response`] what is done about
//! it.
//!
//! Facts come from `anchorwatch-identity`; nothing here parses a certificate, reads
//! a file or asks the time.

mod class;
pub mod consent;
pub mod distrust;
pub mod export;
pub mod import;
mod known_names;
mod permitted_subtrees;
mod private_name;
mod public_programs;
mod remark;
mod response;

pub use class::{Class, ClassReason, Classification, ReasonCode, classify};
pub use consent::{Consent, Consents};
pub use distrust::{DistrustEntry, DistrustSet, EntrySource};
pub use known_names::KnownNames;
pub use permitted_subtrees::PermittedSubtrees;
pub use private_name::{NameScope, PRIVATE_SUFFIXES, PrivateBecause, PrivateSuffix, ReferenceName};
pub use public_programs::PublicPrograms;
pub use remark::REMARKS;
pub use response::Response;
