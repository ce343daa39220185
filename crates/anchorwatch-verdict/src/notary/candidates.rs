//! The notaries of one target: the nearest usable ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use anchorwatch_evidence::Measurement;
use anchorwatch_verify::Policy;

use super::{problem::NotaryProblem, seen::Seen, span::Span, view::NotaryView};
use crate::budget::Budget;

/// The most usable measurements of others that are compared with one, the nearest in time first.
const MOST_NOTARIES: usize = 16;

/// The most copies of the measurement itself that are passed over.
const MOST_COPIES: usize = 64;

/// The notaries of one target.
#[derive(Debug)]
pub(super) struct Candidates {
    span: Span,
    /// Those that are usable, or were not looked at yet, by their time.
    possible: BTreeSet<(i64, usize)>,
    usable: BTreeMap<usize, Rc<Seen>>,
    /// When the others were made, by what is wrong with them.
    unusable: BTreeMap<NotaryProblem, BTreeSet<i64>>,
}

impl Candidates {
    pub(super) fn of(all: &[&Measurement], places: &[usize], span: Span) -> Self {
        let places = places.iter();
        let timed = places.filter_map(|place| Some((all.get(*place)?.measured_at.get(), *place)));
        Self {
            span,
            possible: timed.collect(),
            usable: BTreeMap::new(),
            unusable: BTreeMap::new(),
        }
    }

    /// Adds the nearest usable ones. One that is not is passed over for ever.
    pub(super) fn add(
        &mut self,
        view: &mut NotaryView,
        measurement: &Measurement,
        all: &[&Measurement],
        policy: &Policy,
        budget: &Budget,
    ) {
        let (now, left_out) = (measurement.measured_at.get(), budget.left_out());
        let (mut found, mut copies, mut refused) = (Vec::new(), 0, Vec::new());
        for (at, place) in self.nearest(now) {
            let Some(notary) = all.get(place).filter(|_| copies < MOST_COPIES) else {
                break;
            };
            if at == now && *notary == measurement {
                view.problem = view.problem.min(NotaryProblem::SameMeasurement);
                copies += 1;
                continue;
            }
            let seen = match self.usable.get(&place) {
                Some(seen) => Ok(Rc::clone(seen)),
                None => Seen::of(notary, policy, budget).map(Rc::new),
            };
            if budget.left_out() > left_out {
                break;
            }
            match seen {
                Ok(seen) => found.push((place, seen)),
                Err(problem) => refused.push((at, place, problem)),
            }
            if found.len() == MOST_NOTARIES {
                break;
            }
        }
        for (at, place, problem) in refused {
            self.possible.remove(&(at, place));
            self.unusable.entry(problem).or_default().insert(at);
        }
        view.problem = view.problem.min(self.problem(now));
        for (place, seen) in found {
            view.add(place, &seen);
            self.usable.insert(place, seen);
        }
    }

    /// What is wrong with those that are not usable, or too far away.
    fn problem(&self, now: i64) -> NotaryProblem {
        let (from, end) = self.span.of(now);
        let is_outside = |at: i64| at < from || at >= end;
        let possible = [self.possible.first(), self.possible.last()];
        let possible = possible.into_iter().flatten().map(|(at, _)| *at);
        let ends = self.unusable.values();
        let ends = ends.flat_map(|times| [times.first(), times.last()]);
        let mut all = possible.chain(ends.flatten().copied());
        let other_time = all.any(is_outside).then_some(NotaryProblem::OtherTime);
        let in_window = self.unusable.iter();
        let in_window = in_window.filter(|(_, times)| times.range(from..end).next().is_some());
        let in_window = in_window.map(|(problem, _)| *problem);
        let all = in_window.chain(other_time);
        all.min().unwrap_or(NotaryProblem::OtherTarget)
    }

    /// Those of the right time, the nearest first.
    fn nearest(&self, now: i64) -> impl Iterator<Item = (i64, usize)> {
        let (from, end) = self.span.of(now);
        let middle = now.min(end);
        let before = self.possible.range((from, 0)..(middle, 0)).rev().copied();
        let after = self.possible.range((middle, 0)..(end, 0)).copied();
        let (mut before, mut after) = (before.peekable(), after.peekable());
        std::iter::from_fn(move || {
            let is_before_nearer = match (before.peek(), after.peek()) {
                (Some((before, _)), Some((after, _))) => before.abs_diff(now) < after.abs_diff(now),
                (is_before, _) => is_before.is_some(),
            };
            match is_before_nearer {
                true => before.next(),
                false => after.next(),
            }
        })
    }
}
