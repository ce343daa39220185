//! Which known key signed a certificate.

use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, RsaParameters, UnparsedPublicKey,
    VerificationAlgorithm,
};
use x509_parser::{
    prelude::{FromDer as _, X509Certificate},
    x509::SubjectPublicKeyInfo,
};

use super::{KnownKey, in_public_program, known_roots};
use crate::Certificate;

/// The known key that signed the certificate, proved by the signature.
///
/// A key is tried if the certificate names its owner as the issuer, or its key identifier
/// as the authority's. Of a key that is in the public program nobody asks who else signed it.
///
/// **Not checked:** a certificate that hides both names; one that its own key signed; MD5,
/// and curves other than P-256 and P-384. The signature's own algorithm field decides.
#[must_use]
pub fn known_signer(certificate: &Certificate) -> Option<&'static KnownKey> {
    let key = certificate.spki_sha256();
    if in_public_program(&key) {
        return None;
    }
    let issuer = certificate.issuer().folded();
    let authority = certificate
        .authority_key_identifier()
        .and_then(|authority| authority.key_identifier.as_deref());
    let mut named = known_roots().iter().filter(|known| {
        known.spki_sha256 != key && (known.is_named(&issuer) || is_identified(known, authority))
    });
    let (_, parsed) = X509Certificate::from_der(certificate.der()).ok()?;
    named.find(|known| has_signed(known, &parsed))
}

impl KnownKey {
    fn is_named(&self, folded: &str) -> bool {
        self.certificates
            .iter()
            .any(|one| crate::name::folded(one.subject) == folded)
    }
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

fn has_signed(known: &KnownKey, certificate: &X509Certificate<'_>) -> bool {
    let Ok((_, spki)) = SubjectPublicKeyInfo::from_der(known.spki_der) else {
        return false;
    };
    let oid = certificate.signature_algorithm.algorithm.to_id_string();
    let algorithms = ALGORITHMS.iter().filter(|(id, _)| *id == oid);
    let message = certificate.tbs_certificate.as_ref();
    algorithms.into_iter().any(|(_, algorithm)| {
        UnparsedPublicKey::new(*algorithm, &spki.subject_public_key.data)
            .verify(message, &certificate.signature_value.data)
            .is_ok()
    })
}

const fn rsa(parameters: &'static RsaParameters) -> &'static dyn VerificationAlgorithm {
    parameters
}

/// What certificates are signed with: identifiers of RFC 4055, RFC 5758 and RFC 8017. Old
/// roots have 1024 bits and SHA-1, and who signed is asked here, not whether to believe it.
static ALGORITHMS: [(&str, &dyn VerificationAlgorithm); 9] = [
    (
        "1.2.840.113549.1.1.5",
        rsa(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
    ),
    (
        "1.2.840.113549.1.1.11",
        rsa(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
    ),
    (
        "1.2.840.113549.1.1.12",
        rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
    ),
    (
        "1.2.840.113549.1.1.13",
        rsa(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
    ),
    (
        "1.2.840.113549.1.1.10",
        rsa(&signature::RSA_PSS_2048_8192_SHA256),
    ),
    (
        "1.2.840.113549.1.1.10",
        rsa(&signature::RSA_PSS_2048_8192_SHA384),
    ),
    (
        "1.2.840.113549.1.1.10",
        rsa(&signature::RSA_PSS_2048_8192_SHA512),
    ),
    ("1.2.840.10045.4.3.2", &ECDSA_P256_SHA256_ASN1),
    ("1.2.840.10045.4.3.3", &ECDSA_P384_SHA384_ASN1),
];
