//! The site's own certificate is over, or came without its issuer's.
//!
//! A public authority certified this key for this name: the chain leads to a public root at the end
//! of the certificate's validity, or with the certificates that a notary saw. Nobody but the site
//! has such a key, unless it was stolen. It is said only if everything else agrees: each handshake
//! with the name shows that key, and so does each with other names at the same address; a trace finds
//! the answers to both, and the server itself, at the same hop. That the issuer's name is seen at
//! other hosts means nothing here: it is a public authority.
//!
//! **Must not hit**, though it may be the site's fault too: a self-signed certificate, one by an
//! unknown authority, and one for other names. An interceptor can make those, for every name and in
//! both directions (the box of 2019 did: Raman et al., IMC 2020, §3), and if it ends TCP for all,
//! every hop is its own. Those stay inconclusive. Counter-evidence: the key may have been stolen.

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::Certificate;

use super::{Hit, refusal};
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case, own_server::is_lost};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: usize = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let refusal = refusal(case)?;
    let (own, handshake) = (case.own()?, case.handshake?);
    let is_known = case.is_sites_own || case.is_completed_by_notary;
    let counts = handshake.purpose == Purpose::Target && case.is_key_proven();
    if !(is_known && counts && case.compared.trusted.is_empty()) {
        return None;
    }
    // Before it begins, a certificate is right and the clock is wrong.
    let is_over = case.measurement.measured_at > own.validity().not_after;
    if !(is_over || case.is_completed_by_notary) || !is_one_hop(case) {
        return None;
    }
    let is_alike = |purpose: Purpose| all_show(case.measurement, purpose, &own);
    if !is_alike(Purpose::Target) || !is_alike(Purpose::TargetControl) {
        return None;
    }
    if !other_hellos_show(case.measurement, &own) {
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

/// Whether there are enough handshakes of this kind, and each proved this certificate's key.
fn all_show(measurement: &Measurement, purpose: Purpose, own: &Certificate) -> bool {
    let handshakes = measurement.tls_handshakes.iter();
    let of_these = handshakes.filter(|it| it.purpose == purpose && !is_lost(it));
    let shown: Vec<bool> = of_these.map(|it| shows(it, own)).collect();
    shown.len() >= ENOUGH && shown.into_iter().all(|is_shown| is_shown)
}

/// Whether every certificate that came for the name in another ClientHello is for the same key: an
/// interceptor may act on some hellos only.
fn other_hellos_show(measurement: &Measurement, own: &Certificate) -> bool {
    let handshakes = measurement.tls_handshakes.iter();
    let mut answered = handshakes.filter(|it| {
        let is_ech = it.purpose == Purpose::TargetEch && it.failure.is_none();
        (it.purpose.sends_target_name() || is_ech) && !it.peer_certificates.is_empty()
    });
    answered.all(|it| shows(it, own))
}

fn shows(handshake: &TlsHandshake, own: &Certificate) -> bool {
    let shown = handshake.peer_certificates.first();
    let shown = shown.and_then(|der| Certificate::from_der(der).ok());
    let is_same = shown.is_some_and(|shown| shown.spki_der() == own.spki_der());
    is_same && handshake.is_key_proven == Some(true)
}

/// Whether a trace found the answers to both names, and the server's own, at the same hop.
fn is_one_hop(case: &Case<'_>) -> bool {
    let (measurement, address) = (case.measurement, case.handshake.and_then(|it| it.address));
    let nearest = |purpose: Purpose| {
        let handshakes = measurement.tls_handshakes.iter();
        let answered = handshakes.filter(|it| {
            it.purpose == purpose && it.address == address && !it.peer_certificates.is_empty()
        });
        answered.filter_map(|it| it.ttl).min()
    };
    let connects = measurement.tcp_connect.iter();
    let reached = connects.filter(|it| Some(it.address) == address && it.failure.is_none());
    let server = reached.filter_map(|it| it.ttl).min();
    let target = nearest(Purpose::Target);
    target.is_some() && target == nearest(Purpose::TargetControl) && target == server
}
