//! What a chain that is not trusted looks like where nobody reads: people meet these far more
//! often than interception, and each has a fact that can be looked at.

use anchorwatch_identity::Certificate;
use anchorwatch_verify::{Refusal, RefusalReason};

use super::is_self_signed;
use crate::{case::Case, rules::family_match};

/// One sentence without a full stop; nothing where somebody is known to have signed.
pub(super) fn of(case: &Case<'_>, refusal: &Refusal) -> Option<String> {
    let is_somebody_known = refusal.attribution.is_some()
        || refusal.issuer_name.is_some()
        || family_match::apply(case).is_some();
    if is_somebody_known {
        return None;
    }
    let now = case.measurement.measured_at;
    match refusal.reason {
        RefusalReason::CertificateExpired => {
            let mut over = case.chain.iter();
            let over = over.find(|one| one.validity().not_after < now)?;
            Some(format!(
                "a server whose certificates were not renewed looks the same, and so does a wrong clock: {} was valid until {}, and the clock of this machine said {now}",
                over.subject(),
                over.validity().not_after
            ))
        }
        RefusalReason::CertificateNotYetValid => {
            let mut early = case.chain.iter();
            let early = early.find(|one| one.validity().not_before > now)?;
            Some(format!(
                "a wrong clock looks the same: {} is valid from {} on, and the clock of this machine said {now}",
                early.subject(),
                early.validity().not_before
            ))
        }
        RefusalReason::NameMismatch => Some(
            "a network's sign-in page, or a server that is set up wrongly, looks the same: compare the names below with the one that was asked for"
                .to_owned(),
        ),
        RefusalReason::UnknownIssuer | RefusalReason::ConstraintViolated => of_issuer(case),
        _ => None,
    }
}

fn of_issuer(case: &Case<'_>) -> Option<String> {
    let own = case.own()?;
    if is_self_signed(&own) {
        return Some(
            "a router, a printer or another device shows such a certificate of its own".to_owned(),
        );
    }
    let last = last_of(&case.chain, &own);
    if is_self_signed(last) {
        return Some(format!(
            "a company's or a household's own authority looks the same: {} came with the certificate, and nothing here trusts it",
            last.subject()
        ));
    }
    Some(format!(
        "a server that forgets to send the certificate of its issuer looks the same: that of {} did not come",
        last.issuer()
    ))
}

/// The last certificate that the server's own leads to by name.
fn last_of<'a>(chain: &'a [Certificate], own: &'a Certificate) -> &'a Certificate {
    let mut last = own;
    // Names can lead round in a circle.
    for _ in chain {
        let issuer = last.issuer();
        let mut above = chain.iter();
        match above.find(|one| one.der() != last.der() && one.subject().is_same_as(issuer)) {
            Some(above) => last = above,
            None => break,
        }
    }
    last
}
