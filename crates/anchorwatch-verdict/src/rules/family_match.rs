//! The root that signed, or a certificate that was sent, resembles those of a known operator.
//!
//! Suspicion only: anyone can choose a name, and a generator may have other users. A root that
//! signed weighs more than a certificate that was merely sent along.

use anchorwatch_identity::family;
use anchorwatch_verify::Decision;

use super::attribution;
use crate::{Against, Confidence, Detail, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    // Anyone can send extra certificates; with a publicly trusted chain they mean nothing.
    if matches!(case.decision, Decision::Trusted(_)) {
        return None;
    }
    let signed = attribution(case).filter(|attribution| !attribution.family.is_empty());
    let (saw, matched, hundredths) = match signed {
        Some(attribution) => (
            Saw::SignerLooksKnown {
                signer: attribution.subject.clone(),
            },
            attribution.family.clone(),
            60,
        ),
        None => {
            let sent = case
                .chain
                .iter()
                .find(|certificate| !family::matches(certificate).is_empty())?;
            (
                Saw::SentLooksKnown {
                    subject: sent.subject().to_string(),
                },
                family::matches(sent),
                40,
            )
        }
    };
    Some(Hit {
        rule: RuleId::FamilyMatch,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(hundredths),
        saw,
        details: matched.into_iter().map(Detail::from).collect(),
        against: vec![Against::PatternCanBeImitated],
    })
}
