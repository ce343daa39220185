//! What a client remembers of public logs.

use std::collections::BTreeMap;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_transparency::{LogProofProblem, TreeHead, check_consistency};

use super::ListState;
use crate::{Growth, LogEntry};

/// The most logs that are remembered: as many as a set can name, and those of the sets before.
pub(super) const MAX_SEEN_LOGS: usize = 200;

/// The largest tree of a log that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeenLog {
    pub(super) head: TreeHead,
    /// How many entries there are up to the newest one that was shown.
    pub(super) known: u64,
    /// When a quorum of witnesses last said that this one is the newest; 0 if they never did.
    pub(super) newest_at: i64,
}

impl ListState {
    /// The largest tree that was seen of the log with this origin.
    #[must_use]
    pub fn log_head(&self, origin: &str) -> Option<TreeHead> {
        self.logs.get(origin).map(|it| it.head)
    }

    /// How many entries a log has after the newest one that was shown: lists or sets of publishers
    /// that somebody keeps back, or that have not arrived yet.
    #[must_use]
    pub fn unseen_count(&self) -> u64 {
        let unseen = self.logs_of_the_set().map(|it| it.head.size - it.known);
        unseen.max().unwrap_or(0)
    }

    /// When a quorum of witnesses last said that nothing newer is in a log than what was shown.
    /// `None` if the set names no log, or they never did.
    #[must_use]
    pub fn newest_at(&self) -> Option<UnixSeconds> {
        let times = self.logs_of_the_set().map(|it| it.newest_at);
        times.max().filter(|it| *it != 0).map(UnixSeconds::new)
    }

    fn logs_of_the_set(&self) -> impl Iterator<Item = &SeenLog> {
        let logs = self.publishers.logs().into_iter();
        let logs = logs.flat_map(|it| it.policy().logs());
        logs.filter_map(|log| self.logs.get(log.key.name().as_str()))
    }

    /// What is remembered after an entry of a log: the log may not shrink, fork or grow without
    /// proof.
    pub(super) fn logs_after(
        &self,
        entry: Option<&LogEntry>,
        growth: Growth<'_>,
    ) -> Result<BTreeMap<String, SeenLog>, LogProofProblem> {
        let mut logs = self.logs.clone();
        let Some(entry) = entry else {
            return Ok(logs);
        };
        let head = entry.head();
        let mut seen = SeenLog {
            head,
            known: 0,
            newest_at: 0,
        };
        if let Some(before) = logs.get(entry.origin()) {
            let hashes = match before.head.size < head.size {
                true => growth(entry.origin(), before.head, head),
                false => Vec::new(),
            };
            check_consistency(before.head, head, &hashes)?;
            seen = SeenLog { head, ..*before };
        }
        seen.known = seen.known.max(entry.index() + 1);
        if seen.known == head.size {
            seen.newest_at = seen.newest_at.max(entry.seen().get());
        }
        logs.insert(entry.origin().to_owned(), seen);
        Ok(logs)
    }

    /// Forgets logs that the set does not name, if there would be too many with its own.
    pub(super) fn forget_logs(&mut self) {
        let named = self.publishers.logs().map(|it| it.policy().logs());
        let named = named.unwrap_or_default();
        if self.logs.len() + named.len() <= MAX_SEEN_LOGS {
            return;
        }
        self.logs
            .retain(|origin, _| named.iter().any(|it| it.key.name().as_str() == origin));
    }
}
