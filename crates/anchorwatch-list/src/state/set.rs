//! The set of publishers that a client trusts.

use anchorwatch_identity::UnixSeconds;

use super::ListState;
use crate::{Publishers, RotationProblem};

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
    /// [`RotationProblem`]: see [`Publishers::successor`].
    pub fn rotate(&self, note: &[u8], clock: UnixSeconds) -> Result<Self, RotationProblem> {
        let next = self.publishers.successor(note)?;
        Ok(self.with_set(next, clock))
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
        Self {
            former_delay: (delay > seconds(&next)).then(|| (delay, now.saturating_add(delay))),
            publishers: next,
            ..self.clone()
        }
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
