//! Visits many targets at the same time, and records each visit once it is over.

use std::{rc::Rc, time::Duration};

use anchorwatch_home::RecordFolder;
use tokio::{
    task::{JoinSet, LocalSet},
    time::{Instant, sleep_until},
};

use super::{
    progress::Progress,
    store::{Done, DoneRound, Numbers, Store},
    tally::Tally,
    visitor::{Outcome, Visitor},
};
use crate::words::Words;

/// A run in progress.
pub(super) struct Engine<'a> {
    pub(super) visitor: Rc<Visitor>,
    pub(super) folder: &'a RecordFolder,
    pub(super) store: Store<'a>,
    pub(super) numbers: Numbers,
    pub(super) tally: Tally,
    /// How many visits gave nothing that could be recorded.
    pub(super) lost: u64,
    pub(super) concurrency: usize,
    pub(super) words: &'a Words,
}

impl Engine<'_> {
    /// Measures what is missing of the rounds that have begun, and the rounds after them.
    ///
    /// # Errors
    /// The evidence could not be written; what is recorded stays.
    pub(super) async fn run(&mut self, done: Done) -> anyhow::Result<()> {
        let rounds = self.visitor.plan.document.rounds;
        let every = Duration::from_secs(self.visitor.plan.document.every_s);
        let newest = done.newest();
        for round in 0..rounds {
            let of_it = done.round(round);
            let is_earlier = round < newest;
            if is_earlier && of_it.is_some_and(|it| it.count >= self.numbers.targets) {
                continue;
            }
            let begun = Instant::now();
            self.visitor.read_opt_out()?;
            if of_it.is_none() {
                self.visitor.courtesy.begin_round();
            }
            let local = LocalSet::new();
            local.run_until(self.round(round, of_it)).await?;
            self.store.close()?;
            if !is_earlier && round + 1 < rounds {
                sleep_until(begun + every).await;
            }
        }
        Ok(())
    }

    async fn round(&mut self, round: u64, done: Option<&DoneRound>) -> anyhow::Result<()> {
        let before = done.map_or(0, |it| it.count);
        let mut progress = Progress::of(self.words, self.numbers.targets, before);
        let mut running = JoinSet::new();
        for target in self.visitor.plan.targets(self.folder)? {
            let (number, target) = target?;
            if done.is_some_and(|it| it.has(number)) {
                continue;
            }
            if running.len() >= self.concurrency {
                let ended = running.join_next().await;
                self.take(round, ended, &mut progress)?;
            }
            let visitor = Rc::clone(&self.visitor);
            running.spawn_local(async move { (number, visitor.visit(&target).await) });
        }
        while let Some(ended) = running.join_next().await {
            self.take(round, Some(ended), &mut progress)?;
        }
        progress.end();
        Ok(())
    }

    fn take(
        &mut self,
        round: u64,
        ended: Option<Result<(u64, Outcome), tokio::task::JoinError>>,
        progress: &mut Progress<'_>,
    ) -> anyhow::Result<()> {
        match ended {
            Some(Ok((target, Outcome::Visited(visited)))) => {
                for (measurement, verdict) in &visited {
                    self.tally.add(measurement, verdict.as_ref());
                }
                let measurements: Vec<_> = visited.into_iter().map(|(it, _)| it).collect();
                let first = self.numbers.first(round, target);
                self.store.record(first, &measurements)?;
            }
            Some(Ok((_, Outcome::Excluded))) => self.tally.excluded += 1,
            Some(Ok((_, Outcome::OptedOut))) => self.tally.opted_out += 1,
            Some(Err(_)) => self.lost += 1,
            None => {}
        }
        progress.advance(&self.tally);
        Ok(())
    }
}
