//! What is sent to a witness: `add-checkpoint`.

use std::fmt;

use anchorwatch_note::MAX_NOTE_BYTES;

use crate::{
    Checkpoint, CheckpointProblem, MAX_PROOF_HASHES, SignedCheckpoint, TreeHash, WitnessProblem,
    decimal,
};

/// The longest request that is read, in bytes: a checkpoint, and a line for each hash.
pub const MAX_ADD_CHECKPOINT_BYTES: usize = MAX_NOTE_BYTES + (1 << 12);

/// A checkpoint for a witness to cosign, and how its tree grew out of the last one that it cosigned.
///
/// Nobody has checked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    old_size: u64,
    hashes: Vec<TreeHash>,
    note: String,
    checkpoint: Checkpoint,
}

impl AddCheckpoint {
    /// A request with the hashes of [`prove_consistency`](crate::prove_consistency) and a signed
    /// checkpoint. The old size is that of the last checkpoint that the witness cosigned, or 0.
    ///
    /// # Errors
    /// [`WitnessProblem::Form`] if there are too many hashes, [`WitnessProblem::OldSize`] if the
    /// tree was larger, or why the note is not a checkpoint.
    pub fn new(old_size: u64, hashes: &[TreeHash], note: &str) -> Result<Self, WitnessProblem> {
        if hashes.len() > MAX_PROOF_HASHES {
            return Err(WitnessProblem::Form);
        }
        let signed = SignedCheckpoint::parse(note.as_bytes()).map_err(refused)?;
        let checkpoint = signed.unverified().clone();
        let new = checkpoint.head().size;
        if old_size > new {
            let old = old_size;
            return Err(WitnessProblem::OldSize { old, new });
        }
        Ok(Self {
            old_size,
            hashes: hashes.to_vec(),
            note: note.to_owned(),
            checkpoint,
        })
    }

    /// Reads the body of a request in its only form.
    ///
    /// # Errors
    /// [`WitnessProblem::TooLong`], or as [`AddCheckpoint::new`].
    pub fn parse(body: &[u8]) -> Result<Self, WitnessProblem> {
        if body.len() > MAX_ADD_CHECKPOINT_BYTES {
            let max = MAX_ADD_CHECKPOINT_BYTES as u64;
            return Err(WitnessProblem::TooLong { max });
        }
        let text = std::str::from_utf8(body).map_err(|_| WitnessProblem::Form)?;
        let (head, note) = text.split_once("\n\n").ok_or(WitnessProblem::Form)?;
        let (old_size, hashes) = head_of(head).ok_or(WitnessProblem::Form)?;
        Self::new(old_size, &hashes, note)
    }

    /// Which log it says it is about: whose record to look up.
    #[must_use]
    pub fn unverified_origin(&self) -> &str {
        self.checkpoint.origin()
    }

    /// How many entries it says that log has.
    #[must_use]
    pub const fn unverified_size(&self) -> u64 {
        self.checkpoint.head().size
    }

    pub(super) const fn old_size(&self) -> u64 {
        self.old_size
    }

    pub(super) fn hashes(&self) -> &[TreeHash] {
        &self.hashes
    }

    pub(super) fn signed(&self) -> Result<SignedCheckpoint<'_>, WitnessProblem> {
        SignedCheckpoint::parse(self.note.as_bytes()).map_err(refused)
    }
}

pub(super) const fn refused(why: CheckpointProblem) -> WitnessProblem {
    WitnessProblem::Checkpoint { why }
}

/// What is before the empty line: the old size and the hashes.
fn head_of(head: &str) -> Option<(u64, Vec<TreeHash>)> {
    let mut lines = head.split('\n');
    let old_size = decimal::parse(lines.next()?.strip_prefix("old ")?)?;
    // No reader needs more, whatever the length of the request.
    let hashes = lines.take(MAX_PROOF_HASHES + 1);
    Some((
        old_size,
        hashes.map(TreeHash::from_base64).collect::<Option<_>>()?,
    ))
}

/// The body.
impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.hashes.iter().try_for_each(|it| writeln!(f, "{it}"))?;
        write!(f, "\n{}", self.note)
    }
}
