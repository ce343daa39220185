//! The next set of publishers: both sets sign it, and the log of the old one has it.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{ListState, LoggedNote, Publishers};
use anchorwatch_transparency::{TreeHash, TreeHead};

use crate::{
    Mirror, Publication, PublishProblem, ShownLog,
    mirror::set_name,
    release::{assemble, keys_of},
};

/// A set that only lacks its proof from a log, if the old set asks for one.
pub struct NewSet<'a> {
    before: &'a Publishers,
    mirror: &'a Mirror,
    next: Publishers,
    /// What both sets signed; `None` if it is on the mirror with its proof.
    note: Option<Vec<u8>>,
}

/// Reads the set that is to follow.
///
/// # Errors
/// [`PublishProblem`] if it is none, is of another list, expired, or not the next one.
pub fn next_set(
    publishers: &Publishers,
    text: &str,
    now: UnixSeconds,
) -> Result<Publishers, PublishProblem> {
    let next = Publishers::parse(text).map_err(|why| PublishProblem::Set { why })?;
    if next.origin() != publishers.origin() {
        let got = next.origin().to_string();
        return Err(PublishProblem::SetOrigin { got });
    }
    let (got, expected) = (next.epoch(), publishers.epoch().saturating_add(1));
    if got != expected {
        return Err(PublishProblem::Epoch { got, expected });
    }
    if next.expires() <= now {
        let expired = next.expires().to_string();
        return Err(PublishProblem::SetExpired { expired });
    }
    Ok(next)
}

impl<'a> NewSet<'a> {
    /// Assembles the signatures. A client that asks for no log has taken the set when this returns.
    ///
    /// # Errors
    /// [`PublishProblem`] says why clients would refuse it. Then nothing may be added to a log.
    pub fn of(
        given: &'a Publishers,
        mirror: &'a Mirror,
        text: &str,
        notes: &[Vec<u8>],
        now: UnixSeconds,
    ) -> Result<Self, PublishProblem> {
        let publishers = mirror.publishers(given);
        let next = next_set(publishers, text, now)?;
        let note = assemble(text, notes, &keys_of(publishers, &next))?;
        let client = ListState::new(publishers.without_logs());
        let taken = client.rotate(&note, now);
        taken.map_err(|why| PublishProblem::SetRefused { why })?;
        Ok(Self {
            before: publishers,
            mirror,
            next,
            note: Some(note),
        })
    }

    /// The set with this text, if it is the newest one on the mirror: a run that was cut off can
    /// have put it there before the log's checkpoint. The mirror's note was verified when it was
    /// read, so this needs no other.
    #[must_use]
    pub fn published(given: &'a Publishers, mirror: &'a Mirror, text: &str) -> Option<Self> {
        let (before, next) = mirror.newest_set(given, text)?;
        Some(Self {
            before,
            mirror,
            next: next.clone(),
            note: None,
        })
    }

    /// The set that hands over to it. Its log has to have this one.
    #[must_use]
    pub const fn before(&self) -> &Publishers {
        self.before
    }

    /// The set.
    #[must_use]
    pub const fn next(&self) -> &Publishers {
        &self.next
    }

    /// Makes the file. A client that holds the set before has taken this one when this returns.
    ///
    /// # Errors
    /// [`PublishProblem`] says why it would not. Then nothing is made.
    pub fn publish(
        &self,
        log: Option<ShownLog<'_>>,
        now: UnixSeconds,
    ) -> Result<Publication, PublishProblem> {
        let logs = self.before.logs();
        if logs.is_some() && log.is_none() {
            return Err(PublishProblem::Logs);
        }
        let log = log.filter(|_| logs.is_some());
        let set = self.note.as_ref().map(|note| self.file(note, log, now));
        let mut made = Publication {
            files: set.transpose()?.into_iter().collect(),
            checkpoint: None,
            latest: None,
            bundle: None,
            signers: Vec::new(),
            delta_count: 0,
        };
        if let Some(log) = log {
            made.add_log(log);
        }
        Ok(made)
    }

    /// The file of the set, with the proof from the log of the set before.
    fn file(
        &self,
        note: &[u8],
        log: Option<ShownLog<'_>>,
        now: UnixSeconds,
    ) -> Result<(String, Vec<u8>), PublishProblem> {
        let proof = log.map(|it| it.log.prove(self.next.text(), it.checkpoint));
        let proof = proof.transpose()?.unwrap_or_default();
        let growth = |origin: &str, old: TreeHead, _: TreeHead| -> Vec<TreeHash> {
            let own = log.filter(|it| it.log.origin() == origin);
            own.and_then(|it| it.log.growth(old.size))
                .unwrap_or_default()
        };
        let fresh = || ListState::new(self.before.clone());
        let client = self.mirror.taken.clone().unwrap_or_else(fresh);
        let taken = client.rotate_logged(note, &proof, &growth, now);
        taken.map_err(|why| PublishProblem::SetRefused { why })?;
        let proof = &proof;
        let set = LoggedNote { note, proof }.encode();
        Ok((set_name(self.next.epoch()), set))
    }
}
