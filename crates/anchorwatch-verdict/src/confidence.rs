//! How sure a rule or a verdict is.

use std::fmt;

/// From 0 to 1 in steps of a hundredth. A rule's value is its author's initial estimate, to be
/// calibrated on labelled measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u8);

impl Confidence {
    /// The maximum: no measurement is ever fully certain.
    pub const HIGHEST: Self = Self(99);

    /// Takes hundredths; more than 99 counts as 99.
    #[must_use]
    pub const fn hundredths(hundredths: u8) -> Self {
        Self(if hundredths > Self::HIGHEST.0 {
            Self::HIGHEST.0
        } else {
            hundredths
        })
    }

    /// From 0 to 1.
    #[must_use]
    pub fn ratio(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// So many hundredths more, as far as there are more.
    #[must_use]
    pub const fn plus(self, hundredths: u8) -> Self {
        Self::hundredths(self.0.saturating_add(hundredths))
    }

    /// By how many hundredths it is more than the other; 0 if it is less.
    pub(crate) const fn above(self, other: Self) -> u8 {
        self.0.saturating_sub(other.0)
    }

    /// Combines two independent reasons: 1 − (1 − a)(1 − b), rounded down.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let doubt = u32::from(100 - self.0) * u32::from(100 - other.0);
        Self::hundredths(u8::try_from((10_000 - doubt) / 100).unwrap_or(Self::HIGHEST.0))
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.ratio())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_reasons_are_surer_than_each_and_never_certain() {
        for one in 0..=99 {
            for two in 0..=99 {
                let (one, two) = (Confidence::hundredths(one), Confidence::hundredths(two));
                let both = one.and(two);
                assert!(both >= one && both >= two && both <= Confidence::HIGHEST);
                assert_eq!(both, two.and(one));
            }
        }
        assert_eq!(
            Confidence::hundredths(90).and(Confidence::hundredths(60)),
            Confidence::hundredths(96)
        );
    }
}
