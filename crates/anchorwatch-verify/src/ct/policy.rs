//! Which SCTs count, and whether they are enough: Chrome's policy.

use std::collections::BTreeSet;

use anchorwatch_identity::UnixSeconds;

use super::{Log, LogState, Purpose, Sct, SctStatus, Why};

/// The longest lifetime for which two logs are enough: 180 days.
const SHORT_LIFETIME_S: i64 = 180 * 24 * 60 * 60;

/// Whether a log's SCTs count at a given time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LogStatus {
    /// Qualified, usable or read-only.
    Recognised,
    /// Retired; what it signed before counts.
    RetiredSince(UnixSeconds),
    /// They do not count, and why.
    Nothing(SctStatus),
}

/// A list has only the start of a log's present state. A usable or read-only log was qualified
/// before; a retired one was in one of the three states.
pub(super) fn log_status(log: &Log, at: UnixSeconds) -> LogStatus {
    let (Purpose::Production, Some(now)) = (log.purpose, log.state) else {
        return LogStatus::Nothing(SctStatus::LogNotRecognised);
    };
    match now.state {
        LogState::Pending => LogStatus::Nothing(SctStatus::LogPending),
        LogState::Qualified if at < now.since => LogStatus::Nothing(SctStatus::LogPending),
        LogState::Qualified | LogState::Usable | LogState::ReadOnly => LogStatus::Recognised,
        LogState::Retired if at < now.since => LogStatus::Recognised,
        LogState::Retired => LogStatus::RetiredSince(now.since),
        LogState::Rejected => LogStatus::Nothing(SctStatus::LogRejected),
    }
}

/// Discounts SCTs that retired logs may have signed too late. Anyone could have their keys by
/// now, so their timestamps are not enough: a log that is not retired must have seen the
/// certificate before the retirement too.
pub(super) fn discount_retired(scts: &mut [Sct], at: UnixSeconds) {
    let seen = counting(scts)
        .filter(|(log, _)| log_status(log, at) == LogStatus::Recognised)
        .map(|(_, time)| time)
        .min();
    for sct in scts {
        let (SctStatus::Valid, Some(log)) = (sct.is, sct.log) else {
            continue;
        };
        if let LogStatus::RetiredSince(since) = log_status(log, at) {
            let was_before = |time| time < since;
            if !(was_before(sct.seconds()) && seen.is_some_and(was_before)) {
                sct.is = SctStatus::LogRetired;
            }
        }
    }
}

/// Whether the SCTs that count are enough for a certificate of this lifetime.
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

/// The SCTs that count: their logs and times.
fn counting(scts: &[Sct]) -> impl Iterator<Item = (&'static Log, UnixSeconds)> {
    scts.iter()
        .filter(|sct| sct.is == SctStatus::Valid)
        .filter_map(|sct| Some((sct.log?, sct.seconds())))
}

impl Sct {
    /// Its time in whole seconds.
    pub(super) fn seconds(&self) -> UnixSeconds {
        UnixSeconds::new(i64::try_from(self.timestamp_ms / 1000).unwrap_or(i64::MAX))
    }
}
