//! Nobody answers over QUIC, though a DNS record says that the site offers HTTP/3.
//!
//! Whoever cannot read QUIC drops it, so that programs use TCP; but many networks drop UDP to port
//! 443 whatever it is for. So this accuses nobody and clears nobody: it is said beside what was seen
//! over TCP.

use super::Hit;
use crate::{Confidence, RuleId, Saw, VerdictCode, case::Case, quic};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let tries = quic::unanswered_offer(case.measurement)?;
    Some(Hit {
        rule: RuleId::QuicSilent,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::QuicSilent {
            name: case.name.to_string(),
            tries,
        },
        details: Vec::new(),
        against: Vec::new(),
    })
}
