//! A public root vouches for what came here and for what another vantage point saw, and the two have
//! neither key nor issuer in common; no log has promised to show the one that came here.
//!
//! A public authority can be made to sign for an interceptor, or be tricked into it. Then the
//! certificate is new, and whoever ordered it may want to keep it out of the logs.
//!
//! **Must not hit:** the machines of a large service, which have different certificates of different
//! authorities every day: those are in the logs, because browsers insist on it. It is a suspicion
//! only. Counter-evidence: SCTs can also come in the handshake, where this program does not
//! look; and a service can have two certificates.
//!
//! **Not checked:** which authorities the name's CAA record allows, and which it had before.

use anchorwatch_evidence::Purpose;
use anchorwatch_verify::{
    Decision, VerifiedChain, Via,
    ct::{NotAsked, Status},
};

use super::Hit;
use crate::{
    Against, Confidence, RuleId, Saw, VerdictCode, case::Case, transparency::is_list_too_new,
};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let view = case.compared.notary.as_ref()?;
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    let (own, seen) = (case.own()?, view.seen.first()?);
    let counts = verified.anchor().via == Via::PublicProgram
        && case.handshake?.purpose == Purpose::Target
        && case.is_key_proven();
    let is_new = !view.has_key_of(&own) && !view.has_issuer_of(&own);
    if !(counts && is_new && is_unlogged(verified)) || is_list_too_new(case) {
        return None;
    }
    Some(Hit {
        rule: RuleId::PublicCertificateDiffers,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(60),
        saw: Saw::UnloggedCertificate {
            name: case.name.to_string(),
            issuer: own.issuer().to_string(),
            notary_issuer: seen.own.issuer().to_string(),
        },
        details: Vec::new(),
        against: vec![Against::SctsInTheHandshake, Against::TwoCertificates],
    })
}

/// Whether no log has promised to show it. If our list of logs is too old, promises of newer logs
/// cannot be checked, and only a certificate without any counts.
fn is_unlogged(verified: &VerifiedChain) -> bool {
    let report = verified.transparency();
    match report.status {
        Status::NoScts | Status::NotCompliant(_) => true,
        Status::NotAsked(NotAsked::ListTooOld) => report.scts.is_empty(),
        Status::Compliant | Status::NotAsked(_) => false,
    }
}
