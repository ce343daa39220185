//! How often a measurement could have met an interceptor, and what so many tries miss.

use anchorwatch_evidence::{Measurement, Purpose};

/// On how many of 100 connections an interceptor acts.
///
/// Most come and go less often than that: a product on one Windows machine re-signed 8 of 20
/// handshakes within a minute (<https://github.com/vastsa/PI-Desktop/issues/714>, read
/// 2026-11-28). The second is an assumption, for one that acts seldom.
const ACTS_PERCENT: [u64; 2] = [40, 10];

/// Numbers are kept in parts of this.
const WHOLE: u64 = 1_000_000_000_000;

/// Beyond this many tries, nothing changes but parts too small to count.
const MOST_TRIES: u64 = 1_000;

/// What so many tries miss of an interceptor that acts on some connections, by chance and on each
/// for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// On how many of 100 connections it acts.
    pub acts_percent: u64,
    /// How many of 100 measurements with so many tries miss it, rounded up; 100 without a try.
    pub missed_percent: u64,
    /// With how many tries at most one of 100 misses it.
    pub enough_tries: u64,
}

impl Missed {
    /// For an interceptor that acts often, and for one that acts seldom.
    #[must_use]
    pub fn with_tries(tries: u64) -> [Self; 2] {
        ACTS_PERCENT.map(|acts_percent| Self {
            acts_percent,
            missed_percent: left(acts_percent, tries).div_ceil(WHOLE / 100),
            enough_tries: enough(acts_percent),
        })
    }
}

/// How many handshakes with the target ended with a proven key.
pub(crate) fn tries(measurement: &Measurement) -> u64 {
    let handshakes = measurement.tls_handshakes.iter();
    let counted = handshakes.filter(|handshake| {
        handshake.purpose == Purpose::Target && handshake.is_key_proven == Some(true)
    });
    counted.count() as u64
}

/// (1 − p)^tries, rounded up at each step.
fn left(acts_percent: u64, tries: u64) -> u64 {
    (0..tries.min(MOST_TRIES)).fold(WHOLE, |left, _| after_one_more(acts_percent, left))
}

/// After how many tries at most one part of a hundred is left.
fn enough(acts_percent: u64) -> u64 {
    let mut left = WHOLE;
    let is_enough = |_: &u64| {
        let is_enough = left <= WHOLE / 100;
        left = after_one_more(acts_percent, left);
        is_enough
    };
    (0..MOST_TRIES).find(is_enough).unwrap_or(MOST_TRIES)
}

fn after_one_more(acts_percent: u64, left: u64) -> u64 {
    (left * 100_u64.saturating_sub(acts_percent)).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_tries_miss_less_and_never_nothing() {
        let often = |tries| Missed::with_tries(tries)[0].missed_percent;
        assert_eq!([0, 1, 2, 3, 5, 9].map(often), [100, 60, 36, 22, 8, 2]);
        let seldom = |tries| Missed::with_tries(tries)[1].missed_percent;
        assert_eq!([0, 1, 2, 10].map(seldom), [100, 90, 81, 35]);
        assert_eq!(
            Missed::with_tries(u64::MAX).map(|it| it.missed_percent),
            [1, 1]
        );
    }

    #[test]
    fn so_many_tries_are_enough_and_one_less_is_not() {
        let [often, seldom] = Missed::with_tries(0);
        assert_eq!((often.enough_tries, seldom.enough_tries), (10, 44));
        for one in [often, seldom] {
            let place = usize::from(one.acts_percent == 10);
            let missed = |tries| Missed::with_tries(tries)[place].missed_percent;
            assert_eq!(missed(one.enough_tries), 1);
            assert_eq!(missed(one.enough_tries - 1), 2);
        }
    }
}
