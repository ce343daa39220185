//! The root that signed, or a certificate that was sent, looks like the next one of a
//! known operator.
//!
//! Suspicion only: names are free to choose, and a generator may have other users.
//! A root that signed weighs more than a certificate that was merely sent along.

use anchorwatch_identity::family::{self, FamilyRule};
use anchorwatch_verify::Decision;

use super::attribution;
use crate::{Confidence, Hit, RuleId, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    // Anyone can send a certificate along; beside a publicly trusted chain it means nothing.
    if matches!(case.decision, Decision::Trusted(_)) {
        return None;
    }
    let signed = attribution(case).filter(|attribution| !attribution.family.is_empty());
    let (who, matched, hundredths) = match signed {
        Some(attribution) => (
            format!("the root that signed it, {}", attribution.subject),
            attribution.family.clone(),
            60,
        ),
        None => {
            let sent = case
                .chain
                .iter()
                .find(|certificate| !family::matches(certificate).is_empty())?;
            (
                format!("a certificate that was sent, {}", sent.subject()),
                family::matches(sent),
                40,
            )
        }
    };
    let reasons: Vec<&str> = matched.into_iter().map(FamilyRule::says).collect();
    Some(Hit {
        rule: RuleId::FamilyMatch,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(hundredths),
        says: format!(
            "{who}, looks like the next one of a known operator: {}",
            reasons.join("; ")
        ),
        against: vec!["names and number patterns can be imitated by anyone".to_owned()],
    })
}
