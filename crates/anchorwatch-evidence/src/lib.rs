//! Identity → **evidence**: what was observed, without an opinion.
//!
//! A [`Measurement`] is what one vantage point observed of one target: the addresses, the
//! connection, the handshake with the chain as it was sent, and which of the vantage point's
//! roots that chain names as signers. [`Evidence`] is a file of measurements, so that anyone can
//! judge them again; [`Failure`] is the closed vocabulary for how a network operation failed
//! (OONI's df-007 names).
//!
//! [`client_hello`] and [`server_hello`] read the first octets of a connection: which program
//! made a hello, and how the hello that a server received differs from the one that was sent.
//!
//! [`page`] finds what a page leads to that a device would install.
//!
//! Nothing here judges, and nothing here does IO.

mod bogon;
mod bundle;
pub mod client_hello;
mod dns;
mod echo;
mod failure;
mod format;
pub mod hello;
mod http_url;
pub mod import;
mod import_format;
mod key_signature;
mod observation;
mod owners_choices;
pub mod page;
mod request;
pub mod server_hello;
mod stage;
mod transfer;

pub use bogon::{is_bogon, may_be_led_to};
pub use bundle::{BUNDLE_SCHEMA, Bundle, BundleProblem, MAX_BUNDLE_FILES};
pub use dns::{DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQueryType, DnsResponse};
pub use echo::{EchoProblem, HelloEcho, MAX_CLIENT_HELLO_BYTES, MAX_ECHO_BYTES};
pub use failure::{Failure, UNKNOWN_FAILURE_PREFIX};
pub use format::{
    EvidenceLines, FormatError, MAX_EVIDENCE_BYTES, MAX_LINE_BYTES, SCHEMA, SEGMENT_MEASUREMENTS,
    Segment, SegmentWriter,
};
pub use http_url::HttpUrl;
pub use import_format::ImportFormat;
pub use key_signature::KeySignature;
pub use observation::{
    AnchorView, DnsQuery, Evidence, MAX_OFFERED_VERSIONS, Measurement, OwnServer, PublicAnchors,
    Purpose, QuicHandshake, Resolver, Target, TcpConnect, TlsHandshake,
};
pub use owners_choices::{OwnersChoices, OwnersConsent};
pub use request::HttpRequest;
pub use stage::Stage;
pub use transfer::{TRANSFER_BYTES, Transfer};
