//! Times in certificates: whole seconds, UTC.

use std::fmt;

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The text is not an RFC 3339 date and time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{text}» is no time in the form 2019-07-18T00:00:00Z (RFC 3339)")]
pub struct ParseTimeError {
    /// The given text.
    pub text: String,
}

/// Seconds since 1970-01-01T00:00:00Z; negative before.
///
/// Displays as RFC 3339 in UTC if the year is 0 to 9999, otherwise as `@seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixSeconds(i64);

impl UnixSeconds {
    /// Takes seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Reads an RFC 3339 time; any offset, fractions of a second are dropped.
    ///
    /// # Errors
    /// [`ParseTimeError`] if the text has another form.
    pub fn parse_rfc3339(text: &str) -> Result<Self, ParseTimeError> {
        let refused = || ParseTimeError {
            text: text.to_owned(),
        };
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| refused())?;
        // In UTC, the year may be one that RFC 3339 cannot express.
        let utc = Self(time.unix_timestamp());
        if utc.to_string().starts_with('@') {
            Err(refused())
        } else {
            Ok(utc)
        }
    }

    /// The seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnixSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp(self.0)
            .ok()
            .and_then(|time| time.format(&Rfc3339).ok());
        match text {
            Some(text) => f.write_str(&text),
            None => write!(f, "@{}", self.0),
        }
    }
}

/// When a certificate may be trusted, both ends included (RFC 5280 §4.1.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: UnixSeconds,
    /// The last second.
    pub not_after: UnixSeconds,
}

impl Validity {
    /// Whether the time is inside, both ends included.
    #[must_use]
    pub fn contains(&self, time: UnixSeconds) -> bool {
        self.not_before <= time && time <= self.not_after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_back_what_it_prints() {
        let time = UnixSeconds::parse_rfc3339("2019-07-17T06:00:00+06:00").unwrap();
        assert_eq!(time.to_string(), "2019-07-17T00:00:00Z");
        assert_eq!(UnixSeconds::parse_rfc3339(&time.to_string()), Ok(time));
    }

    #[test]
    fn a_time_that_cannot_be_written_again_in_utc_is_refused() {
        assert!(UnixSeconds::parse_rfc3339("9999-12-31T23:59:59-23:59").is_err());
    }

    #[test]
    fn a_time_without_an_offset_is_refused() {
        assert!(UnixSeconds::parse_rfc3339("2019-07-17T00:00:00").is_err());
    }

    #[test]
    fn a_year_that_rfc3339_cannot_write_is_still_shown() {
        assert_eq!(
            UnixSeconds::new(i64::MAX).to_string(),
            format!("@{}", i64::MAX)
        );
    }

    #[test]
    fn both_ends_of_a_validity_are_inside() {
        let validity = Validity {
            not_before: UnixSeconds::new(5),
            not_after: UnixSeconds::new(7),
        };
        assert!(validity.contains(UnixSeconds::new(5)));
        assert!(validity.contains(UnixSeconds::new(7)));
        assert!(!validity.contains(UnixSeconds::new(4)));
        assert!(!validity.contains(UnixSeconds::new(8)));
    }
}
