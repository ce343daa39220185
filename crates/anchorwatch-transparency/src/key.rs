//! The keys of logs and cosigners.

use std::{fmt, str::FromStr};

use anchorwatch_note::{KEY_ID_BYTES, KeyName, Signature, from_base64, is_weak_key, key_id};
use aws_lc_rs::signature::{ED25519, ML_DSA_44, UnparsedPublicKey};
use data_encoding::{BASE64, HEXLOWER};

use crate::{Checkpoint, CheckpointKeyProblem, SignatureKind, message};

/// A public key with its name: `NAME+ID+KEY`.
///
/// ID has eight hexadecimal digits; KEY is base64 of the kind and the public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointKey {
    name: KeyName,
    kind: SignatureKind,
    id: [u8; KEY_ID_BYTES],
    public_key: Vec<u8>,
}

impl CheckpointKey {
    /// A key of this kind.
    ///
    /// # Errors
    /// [`CheckpointKeyProblem::Form`] if the key has another length, and
    /// [`CheckpointKeyProblem::Weak`] if anyone can sign for it.
    pub fn new(
        name: KeyName,
        kind: SignatureKind,
        public_key: &[u8],
    ) -> Result<Self, CheckpointKeyProblem> {
        if public_key.len() != kind.public_key_bytes() {
            return Err(CheckpointKeyProblem::Form);
        }
        if kind != SignatureKind::MlDsa44Cosignature && is_weak_key(public_key) {
            return Err(CheckpointKeyProblem::Weak);
        }
        Ok(Self {
            id: key_id(&name, kind.code(), public_key),
            name,
            kind,
            public_key: public_key.to_vec(),
        })
    }

    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// How it signs.
    #[must_use]
    pub const fn kind(&self) -> SignatureKind {
        self.kind
    }

    /// The public key itself. Two keys with different names and the same octets belong to one
    /// owner.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    pub(crate) const fn id(&self) -> [u8; KEY_ID_BYTES] {
        self.id
    }

    /// Whether a signature says that it is by this key.
    pub(crate) fn is_named_by(&self, signature: &Signature<'_>) -> bool {
        signature.key_name() == self.name.as_str() && signature.key_id() == self.id
    }

    /// When this key signed a checkpoint, in seconds of Unix time, or that it did not. A log's
    /// Ed25519 signature has no time: 0.
    pub(crate) fn signed_at(&self, checkpoint: &Checkpoint, signature: &[u8]) -> Option<u64> {
        let (seconds, signature) = match self.kind {
            SignatureKind::Ed25519 => (0, signature),
            _ => message::split_time(signature)?,
        };
        let message = message::signed(self.kind, &self.name, checkpoint, seconds);
        let verified = match self.kind {
            SignatureKind::MlDsa44Cosignature => {
                UnparsedPublicKey::new(&ML_DSA_44, &self.public_key).verify(&message, signature)
            }
            _ => UnparsedPublicKey::new(&ED25519, &self.public_key).verify(&message, signature),
        };
        verified.is_ok().then_some(seconds)
    }
}

impl FromStr for CheckpointKey {
    type Err = CheckpointKeyProblem;

    fn from_str(text: &str) -> Result<Self, CheckpointKeyProblem> {
        // Base64 may have a plus sign, a name may not.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(CheckpointKeyProblem::Form);
        };
        let name = KeyName::parse(name).map_err(|_| CheckpointKeyProblem::Name)?;
        let octets = from_base64(key).ok_or(CheckpointKeyProblem::Form)?;
        let (&code, public_key) = octets.split_first().ok_or(CheckpointKeyProblem::Form)?;
        let Some(kind) = SignatureKind::from_code(code) else {
            let kind = u64::from(code);
            return Err(CheckpointKeyProblem::Kind { kind });
        };
        let key = Self::new(name, kind, public_key)?;
        if HEXLOWER.encode(&key.id) == id {
            Ok(key)
        } else {
            Err(CheckpointKeyProblem::Id)
        }
    }
}

impl fmt::Display for CheckpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.code()], self.public_key.as_slice()].concat();
        let (id, key) = (HEXLOWER.encode(&self.id), BASE64.encode(&key));
        write!(f, "{}+{id}+{key}", self.name)
    }
}
