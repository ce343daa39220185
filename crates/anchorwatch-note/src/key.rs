//! The key that a verifier knows.

use std::{fmt, str::FromStr};

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest as _, Sha256};

use crate::{KeyName, KeyProblem, from_base64};

/// The signature type of Ed25519 in C2SP's signed-note.
pub(crate) const ED25519_TYPE: u8 = 0x01;

/// How many octets of a hash name a key.
pub const KEY_ID_BYTES: usize = 4;

/// An Ed25519 public key with its name: `NAME+ID+KEY`, as Go's `sumdb/note` writes it.
///
/// ID has eight hexadecimal digits; KEY is base64 of the signature type and the 32 octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: [u8; KEY_ID_BYTES],
    public_key: [u8; 32],
}

impl VerifierKey {
    pub(crate) fn new(name: KeyName, public_key: [u8; 32]) -> Self {
        let id = key_id(&name, ED25519_TYPE, &public_key);
        Self {
            name,
            id,
            public_key,
        }
    }

    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The 32 octets of the public key (RFC 8032 §5.1.5). Two keys with different names and the
    /// same octets belong to one owner.
    #[must_use]
    pub const fn public_key(&self) -> &[u8; 32] {
        &self.public_key
    }

    /// Whether a signature line does not say which of the two keys made it. An ID has four octets,
    /// so it can be chosen: then one owner's signature would be a wrong one of the other.
    #[must_use]
    pub fn is_confusable_with(&self, other: &Self) -> bool {
        self.name == other.name && self.id == other.id
    }

    pub(crate) const fn id(&self) -> [u8; KEY_ID_BYTES] {
        self.id
    }

    pub(crate) fn has_signed(&self, text: &[u8], signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&ED25519, &self.public_key);
        key.verify(text, signature).is_ok()
    }
}

/// The ID of a key: the first octets of the hash of name, newline, signature type and public key.
#[must_use]
pub fn key_id(name: &KeyName, kind: u8, public_key: &[u8]) -> [u8; KEY_ID_BYTES] {
    let hashed = Sha256::new()
        .chain_update(name.as_str())
        .chain_update([b'\n', kind])
        .chain_update(public_key)
        .finalize();
    let [first, second, third, fourth, ..] = hashed.0;
    [first, second, third, fourth]
}

impl FromStr for VerifierKey {
    type Err = KeyProblem;

    fn from_str(text: &str) -> Result<Self, KeyProblem> {
        // Base64 may have a plus sign, a name may not.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyProblem::Form);
        };
        let name = KeyName::parse(name)?;
        let octets = from_base64(key).ok_or(KeyProblem::Form)?;
        let Some((&kind, public_key)) = octets.split_first() else {
            return Err(KeyProblem::Form);
        };
        if kind != ED25519_TYPE {
            return Err(KeyProblem::Kind {
                kind: u64::from(kind),
            });
        }
        let public_key = public_key.try_into().map_err(|_| KeyProblem::Form)?;
        let key = Self::new(name, public_key);
        if HEXLOWER.encode(&key.id) == id {
            Ok(key)
        } else {
            Err(KeyProblem::Id)
        }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [[ED25519_TYPE].as_slice(), &self.public_key].concat();
        let (id, key) = (HEXLOWER.encode(&self.id), BASE64.encode(&key));
        write!(f, "{}+{id}+{key}", self.name)
    }
}

#[cfg(test)]
mod tests;
