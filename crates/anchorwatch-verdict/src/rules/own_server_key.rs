//! At the measurer's own server, another key answers.
//!
//! The measurer knows that server's key. If the server itself answers to other names, and someone
//! else's key to the target's, someone on the path looks at the name and answers in the server's
//! place. That holds for a chain under a public root too. Counter-evidence: the server may be
//! several machines, or route by name. If no connection with the target's name got the server's own
//! key, nothing was tested there, and the answer must not be a good one: who cuts off the way to the
//! server would otherwise pass the test.

use anchorwatch_evidence::Purpose;

use super::Hit;
use crate::{
    Against, Confidence, RuleId, Saw, VerdictCode, case::Case, own_server::OwnServerView,
    server_hellos,
};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: u64 = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let view = case.compared.own_server?;
    let both = view.both();
    if both.other_key == 0 {
        return (view.with_name.own_key == 0).then(|| untested(case, view));
    }
    Some(if view.is_selective() {
        selective(case, view)
    } else if both.own_key > 0 {
        let saw = Saw::OtherKeysAtOwnServer {
            other_key: both.other_key,
            own_key: both.own_key,
            total: both.total(),
        };
        match case.compared.is_consented {
            true => hit(
                VerdictCode::InspectedWithConsent,
                90,
                saw,
                &[Against::ConsentIsOfThisMachine],
            ),
            false => hit(VerdictCode::Suspected, 60, saw, &[Against::SeveralMachines]),
        }
    } else {
        let saw = Saw::OwnServerNotReached {
            other_key: both.other_key,
            total: both.total(),
        };
        hit(VerdictCode::Inconclusive, 0, saw, &[])
    })
}

/// Nobody else answered either: the connections failed, or came to nothing that proves a key.
fn untested(case: &Case<'_>, view: OwnServerView) -> Hit {
    let (name, total) = (case.name.to_string(), view.with_name.total());
    let saw = Saw::OwnServerUntested { name, total };
    hit(VerdictCode::Inconclusive, 0, saw, &[])
}

fn selective(case: &Case<'_>, view: OwnServerView) -> Hit {
    let (name, controls) = (view.with_name, view.with_controls);
    let saw = Saw::OtherKeyAtOwnServer {
        name: case.name.to_string(),
        other_key: name.other_key,
        total: name.total(),
        own_key: controls.own_key,
        controls: controls.total(),
    };
    if is_routed(case) {
        return hit(VerdictCode::Suspected, 50, saw, &[Against::RoutedByName]);
    }
    if case.compared.is_consented {
        let against = [Against::ConsentIsOfThisMachine];
        return hit(VerdictCode::InspectedWithConsent, 90, saw, &against);
    }
    let is_repeated = name.other_key.min(controls.own_key) >= ENOUGH;
    let confidence = if is_repeated { 98 } else { 90 };
    let against = [Against::SeveralMachines];
    let mut hit = hit(VerdictCode::Intercepted, confidence, saw, &against);
    let difference = server_hellos::difference(case.measurement, Purpose::OwnServer);
    hit.details.extend(difference);
    hit
}

/// Whether someone who answered showed the certificate that the target itself shows, or may have.
fn is_routed(case: &Case<'_>) -> bool {
    let mut trusted = case.compared.trusted.keys();
    trusted.any(|own| case.compared.strangers.contains(own)) || case.compared.left_out > 0
}

fn hit(leads_to: VerdictCode, confidence: u8, saw: Saw, against: &[Against]) -> Hit {
    Hit {
        rule: RuleId::OwnServerKey,
        leads_to,
        confidence: Confidence::hundredths(confidence),
        saw,
        details: Vec::new(),
        against: against.to_vec(),
    }
}
