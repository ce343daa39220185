//! How many measurements showed what.

use anchorwatch_verdict::VerdictCode;

/// How many measurements showed what: each verdict by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts([u64; VerdictCode::ALL.len()]);

impl Counts {
    /// Adds one measurement.
    pub fn add(&mut self, code: VerdictCode) {
        self.add_many(code, 1);
    }

    /// Adds measurements that showed the same.
    pub fn add_many(&mut self, code: VerdictCode, more: u64) {
        for (slot, it) in self.0.iter_mut().zip(VerdictCode::ALL) {
            if it == code {
                *slot += more;
            }
        }
    }

    /// Adds others.
    pub fn add_all(&mut self, more: Self) {
        for (slot, more) in self.0.iter_mut().zip(more.0) {
            *slot += more;
        }
    }

    /// How many showed this.
    #[must_use]
    pub fn of(self, code: VerdictCode) -> u64 {
        let mut all = self.0.into_iter().zip(VerdictCode::ALL);
        all.find_map(|(count, it)| (it == code).then_some(count))
            .unwrap_or(0)
    }

    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        self.0.iter().sum()
    }

    /// Those that say nothing about the connection.
    #[must_use]
    pub fn inconclusive(self) -> u64 {
        self.of(VerdictCode::Inconclusive)
    }

    /// The worst that was shown; `None` without a measurement.
    #[must_use]
    pub fn worst(self) -> Option<VerdictCode> {
        let mut all = self.0.into_iter().zip(VerdictCode::ALL);
        all.find_map(|(count, it)| (count > 0).then_some(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verdict_is_counted_by_itself() {
        let mut counts = Counts::default();
        assert_eq!(counts.worst(), None);
        for (more, code) in (1..).zip(VerdictCode::ALL) {
            counts.add_many(code, more);
        }
        for (expected, code) in (1..).zip(VerdictCode::ALL) {
            assert_eq!(counts.of(code), expected, "{}", code.code());
        }
        assert_eq!(
            counts.total(),
            (1..=VerdictCode::ALL.len() as u64).sum::<u64>()
        );
        assert_eq!(counts.worst(), Some(VerdictCode::Intercepted));
    }
}
