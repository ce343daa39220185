//! How often each address failed in a row, and how long that keeps others away from it.
//!
//! Each failure doubles the pause before the next connection, up to [`LONGEST`]. After so many in a
//! row the address gets no connection for the rest of the round. An answer, whatever it is, ends the
//! row.

use std::{collections::HashMap, net::IpAddr, time::Duration};

/// The pause never becomes longer than this by failures.
const LONGEST: Duration = Duration::from_secs(60);

/// How many addresses with failures are remembered: some 40 MB.
const MOST: usize = 1 << 20;

/// The failures in a row.
#[derive(Debug)]
pub(super) struct Failures {
    give_up_after: u32,
    counts: HashMap<IpAddr, u32>,
}

impl Failures {
    pub(super) fn giving_up_after(give_up_after: u32) -> Self {
        Self {
            give_up_after: give_up_after.max(1),
            counts: HashMap::new(),
        }
    }

    /// One more failure.
    pub(super) fn add(&mut self, ip: IpAddr) {
        if let Some(count) = self.counts.get_mut(&ip) {
            *count = count.saturating_add(1);
        } else if self.counts.len() < MOST {
            self.counts.insert(ip, 1);
        }
    }

    /// It has answered.
    pub(super) fn forget(&mut self, ip: IpAddr) {
        self.counts.remove(&ip);
    }

    /// It was given up earlier in this round.
    pub(super) fn give_up(&mut self, ip: IpAddr) {
        if self.counts.len() < MOST {
            self.counts.insert(ip, self.give_up_after);
        }
    }

    pub(super) fn is_given_up(&self, ip: IpAddr) -> bool {
        self.count(ip) >= self.give_up_after
    }

    /// The pause before the next connection.
    pub(super) fn pause(&self, ip: IpAddr, usual: Duration) -> Duration {
        let doubled = usual.saturating_mul(1_u32.checked_shl(self.count(ip)).unwrap_or(u32::MAX));
        doubled.min(LONGEST.max(usual))
    }

    /// In a new round, an address that was given up gets one connection, and is given up again if
    /// that fails too.
    pub(super) fn begin_round(&mut self) {
        let most = self.give_up_after - 1;
        for count in self.counts.values_mut() {
            *count = (*count).min(most);
        }
        self.counts.retain(|_, count| *count > 0);
    }

    fn count(&self, ip: IpAddr) -> u32 {
        self.counts.get(&ip).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Duration = Duration::from_millis(500);

    fn ip(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    #[test]
    fn each_failure_doubles_the_pause_up_to_a_bound_and_an_answer_ends_that() {
        let mut failures = Failures::giving_up_after(100);
        let pauses: Vec<u128> = (0..9)
            .map(|_| {
                let pause = failures.pause(ip(1), USUAL);
                failures.add(ip(1));
                pause.as_millis()
            })
            .collect();
        assert_eq!(
            pauses,
            [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]
        );
        for _ in 0..90 {
            failures.add(ip(1));
        }
        assert_eq!(failures.pause(ip(1), USUAL), LONGEST);
        assert_eq!(failures.pause(ip(2), USUAL), USUAL);
        // A longer pause that somebody asked for is never cut.
        assert_eq!(failures.pause(ip(1), LONGEST * 2), LONGEST * 2);
        assert_eq!(failures.pause(ip(1), Duration::ZERO), Duration::ZERO);
        failures.forget(ip(1));
        assert_eq!(failures.pause(ip(1), USUAL), USUAL);
    }

    #[test]
    fn an_address_is_given_up_after_failures_in_a_row_only() {
        let mut failures = Failures::giving_up_after(3);
        for _ in 0..10 {
            failures.add(ip(1));
            failures.add(ip(1));
            assert!(!failures.is_given_up(ip(1)));
            failures.forget(ip(1));
        }
        for _ in 0..3 {
            assert!(!failures.is_given_up(ip(1)));
            failures.add(ip(1));
        }
        assert!(failures.is_given_up(ip(1)) && !failures.is_given_up(ip(2)));
    }

    #[test]
    fn a_new_round_tries_once_what_was_given_up() {
        let mut failures = Failures::giving_up_after(3);
        failures.give_up(ip(1));
        failures.add(ip(2));
        for _ in 0..3 {
            assert!(failures.is_given_up(ip(1)));
            failures.begin_round();
            assert!(!failures.is_given_up(ip(1)));
            failures.add(ip(1));
        }
        failures.forget(ip(1));
        failures.add(ip(1));
        assert!(!failures.is_given_up(ip(1)));
        // One failure before the round counts on.
        failures.add(ip(2));
        assert!(!failures.is_given_up(ip(2)));
        failures.add(ip(2));
        assert!(failures.is_given_up(ip(2)));
        let mut at_once = Failures::giving_up_after(1);
        at_once.add(ip(1));
        at_once.begin_round();
        assert!(!at_once.is_given_up(ip(1)) && at_once.counts.is_empty());
    }

    #[test]
    fn however_many_addresses_fail_memory_is_bounded() {
        let mut failures = Failures::giving_up_after(1);
        for number in 0..=u32::try_from(MOST).unwrap() {
            failures.add(ip(number));
        }
        failures.give_up(ip(u32::MAX));
        assert_eq!(failures.counts.len(), MOST);
        assert!(failures.is_given_up(ip(0)) && !failures.is_given_up(ip(u32::MAX)));
    }
}
