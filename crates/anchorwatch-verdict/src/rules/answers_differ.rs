//! The target shows a trusted certificate in some handshakes, and in others one that is refused.
//!
//! An interceptor that acts on every other connection looks like this, and so does a service of
//! several machines one of which is set up wrongly. Either way «not seen» would be wrong.

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let (trusted, refused) = (case.compared.trusted.len() as u64, case.compared.refused);
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
