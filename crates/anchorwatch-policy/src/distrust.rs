//! What must not be trusted: entries, and the set that looks up a certificate.
//!
//! An entry is *what it matches* × *limits* × *threshold* × *source*. The verifier looks up every
//! certificate of a path in the [`DistrustSet`], the anchor included, and applies the limits of
//! the entries that match.

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
pub use source::{EntrySource, ListSource, SaidBy, SignedList, SignedPart, SignedSource};

#[cfg(test)]
mod tests;
