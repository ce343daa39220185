//! The time, for tests of crates that take it as an argument.

use std::time::UNIX_EPOCH;

/// Returns the seconds since 1970 by this machine's clock, around which the lab's certificates are
/// valid; 0 if the clock shows an earlier time.
#[must_use]
pub fn now_unix_s() -> i64 {
    UNIX_EPOCH.elapsed().map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
