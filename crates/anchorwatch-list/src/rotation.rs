//! From one set of publishers to the next (`docs/spec/distrust-list.md` §7.2).
//!
//! The next set is a text that both sets sign: the old one hands over, and the new one shows that
//! its keys exist. Epochs follow each other without a gap, so a client that was away for long
//! takes one set after another and none in between can be left out.

use anchorwatch_note::SignedNote;

use crate::{Publishers, RotationProblem};

impl Publishers {
    /// The set that this one hands over to. A set that expired can still do so.
    ///
    /// # Errors
    /// [`RotationProblem`] if the note is not signed by the quorums of both sets, or is not a set
    /// of the same list with the next epoch. Nothing of it is parsed before this set's quorum
    /// holds.
    pub fn successor(&self, note: &[u8]) -> Result<Self, RotationProblem> {
        let refused = |why| RotationProblem::Note { why };
        let note = SignedNote::parse(note).map_err(refused)?;
        let by_old = note.verify(self.keys()).map_err(refused)?;
        if !self.quorum().is_reached_by(by_old.signers()) {
            let quorum = self.quorum().name().to_owned();
            return Err(RotationProblem::OldQuorum { quorum });
        }
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
        Ok(next)
    }
}
