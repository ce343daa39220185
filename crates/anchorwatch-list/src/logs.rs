//! The public logs of a set of publishers, and who cosigns them.
//!
//! The part of a set below its own policy:
//!
//! ```text
//! anchorwatch.logs/1
//! fresh <days>
//!
//! <a tlog-policy>
//! ```

use anchorwatch_transparency::Policy;

use crate::{PublishersProblem, quorum::decimal};

/// The line that separates the logs from the publishers.
pub(crate) const TITLE: &str = "anchorwatch.logs/1";

const DAY_SECONDS: u64 = 86_400;

/// The logs that a set names, and how recently their witnesses must have said that nothing newer
/// is in them.
///
/// **Not checked:** that the witnesses are independent of the publishers. Only equal public keys
/// are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logs {
    policy: Policy,
    fresh_days: u64,
}

impl Logs {
    /// Reads the lines after the title, of which `before` is the number in the set.
    pub(crate) fn parse(text: &str, before: usize) -> Result<Self, PublishersProblem> {
        let form = |after: usize| PublishersProblem::Form {
            line: (before + after) as u64,
        };
        let mut lines = text.splitn(3, '\n');
        let days = lines.next().and_then(|it| it.strip_prefix("fresh "));
        let fresh_days = days.and_then(decimal).ok_or_else(|| form(1))?;
        if lines.next() != Some("") {
            return Err(form(2));
        }
        if !(1..=90).contains(&fresh_days) {
            return Err(PublishersProblem::Fresh { days: fresh_days });
        }
        // Empty lines in front, so that a problem has the number of the line in the set.
        let above = "\n".repeat(before + 2);
        let policy = format!("{above}{}\n", lines.next().unwrap_or_default());
        let policy = Policy::parse(policy.as_bytes());
        let policy = policy.map_err(|why| PublishersProblem::Logs { why })?;
        if policy.logs().is_empty() {
            return Err(PublishersProblem::NoLog);
        }
        if !policy.asks_for_cosignatures() {
            return Err(PublishersProblem::NoWitness);
        }
        Ok(Self { policy, fresh_days })
    }

    /// Which logs, and which witnesses and mirrors have to cosign them together.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// For how long, in seconds, their word counts that nothing newer is in a log.
    #[must_use]
    pub const fn fresh_seconds(&self) -> u64 {
        self.fresh_days * DAY_SECONDS
    }
}
