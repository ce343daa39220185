//! Identity → **evidence**: what was seen, without an opinion.
//!
//! A [`Measurement`] is what one vantage observed of one target: the addresses, the
//! connection, the handshake with the chain as it was sent, and which of the
//! vantage's roots that chain names as signers. [`Evidence`] is a file of them, so
//! that anyone can judge again what was seen; [`Failure`] is the closed vocabulary
//! for how a network operation ended (OONI's df-007 names).
//!
//! Nothing here judges, and nothing here does IO.

mod failure;
mod format;
mod observation;

pub use failure::{Failure, UNKNOWN_FAILURE_PREFIX};
pub use format::{FormatError, MAX_EVIDENCE_BYTES, SCHEMA};
pub use observation::{
    AnchorView, DnsQuery, Evidence, Measurement, PublicAnchors, Resolver, Target, TcpConnect,
    TlsHandshake,
};
