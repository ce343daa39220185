//! Which known key signed a certificate.

use x509_parser::{prelude::FromDer as _, x509::SubjectPublicKeyInfo};

use super::{KnownKey, in_public_program, known_roots};
use crate::{Certificate, is_signed_by};

/// The known key that signed the certificate, proved by the signature.
///
/// A key is tried if the certificate names its owner as the issuer, or its key identifier as the
/// authority's. A certificate whose own key is in the public program is not checked.
///
/// **Not checked:** certificates that name neither; certificates that their own key signed; and
/// algorithms that [`is_signed_by`] does not support.
#[must_use]
pub fn known_signer(certificate: &Certificate) -> Option<&'static KnownKey> {
    let key = certificate.spki_sha256();
    if in_public_program(&key) {
        return None;
    }
    let issuer = certificate.issuer();
    let authority = certificate
        .authority_key_identifier()
        .and_then(|authority| authority.key_identifier.as_deref());
    let mut named = known_roots().iter().filter(|known| {
        known.spki_sha256 != key && (known.is_named(issuer) || is_identified(known, authority))
    });
    named.find(|known| is_signed_by(certificate, known.spki_der))
}

/// By method (1) of RFC 5280 §4.2.1.2, which the known roots follow.
fn is_identified(known: &KnownKey, authority: Option<&[u8]>) -> bool {
    use sha1::{Digest as _, Sha1};
    let Some(authority) = authority else {
        return false;
    };
    SubjectPublicKeyInfo::from_der(known.spki_der)
        .is_ok_and(|(_, spki)| Sha1::digest(&spki.subject_public_key.data)[..] == *authority)
}
