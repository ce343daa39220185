//! Another ClientHello reached the measurer's own server than the one that was sent.
//!
//! The server signs what it received, with the key that the measurer knows and for a number that
//! was drawn for this connection. So someone on the path ended the connection and made one of his
//! own. That holds even if his root is trusted on this machine. Counter-evidence: a program on
//! this device, such as an antivirus, may be the one who did it.

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case, own_server::OwnServerView};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let OwnServerView {
        with_name,
        with_controls,
    } = OwnServerView::of(case.measurement)?;
    if with_name.changed_hello == 0 {
        return None;
    }
    let changed = with_name.changed_hello;
    let total = with_name.total();
    let name = case.name.to_string();
    let saw = if with_controls.changed_hello == 0 {
        Saw::HelloChangedForName {
            name,
            changed,
            total,
        }
    } else {
        Saw::HelloChanged {
            name,
            changed,
            total,
        }
    };
    Some(Hit {
        rule: RuleId::ChangedClientHello,
        leads_to: VerdictCode::Intercepted,
        confidence: Confidence::hundredths(97),
        saw,
        details: Vec::new(),
        against: vec![Against::ProgramHereMayHaveSigned],
    })
}
