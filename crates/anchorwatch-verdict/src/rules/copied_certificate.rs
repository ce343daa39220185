//! Someone copied the server's own certificate: its names, under another key and issuer.
//!
//! To other names the server shows a certificate that a public root vouches for; to the target's
//! name, at the same address, comes a copy of it that leads to no public root, for whatever name.
//! Nobody but a copyist takes over most of a serial number. The same dates, or dates moved by some
//! hours, count only beside the issuer's own certificate: else it may be a public authority's
//! second certificate, sent without the one that leads to its root. Counter-evidence: a server can
//! have two certificates for the same names. So the names alone are a suspicion.

use anchorwatch_identity::{Certificate, is_self_signed, is_signed_by};

use super::{Hit, accuse, refusal};
use crate::{
    Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case, pair::Pair,
    template::Template,
};

/// From this many handshakes on each side, chance is no explanation.
const ENOUGH: u64 = 2;

/// How many certificates of a chain may be the issuer's: real chains have two or three.
const MOST_ABOVE: usize = 16;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let own = case.own()?;
    let mut templates = case.compared.templates.iter();
    templates.find_map(|template| compare(case, own, template))
}

fn compare(case: &Case<'_>, own: &Certificate, template: &Template) -> Option<Hit> {
    let _refused = refusal(case)?;
    let pair = Pair::of(&template.own, own);
    let is_target = case.handshake?.purpose.sends_target_name();
    // A public authority certified this key too: it may be an older certificate of the site.
    let is_public =
        case.is_public_for_another_name || case.is_sites_own || case.is_completed_by_notary;
    if !is_target || !pair.is_copy() || is_public {
        return None;
    }
    // Asked last: it takes the longest.
    if is_self_signed(own) {
        return None;
    }
    // Or the certificate has its issuer's own key, which no public authority gives away.
    let mut above = case.chain.iter().take(MOST_ABOVE);
    let has_issuer = above.any(|one| is_signed_by(own, one.spki_der()));
    let is_copyist = pair.is_serial_copied() || has_issuer && pair.has_copied_dates();
    // Other names were asked over TCP; for QUIC a server can have another certificate.
    if !is_copyist && (!has_issuer || case.is_over_quic) {
        return None;
    }
    let is_repeated = case.compared.shown.of_issuer(own).min(template.seen) >= ENOUGH;
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
    if !is_copyist {
        hit.leads_to = VerdictCode::Suspected;
        hit.confidence = hit.confidence.min(Confidence::hundredths(60));
    }
    Some(hit)
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
