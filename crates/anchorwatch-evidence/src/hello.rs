//! What the hellos of client and server have in common: the records around them, their
//! extensions, and their fingerprints.
//!
//! A hello is read from one form only: the octets that one side sent, from the first one on.
//!
//! ```text
//! record  = 22, version (2), length (2), fragment (1..=2^14)
//! message = the fragments, joined; type (1), length (3), body
//! ```
//!
//! The sender may split the message over any number of records (RFC 8446 §5.1). Numbers are
//! big-endian. What follows the last of these records is not read.
//!
//! **Not read:** hellos in the format of SSL 2.0, DTLS and QUIC.

mod code_points;
mod error;
mod extension;
mod fingerprint;
mod reader;
mod records;
mod value;

pub use code_points::{CodePoints, is_grease};
pub use error::HelloError;
pub use extension::{Extension, Extensions};
pub use fingerprint::{Ja3, Ja3s, Ja4, TlsFingerprintId};
pub use records::RecordHeader;

pub(crate) use error::malformed;
pub(crate) use extension::id;
pub(crate) use reader::{Reader, numbers};
pub(crate) use records::{Followers, Message, Shape};
pub(crate) use value::{application_protocols, is_list_of_numbers, numbers_behind_u16, value};
