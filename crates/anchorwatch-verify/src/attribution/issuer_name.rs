//! The issuer's name of a chain without a known signer.

use anchorwatch_identity::{
    Certificate, SignatureCheck, certificate_signature,
    registry::{self, KnownName},
};

use super::signers::is_named;
use crate::{Anchor, Anchors};

/// The issuer that a certificate of the chain names, if the name is known.
///
/// **Trust:** a name without a signature; anyone can use it. It is reported because it may be the
/// only trace of an interceptor whose root is neither sent nor installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerName {
    /// The issuer's name, RFC 4514.
    pub name: String,
    /// What is known about it.
    pub known: NamedIssuer,
}

/// What is known about an issuer by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedIssuer {
    /// The name itself is known.
    Known(KnownName),
    /// A local root has that name or key identifier, but the signature is of a kind that cannot
    /// be checked here. Other programs may be able to.
    AddedRoot,
}

/// What the issuer names on the signed paths up from the server's certificate tell: an
/// interception root first, then a local root, then a state's root, a product last.
pub(super) fn of(paths: &[Vec<&Certificate>], anchors: &Anchors) -> Option<IssuerName> {
    let highest = paths.iter().filter_map(|path| path.last().copied());
    let found = highest.filter_map(|certificate| {
        let known = registry::known_name(certificate.issuer()).map(NamedIssuer::Known);
        let known = match known {
            Some(NamedIssuer::Known(KnownName::GovernmentRoot(_) | KnownName::Product(_)))
            | None
                if is_named_by_added(certificate, anchors) =>
            {
                Some(NamedIssuer::AddedRoot)
            }
            known => known,
        };
        Some(IssuerName {
            name: certificate.issuer().to_string(),
            known: known?,
        })
    });
    // Of equals, the first: it is nearest to the server.
    found.min_by_key(|found| match found.known {
        NamedIssuer::Known(
            KnownName::ReadsTraffic(_) | KnownName::IscaFamily | KnownName::LookAlike(_),
        ) => 0,
        NamedIssuer::AddedRoot => 1,
        NamedIssuer::Known(KnownName::GovernmentRoot(_)) => 2,
        NamedIssuer::Known(KnownName::Product(_)) => 3,
    })
}

fn is_named_by_added(certificate: &Certificate, anchors: &Anchors) -> bool {
    let may_have_signed = |anchor: &Anchor| {
        anchor.certificates().first().is_some_and(|root| {
            is_named(certificate, root)
                && !registry::is_retired_from_program(root)
                && certificate_signature(certificate, root.spki_der())
                    == SignatureCheck::NotCheckable
        })
    };
    anchors.added().any(may_have_signed)
}
