//! Bytes of a certificate → **identity**: who is this?
//!
//! The first stage of the story. This crate reads the facts of one certificate from hostile DER
//! or PEM ([`Certificate`]), names it by hashes of distinct types ([`CertSha256`],
//! [`SpkiSha256`], [`NameSha256`]), and says what is known about it: the [`registry`] has the
//! roots known for interception and the keys in public root programs, and the [`family`] rules
//! recognise a known operator's next root.
//!
//! Facts only. `anchorwatch-policy` decides what to trust. Nothing here reads a file, a clock or
//! the environment; time is an argument.
//!
//! **Not checked here:** whether a certificate may vouch for a name. It says who it claims to be,
//! and [`is_signed_by`] says who signed it; `anchorwatch-verify` decides the rest.

mod alternative_names;
pub mod certificate;
pub mod certificate_file;
pub mod der;
mod fact;
pub mod family;
mod fingerprint;
mod handshake_signature;
mod key_number;
mod name;
mod once;
pub mod p11_kit;
pub mod pem;
pub mod problem;
pub mod registry;
mod signature;
mod signing_key;
mod time;
pub mod trust_settings;

pub use certificate::{Certificate, IssuingConstraints};
pub use certificate_file::CertificateFile;
pub use fingerprint::{CertSha256, NameSha256, ParseHashError, SpkiSha256};
pub use handshake_signature::{KeyProof, handshake_key_proof};
pub use name::{DistinguishedName, can_control_terminal};
pub use signature::{
    SignatureCheck, certificate_signature, is_self_signed, is_signed_by, is_signed_by_own_key,
};
pub use time::{ParseTimeError, UnixSeconds, Validity};
pub use trust_settings::TrustSettings;
