//! Which measurements are compared with one, by their times.

/// A day, in seconds. Certificates change every few weeks, and a site's addresses within the day.
const DAY_S: u64 = 86_400;

/// When a measurement has to be made to count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Span {
    /// At most a day before or after: another vantage point.
    #[default]
    Around,
    /// More than a day before: what the name had earlier.
    Before,
}

impl Span {
    /// The first second, and the one after the last.
    pub(super) const fn of(self, now: i64) -> (i64, i64) {
        match self {
            Self::Around => (
                now.saturating_sub_unsigned(DAY_S),
                now.saturating_add_unsigned(DAY_S + 1),
            ),
            Self::Before => (i64::MIN, now.saturating_sub_unsigned(DAY_S)),
        }
    }
}
