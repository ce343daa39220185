//! How the chains of a measurement are decided.

use std::sync::Arc;

use anchorwatch_evidence::{Measurement, PublicAnchors};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::DistrustSet;
use anchorwatch_verify::{Anchors, Policy};

use crate::owners_choices;

/// By the roots of the vantage point, and by what its owner decided.
pub(crate) fn of(measurement: &Measurement, distrust: &Arc<DistrustSet>) -> Policy {
    let choices = &measurement.anchors.owners_choices;
    let anchors = anchors(measurement).with_consents(owners_choices::consents(choices));
    Policy::new(anchors, Arc::clone(distrust))
        .with_private_names(owners_choices::private_names(choices))
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
