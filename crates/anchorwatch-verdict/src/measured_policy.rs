//! By which roots a measurement's chains are decided.
//!
//! To read roots and to compare them with every entry takes longer than to decide about a chain, and
//! thousands of measurements have the same few. So each thread keeps the last ones.

use std::{cell::RefCell, collections::VecDeque, sync::Arc};

use anchorwatch_evidence::{Measurement, OwnersChoices, PublicAnchors};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{Anchors, Policy};

use crate::owners_choices;

/// How many are kept.
const MOST: usize = 16;

/// Larger ones are not kept, in octets of roots: evidence can be anybody's.
const MAX_BYTES: usize = 1 << 16;

thread_local! {
    static LAST: RefCell<VecDeque<Made>> = const { RefCell::new(VecDeque::new()) };
}

/// A policy, and everything that it was made of.
struct Made {
    public: PublicAnchors,
    local: Vec<Vec<u8>>,
    choices: OwnersChoices,
    distrust: Arc<DistrustSet>,
    policy: Policy,
}

impl Made {
    fn is_for(&self, measurement: &Measurement, distrust: &Arc<DistrustSet>) -> bool {
        let anchors = &measurement.anchors;
        self.public == anchors.public
            && self.local == anchors.local
            && self.choices == anchors.owners_choices
            && Arc::ptr_eq(&self.distrust, distrust)
    }
}

/// How chains are decided: by the roots of the vantage point, and by what its owner decided.
pub(crate) fn of(measurement: &Measurement, distrust: &Arc<DistrustSet>) -> Policy {
    LAST.with_borrow_mut(|last| {
        let mut known = last.iter();
        if let Some(made) = known.find(|made| made.is_for(measurement, distrust)) {
            return made.policy.clone();
        }
        let policy = make(measurement, distrust);
        if octets(measurement) <= MAX_BYTES {
            last.truncate(MOST - 1);
            last.push_front(Made {
                public: measurement.anchors.public.clone(),
                local: measurement.anchors.local.clone(),
                choices: measurement.anchors.owners_choices.clone(),
                distrust: Arc::clone(distrust),
                policy: policy.clone(),
            });
        }
        policy
    })
}

fn make(measurement: &Measurement, distrust: &Arc<DistrustSet>) -> Policy {
    let choices = &measurement.anchors.owners_choices;
    let anchors = anchors(measurement).with_consents(owners_choices::consents(choices));
    Policy::new(anchors, Arc::clone(distrust))
        .with_private_names(owners_choices::private_names(choices))
        .remembering_signatures()
}

fn anchors(measurement: &Measurement) -> Anchors {
    let readable = |all: &[Vec<u8>]| {
        all.iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .collect::<Vec<_>>()
    };
    let local = readable(&measurement.anchors.local);
    // A root that path building cannot use vouches for nothing here, but may have signed.
    let (anchors, _unusable) = match &measurement.anchors.public {
        PublicAnchors::Bundled => Anchors::bundled_and(&local),
        PublicAnchors::Given(given) => Anchors::of(&readable(given), &local),
    };
    anchors.chosen_for_one_chain()
}

fn octets(measurement: &Measurement) -> usize {
    let anchors = &measurement.anchors;
    let given = match &anchors.public {
        PublicAnchors::Bundled => &[],
        PublicAnchors::Given(given) => given.as_slice(),
    };
    let roots = given.iter().chain(&anchors.local).map(Vec::len);
    let choices = &anchors.owners_choices;
    let names = choices.private_names.iter().map(String::len);
    let consents = choices.consents.iter();
    let consents = consents.map(|it| size_of_val(it) + it.covers.as_ref().map_or(0, String::len));
    roots.chain(names).chain(consents).sum()
}
