//! A hash in the tree of a log.

use std::fmt;

use anchorwatch_note::from_base64;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

/// The SHA-256 of a leaf, of an inner node, or of a whole tree (RFC 9162 §2.1.1).
///
/// Leaves and nodes begin with different octets before they are hashed, so that neither can pass
/// for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash([u8; Self::BYTES]);

impl TreeHash {
    /// The length of a hash.
    pub const BYTES: usize = 32;

    /// A hash that is given.
    #[must_use]
    pub const fn new(octets: [u8; Self::BYTES]) -> Self {
        Self(octets)
    }

    /// The root of a tree without leaves: the hash of nothing.
    #[must_use]
    pub fn of_empty_tree() -> Self {
        Self(Sha256::digest([]).0)
    }

    /// The hash of an entry as a leaf.
    #[must_use]
    pub fn of_leaf(entry: &[u8]) -> Self {
        let hashed = Sha256::new().chain_update([0]).chain_update(entry);
        Self(hashed.finalize().0)
    }

    /// The hash of the node above two others.
    #[must_use]
    pub fn of_node(left: Self, right: Self) -> Self {
        let hashed = Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0);
        Self(hashed.finalize().0)
    }

    /// The octets.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Reads base64 in the only form that stands for these octets.
    pub(crate) fn from_base64(text: &str) -> Option<Self> {
        let octets = from_base64(text)?;
        Some(Self(octets.try_into().ok()?))
    }
}

/// In base64, as checkpoints and proofs have it.
impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}
