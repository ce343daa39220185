//! What the issuer's name suggests if no signature tells who signed.
//!
//! Someone who has only a server's certificate, as people had in Kazakhstan
//! (<https://github.com/net4people/bbs/issues/339>, read 2026-11-28), has nothing else to go by.
//! A name is suspicion, not proof: anyone can use it, and a product's name excuses nothing. A
//! state's name accuses nobody: sites of that state have such certificates.

use anchorwatch_identity::{
    Certificate,
    registry::{self, KnownName},
};

use super::{Class, ClassReason, reason::Said};

/// `None` for a certificate that names itself as issuer, since its subject is judged already; for
/// one in the public program; and for one that a known key signed, since the signature is
/// stronger.
pub(super) fn of_issuer(certificate: &Certificate) -> Option<Said> {
    if certificate.issuer().is_same_as(certificate.subject())
        || registry::in_public_program(&certificate.spki_sha256())
        || registry::known_signer(certificate).is_some()
    {
        return None;
    }
    Some(match registry::known_name(certificate.issuer())? {
        KnownName::ReadsTraffic(known) => {
            (Class::SuspectedFamily, ClassReason::KnownIssuerName(known))
        }
        KnownName::LookAlike(known) => (
            Class::SuspectedFamily,
            ClassReason::LookAlikeIssuerName(known),
        ),
        KnownName::IscaFamily => (Class::SuspectedFamily, ClassReason::IscaIssuerName),
        KnownName::GovernmentRoot(name) => {
            (Class::Unknown, ClassReason::GovernmentIssuerName(name))
        }
        KnownName::Product(product) => (Class::Unknown, ClassReason::InspectionIssuerName(product)),
    })
}
