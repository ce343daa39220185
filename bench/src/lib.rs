//! Development only: the cost of our look-ups and readers, as ratios.
//!
//! Times differ between machines, and between two minutes on a shared one. The ratio to a plain
//! way of doing the same does not, if both are measured alternately. So every [`Contest`] runs its
//! contestants in short turns, many rounds, and reports the least time of each, which is what
//! the work takes without interruption, and its ratio to the first. No benchmark framework that we
//! know runs its subjects in turns.

mod chain;

pub use chain::{Chain, KeyKind, entries};

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

/// Rounds of a contest, enough that each contestant has some undisturbed turns on a busy machine.
const ROUND_COUNT: usize = 151;
/// The least length of a turn: long compared with the clock's resolution, and short compared with
/// the time slices of a scheduler.
const TURN: Duration = Duration::from_micros(300);

/// Several ways of doing the same, measured in turns.
pub struct Contest<'a> {
    title: String,
    contestants: Vec<Contestant<'a>>,
}

struct Contestant<'a> {
    name: &'static str,
    /// How many operations one call performs.
    operation_count: usize,
    act: Box<dyn FnMut() + 'a>,
}

impl<'a> Contest<'a> {
    /// Creates a contest without contestants. The others are compared with the first one that is
    /// added.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            contestants: Vec::new(),
        }
    }

    /// Adds a way; one call of it performs `operation_count` operations.
    #[must_use]
    pub fn way<T>(
        mut self,
        name: &'static str,
        operation_count: usize,
        mut act: impl FnMut() -> T + 'a,
    ) -> Self {
        self.contestants.push(Contestant {
            name,
            operation_count,
            act: Box::new(move || drop(black_box(act()))),
        });
        self
    }

    /// Measures all of them in turns, and returns the table.
    #[must_use]
    pub fn run(mut self) -> String {
        let call_counts: Vec<usize> = self.contestants.iter_mut().map(calls_in_a_turn).collect();
        let mut least_ns = vec![f64::INFINITY; self.contestants.len()];
        for _ in 0..ROUND_COUNT {
            let turns = self.contestants.iter_mut().zip(&call_counts);
            for ((contestant, call_count), least) in turns.zip(&mut least_ns) {
                *least = least.min(turn_ns(contestant, *call_count));
            }
        }
        let first = least_ns.first().copied().unwrap_or(f64::NAN);
        let mut text = format!("{}\n", self.title);
        for (contestant, least) in self.contestants.iter().zip(&least_ns) {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "  {:<44} {:>12.1} ns   ratio {:>6.2}",
                contestant.name,
                least,
                least / first
            );
        }
        text
    }
}

/// Returns how many calls fill a turn; at least one.
fn calls_in_a_turn(contestant: &mut Contestant<'_>) -> usize {
    let mut call_count = 1;
    // Doubled at most 30 times: a call cannot take less than two nanoseconds.
    for _ in 0..30 {
        let started = Instant::now();
        (0..call_count).for_each(|_| (contestant.act)());
        if started.elapsed() >= TURN {
            break;
        }
        call_count *= 2;
    }
    call_count
}

/// Returns the nanoseconds for one operation, over a turn.
fn turn_ns(contestant: &mut Contestant<'_>, call_count: usize) -> f64 {
    let started = Instant::now();
    (0..call_count).for_each(|_| (contestant.act)());
    let operation_count = call_count * contestant.operation_count;
    started.elapsed().as_nanos() as f64 / operation_count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_work_takes_longer() {
        let work = |rounds: u64| (0..rounds).fold(0, |sum: u64, n| black_box(sum ^ n));
        let table = Contest::new("work")
            .way("much", 1, || work(8000))
            .way("little", 1, || work(1000))
            .run();
        let ratio = table.lines().last().unwrap().rsplit(' ').next().unwrap();
        assert!(ratio.parse::<f64>().unwrap() < 0.6, "{table}");
    }
}
