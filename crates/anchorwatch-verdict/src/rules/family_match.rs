//! The root that signed, or a certificate that was sent, resembles those of a known operator.
//!
//! Suspicion only: anyone can choose a name, and a generator may have other users. A root that
//! signed weighs more than a certificate that was merely sent along.

use anchorwatch_identity::{family, registry};
use anchorwatch_verify::Decision;

use super::attribution;
use crate::{Against, Confidence, Detail, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    // Anyone can send extra certificates; with a publicly trusted chain they mean nothing.
    if matches!(case.decision, Decision::Trusted(_)) {
        return None;
    }
    let signed = attribution(case).filter(|attribution| !attribution.family.is_empty());
    let (saw, details, hundredths) = match signed {
        Some(attribution) => (
            Saw::SignerLooksKnown {
                signer: attribution.subject.clone(),
            },
            Detail::of_family(&attribution.family, attribution.look_alike),
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
                Detail::of_family(&family::matches(sent), registry::resembled(sent.subject())),
                40,
            )
        }
    };
    Some(Hit {
        rule: RuleId::FamilyMatch,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(hundredths),
        saw,
        details,
        against: vec![Against::PatternCanBeImitated],
    })
}
