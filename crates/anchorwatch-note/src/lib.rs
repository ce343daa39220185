//! Signed notes: a text, and who signed it.
//!
//! The format is C2SP's [signed-note](https://c2sp.org/signed-note): a text, an empty line, and
//! one line for each signature. [`SigningKey`] signs a text; [`VerifierKey`] is what its owner
//! hands out; [`SignedNote::verify`] makes a [`VerifiedNote`], the only value whose text may be
//! believed.
//!
//! Signatures are Ed25519 (RFC 8032), by aws-lc. A format with signatures of other kinds takes
//! [`SignedNote::signatures`] and checks them itself, as `anchorwatch-transparency` does.
//!
//! **Not checked:** what the text says, and when it was signed: a note has no time of its own.
//! Signatures of other kinds, and those of keys that are not known, are ignored, as the
//! specification requires.

mod base64;
mod key;
mod key_name;
mod note;
mod pem;
mod problem;
mod signing;
mod weak_key;

pub use base64::from_base64;
pub use key::{KEY_ID_BYTES, VerifierKey, key_id};
pub use key_name::KeyName;
pub use note::{MAX_NOTE_BYTES, MAX_SIGNATURES, Signature, SignedNote, VerifiedNote};
pub use pem::private_key_pem;
pub use problem::{KeyProblem, NoteProblem, REMARKS};
pub use signing::SigningKey;
pub use weak_key::is_weak_key;
