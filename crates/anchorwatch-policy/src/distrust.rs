//! What is not to be believed: entries, and the set that is asked about a certificate.
//!
//! An entry is *what it matches* × *limits* × *threshold* × *source*. Whoever verifies
//! a path asks the [`DistrustSet`] about every certificate of it, the anchor included,
//! and lets the limits of what answers decide.

mod entry;
mod index;
mod limits;
mod presented;
mod serial;
mod set;
mod source;

pub use entry::{DistrustEntry, Match, MatchKind, Threshold};
pub use limits::{DnsSuffix, Limits, MAX_SUFFIXES, NameLimit, Situation};
pub use presented::{IssuerAndSerial, Presented, WholeCertificate};
pub use serial::{MAX_SERIAL_BYTES, SerialOctets, UnsignedSerial};
pub use set::DistrustSet;
pub use source::EntrySource;

#[cfg(test)]
mod tests;
