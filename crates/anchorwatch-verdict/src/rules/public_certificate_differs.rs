//! A public root vouches for what came here, and what was seen of the name elsewhere or earlier has
//! neither key nor authority in common with it, or the name's owner does not let that authority sign.
//!
//! A public authority can be made to sign for an interceptor, or be tricked into it. Then the
//! certificate is new. It is suspected only if another vantage point got another authority's certificate,
//! and besides
//!
//! - no log has promised to show the certificate: whoever ordered it may want to keep it secret; or
//! - the authority is new by what was measured earlier, and the other vantage point looked after this
//!   certificate had been made.
//!
//! In May 2026 certificates for names of Google under .ug were in the logs, and their authority was new
//! there. If the name's CAA records allow other authorities only (RFC 8659), that is said beside it: an
//! authority that was tricked saw other ones, or did not look.
//!
//! Without another vantage point, two of the other signs together (no log, a new authority, CAA records)
//! suspect nobody: whoever changed its authority everywhere looks the same. They leave the answer open.
//!
//! **Must not hit:** the machines of a large service, which have different certificates of different
//! authorities every day: those are in the logs, because browsers insist on it, and the authorities
//! are not new. A site that has changed its authority everywhere. It is a suspicion only.
//! Counter-evidence: SCTs can also come in the handshake, where this program does not look; a service
//! can have two certificates; a site may be in the middle of a change. CAA records alone accuse nobody:
//! an authority looks at them when it signs, and owners change them afterwards.

use anchorwatch_evidence::Purpose;
use anchorwatch_identity::Certificate;
use anchorwatch_verify::{
    Decision, VerifiedChain, Via,
    ct::{NotAsked, Status},
};

use super::{Hit, no_other_vantage};
use crate::{
    Against, Confidence, RuleId, Saw, VerdictCode,
    caa::{Allowance, Restriction},
    case::Case,
    issuer_history::IssuerHistory,
    notary::SeenChain,
    transparency::is_list_too_new,
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
    let forbidden = Allowance::of(case, own).restriction();
    let mut hit = match (is_unlogged, elsewhere, earlier) {
        (true, Some(seen), _) => unlogged(case, own, seen),
        (true, None, Some(latest)) => open(case, unlogged_since(case, own, latest)),
        (false, Some(seen), Some(latest)) if seen.at >= own.validity().not_before => {
            new_here_alone(case, own, seen, latest)
        }
        (true, None, None) => {
            return Some(open(case, unlogged_and_forbidden(case, own, forbidden?)));
        }
        (false, _, Some(latest)) => {
            return Some(open(case, new_and_forbidden(case, own, latest, forbidden?)));
        }
        (false, _, None) => return None,
    };
    hit.details.extend(forbidden.map(Restriction::detail));
    Some(hit)
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

fn unlogged_and_forbidden(case: &Case<'_>, own: &Certificate, by: Restriction) -> Hit {
    let saw = Saw::UnloggedForbiddenAuthority {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        count: by.count(),
        record: by.record,
        allowed: by.allowed,
    };
    let against = vec![Against::SctsInTheHandshake, Against::RecordsMayBeNewer];
    suspected(50, saw, against)
}

fn new_and_forbidden(
    case: &Case<'_>,
    own: &Certificate,
    latest: &SeenChain,
    by: Restriction,
) -> Hit {
    let saw = Saw::NewForbiddenAuthority {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        earlier_issuer: latest.own.issuer().to_string(),
        time: latest.at.to_string(),
        count: by.count(),
        record: by.record,
        allowed: by.allowed,
    };
    let against = vec![Against::AuthorityChanged, Against::RecordsMayBeNewer];
    suspected(50, saw, against)
}

/// Accuses nobody, for want of another vantage point that sees something else.
fn open(case: &Case<'_>, hit: Hit) -> Hit {
    Hit {
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        details: no_other_vantage(case).into_iter().collect(),
        ..hit
    }
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
