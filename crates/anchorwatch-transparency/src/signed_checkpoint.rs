//! A checkpoint with its signatures.

use anchorwatch_note::{Signature, SignedNote};

use crate::{
    Checkpoint, CheckpointKey, CheckpointProblem, Cosigner, LogProofProblem, Policy, TreeHash,
    TreeHead, check_consistency, limits::MAX_TREE_SIZE,
};

/// How far ahead of the reader's clock a cosigner's may be, in seconds: a day, since clocks that
/// were set to local time are up to half of that wrong. A later time does not count, so that no
/// cosigner can make a checkpoint look fresh for ever.
pub const MAX_AHEAD_SECONDS: u64 = 24 * 60 * 60;

/// A checkpoint whose signatures nobody has checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint<'a> {
    checkpoint: Checkpoint,
    note: SignedNote<'a>,
}

/// A checkpoint that a log of the policy signed, and a quorum cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint {
    checkpoint: Checkpoint,
    cosigned: Vec<Cosigned>,
    quorum_since: Option<u64>,
}

/// That a cosigner of the policy cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// What the policy calls it.
    pub name: Vec<u8>,
    /// When, by its own clock; 0 if an ML-DSA-44 cosigner does not say.
    pub unix_seconds: u64,
}

impl<'a> SignedCheckpoint<'a> {
    /// Splits a note into a checkpoint and its signatures.
    ///
    /// # Errors
    /// [`CheckpointProblem::Note`] if it is not a note, [`CheckpointProblem::Form`] if its text is no
    /// checkpoint.
    pub fn parse(octets: &'a [u8]) -> Result<Self, CheckpointProblem> {
        let note = SignedNote::parse(octets).map_err(|why| CheckpointProblem::Note { why })?;
        let checkpoint = Checkpoint::parse(note.unverified_text())?;
        Ok(Self { checkpoint, note })
    }

    /// What it says, which must not be believed.
    #[must_use]
    pub const fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Checks the signatures against a policy, at this time.
    ///
    /// # Errors
    /// [`CheckpointProblem::UnknownLog`] if no log of the policy has this origin or none signed;
    /// [`CheckpointProblem::Signature`] if a signature by any key of the policy is wrong, even if
    /// the quorum could do without, as signed-note asks; [`CheckpointProblem::Quorum`] if too few
    /// cosigned; [`CheckpointProblem::Extension`] if it has further lines, and the log signed with
    /// ML-DSA-44 alone, which does not cover them.
    pub fn verify(
        &self,
        policy: &Policy,
        now_unix_seconds: u64,
    ) -> Result<VerifiedCheckpoint, CheckpointProblem> {
        let logs: Vec<&CheckpointKey> = policy.logs().iter().map(|it| &it.key).collect();
        self.check_log(&logs)?;
        let mut cosigned = Vec::new();
        for cosigner in policy.cosigners() {
            if let Some(unix_seconds) = self.newest_time(cosigner, now_unix_seconds)? {
                let name = cosigner.name.clone();
                cosigned.push(Cosigned { name, unix_seconds });
            }
        }
        let time = |cosigner: &Cosigner| {
            let its_own = cosigned.iter().find(|it| it.name == cosigner.name);
            its_own.map(|it| it.unix_seconds)
        };
        if !policy.is_met_by(|it| time(it).is_some()) {
            let shown = cosigned.iter().map(|it| String::from_utf8_lossy(&it.name));
            let cosigners = shown.map(String::from).collect();
            return Err(CheckpointProblem::Quorum { cosigners });
        }
        Ok(VerifiedCheckpoint {
            checkpoint: self.checkpoint.clone(),
            quorum_since: policy.quorum_since(time),
            cosigned,
        })
    }

