//! The set of publishers that a client trusts.

use anchorwatch_identity::UnixSeconds;

use super::ListState;
use crate::{Growth, Publishers, RotationProblem, log_entry::unknown_growth};

impl ListState {
    /// A client that trusts these publishers and has taken nothing yet.
    #[must_use]
    pub const fn new(publishers: Publishers) -> Self {
        Self {
            publishers,
            former_delay: None,
            approved: None,
            quick: None,
            latest: 0,
            retained: std::collections::BTreeMap::new(),
            waiting: std::collections::BTreeMap::new(),
            logs: std::collections::BTreeMap::new(),
        }
    }

    /// The publishers whose lists are taken.
    #[must_use]
    pub const fn publishers(&self) -> &Publishers {
        &self.publishers
    }

    /// Takes the next set of publishers. What is held stays in force.
    ///
    /// # Errors
    /// [`RotationProblem`] if the note is not signed by the quorums of both sets, or is not a set
    /// of the same list with the next epoch; and if the set that is held asks for a proof from a
    /// log, for which there is [`ListState::rotate_logged`].
    pub fn rotate(&self, note: &[u8], clock: UnixSeconds) -> Result<Self, RotationProblem> {
        self.rotate_logged(note, &[], &unknown_growth, clock)
    }

    /// Takes the next set of publishers with the proof that its text is in a log of the set that is
    /// held. Where that names none, the proof is ignored.
    ///
    /// # Errors
    /// [`RotationProblem`], as [`ListState::rotate`]; also if the log is not the one that was seen
    /// before.
    pub fn rotate_logged(
        &self,
        note: &[u8],
        proof: &[u8],
        growth: Growth<'_>,
        clock: UnixSeconds,
    ) -> Result<Self, RotationProblem> {
        let (next, entry) = self.publishers.successor(note, proof, clock)?;
        let logs = self.logs_after(entry.as_ref(), growth);
        let logs = logs.map_err(|why| RotationProblem::Log { why })?;
        let seen = entry.map_or(0, |it| it.seen().get());
        let state = Self {
            latest: self.latest.max(seen),
            logs,
            ..self.clone()
        };
        Ok(state.with_set(next, clock))
    }

    /// Takes a set from whoever the client trusts already, such as its own next version, if it is
    /// of the same list and a later epoch. Nobody has to sign it.
    #[must_use]
    pub fn adopt(&self, given: &Publishers, clock: UnixSeconds) -> Self {
        let held = &self.publishers;
        if given.origin() == held.origin() && given.epoch() > held.epoch() {
            return self.with_set(given.clone(), clock);
        }
        self.clone()
    }

    /// A shorter delay counts only when the longer one has passed.
    fn with_set(&self, next: Publishers, clock: UnixSeconds) -> Self {
        let now = self.now(clock);
        let delay = self.delay_seconds(now);
        let mut state = Self {
            former_delay: (delay > seconds(&next)).then(|| (delay, now.saturating_add(delay))),
            publishers: next,
            ..self.clone()
        };
        state.forget_logs();
        state
    }

    /// How long a client waits now.
    pub(super) fn delay_seconds(&self, now: i64) -> i64 {
        let delay = seconds(&self.publishers);
        match self.former_delay {
            Some((former, until)) if now < until => delay.max(former),
            _ => delay,
        }
    }
}

/// At most 90 days.
fn seconds(publishers: &Publishers) -> i64 {
    i64::try_from(publishers.delay_seconds()).unwrap_or(i64::MAX)
}
