//! A local root vouches for a public name, and the owner of the machine consented to that.
//!
//! The connection is re-signed all the same: whoever holds that root's key can read it. The owner
//! agreed, for this name and until a date, and the consent is in the evidence. `verify` decides
//! whether it counts, by the rules for a machine's own consents.
//!
//! **Must not hit:** a consent for other names, one that is over or has not begun, and one to a
//! key that is refused or of a suspected family. Then `local_root_for_public_name` accuses. Nor a
//! measurement in which another chain is refused: the consent does not explain that one.
//! Counter-evidence: whoever wrote the evidence can have made up the consent.

use anchorwatch_verify::{Decision, Via};

use super::Hit;
use crate::{Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    let anchor = verified.anchor();
    if anchor.via != Via::Consent || !case.is_key_proven() {
        return None;
    }
    // Somebody else answers as well.
    let compared = &case.compared;
    if compared.refused + compared.refused_unproven + compared.refused_over_quic > 0 {
        return None;
    }
    let consents = &case.measurement.anchors.owners_choices.consents;
    let key = anchor.spki_sha256.as_bytes();
    let consent = consents.iter().find(|it| it.spki_sha256 == *key)?;
    // What came over QUIC alone says nothing about TCP.
    let (leads_to, confidence) = match case.is_over_quic && compared.trusted.is_empty() {
        true => (VerdictCode::Inconclusive, 0),
        false => (VerdictCode::InspectedWithConsent, 90),
    };
    Some(Hit {
        rule: RuleId::InspectedWithConsent,
        leads_to,
        confidence: Confidence::hundredths(confidence),
        saw: Saw::ConsentedRootVouches {
            root: anchor.subject.clone(),
            name: case.name.to_string(),
            until: consent.until.to_string(),
        },
        details: vec![match &consent.covers {
            Some(scope) => Detail::ConsentCovers {
                scope: scope.clone(),
            },
            None => Detail::ConsentCoversAllNames,
        }],
        against: vec![Against::ConsentIsOfThisMachine],
    })
}
