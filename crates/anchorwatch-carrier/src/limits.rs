//! How long a source may take, and how much it may send.

use std::time::Duration;

/// The most sources that one update asks.
pub(crate) const MAX_SOURCES: usize = 16;

/// What one source may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one file.
    pub request: Duration,
    /// For everything together.
    pub source: Duration,
    /// The most octets of all files together, without heads.
    pub octets: u64,
}

impl Default for Limits {
    /// Half a minute, three minutes, and two of the largest lists with some deltas: 24 MiB.
    fn default() -> Self {
        Self {
            request: Duration::from_secs(30),
            source: Duration::from_secs(180),
            octets: 24 << 20,
        }
    }
}
