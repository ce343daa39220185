//! A public root vouches for what came here, and what was seen of the name elsewhere or earlier has
//! neither key nor authority in common with it.
//!
//! A public authority can be made to sign for an interceptor, or be tricked into it. Then the
//! certificate is new. One of these has to be added, because sites change their authorities too:
//!
//! - no log has promised to show the certificate: whoever ordered it may want to keep it secret;
//! - the authority is new by what was measured earlier, and another vantage point got another one's
//!   certificate after this one had been made. So it was in May 2026 with names of Google under .ug,
//!   whose certificates are in the logs.
//!
//! **Must not hit:** the machines of a large service, which have different certificates of different
//! authorities every day: those are in the logs, because browsers insist on it, and the authorities
//! are not new. A site that has changed its authority everywhere. It is a suspicion only.
//! Counter-evidence: SCTs can also come in the handshake, where this program does not look; a service
//! can have two certificates; a site may be in the middle of a change.
//!
//! **Not checked:** which authorities the name's CAA record allows.

use anchorwatch_evidence::Purpose;
use anchorwatch_identity::Certificate;
use anchorwatch_verify::{
    Decision, VerifiedChain, Via,
    ct::{NotAsked, Status},
};

use super::Hit;
use crate::{
    Against, Confidence, RuleId, Saw, VerdictCode, case::Case, issuer_history::IssuerHistory,
    notary::SeenChain, transparency::is_list_too_new,
};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    let own = case.own()?;
    let counts = verified.anchor().via == Via::PublicProgram
        && case.handshake?.purpose == Purpose::Target
        && case.is_key_proven();
    if !counts {
        return None;
    }
    let notary = case.compared.views.notary.as_ref();
    let elsewhere = notary.and_then(|view| view.other_than(own));
    let earlier = match IssuerHistory::of(case, own) {
        IssuerHistory::New(latest) => Some(latest),
        IssuerHistory::Same(_) | IssuerHistory::Unknown => None,
    };
    let is_unlogged = is_unlogged(verified) && !is_list_too_new(case);
    match (is_unlogged, elsewhere, earlier) {
        (true, Some(seen), _) => Some(unlogged(case, own, seen)),
        (true, None, Some(latest)) => Some(unlogged_since(case, own, latest)),
        (false, Some(seen), Some(latest)) if seen.at >= own.validity().not_before => {
            Some(new_here_alone(case, own, seen, latest))
        }
        _ => None,
    }
}

fn unlogged(case: &Case<'_>, own: &Certificate, seen: &SeenChain) -> Hit {
    let saw = Saw::UnloggedCertificate {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        notary_issuer: seen.own.issuer().to_string(),
    };
    let against = vec![Against::SctsInTheHandshake, Against::TwoCertificates];
    suspected(60, saw, against)
}

fn unlogged_since(case: &Case<'_>, own: &Certificate, latest: &SeenChain) -> Hit {
    let saw = Saw::UnloggedNewAuthority {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        earlier_issuer: latest.own.issuer().to_string(),
        time: latest.at.to_string(),
    };
    let against = vec![Against::SctsInTheHandshake, Against::AuthorityChanged];
    suspected(60, saw, against)
}

fn new_here_alone(case: &Case<'_>, own: &Certificate, seen: &SeenChain, latest: &SeenChain) -> Hit {
    let saw = Saw::NewAuthorityHereAlone {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        notary_issuer: seen.own.issuer().to_string(),
        earlier_issuer: latest.own.issuer().to_string(),
        time: latest.at.to_string(),
    };
    suspected(50, saw, vec![Against::AuthorityChanged])
}

fn suspected(hundredths: u8, saw: Saw, against: Vec<Against>) -> Hit {
    Hit {
        rule: RuleId::PublicCertificateDiffers,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(hundredths),
        saw,
        details: Vec::new(),
        against,
    }
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
