//! `check` against the box of 2019 in Kazakhstan, its later habits, and what an adversary can do who
//! knows this program: one table of scenarios, each with the answer that is expected.

mod scenario;
mod table;
mod world;

use std::sync::atomic::{AtomicUsize, Ordering};

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use self::{table::SCENARIOS, world::World};

/// A check mostly waits, so several networks at a time cost little.
const WORLDS: usize = 5;

pub(crate) fn run() -> Result<(), Failed> {
    let next = AtomicUsize::new(0);
    let wrong = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORLDS).map(|_| scope.spawn(|| work(&next))).collect();
        let ended = workers.into_iter().map(|worker| match worker.join() {
            Ok(wrong) => wrong,
            Err(_) => Err("a worker panicked".into()),
        });
        ended.collect::<Result<Vec<_>, Failed>>()
    })?;
    let wrong = wrong.concat();
    expect(wrong.is_empty(), wrong.join("\n"))
}

/// Takes scenarios until there is no other, and returns those that ended otherwise than expected.
fn work(next: &AtomicUsize) -> Result<Vec<String>, Failed> {
    let world = World::new()?;
    let mut wrong = Vec::new();
    while let Some(scenario) = SCENARIOS.get(next.fetch_add(1, Ordering::SeqCst)) {
        let outcome = world.run(scenario);
        wrong.extend(outcome.err().map(|failed| {
            let why = failed.message().unwrap_or("no message");
            format!("{}: {why}", scenario.name)
        }));
    }
    Ok(wrong)
}
