//! Limits the work for one file, all its parts together.
//!
//! Each limit is checked just before the work: a file of a few kilobytes can ask for 2^31 rounds
//! of derivation, or refer to one of its own parts a million times.

use super::{Error, PropertyListProblem};

/// The largest file that is read, in bytes.
///
/// All roots of Mozilla's set as PEM have 0.2 MB; a profile may carry fonts and icons.
pub const MAX_CONTAINER_BYTES: usize = 16 << 20;

/// The most certificates and errors that one file gives; the public programs together
/// have under 500 roots.
pub const MAX_ITEM_COUNT: usize = 10_000;

/// How deep containers may be nested: a signed profile with a PKCS #12 payload of PEM text is
/// three below the file.
pub const MAX_NESTING: usize = 4;

/// The most steps of key derivation that are spent on one file.
///
/// A step is one round of the derivation's hash, or of scrypt's mixing. OpenSSL asks
/// for 2,048 rounds and NSS for up to 600,000; this allows some seconds.
pub const MAX_DERIVATION_COST: u64 = 4_000_000;

/// The most bytes of all parts of one file together; a nested part counts again. Enough for the
/// largest file inside every format once.
pub const MAX_UNFOLDED_BYTES: usize = 4 * MAX_CONTAINER_BYTES;

/// The most entries of the property lists of one file; a company's profile has hundreds.
pub const MAX_NODE_COUNT: usize = 100_000;

/// The most bytes of text that are searched for disguised certificates; each form counts: all
/// forms of the longest text, or some thousand small attachments.
pub const MAX_SEARCHED_BYTES: usize = 256 << 20;

pub(crate) const TOO_DEEP: Error = Error::TooDeep { most: MAX_NESTING };
pub(crate) const TOO_MANY: Error = Error::TooMany {
    most: MAX_ITEM_COUNT,
};
pub(crate) const UNFOLDS: Error = Error::Unfolds {
    most: MAX_UNFOLDED_BYTES,
};

pub(crate) const fn too_large(got: usize) -> Error {
    Error::TooLarge {
        got,
        most: MAX_CONTAINER_BYTES,
    }
}

pub(crate) const fn too_costly(cost: u64) -> Error {
    Error::TooCostly {
        cost,
        most: MAX_DERIVATION_COST,
    }
}

/// The work done so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    derivation_cost: u64,
    unfolded_bytes: usize,
    node_count: usize,
    searched_bytes: usize,
}

impl Budget {
    /// Call before deriving a key.
    pub(super) fn derive(&mut self, cost: u64) -> Result<(), Error> {
        let cost = self.derivation_cost.saturating_add(cost);
        if cost > MAX_DERIVATION_COST {
            return Err(too_costly(cost));
        }
        self.derivation_cost = cost;
        Ok(())
    }

    /// Call before reading or keeping a part.
    pub(super) fn unfold(&mut self, bytes: usize) -> Result<(), Error> {
        self.unfolded_bytes = self.unfolded_bytes.saturating_add(bytes);
        if self.unfolded_bytes > MAX_UNFOLDED_BYTES {
            return Err(UNFOLDS);
        }
        Ok(())
    }

    /// Call before decoding or searching a text. Small texts have a minimum cost.
    pub(super) fn search(&mut self, bytes: usize) -> Result<(), Error> {
        self.searched_bytes = self
            .searched_bytes
            .saturating_add(bytes.saturating_add(1024));
        if self.searched_bytes > MAX_SEARCHED_BYTES {
            return Err(UNFOLDS);
        }
        Ok(())
    }

    /// Call before reading entries of a property list.
    pub(super) fn nodes(&mut self, count: u64) -> Result<(), Error> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        self.node_count = self.node_count.saturating_add(count);
        if self.node_count > MAX_NODE_COUNT {
            return Err(Error::PropertyList {
                why: PropertyListProblem::TooMany {
                    most: MAX_NODE_COUNT as u64,
                },
            });
        }
        Ok(())
    }
}
