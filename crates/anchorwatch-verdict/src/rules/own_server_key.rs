//! At the measurer's own server, another key answers to the target's name.
//!
//! The measurer knows that server's key. If the server itself answers to other names, and someone
//! else's key to the target's, someone on the path looks at the name and answers in the server's
//! place. That holds for a chain under a public root too. Counter-evidence: none that is known; the name is all that
//! differs. If other names get another key too, the server may simply not be there.

use super::Hit;
use crate::{Confidence, RuleId, Saw, VerdictCode, case::Case, own_server::OwnServerView};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: u64 = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let OwnServerView {
        with_name,
        with_controls,
    } = OwnServerView::of(case.measurement)?;
    if with_name.other_key == 0 {
        return None;
    }
    let (name, other_key) = (case.name.to_string(), with_name.other_key);
    let (total, controls) = (with_name.total(), with_controls.total());
    let is_selective = with_controls.other_key == 0 && with_controls.own_key > 0;
    let (leads_to, confidence, saw) = if is_selective {
        let is_repeated = other_key.min(with_controls.own_key) >= ENOUGH;
        let confidence = if is_repeated { 98 } else { 90 };
        let own_key = with_controls.own_key;
        let saw = Saw::OtherKeyAtOwnServer {
            name,
            other_key,
            total,
            own_key,
            controls,
        };
        (VerdictCode::Intercepted, confidence, saw)
    } else {
        (
            VerdictCode::Inconclusive,
            0,
            Saw::OwnServerNotReached { other_key, total },
        )
    };
    Some(Hit {
        rule: RuleId::OwnServerKey,
        leads_to,
        confidence: Confidence::hundredths(confidence),
        saw,
        details: Vec::new(),
        against: Vec::new(),
    })
}
