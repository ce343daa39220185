//! Someone copied the server's own certificate: its names, under another key and issuer.
//!
//! To other names the server shows a certificate that a public root vouches for; to the target's
//! name, at the same address, comes a copy of it that no public root vouches for. Counter-evidence: a server can be
//! configured with two certificates for the same names. That is why the names alone are only a
//! suspicion; nobody but a copyist takes over the dates or the serial number.

use anchorwatch_evidence::Purpose;
use anchorwatch_identity::{Certificate, is_signed_by};

use super::{Hit, accuse, refusal};
use crate::{Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case, pair::Pair};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: u64 = 2;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let (own, template) = (case.own()?, case.template.as_ref()?);
    let _refused = refusal(case)?;
    let pair = Pair::of(&template.own, &own);
    let is_target = case.handshake?.purpose == Purpose::Target;
    if !is_target || !pair.is_copy() || is_signed_by(&own, own.spki_der()) {
        return None;
    }
    let seen = times_seen(case, &own);
    let is_repeated = seen.min(template.seen) >= ENOUGH;
    let confidence = if is_repeated { 95 } else { 85 };
    let saw = Saw::CopiedCertificate {
        name: case.name.to_string(),
        issuer: own.issuer().to_string(),
        genuine_issuer: template.own.issuer().to_string(),
        seen: template.seen,
        total: template.total,
    };
    let against = Some(Against::TwoCertificates);
    let confidence = Confidence::hundredths(confidence);
    let mut hit = accuse(case, RuleId::CopiedCertificate, confidence, saw, against);
    hit.details.extend(details(&pair));
    if !pair.has_copied_numbers() {
        hit.leads_to = VerdictCode::Suspected;
        hit.confidence = hit.confidence.min(Confidence::hundredths(60));
    }
    Some(hit)
}

/// How many handshakes with the target's name showed a certificate of this issuer: some
/// interceptors make a new one for each connection.
fn times_seen(case: &Case<'_>, own: &Certificate) -> u64 {
    let handshakes = case.measurement.tls_handshakes.iter();
    let targets = handshakes.filter(|it| it.purpose == Purpose::Target);
    let shown = targets.filter_map(|it| it.peer_certificates.first());
    let shown = shown.filter_map(|der| Certificate::from_der(der).ok());
    shown
        .filter(|it| it.issuer().is_same_as(own.issuer()))
        .count() as u64
}

fn details(pair: &Pair) -> impl Iterator<Item = Detail> {
    let dates = pair.shift_hours.map(|shift| {
        let hours = shift.unsigned_abs();
        match shift.signum() {
            0 => Detail::DatesCopied,
            1 => Detail::DatesLater { hours },
            _ => Detail::DatesEarlier { hours },
        }
    });
    let serial = pair.is_serial_copied().then_some(Detail::SerialCopied {
        bits: pair.serial_bits,
    });
    dates.into_iter().chain(serial)
}
