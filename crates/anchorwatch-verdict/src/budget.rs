//! How much work a measurement may cause.
//!
//! Evidence can be anybody's. A refused chain costs a millisecond or more, because every known key is
//! tried, and a file of the largest size has hundreds of thousands. So work is counted in steps of about
//! a tenth of a millisecond, the same ones each time. What is left out is counted too: it could have
//! been an interception, so the answer is never that nothing was seen.

use std::cell::Cell;

/// The most steps of one measurement: some 300 different chains that are refused, or 2,000 that a
/// public root vouches for. A thorough check makes a hundred handshakes, and most with one chain.
pub(crate) const MOST_STEPS: u64 = 8_000;

/// A handshake that no rule takes for another one: every rule looks at it.
pub(crate) const CASE: u64 = 2;

/// A chain that leads to a root.
pub(crate) const TRUSTED: u64 = 2;

/// A chain that does not, if nobody asks who signed it.
pub(crate) const REFUSED: u64 = 3;

/// A chain that does not, and every known key is tried. Each local root is one more.
pub(crate) const ATTRIBUTED: u64 = 20;

/// One signature.
pub(crate) const SIGNATURE: u64 = 1;

/// The steps that are left.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Cell<u64>,
    used: Cell<u64>,
    left_out: Cell<u64>,
}

impl Budget {
    pub(crate) const fn of(steps: u64) -> Self {
        Self {
            left: Cell::new(steps),
            used: Cell::new(0),
            left_out: Cell::new(0),
        }
    }

    /// Whether anything may still be done; if not, it is counted as left out.
    pub(crate) fn allows(&self) -> bool {
        let is_left = self.left.get() > 0;
        self.left_out.set(self.left_out.get() + u64::from(!is_left));
        is_left
    }

    /// Counts what was done. What it costs is known only then, so the last one may take more than
    /// there was.
    pub(crate) fn charge(&self, steps: u64) {
        self.left.set(self.left.get().saturating_sub(steps));
        self.used.set(self.used.get().saturating_add(steps));
    }

    /// Both, for something whose cost is known before.
    pub(crate) fn take(&self, steps: u64) -> bool {
        let is_allowed = self.allows();
        if is_allowed {
            self.charge(steps);
        }
        is_allowed
    }

    /// How many steps were made.
    pub(crate) fn used(&self) -> u64 {
        self.used.get()
    }

    /// How many things were left out.
    pub(crate) fn left_out(&self) -> u64 {
        self.left_out.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_may_cost_more_and_what_follows_is_counted() {
        let budget = Budget::of(3);
        assert!(budget.take(2) && budget.take(20));
        assert!(!budget.take(1) && !budget.allows());
        assert_eq!((budget.used(), budget.left_out()), (22, 2));
    }
}
