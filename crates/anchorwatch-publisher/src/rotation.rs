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
    given: &'a Publishers,
    mirror: &'a Mirror,
    next: Publishers,
    note: Vec<u8>,
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
            given,
            mirror,
            next,
            note,
        })
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
        let publishers = self.mirror.publishers(self.given);
        let proof = match (publishers.logs(), log) {
            (None, _) => Vec::new(),
            (Some(_), None) => return Err(PublishProblem::Logs),
            (Some(_), Some(ShownLog { log, checkpoint })) => {
                log.prove(self.next.text(), checkpoint)?
            }
        };
        let log = log.filter(|_| publishers.logs().is_some());
        let growth = |origin: &str, old: TreeHead, _: TreeHead| -> Vec<TreeHash> {
            let own = log.filter(|it| it.log.origin() == origin);
            own.and_then(|it| it.log.growth(old.size))
                .unwrap_or_default()
        };
        let before = || ListState::new(publishers.clone());
        let client = self.mirror.taken.clone().unwrap_or_else(before);
        let taken = client.rotate_logged(&self.note, &proof, &growth, now);
        taken.map_err(|why| PublishProblem::SetRefused { why })?;
        let set = LoggedNote {
            note: &self.note,
            proof: &proof,
        };
        let mut made = Publication {
            files: vec![(set_name(self.next.epoch()), set.encode())],
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
}
