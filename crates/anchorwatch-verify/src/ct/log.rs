//! The known logs: facts with their source, compiled in.

use std::{sync::OnceLock, time::Duration};

use anchorwatch_identity::{SpkiSha256, UnixSeconds};

/// How old a list of logs may be before it decides nothing: ten weeks, as in Chrome's policy («CT
/// Enforcement Timeout»). Logs come and go, and with an old list, certificates with SCTs of new
/// logs would be refused.
pub const MAX_LIST_AGE: Duration = Duration::from_secs(70 * 24 * 60 * 60);

/// A log as a list describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// DER of its `SubjectPublicKeyInfo`. Its SHA-256 is the log's identifier.
    pub key: &'static [u8],
    /// Who runs it.
    pub operator: &'static str,
    /// Who ran it before.
    pub previous_operators: &'static [PreviousOperator],
    /// Its name in the list.
    pub description: &'static str,
    /// How it is read and written.
    pub interface: Interface,
    /// What it is for.
    pub purpose: Purpose,
    /// Its state in Chrome; `None` if Chrome never decided.
    pub state: Option<StateSince>,
    /// Which certificates it accepts; `None` means all.
    pub expiry: Option<ExpiryInterval>,
    /// The longest that it may take to include a certificate.
    pub maximum_merge_delay: Duration,
}

/// Someone who ran a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviousOperator {
    /// The operator's name.
    pub name: &'static str,
    /// When someone else took over.
    pub until: UnixSeconds,
}

/// How a log is read and written. The SCTs are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interface {
    /// RFC 6962 §4.
    Rfc6962,
    /// <https://c2sp.org/static-ct-api>, «tiled».
    StaticCtApi,
}

/// What a log is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// For everyone.
    Production,
    /// For tests.
    Test,
    /// For monitoring certificates of roots that Chrome does not trust.
    MonitoringOnly,
}

/// The state of a log in Chrome
/// (<https://googlechrome.github.io/CertificateTransparency/log_states.html>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogState {
    /// It has applied for recognition.
    Pending,
    /// It is recognised.
    Qualified,
    /// It is recognised, and every Chrome with a current list knows it.
    Usable,
    /// It is recognised, but accepts nothing new.
    ReadOnly,
    /// It is no longer recognised; what it signed before may count.
    Retired,
    /// It does not count: it was turned down, or all its certificates have expired.
    Rejected,
}

/// A state, and when it began. The previous state is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateSince {
    /// The state.
    pub state: LogState,
    /// When it began.
    pub since: UnixSeconds,
}

/// The certificates that a log accepts, by their end of validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiryInterval {
    /// The first end of validity that it accepts.
    pub from: UnixSeconds,
    /// The first end of validity that it no longer accepts.
    pub until: UnixSeconds,
}

/// A list of logs, found by their identifiers.
#[derive(Debug, Clone)]
pub struct Logs {
    /// Sorted by identifier, no duplicates.
    by_id: Vec<([u8; 32], &'static Log)>,
    as_of: UnixSeconds,
}

impl Log {
    /// A usable log with RFC 6962's interface that accepts any certificate; for custom lists.
    #[must_use]
    pub const fn usable(key: &'static [u8], operator: &'static str, since: UnixSeconds) -> Self {
        Self {
            key,
            operator,
            previous_operators: &[],
            description: operator,
            interface: Interface::Rfc6962,
            purpose: Purpose::Production,
            state: Some(StateSince {
                state: LogState::Usable,
                since,
            }),
            expiry: None,
            maximum_merge_delay: Duration::from_secs(24 * 60 * 60),
        }
    }

    /// Its identifier: SHA-256 of its key (RFC 6962 §3.2).
    #[must_use]
    pub fn id(&self) -> [u8; 32] {
        *SpkiSha256::of(self.key).as_bytes()
    }

    /// Who ran it at a time.
    #[must_use]
    pub fn operator_at(&self, time: UnixSeconds) -> &'static str {
        self.previous_operators
            .iter()
            .filter(|previous| time < previous.until)
            .min_by_key(|previous| previous.until)
            .map_or(self.operator, |previous| previous.name)
    }
}

impl ExpiryInterval {
    /// Whether certificates that end at this time are accepted.
    #[must_use]
    pub fn contains(&self, not_after: UnixSeconds) -> bool {
        self.from <= not_after && not_after < self.until
    }
}

impl Logs {
    /// The list that this program ships.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Logs> = OnceLock::new();
        BUNDLED.get_or_init(|| Self {
            by_id: generated::LOGS.iter().map(|(id, log)| (*id, log)).collect(),
            as_of: generated::AS_OF,
        })
    }

    /// A custom list, made at a time. Identifiers are computed, so no log can pass for another;
    /// if two have the same key, the first counts.
    #[must_use]
    pub fn of(logs: &'static [Log], as_of: UnixSeconds) -> Self {
        let mut by_id: Vec<_> = logs.iter().map(|log| (log.id(), log)).collect();
        by_id.sort_by_key(|(id, _)| *id);
        by_id.dedup_by_key(|(id, _)| *id);
        Self { by_id, as_of }
    }

    /// The log with this identifier.
    #[must_use]
    pub fn log(&self, id: &[u8; 32]) -> Option<&'static Log> {
        let index = self.by_id.binary_search_by_key(id, |(id, _)| *id).ok()?;
        self.by_id.get(index).map(|(_, log)| *log)
    }

    /// All logs, sorted by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &'static Log> {
        self.by_id.iter().map(|(_, log)| *log)
    }

    /// When the list was made.
    #[must_use]
    pub fn as_of(&self) -> UnixSeconds {
        self.as_of
    }

    /// Whether the list is too old to judge by: [`MAX_LIST_AGE`] or more.
    #[must_use]
    pub fn is_too_old(&self, at: UnixSeconds) -> bool {
        let age_s = at.get().saturating_sub(self.as_of.get());
        u64::try_from(age_s).is_ok_and(|age_s| age_s >= MAX_LIST_AGE.as_secs())
    }
}

mod generated {
    use std::time::Duration;

    use anchorwatch_identity::UnixSeconds;

    use super::{ExpiryInterval, Interface, Log, LogState, Purpose, StateSince};

    include!("log/tables.rs");
}
