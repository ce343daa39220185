//! Which promises count, and whether those are enough: Chrome's policy.

use std::collections::BTreeSet;

use anchorwatch_identity::UnixSeconds;

use super::{Log, LogState, Purpose, Sct, SctStatus, Why};

/// The longest lifetime for which two logs are enough: 180 days.
const SHORT_LIFETIME_S: i64 = 180 * 24 * 60 * 60;

/// What a log's promise is worth at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Qualified, usable or read-only.
    Recognised,
    /// Retired; what it signed before counts.
    RetiredSince(UnixSeconds),
    /// Nothing, and why.
    Nothing(SctStatus),
}

/// A list tells only when the present state of a log began. A log that is usable or
/// read-only was qualified before; one that is retired was one of the three.
pub(super) fn standing(log: &Log, at: UnixSeconds) -> Standing {
    let (Purpose::Production, Some(now)) = (log.purpose, log.state) else {
        return Standing::Nothing(SctStatus::LogNotRecognised);
    };
    match now.state {
        LogState::Pending => Standing::Nothing(SctStatus::LogPending),
        LogState::Qualified if at < now.since => Standing::Nothing(SctStatus::LogPending),
        LogState::Qualified | LogState::Usable | LogState::ReadOnly => Standing::Recognised,
        LogState::Retired if at < now.since => Standing::Recognised,
        LogState::Retired => Standing::RetiredSince(now.since),
        LogState::Rejected => Standing::Nothing(SctStatus::LogRejected),
    }
}

/// Takes back what retired logs may have signed too late. Their keys could be anyone's by
/// now, so their word on the time is not enough: a log that is not retired must have seen
/// the certificate before, too.
pub(super) fn discount_retired(scts: &mut [Sct], at: UnixSeconds) {
    let seen = counting(scts)
        .filter(|(log, _)| standing(log, at) == Standing::Recognised)
        .map(|(_, time)| time)
        .min();
    for sct in scts {
        let (SctStatus::Valid, Some(log)) = (sct.is, sct.log) else {
            continue;
        };
        if let Standing::RetiredSince(since) = standing(log, at) {
            let was_before = |time| time < since;
            if !(was_before(sct.seconds()) && seen.is_some_and(was_before)) {
                sct.is = SctStatus::LogRetired;
            }
        }
    }
}

/// Whether the promises that count are enough for a certificate of this lifetime.
pub(super) fn judge(scts: &[Sct], lifetime_s: i64) -> Result<(), Why> {
    let logs: BTreeSet<[u8; 32]> = scts
        .iter()
        .filter(|sct| sct.is == SctStatus::Valid)
        .map(|sct| sct.log_id)
        .collect();
    let operators: BTreeSet<&str> = counting(scts)
        .map(|(log, time)| log.operator_at(time))
        .collect();
    let needed = if lifetime_s <= SHORT_LIFETIME_S { 2 } else { 3 };
    if logs.is_empty() {
        let is_retired = |sct: &Sct| sct.is == SctStatus::LogRetired;
        Err(if scts.iter().any(is_retired) {
            Why::OnlyRetiredLogs
        } else {
            Why::NoValidSct
        })
    } else if logs.len() < needed {
        Err(Why::TooFewLogs)
    } else if operators.len() < 2 {
        Err(Why::OneOperator)
    } else {
        Ok(())
    }
}

/// The promises that count: their logs, and when they were made.
fn counting(scts: &[Sct]) -> impl Iterator<Item = (&'static Log, UnixSeconds)> {
    scts.iter()
        .filter(|sct| sct.is == SctStatus::Valid)
        .filter_map(|sct| Some((sct.log?, sct.seconds())))
}

impl Sct {
    /// The whole seconds of its time.
    pub(super) fn seconds(&self) -> UnixSeconds {
        UnixSeconds::new(i64::try_from(self.timestamp_ms / 1000).unwrap_or(i64::MAX))
    }
}