    /// Checks that one of these logs has this origin and signed, and returns the lines with their
    /// signatures.
    ///
    /// # Errors
    /// As [`SignedCheckpoint::verify`], without the quorum.
    pub(crate) fn check_log(
        &self,
        logs: &[&CheckpointKey],
    ) -> Result<Vec<&Signature<'a>>, CheckpointProblem> {
        let has_origin = |it: &&&CheckpointKey| it.name().as_str() == self.checkpoint.origin();
        let logs: Vec<&&CheckpointKey> = logs.iter().filter(has_origin).collect();
        let mut lines = Vec::new();
        let mut is_whole_text_signed = false;
        for key in &logs {
            for signature in self.signatures_of(key) {
                self.signed_at(key, signature)?;
                is_whole_text_signed |= !key.kind().is_of_cosigner();
                lines.push(signature);
            }
        }
        let head = self.checkpoint.head();
        if lines.is_empty() {
            let origin = self.checkpoint.origin().to_owned();
            let is_known = !logs.is_empty();
            return Err(if is_known {
                CheckpointProblem::Unsigned { origin }
            } else {
                CheckpointProblem::UnknownLog { origin }
            });
        }
        if !self.checkpoint.extension().is_empty() && !is_whole_text_signed {
            return Err(CheckpointProblem::Extension);
        }
        if head.size == 0 && head.root != TreeHash::of_empty_tree() {
            return Err(CheckpointProblem::EmptyTree);
        }
        Ok(lines)
    }

    /// A cosigner's newest time that is not in the future; all its signatures must be right.
    fn newest_time(
        &self,
        cosigner: &Cosigner,
        now_unix_seconds: u64,
    ) -> Result<Option<u64>, CheckpointProblem> {
        let latest = now_unix_seconds.saturating_add(MAX_AHEAD_SECONDS);
        let mut newest = None;
        for signature in self.signatures_of(&cosigner.key) {
            let seconds = self.signed_at(&cosigner.key, signature)?;
            if seconds <= latest.min(MAX_TREE_SIZE) {
                newest = newest.max(Some(seconds));
            }
        }
        Ok(newest)
    }

    /// All signatures, in their order.
    pub(crate) fn signatures(&self) -> &[Signature<'a>] {
        self.note.signatures()
    }

    pub(crate) fn signatures_of(
        &self,
        key: &CheckpointKey,
    ) -> impl Iterator<Item = &Signature<'a>> {
        let all = self.note.signatures().iter();
        all.filter(|it| key.is_named_by(it))
    }

    fn signed_at(
        &self,
        key: &CheckpointKey,
        signature: &Signature<'_>,
    ) -> Result<u64, CheckpointProblem> {
        let seconds = key.signed_at(&self.checkpoint, signature.octets());
        let name = || key.name().to_string();
        seconds.ok_or_else(|| CheckpointProblem::Signature { key: name() })
    }
}

impl VerifiedCheckpoint {
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

    /// Checks that this log only grew since a checkpoint that the caller verified before, with the
    /// hashes of [`TiledLog::prove_consistency`](crate::TiledLog::prove_consistency). Whoever keeps
    /// the largest one that it saw, as a text, is shown neither an older log nor a fork.
    ///
    /// # Errors
    /// [`LogProofProblem::OtherLog`] if it is about another log, or as [`check_consistency`].
    pub fn follows(
        &self,
        earlier: &Checkpoint,
        hashes: &[TreeHash],
    ) -> Result<(), LogProofProblem> {
        if earlier.origin() != self.origin() {
            let origin = self.origin().to_owned();
            return Err(LogProofProblem::OtherLog { origin });
        }
        check_consistency(earlier.head(), self.head(), hashes)
    }

    /// The whole text that the log signed.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Each cosigner that counted, once, with its newest time.
    #[must_use]
    pub fn cosigned(&self) -> &[Cosigned] {
        &self.cosigned
    }

    /// Since when a whole quorum vouches for it, in seconds of Unix time, as
    /// [`Policy::quorum_since`] has it; `None` if the policy asks for none. 0 says nothing about
    /// when.
    #[must_use]
    pub const fn quorum_since(&self) -> Option<u64> {
        self.quorum_since
    }
}
