//! Shows how far a run is: one line that changes on a terminal, and a line now and then elsewhere.

use std::{
    env,
    io::{self, IsTerminal as _},
    time::{Duration, Instant},
};

use anchorwatch_verdict::VerdictCode;

use super::tally::Tally;
use crate::{output, words::Words};

/// How often the line changes on a terminal.
const ON_TERMINAL: Duration = Duration::from_millis(250);

/// How often a line is written elsewhere.
const ELSEWHERE: Duration = Duration::from_secs(30);

/// How many characters the bar has.
const BAR: u64 = 20;

/// The progress of one round.
pub(super) struct Progress<'a> {
    words: &'a Words,
    is_terminal: bool,
    total: u64,
    /// What was measured before this round was gone on with.
    before: u64,
    now: u64,
    begun: Instant,
    shown: Option<Instant>,
}

impl<'a> Progress<'a> {
    pub(super) fn of(words: &'a Words, total: u64, before: u64) -> Self {
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            words,
            is_terminal: !is_dumb && io::stderr().is_terminal(),
            total,
            before,
            now: 0,
            begun: Instant::now(),
            shown: None,
        }
    }

    /// One more target was visited.
    pub(super) fn advance(&mut self, tally: &Tally) {
        self.now += 1;
        let pause = if self.is_terminal {
            ON_TERMINAL
        } else {
            ELSEWHERE
        };
        let last = self.shown.unwrap_or(self.begun);
        if last.elapsed() >= pause {
            self.shown = Some(Instant::now());
            self.show(tally);
        }
    }

    fn show(&self, tally: &Tally) {
        let line = self.line(tally, self.begun.elapsed());
        if self.is_terminal {
            output::erase_progress();
            output::show_progress(&line);
        } else {
            output::to_stderr(&format!("{line}\n"));
        }
    }

    fn line(&self, tally: &Tally, elapsed: Duration) -> String {
        let done = (self.before + self.now).min(self.total);
        let left = self.total - done;
        let milliseconds = u64::try_from(elapsed.as_millis())
            .unwrap_or(u64::MAX)
            .max(1);
        let seconds_left = left.saturating_mul(milliseconds) / self.now.max(1) / 1000;
        let rate = self.now.saturating_mul(10_000) / milliseconds;
        let cut = tally.count(VerdictCode::CensoredOrDown) + tally.count(VerdictCode::DnsTampered);
        let facts = [
            ("bar", bar(done, self.total).into()),
            ("done", done.into()),
            ("total", self.total.into()),
            ("rate", format!("{}.{}", rate / 10, rate % 10).into()),
            ("left", time(seconds_left).into()),
            ("intercepted", tally.count(VerdictCode::Intercepted).into()),
            ("suspected", tally.count(VerdictCode::Suspected).into()),
            ("cut", cut.into()),
        ];
        self.words.with("measure-progress", &facts)
    }

    /// Removes the line.
    pub(super) fn end(&self) {
        if self.is_terminal && self.shown.is_some() {
            output::erase_progress();
        }
    }
}

fn bar(done: u64, total: u64) -> String {
    let full = done.saturating_mul(BAR) / total.max(1);
    (0..BAR)
        .map(|it| if it < full { '#' } else { '.' })
        .collect()
}

/// Hours, minutes and seconds.
pub(super) fn time(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours}:{minutes:02}:{:02}", seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn the_line_says_how_far_how_fast_and_how_long() {
        let words = Words::of(Language::English);
        let mut progress = Progress::of(&words, 1000, 0);
        progress.now = 250;
        let line = progress.line(&Tally::default(), Duration::from_secs(50));
        for part in ["#####...............", "250", "1000", "5.0", "0:02:30"] {
            assert!(line.contains(part), "{part}: {line}");
        }
    }
}
