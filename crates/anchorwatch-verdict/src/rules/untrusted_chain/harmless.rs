//! Harmless reasons for an untrusted chain. People see these far more often than interception,
//! and each has a fact that can be checked.

use anchorwatch_identity::{Certificate, is_self_signed, registry::KnownName};
use anchorwatch_verify::{IssuerName, NamedIssuer, Refusal, RefusalReason};

use crate::{Against, case::Case, rules::family_match};

/// `None` if the signer is known, or named like someone who reads traffic.
pub(super) fn of(case: &Case<'_>, refusal: &Refusal) -> Option<Against> {
    let is_somebody_known = refusal.attribution.is_some()
        || refusal.issuer_name.as_ref().is_some_and(|it| !is_state(it))
        || family_match::apply(case).is_some();
    if is_somebody_known {
        return None;
    }
    let now = case.measurement.measured_at;
    match refusal.reason {
        RefusalReason::CertificateExpired => {
            let mut over = case.chain.iter();
            let over = over.find(|one| one.validity().not_after < now)?;
            Some(Against::NotRenewedOrWrongClock {
                subject: over.subject().to_string(),
                until: over.validity().not_after.to_string(),
                now: now.to_string(),
            })
        }
        RefusalReason::CertificateNotYetValid => {
            let mut early = case.chain.iter();
            let early = early.find(|one| one.validity().not_before > now)?;
            Some(Against::WrongClock {
                subject: early.subject().to_string(),
                from: early.validity().not_before.to_string(),
                now: now.to_string(),
            })
        }
        RefusalReason::NameMismatch => Some(Against::SignInPage),
        RefusalReason::UnknownIssuer | RefusalReason::ConstraintViolated => of_issuer(case),
        _ => None,
    }
}

/// A state's name accuses nobody, so the harmless reasons still count.
fn is_state(issuer: &IssuerName) -> bool {
    matches!(
        issuer.known,
        NamedIssuer::Known(KnownName::GovernmentRoot(_))
    )
}

fn of_issuer(case: &Case<'_>) -> Option<Against> {
    let own = case.own()?;
    if is_self_signed(own) {
        return Some(Against::DeviceCertificate);
    }
    let last = last_of(&case.chain, own);
    if is_self_signed(last) {
        return Some(Against::OwnAuthority {
            subject: last.subject().to_string(),
        });
    }
    Some(Against::IssuerNotSent {
        issuer: last.issuer().to_string(),
    })
}

/// The last certificate reachable from the server's own by name.
fn last_of<'a>(chain: &'a [Certificate], own: &'a Certificate) -> &'a Certificate {
    let mut last = own;
    // Names can form a cycle.
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
