//! A key that Firefox and Thunderbird refuse under one name, and its mark.
//!
//! **Ours** is an entry that has a mark: a second entry of the same kind, with a subject
//! that no certificate can have and the hash of what it marks. Both are set at once. Where
//! Mozilla's own list already had the entry there is no mark, so that undoing ours never
//! removes one of Mozilla's.

use anchorwatch_identity::SpkiSha256;
use sha2::{Digest as _, Sha256};

/// The subject of a mark. A DER name begins with the octet 0x30.
pub const MARK_SUBJECT: &[u8] = b"anchorwatch";

/// A refused key under one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The subject, DER.
    pub subject: Vec<u8>,
    /// The key.
    pub key: SpkiSha256,
}

impl Refusal {
    /// The content of the mark: the program hashes it like a public key.
    pub(crate) fn marked(&self) -> Vec<u8> {
        [self.key.as_bytes().as_slice(), &self.subject].concat()
    }

    /// The hash in the mark.
    #[must_use]
    pub fn mark(&self) -> [u8; 32] {
        Sha256::digest(self.marked()).into()
    }
}
