//! From one set of publishers to the next (`docs/spec/distrust-list.md` §7.2).
//!
//! The next set is a text that both sets sign: the old one hands over, and the new one shows that
//! its keys exist. Epochs follow each other without a gap, so a client that was away for long
//! takes one set after another and none in between can be left out.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_note::SignedNote;

use crate::{LogEntry, Publishers, RotationProblem};

impl Publishers {
    /// The set that this one hands over to. A set that expired can still do so.
    ///
    /// # Errors
    /// [`RotationProblem`] if the note is not signed by the quorums of both sets, or is not a set
    /// of the same list with the next epoch. Nothing of it is parsed before this set's quorum
    /// and the proof from its log, if it names one, hold.
    pub(crate) fn successor(
        &self,
        note: &[u8],
        proof: &[u8],
        clock: UnixSeconds,
    ) -> Result<(Self, Option<LogEntry>), RotationProblem> {
        let refused = |why| RotationProblem::Note { why };
        let note = SignedNote::parse(note).map_err(refused)?;
        let by_old = note.verify(self.keys()).map_err(refused)?;
        if !self.quorum().is_reached_by(by_old.signers()) {
            let quorum = self.quorum().name().to_owned();
            return Err(RotationProblem::OldQuorum { quorum });
        }
        let entry = self.entry_of(by_old.text(), proof, clock)?;
        let next = Self::parse(by_old.text()).map_err(|why| RotationProblem::Set { why })?;
        if next.origin() != self.origin() {
            let got = next.origin().to_string();
            return Err(RotationProblem::Origin { got });
        }
        if Some(next.epoch()) != self.epoch().checked_add(1) {
            let (got, held) = (next.epoch(), self.epoch());
            return Err(RotationProblem::Epoch { got, held });
        }
        let by_next = note.verify(next.keys()).map_err(refused)?;
        if !next.quorum().is_reached_by(by_next.signers()) {
            let quorum = next.quorum().name().to_owned();
            return Err(RotationProblem::NewQuorum { quorum });
        }
        Ok((next, entry))
    }

    /// Without this, a quorum under pressure could hand one victim over to other publishers.
    fn entry_of(
        &self,
        text: &str,
        proof: &[u8],
        clock: UnixSeconds,
    ) -> Result<Option<LogEntry>, RotationProblem> {
        let Some(logs) = self.logs() else {
            return Ok(None);
        };
        if proof.is_empty() {
            return Err(RotationProblem::NoLogProof);
        }
        let entry = LogEntry::verify(text, proof, logs, clock);
        entry
            .map(Some)
            .map_err(|why| RotationProblem::LogProof { why })
    }
}
