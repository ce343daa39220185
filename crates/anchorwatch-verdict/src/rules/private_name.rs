//! A locally added root vouches for a private name: that is what it may do.

use anchorwatch_verify::{Decision, Via};

use crate::{Confidence, Hit, RuleId, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    let is_proven = case.is_key_proven();
    (verified.anchor().via == Via::LocalPrivateName && is_proven).then(|| Hit {
        rule: RuleId::PrivateName,
        leads_to: VerdictCode::NotSeen,
        confidence: Confidence::hundredths(60),
        says: format!(
            "{} is a private name, and {}, a root that someone added to this machine, may speak for it",
            case.name,
            verified.anchor().subject
        ),
        against: vec!["whoever holds that root's key can also read connections to private names".to_owned()],
    })
}
