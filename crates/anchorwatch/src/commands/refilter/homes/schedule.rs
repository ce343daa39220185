//! When homes are watched again, and when to run: as soon as something changes, and within what
//! one user, and all of them, may cost.
//!
//! Times are counted from the beginning of the watch.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

/// How often a home may change before it has to wait, and how long until it may once more.
const MOST_CHANGES: u32 = 10;
const REFILL: Duration = Duration::from_secs(60);

/// Between a change and the run: changes come together.
const SETTLE: Duration = Duration::from_secs(1);
/// The same for homes that are watched for the first time: a block was just made, or the machine
/// starts.
const FIRST: Duration = Duration::from_secs(20);

/// A rest after each run, as a multiple of the time that it took, and the longest. A run can take
/// minutes because one user's home hangs, which must not keep others waiting for as long again.
const RESTS: u32 = 4;
const MOST_REST: Duration = Duration::from_secs(60);

/// Between a run that failed and the next: doubled for each further failure, up to an hour.
const RETRY: Duration = Duration::from_secs(60);
const MOST_DOUBLINGS: u32 = 6;

/// When to do what.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    homes: BTreeMap<PathBuf, Home>,
    due: Option<Duration>,
    rested: Duration,
    failures: u32,
}

#[derive(Debug)]
struct Home {
    /// How often it may change now without a wait.
    left: u32,
    /// When `left` was last refilled.
    refilled: Duration,
    /// When to watch it again.
    start: Option<Duration>,
    is_first: bool,
}

impl Schedule {
    /// Sets which homes there are. Returns those that are gone.
    pub(super) fn have<'a>(
        &mut self,
        homes: impl Iterator<Item = &'a PathBuf> + Clone,
        now: Duration,
    ) -> Vec<PathBuf> {
        let mut gone: Vec<PathBuf> = self.homes.keys().cloned().collect();
        gone.retain(|known| !homes.clone().any(|home| home == known));
        for home in &gone {
            self.homes.remove(home);
        }
        for home in homes {
            self.homes.entry(home.clone()).or_insert(Home {
                left: MOST_CHANGES,
                refilled: now,
                start: Some(now),
                is_first: true,
            });
        }
        gone
    }

    /// The homes to watch now.
    pub(super) fn starts(&mut self, now: Duration) -> Vec<PathBuf> {
        let mut start = Vec::new();
        for (path, home) in &mut self.homes {
            if home.start.is_some_and(|at| at <= now) {
                home.start = None;
                start.push(path.clone());
            }
        }
        start
    }

    /// A home is another, so it is to be watched again.
    pub(super) fn ended(&mut self, home: &Path, now: Duration) {
        if let Some(home) = self.homes.get_mut(home)
            && home.start.is_none()
        {
            home.start = Some(home.next(now));
        }
    }

    /// A home is watched, and a run finds what came before.
    pub(super) fn ready(&mut self, home: &Path, now: Duration) {
        let Some(home) = self.homes.get_mut(home) else {
            return;
        };
        let wait = if home.is_first { FIRST } else { SETTLE };
        home.is_first = false;
        self.run_at(now + wait);
    }

    /// Plans a run.
    pub(super) fn run_at(&mut self, at: Duration) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Whether to run now.
    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.due.is_some_and(|due| due.max(self.rested) <= now)
    }

    /// A run has ended. What happened after it began is still to come from the workers.
    pub(super) fn ran(&mut self, began: Duration, now: Duration, is_done: bool) {
        let rest = now.saturating_sub(began).saturating_mul(RESTS);
        self.rested = now + rest.min(MOST_REST);
        if is_done {
            (self.due, self.failures) = (None, 0);
        } else {
            let doubled = 1 << self.failures.min(MOST_DOUBLINGS);
            self.due = Some(now + RETRY.saturating_mul(doubled));
            self.failures = self.failures.saturating_add(1);
        }
    }

    /// How long there is nothing to do.
    pub(super) fn wait(&self, now: Duration) -> Duration {
        let begins = self.homes.values().filter_map(|home| home.start);
        let run = self.due.map(|due| due.max(self.rested));
        let next = begins.chain(run).min();
        next.map_or(Duration::MAX, |next| next.saturating_sub(now))
    }
}

