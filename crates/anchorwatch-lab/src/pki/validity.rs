use time::{Duration, OffsetDateTime};

use crate::Error;

/// When a certificate is valid, in days from now.
///
/// Counted from the moment at which the certificate is made, so that a test behaves the same next
/// year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    starts_in_days: i32,
    ends_in_days: i32,
}

impl Validity {
    /// Since yesterday, for three months: an ordinary server certificate.
    pub const CURRENT: Self = Self::days(-1, 90);
    /// Since a month ago, for ten years: an ordinary root.
    pub const LONG: Self = Self::days(-30, 3_650);
    /// Ended yesterday.
    pub const EXPIRED: Self = Self::days(-91, -1);
    /// Begins tomorrow.
    pub const NOT_YET: Self = Self::days(1, 91);

    /// From `starts` to `ends` days from now; negative numbers are in the past.
    pub const fn days(starts: i32, ends: i32) -> Self {
        Self {
            starts_in_days: starts,
            ends_in_days: ends,
        }
    }

    /// Returns notBefore and notAfter.
    ///
    /// # Errors
    ///
    /// [`Error::Certificate`] if a date is outside the years that can be written.
    pub(super) fn dates(self) -> Result<(OffsetDateTime, OffsetDateTime), Error> {
        let now = OffsetDateTime::now_utc();
        let at = |days: i32| {
            now.checked_add(Duration::days(days.into()))
                .ok_or(Error::Certificate(rcgen::Error::Time))
        };
        Ok((at(self.starts_in_days)?, at(self.ends_in_days)?))
    }
}
