//! Bytes of a certificate → **identity**: who is this?
//!
//! The first place of the story. From hostile DER or PEM this crate takes one
//! certificate's facts ([`Certificate`]), names it by hashes that cannot be
//! mistaken for one another ([`CertSha256`], [`SpkiSha256`], [`NameSha256`]), and
//! says what is known of it: the [`registry`] of roots known for interception and
//! of the keys in public root programs, and the [`family`] rules for «looks like
//! the next one».
//!
//! Facts only. What is believed of them is decided in `anchorwatch-policy`.
//! Nothing here reads a file, a clock or the environment; time is an argument.
//!
//! **Not checked here:** whether a certificate may speak for a name. It says who it claims
//! to be, and [`is_signed_by`] who signed it; the rest is a question for
//! `anchorwatch-verify`.

mod alternative_names;
pub mod certificate;
pub mod certificate_file;
pub mod der;
pub mod family;
mod fingerprint;
mod handshake_signature;
mod key_number;
mod name;
mod once;
pub mod p11_kit;
pub mod pem;
pub mod registry;
mod signature;
mod signing_key;
mod time;
pub mod trust_settings;

pub use certificate::Certificate;
pub use certificate_file::CertificateFile;
pub use fingerprint::{CertSha256, NameSha256, ParseHashError, SpkiSha256};
pub use handshake_signature::{KeyProof, handshake_key_proof};
pub use name::{DistinguishedName, rules_a_terminal};
pub use signature::{SignatureCheck, certificate_signature, is_signed_by};
pub use time::{ParseTimeError, UnixSeconds, Validity};
pub use trust_settings::TrustSettings;
