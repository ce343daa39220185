//! Not everything could be judged: it would have been too much.
//!
//! A measurement has a budget, so that nobody's file keeps the reader busy for hours. What was left out
//! may show an interception, or a trusted chain, so it leads to no answer that reassures.

use super::Hit;
use crate::{Confidence, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    hit(&case.name.to_string(), case.compared.left_out)
}

/// `left_out` is how much was left out.
pub(crate) fn hit(name: &str, left_out: u64) -> Option<Hit> {
    (left_out > 0).then(|| Hit {
        rule: RuleId::TooMuchToJudge,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::TooMuchToJudge {
            name: name.to_owned(),
            left_out,
        },
        details: Vec::new(),
        against: Vec::new(),
    })
}
