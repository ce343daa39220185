//! What Firefox and Thunderbird refuse in a profile, and the mark by which it is known as ours.
//!
//! **Ours** is an entry that has a mark: a second entry, for a subject that no certificate can
//! have and the hash of what it marks. Both are set at once. Where Mozilla's own list already
//! had the entry there is no mark, so that undoing ours never removes one of Mozilla's.

use anchorwatch_identity::SpkiSha256;
use sha2::{Digest as _, Sha256};

use crate::der::{SEQUENCE, element};

/// The subject of a mark. A DER name begins with the octet 0x30.
pub const MARK_SUBJECT: &[u8] = b"anchorwatch";

/// What the content of a mark begins with if it marks one certificate.
pub(crate) const ONE_CERTIFICATE: &[u8] = b"is";

/// What is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// A key under one name.
    Key {
        /// The subject, DER.
        subject: Vec<u8>,
        /// The key.
        key: SpkiSha256,
    },
    /// One certificate, and any other with its issuer and serial number.
    Certificate {
        /// The issuer, DER.
        issuer: Vec<u8>,
        /// The contents of the serial number.
        serial: Vec<u8>,
    },
}

impl Refusal {
    /// The refusal of a certificate whose issuer and serial number follow each other; `None` if
    /// this does not begin with a name.
    #[must_use]
    pub fn of_certificate(octets: &[u8]) -> Option<Self> {
        let (tag, _, serial) = element(octets)?;
        let issuer = octets.get(..octets.len() - serial.len())?;
        (tag == SEQUENCE).then(|| Self::Certificate {
            issuer: issuer.to_vec(),
            serial: serial.to_vec(),
        })
    }

    /// The content of the mark: the program hashes it like a public key.
    pub(crate) fn marked(&self) -> Vec<u8> {
        match self {
            Self::Key { subject, key } => [key.as_bytes().as_slice(), subject].concat(),
            Self::Certificate { issuer, serial } => [ONE_CERTIFICATE, issuer, serial].concat(),
        }
    }

    /// The hash in the mark.
    #[must_use]
    pub fn mark(&self) -> [u8; 32] {
        Sha256::digest(self.marked()).into()
    }
}
