//! The site's own certificate is over, or came without its issuer's.
//!
//! A public authority certified this key for this name: the chain leads to a public root at the end
//! of the certificate's validity, or with the certificates that a notary saw. Nobody but the site
//! has such a key, unless it was stolen. It is said only if everything else agrees: each handshake
//! with the name shows that key, and so does each with other names at the same address; a trace finds
//! the answers to both, and the server itself, at the same hop.
//!
//! No unrelated host may show the issuer. Here the issuer is a public authority, which signs for
//! everyone, so that its name at other hosts means nothing. Two things do mean something, if other
//! measurements are given with this one: an unrelated host with this very key, at another address and
//! under a name that is not in the certificate, as somebody shows it who answers for every name; and an
//! unrelated host with this issuer's name and an issuer's certificate that leads to no public root, as
//! somebody makes who imitates it.
//!
//! **Must not hit**, though it may be the site's fault too: a self-signed certificate, one by an
//! unknown authority, and one for other names. An interceptor can make those, for every name and in
//! both directions (the box of 2019 did: Raman et al., IMC 2020, §3), and if it ends TCP for all,
//! every hop is its own. Those stay inconclusive. Counter-evidence: the key may have been stolen.

use anchorwatch_evidence::Purpose;

use super::{Hit, refusal};
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: usize = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let refusal = refusal(case)?;
    let (own, handshake) = (case.own()?, case.handshake?);
    let is_known = case.is_sites_own || case.is_completed_by_notary;
    let counts = handshake.purpose == Purpose::Target && case.is_key_proven();
    let is_elsewhere = case.compared.views.joint.is_elsewhere;
    if !(is_known && counts && case.compared.is_none_trusted()) || is_elsewhere {
        return None;
    }
    // Before it begins, a certificate is right and the clock is wrong.
    let is_over = case.measurement.measured_at > own.validity().not_after;
    let shown = &case.compared.shown;
    if !(is_over || case.is_completed_by_notary) || !shown.is_one_hop(handshake.address) {
        return None;
    }
    let all = [&shown.target, &shown.control];
    let is_enough = all.iter().all(|keys| keys.count >= ENOUGH);
    let mut all = all.into_iter().chain([&shown.hellos]);
    if !is_enough || !all.all(|keys| keys.are_all(own)) {
        return None;
    }
    Some(Hit {
        rule: RuleId::SiteFault,
        leads_to: VerdictCode::SiteFault,
        confidence: Confidence::hundredths(90),
        saw: Saw::SitesOwnCertificate {
            name: case.name.to_string(),
            issuer: own.issuer().to_string(),
            refusal: refusal.reason,
        },
        details: Vec::new(),
        against: vec![Against::KeyMayBeStolen],
    })
}