impl Home {
    /// Counts a change, and returns from when on it may be looked at.
    fn next(&mut self, now: Duration) -> Duration {
        let passed = now.saturating_sub(self.refilled);
        let more = u32::try_from(passed.as_secs() / REFILL.as_secs()).unwrap_or(u32::MAX);
        self.left = self.left.saturating_add(more).min(MOST_CHANGES);
        self.refilled += REFILL.saturating_mul(more);
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                now
            }
            None => {
                self.refilled += REFILL;
                self.refilled
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MALLORY: &str = "/home/mallory";

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn of(homes: &[&str]) -> Schedule {
        let mut schedule = Schedule::default();
        let homes: Vec<PathBuf> = homes.iter().map(PathBuf::from).collect();
        assert!(schedule.have(homes.iter(), at(0)).is_empty());
        assert_eq!(schedule.starts(at(0)), homes);
        assert!(schedule.starts(at(0)).is_empty());
        for home in &homes {
            schedule.ready(home, at(0));
        }
        assert!(!schedule.is_due(at(19)) && schedule.is_due(at(20)));
        schedule.ran(at(60), at(61), true);
        schedule
    }

    #[test]
    fn a_change_is_followed_by_one_run_and_several_at_once_by_the_same() {
        let mut schedule = of(&["/home/ana", MALLORY]);
        for home in ["/home/ana", MALLORY] {
            schedule.ended(home.as_ref(), at(100));
        }
        assert_eq!(schedule.starts(at(100)).len(), 2);
        for home in ["/home/ana", MALLORY] {
            schedule.ready(home.as_ref(), at(100));
        }
        assert!(!schedule.is_due(at(100)) && schedule.is_due(at(101)));
        assert_eq!(schedule.wait(at(100)), at(1));
        schedule.ran(at(101), at(102), true);
        assert!(!schedule.is_due(at(10_000)));
    }

    #[test]
    fn who_changes_a_home_in_a_loop_delays_nobody_else_s() {
        let mut schedule = of(&["/home/ana", MALLORY]);
        let mut runs = 0;
        for second in 100..3_700 {
            schedule.ended(MALLORY.as_ref(), at(second));
            for home in schedule.starts(at(second)) {
                schedule.ready(&home, at(second));
            }
            if schedule.is_due(at(second)) {
                runs += 1;
                schedule.ran(at(second), at(second), true);
            }
        }
        assert!((65..=71).contains(&runs), "{runs}");
        schedule.ended("/home/ana".as_ref(), at(3_700));
        assert_eq!(schedule.starts(at(3_700)), [Path::new("/home/ana")]);
    }

    #[test]
    fn runs_leave_most_of_the_time_to_others() {
        let mut schedule = of(&["/home/ana"]);
        schedule.ready("/home/ana".as_ref(), at(100));
        schedule.ran(at(101), at(111), true);
        schedule.ready("/home/ana".as_ref(), at(112));
        assert!(!schedule.is_due(at(150)) && schedule.is_due(at(151)));
        schedule.ran(at(151), at(391), true);
        schedule.ready("/home/ana".as_ref(), at(392));
        assert!(!schedule.is_due(at(450)) && schedule.is_due(at(451)));
    }

    #[test]
    fn a_run_that_fails_is_made_again_less_and_less_often() {
        let mut schedule = of(&["/home/ana"]);
        schedule.ready("/home/ana".as_ref(), at(100));
        schedule.ran(at(101), at(101), false);
        assert!(!schedule.is_due(at(160)) && schedule.is_due(at(161)));
        schedule.ran(at(161), at(161), false);
        assert!(!schedule.is_due(at(280)) && schedule.is_due(at(281)));
        schedule.ran(at(281), at(281), true);
        assert!(!schedule.is_due(at(100_000)));
    }

    #[test]
    fn a_home_that_goes_is_told_and_one_that_comes_is_watched() {
        let mut schedule = of(&["/home/ana"]);
        let bob = [PathBuf::from("/home/bob")];
        assert_eq!(
            schedule.have(bob.iter(), at(100)),
            [PathBuf::from("/home/ana")]
        );
        assert_eq!(schedule.starts(at(100)), bob);
        schedule.ready("/home/ana".as_ref(), at(100));
        assert_eq!(schedule.wait(at(100)), Duration::MAX);
    }
}
