//! The target shows a trusted certificate in some handshakes, and in others one that is refused.
//!
//! An interceptor that acts on every other connection looks like this, and so does a service of
//! several machines one of which is set up wrongly. Either way «not seen» would be wrong. A refused
//! certificate counts without a proof of its key too: an interceptor chooses how it signs, and other
//! programs can check what this one cannot.

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let compared = &case.compared;
    let trusted = compared.trusted_count() + compared.trusted_over_quic;
    let refused = compared.refused + compared.refused_unproven + compared.refused_over_quic;
    (trusted > 0 && refused > 0).then(|| Hit {
        rule: RuleId::AnswersDiffer,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::AnswersDiffer {
            name: case.name.to_string(),
            trusted,
            refused,
        },
        details: Vec::new(),
        against: vec![Against::SeveralMachines],
    })
}
