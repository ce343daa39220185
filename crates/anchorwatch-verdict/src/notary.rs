//! What other vantage points saw of the same target.
//!
//! A notary is a measurement that someone made elsewhere. It counts only with a chain of its own
//! that a public root vouches for, for the target's name, with a proven key, at most a day before
//! or after. The roots are those by which this measurement is judged, never those that the notary's
//! file brings along.
//!
//! **Not checked:** that the notary was made elsewhere, or at all. Certificates are public, so
//! anyone can write such a file. Its chain proves one thing: a public authority certified that key
//! for that name. So a notary never makes an answer a good one; it only shows that what came here is
//! not all that the name has.
//!
//! What was measured earlier is read in the same way, and shows which authorities signed for the
//! name before.

mod candidates;
mod problem;
mod seen;
mod span;
mod view;

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use anchorwatch_evidence::{Measurement, PublicAnchors};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Policy};

use self::{candidates::Candidates, span::Span};
use crate::budget::Budget;

pub use self::problem::NotaryProblem;
pub(crate) use self::{
    seen::SeenChain,
    view::{NotaryView, OtherViews},
};

/// The most sets of public roots by which notaries are judged at a time.
const MOST_ROOT_SETS: usize = 16;

/// The most steps for all notaries together, each counted once; and as many again where the judged
/// evidence brings public roots of its own, so that it uses up nothing of the others'.
const MOST_STEPS: u64 = 800_000;

/// Measurements of other vantage points, or of earlier times, found by their targets.
#[derive(Debug, Default)]
pub struct Notaries<'a> {
    span: Span,
    all: Vec<&'a Measurement>,
    by_target: BTreeMap<(String, u16), Vec<usize>>,
    looked_at: RefCell<LookedAt>,
}

impl<'a> Notaries<'a> {
    /// Collects them.
    pub fn of(measurements: impl IntoIterator<Item = &'a Measurement>) -> Self {
        let all: Vec<&Measurement> = measurements.into_iter().collect();
        let mut by_target: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, one) in all.iter().enumerate() {
            by_target.entry(target(one)).or_default().push(place);
        }
        Self {
            span: Span::Around,
            all,
            by_target,
            looked_at: RefCell::default(),
        }
    }

    /// Collects measurements that say what a name had before, if they are more than a day older.
    pub fn earlier(measurements: impl IntoIterator<Item = &'a Measurement>) -> Self {
        Self {
            span: Span::Before,
            ..Self::of(measurements)
        }
    }

    /// How many steps were made for them.
    #[cfg(test)]
    pub(crate) fn steps(&self) -> u64 {
        let looked_at = self.looked_at.borrow();
        looked_at.bundled.used() + looked_at.given.used()
    }

    /// What they show of this measurement's target; `None` if there are no notaries at all.
    pub(crate) fn view(
        &self,
        measurement: &Measurement,
        distrust: &Arc<DistrustSet>,
    ) -> Option<NotaryView> {
        if self.all.is_empty() {
            return None;
        }
        let mut view = NotaryView::default();
        let target = target(measurement);
        if let Some(places) = self.by_target.get(&target) {
            let mut looked_at = self.looked_at.borrow_mut();
            let found = (target, self.span, places.as_slice());
            looked_at.add(&mut view, measurement, found, &self.all, distrust);
        }
        Some(view)
    }
}

/// What was made of the notaries so far: each is judged once.
#[derive(Debug)]
struct LookedAt {
    sets: VecDeque<RootSet>,
    bundled: Budget,
    given: Budget,
}

impl Default for LookedAt {
    fn default() -> Self {
        Self {
            sets: VecDeque::new(),
            bundled: Budget::of(MOST_STEPS),
            given: Budget::of(MOST_STEPS),
        }
    }
}

/// The public roots by which notaries are judged, and the notaries of each target.
#[derive(Debug)]
struct RootSet {
    distrust: Arc<DistrustSet>,
    roots: PublicAnchors,
    policy: Policy,
    by_target: BTreeMap<(String, u16), Candidates>,
}

impl LookedAt {
    fn add(
        &mut self,
        view: &mut NotaryView,
        measurement: &Measurement,
        (target, span, places): ((String, u16), Span, &[usize]),
        all: &[&Measurement],
        distrust: &Arc<DistrustSet>,
    ) {
        let roots = &measurement.anchors.public;
        let budget = match roots {
            PublicAnchors::Bundled => &self.bundled,
            PublicAnchors::Given(_) => &self.given,
        };
        let left_out = budget.left_out();
        let known = self.sets.iter();
        let known = known.map(|set| Arc::ptr_eq(&set.distrust, distrust) && set.roots == *roots);
        let place = known
            .enumerate()
            .find_map(|(place, is_it)| is_it.then_some(place));
        if place.is_none() && self.sets.len() == MOST_ROOT_SETS {
            let mut given = self.sets.iter();
            let oldest = given.position(|it| it.roots != PublicAnchors::Bundled);
            self.sets.remove(oldest.unwrap_or(0));
        }
        let place = place.unwrap_or_else(|| {
            self.sets.push_back(RootSet::of(roots, distrust));
            self.sets.len() - 1
        });
        if let Some(set) = self.sets.get_mut(place) {
            let candidates = set.by_target.entry(target);
            let candidates = candidates.or_insert_with(|| Candidates::of(all, places, span));
            candidates.add(view, measurement, all, &set.policy, budget);
        }
        view.left_out = budget.left_out() - left_out;
    }
}

impl RootSet {
    fn of(roots: &PublicAnchors, distrust: &Arc<DistrustSet>) -> Self {
        let (anchors, _unusable) = match roots {
            PublicAnchors::Bundled => Anchors::bundled_and(&[]),
            PublicAnchors::Given(given) => {
                let given = given.iter();
                let given = given.filter_map(|der| Certificate::from_der(der).ok());
                Anchors::of(&given.collect::<Vec<_>>(), &[])
            }
        };
        let anchors = anchors.chosen_for_one_chain();
        Self {
            distrust: Arc::clone(distrust),
            roots: roots.clone(),
            policy: Policy::new(anchors, Arc::clone(distrust)),
            by_target: BTreeMap::new(),
        }
    }
}

/// The name in the form in which it is compared, and the port.
fn target(measurement: &Measurement) -> (String, u16) {
    let name = ReferenceName::parse(&measurement.target.host);
    (name.to_string(), measurement.target.port)
}
