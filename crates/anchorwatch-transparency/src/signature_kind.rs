//! How a key signs.

/// How a key signs a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// Ed25519 over the text (signed-note, 0x01): a log's own signature.
    Ed25519,
    /// Ed25519 over a time and the text (tlog-cosignature, 0x04): a cosigner's.
    Ed25519Cosignature,
    /// ML-DSA-44 over cosigner, time, log and tree (tlog-cosignature, 0x06): either's.
    MlDsa44Cosignature,
}

impl SignatureKind {
    /// Its octet in a key.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Ed25519Cosignature => 0x04,
            Self::MlDsa44Cosignature => 0x06,
        }
    }

    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        match code {
            0x01 => Some(Self::Ed25519),
            0x04 => Some(Self::Ed25519Cosignature),
            0x06 => Some(Self::MlDsa44Cosignature),
            _ => None,
        }
    }

    /// Whether a log signs with such a key.
    #[must_use]
    pub const fn is_of_log(self) -> bool {
        matches!(self, Self::Ed25519 | Self::MlDsa44Cosignature)
    }

    /// Whether a witness or a mirror signs with such a key.
    #[must_use]
    pub const fn is_of_cosigner(self) -> bool {
        !matches!(self, Self::Ed25519)
    }

    pub(crate) const fn public_key_bytes(self) -> usize {
        match self {
            Self::Ed25519 | Self::Ed25519Cosignature => 32,
            // FIPS 204, table 2.
            Self::MlDsa44Cosignature => 1_312,
        }
    }
}
