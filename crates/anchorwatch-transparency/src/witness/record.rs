//! What a witness remembers of a log.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::{Checkpoint, TreeHead};

/// The last checkpoint of a log that a witness cosigned.
///
/// [`Witness::cosign`](crate::Witness::cosign) makes it, and
/// [`Witness::read_record`](crate::Witness::read_record) accepts no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessRecord {
    pub(super) note: String,
    pub(super) checkpoint: Checkpoint,
    pub(super) response: String,
}

impl WitnessRecord {
    /// What to keep, and to serve to monitors: the checkpoint with the log's signatures and the
    /// witness's own, and no line that nobody has checked.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// What to answer: the witness's own lines. The record must be kept before: else the witness
    /// may cosign another tree of the same log after a crash.
    #[must_use]
    pub fn response(&self) -> &str {
        &self.response
    }

    /// Which log it is about.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.checkpoint.origin()
    }

    /// The state of the log's tree.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.checkpoint.head()
    }
}

/// The folder below a witness's or mirror's monitoring address that is about the log with this
/// origin. A witness has its [`WitnessRecord::note`] there, as `checkpoint`.
#[must_use]
pub fn origin_hash(origin: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(origin).0)
}
