//! Whether a key signed a certificate: asked of who signed, never of what to believe.

use aws_lc_rs::signature::{self, RsaParameters, UnparsedPublicKey, VerificationAlgorithm};
use x509_parser::{
    prelude::{FromDer as _, X509Certificate},
    x509::SubjectPublicKeyInfo,
};

use crate::Certificate;

/// Whether the certificate's signature holds under this key, the DER of a
/// `SubjectPublicKeyInfo`.
///
/// Laxer than path building on purpose: who signed is a fact also where the signer uses
/// SHA-1, a key of 1,024 bits or a certificate that breaks every rule of RFC 5280.
///
/// **Not checked:** anything else. MD5 and curves but P-256, P-384, P-521 and Ed25519 are
/// not known, and answer `false`. The signature's own algorithm field decides.
#[must_use]
pub fn is_signed_by(certificate: &Certificate, spki_der: &[u8]) -> bool {
    let Ok((_, parsed)) = X509Certificate::from_der(certificate.der()) else {
        return false;
    };
    let Ok((_, spki)) = SubjectPublicKeyInfo::from_der(spki_der) else {
        return false;
    };
    let oid = parsed.signature_algorithm.algorithm.to_id_string();
    let algorithms = ALGORITHMS.iter().filter(|(id, _)| *id == oid);
    let message = parsed.tbs_certificate.as_ref();
    algorithms.into_iter().any(|(_, algorithm)| {
        UnparsedPublicKey::new(*algorithm, &spki.subject_public_key.data)
            .verify(message, &parsed.signature_value.data)
            .is_ok()
    })
}

const fn rsa(parameters: &'static RsaParameters) -> &'static dyn VerificationAlgorithm {
    parameters
}

/// What certificates are signed with: identifiers of RFC 4055, RFC 5758, RFC 8017 and
/// RFC 8410. An ECDSA signature names its hash and not its curve.
static ALGORITHMS: [(&str, &dyn VerificationAlgorithm); 16] = [
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
    ("1.2.840.10045.4.3.2", &signature::ECDSA_P256_SHA256_ASN1),
    ("1.2.840.10045.4.3.2", &signature::ECDSA_P384_SHA256_ASN1),
    ("1.2.840.10045.4.3.2", &signature::ECDSA_P521_SHA256_ASN1),
    ("1.2.840.10045.4.3.3", &signature::ECDSA_P384_SHA384_ASN1),
    ("1.2.840.10045.4.3.3", &signature::ECDSA_P256_SHA384_ASN1),
    ("1.2.840.10045.4.3.3", &signature::ECDSA_P521_SHA384_ASN1),
    ("1.2.840.10045.4.3.4", &signature::ECDSA_P384_SHA512_ASN1),
    ("1.2.840.10045.4.3.4", &signature::ECDSA_P521_SHA512_ASN1),
    ("1.3.101.112", &signature::ED25519),
];
