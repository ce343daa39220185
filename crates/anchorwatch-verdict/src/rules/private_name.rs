//! A local root vouches for a private name, which is allowed.

use anchorwatch_verify::{Decision, Via};

use crate::{Against, Confidence, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    let is_proven = case.is_key_proven();
    (verified.anchor().via == Via::LocalPrivateName && is_proven).then(|| Hit {
        rule: RuleId::PrivateName,
        leads_to: VerdictCode::NotSeen,
        confidence: Confidence::hundredths(60),
        saw: Saw::AddedRootVouches {
            root: verified.anchor().subject.clone(),
            name: case.name.to_string(),
        },
        details: Vec::new(),
        against: vec![Against::HolderReadsPrivateNames],
    })
}
