//! What is left of the limits of a source.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use crate::Limits;

/// What is left of the limits.
pub(crate) struct Budget {
    octets: Cell<u64>,
    until: Instant,
    request: Duration,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        Self {
            octets: Cell::new(limits.octets),
            until: now.checked_add(limits.source).unwrap_or(now),
            request: limits.request,
        }
    }

    /// How long the next request may take; `None` if the time is over.
    pub(crate) fn time(&self) -> Option<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then(|| left.min(self.request))
    }

    /// Counts what came.
    pub(crate) fn spend(&self, octets: usize) {
        let left = self.octets.get().saturating_sub(octets as u64);
        self.octets.set(left);
    }

    /// How many octets may still come.
    pub(crate) const fn octets(&self) -> u64 {
        self.octets.get()
    }
}
