//! This machine's clock.

use std::time::{SystemTime, UNIX_EPOCH};

use anchorwatch_identity::UnixSeconds;

/// Returns the time of this machine's clock.
#[must_use]
pub fn now() -> UnixSeconds {
    let seconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    };
    UnixSeconds::new(seconds)
}
