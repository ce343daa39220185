//! That a text is in a public log.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_transparency::{LogProof, LogProofProblem, TreeHash, TreeHead};

use crate::Logs;

/// A signed text that is in a log, under a checkpoint that the witnesses cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    origin: String,
    head: TreeHead,
    index: u64,
    seen: UnixSeconds,
}

/// Finds the hashes which show that the log with this origin only grew from the first tree to the
/// second; none if it cannot.
pub type Growth<'a> = &'a dyn Fn(&str, TreeHead, TreeHead) -> Vec<TreeHash>;

/// What a client has that knows only proofs: enough for the first checkpoint of a log, and as long
/// as that one is repeated.
pub(crate) const fn unknown_growth(_: &str, _: TreeHead, _: TreeHead) -> Vec<TreeHash> {
    Vec::new()
}

impl LogEntry {
    /// Checks a C2SP [tlog-proof](https://c2sp.org/tlog-proof) about this text. Data beside the
    /// proof is ignored.
    pub(crate) fn verify(
        text: &str,
        proof: &[u8],
        logs: &Logs,
        clock: UnixSeconds,
    ) -> Result<Self, LogProofProblem> {
        let now = u64::try_from(clock.get()).unwrap_or(0);
        let proof = LogProof::parse(proof)?;
        let entry = proof.verify(text.as_bytes(), logs.policy(), now)?;
        let checkpoint = entry.checkpoint();
        let seen = checkpoint.quorum_since().unwrap_or(0);
        Ok(Self {
            origin: checkpoint.origin().to_owned(),
            head: checkpoint.head(),
            index: entry.index(),
            seen: UnixSeconds::new(i64::try_from(seen).unwrap_or(0)),
        })
    }

    /// Which log.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The tree of the checkpoint.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.head
    }

    /// The place of the text in the log, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Since when a whole quorum of witnesses vouches for the checkpoint.
    #[must_use]
    pub const fn seen(&self) -> UnixSeconds {
        self.seen
    }
}
