//! One file that proves offline that an entry is in a log (tlog-proof).

use std::fmt;

use anchorwatch_note::{MAX_NOTE_BYTES, from_base64};
use data_encoding::BASE64;

use crate::{
    CheckpointProblem, LogProofProblem, MAX_PROOF_HASHES, Policy, SignedCheckpoint, TreeHash,
    VerifiedCheckpoint, check_inclusion, decimal,
};

/// The longest data beside a proof, in bytes.
pub const MAX_EXTRA_BYTES: usize = 1 << 16;

/// The longest proof that is read, in bytes.
pub const MAX_LOG_PROOF_BYTES: usize = MAX_NOTE_BYTES + 2 * MAX_EXTRA_BYTES;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// An entry's index, the hashes that lead from it to the root, and the log's checkpoint.
///
/// Nobody has checked them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProof {
    extra: Vec<u8>,
    index: u64,
    hashes: Vec<TreeHash>,
    checkpoint: String,
}

/// An entry that is in a log of the policy, under a checkpoint that a quorum cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenEntry<'a> {
    entry: &'a [u8],
    index: u64,
    checkpoint: VerifiedCheckpoint,
}

impl LogProof {
    /// The proof of an entry with this index: the hashes of [`prove_inclusion`](crate::prove_inclusion),
    /// a checkpoint as a note, and data beside it, which may be empty.
    ///
    /// # Errors
    /// [`LogProofProblem::Form`] if there are too many hashes or too much data, or why the note is
    /// not a checkpoint.
    pub fn new(
        extra: &[u8],
        index: u64,
        hashes: &[TreeHash],
        checkpoint: &str,
    ) -> Result<Self, LogProofProblem> {
        let is_short = extra.len() <= MAX_EXTRA_BYTES && hashes.len() <= MAX_PROOF_HASHES;
        if !is_short {
            return Err(LogProofProblem::Form);
        }
        signed(checkpoint)?;
        Ok(Self {
            extra: extra.to_vec(),
            index,
            hashes: hashes.to_vec(),
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Reads a proof in its only form.
    ///
    /// # Errors
    /// [`LogProofProblem::TooLong`] or [`LogProofProblem::Form`], or why the note in it is not a
    /// checkpoint.
    pub fn parse(octets: &[u8]) -> Result<Self, LogProofProblem> {
        if octets.len() > MAX_LOG_PROOF_BYTES {
            let max = MAX_LOG_PROOF_BYTES as u64;
            return Err(LogProofProblem::TooLong { max });
        }
        let text = std::str::from_utf8(octets).map_err(|_| LogProofProblem::Form)?;
        let parts = text.split_once("\n\n");
        let (head, checkpoint) = parts.ok_or(LogProofProblem::Form)?;
        let (extra, index, hashes) = head_of(head).ok_or(LogProofProblem::Form)?;
        Self::new(&extra, index, &hashes, checkpoint)
    }

    /// Data beside the proof, which is not authenticated.
    #[must_use]
    pub fn extra(&self) -> &[u8] {
        &self.extra
    }

    /// Checks that an entry is in a log of this policy, with the quorum that it asks for, at this
    /// time.
    ///
    /// **Not checked:** how old the checkpoint is, which [`VerifiedCheckpoint::quorum_since`] says,
    /// and what the entry says.
    ///
    /// # Errors
    /// [`LogProofProblem::Checkpoint`] if the checkpoint is refused, and then what is wrong with
    /// the index or the hashes.
    pub fn verify<'a>(
        &self,
        entry: &'a [u8],
        policy: &Policy,
        now_unix_seconds: u64,
    ) -> Result<ProvenEntry<'a>, LogProofProblem> {
        let checkpoint = signed(&self.checkpoint)?.verify(policy, now_unix_seconds);
        let checkpoint = checkpoint.map_err(refused)?;
        let leaf = TreeHash::of_leaf(entry);
        check_inclusion(leaf, self.index, &self.hashes, checkpoint.head())?;
        Ok(ProvenEntry {
            entry,
            index: self.index,
            checkpoint,
        })
    }
}

impl<'a> ProvenEntry<'a> {
    /// The entry.
    #[must_use]
    pub const fn entry(&self) -> &'a [u8] {
        self.entry
    }

    /// Its place in the log, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The checkpoint of the tree that it is in.
    #[must_use]
    pub const fn checkpoint(&self) -> &VerifiedCheckpoint {
        &self.checkpoint
    }
}

fn signed(checkpoint: &str) -> Result<SignedCheckpoint<'_>, LogProofProblem> {
    SignedCheckpoint::parse(checkpoint.as_bytes()).map_err(refused)
}

const fn refused(why: CheckpointProblem) -> LogProofProblem {
    LogProofProblem::Checkpoint { why }
}

/// What is before the empty line: data, index and hashes.
fn head_of(head: &str) -> Option<(Vec<u8>, u64, Vec<TreeHash>)> {
    let mut lines = head.split('\n').peekable();
    (lines.next()? == FIRST_LINE).then_some(())?;
    let extra = lines.peek().and_then(|it| it.strip_prefix("extra "));
    let extra = match extra {
        None => Vec::new(),
        Some(extra) => {
            lines.next();
            let extra = from_base64(extra)?;
            // Without data there is no such line.
            (!extra.is_empty()).then_some(extra)?
        }
    };
    let index = decimal::parse(lines.next()?.strip_prefix("index ")?)?;
    let hashes = lines.map(TreeHash::from_base64).collect::<Option<_>>()?;
    Some((extra, index, hashes))
}

/// The file.
impl fmt::Display for LogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if !self.extra.is_empty() {
            writeln!(f, "extra {}", BASE64.encode(&self.extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|it| writeln!(f, "{it}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
