//! Whether a key signed a certificate: tells who signed, never what to trust.

use x509_parser::{
    prelude::{FromDer as _, X509Certificate},
    signature_algorithm::RsaSsaPssParams,
    x509::{AlgorithmIdentifier, SubjectPublicKeyInfo},
};

use crate::{
    Certificate,
    signing_key::{Algorithm, Hash, KeyKind, SigningKey},
};

/// What a certificate's signature says about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureCheck {
    /// The key signed the certificate.
    Holds,
    /// It did not.
    DoesNotHold,
    /// It may have: the algorithm, the curve or the key length is not supported.
    NotCheckable,
}

/// Whether the certificate's signature holds under this key, the DER of a
/// `SubjectPublicKeyInfo`.
///
/// Deliberately laxer than path building: who signed is a fact even if the signer uses SHA-1, a
/// key of 1,024 bits or a certificate that breaks every rule of RFC 5280.
///
/// **Not checked:** anything else. DSA, Ed448 and curves other than P-224, P-256, P-384, P-521,
/// secp256k1, Brainpool's and Ed25519 are not supported and give `false`;
/// [`certificate_signature`] tells them apart. The signature's own algorithm field decides.
#[must_use]
pub fn is_signed_by(certificate: &Certificate, spki_der: &[u8]) -> bool {
    certificate_signature(certificate, spki_der) == SignatureCheck::Holds
}

/// Whether the certificate is self-signed (RFC 5280 §3.2): subject and issuer have the same name, and
/// its own key signed it.
///
/// The name counts, because an authority can certify its own key again under a server's name, as
/// Squid 5 does for every page that it re-signs: such a certificate has an issuer.
#[must_use]
pub fn is_self_signed(certificate: &Certificate) -> bool {
    certificate.subject().is_same_as(certificate.issuer()) && is_signed_by_own_key(certificate)
}

/// Whether the certificate's own key signed it, whatever the names in it say.
#[must_use]
pub fn is_signed_by_own_key(certificate: &Certificate) -> bool {
    is_signed_by(certificate, certificate.spki_der())
}

/// The same as [`is_signed_by`], with `NotCheckable` as a third answer.
#[must_use]
pub fn certificate_signature(certificate: &Certificate, spki_der: &[u8]) -> SignatureCheck {
    let Ok((_, parsed)) = X509Certificate::from_der(certificate.der()) else {
        return SignatureCheck::NotCheckable;
    };
    let Ok((_, spki)) = SubjectPublicKeyInfo::from_der(spki_der) else {
        return SignatureCheck::NotCheckable;
    };
    let oid = parsed.signature_algorithm.algorithm.to_id_string();
    let Some(algorithm) = algorithm(&oid, &parsed.signature_algorithm) else {
        return if is_of_another_kind(&oid, &spki) {
            SignatureCheck::DoesNotHold
        } else {
            SignatureCheck::NotCheckable
        };
    };
    if algorithm.kind() != KeyKind::of(&spki) {
        return SignatureCheck::DoesNotHold;
    }
    let has_signed = SigningKey::of(&spki).and_then(|key| {
        let message = parsed.tbs_certificate.as_ref();
        key.has_signed(algorithm, message, &parsed.signature_value.data)
    });
    match has_signed {
        Some(true) => SignatureCheck::Holds,
        Some(false) => SignatureCheck::DoesNotHold,
        None => SignatureCheck::NotCheckable,
    }
}

fn algorithm(oid: &str, identifier: &AlgorithmIdentifier<'_>) -> Option<Algorithm> {
    if oid == PSS {
        return pss(identifier);
    }
    let mut known = ALGORITHMS.iter().filter(|(id, _)| *id == oid);
    known.next().map(|(_, algorithm)| *algorithm)
}

/// RSASSA-PSS with its parameters (RFC 4055 §3.1) and any salt length.
fn pss(identifier: &AlgorithmIdentifier<'_>) -> Option<Algorithm> {
    let parameters = RsaSsaPssParams::try_from(identifier.parameters.as_ref()?).ok()?;
    let mask = parameters.mask_gen_algorithm().ok()?;
    let hash = |oid: &str| {
        let mut known = HASHES.iter().filter(|(id, _)| *id == oid);
        known.next().map(|(_, hash)| *hash)
    };
    if mask.mgf.to_id_string() != MGF1 {
        return None;
    }
    Some(Algorithm::RsaPss {
        hash: hash(&parameters.hash_algorithm_oid().to_id_string())?,
        mask_hash: hash(&mask.hash.to_id_string())?,
    })
}

/// Whether an unsupported signature is of a kind that this key cannot make.
fn is_of_another_kind(oid: &str, spki: &SubjectPublicKeyInfo<'_>) -> bool {
    let key = spki.algorithm.algorithm.to_id_string();
    KINDS
        .iter()
        .any(|(signature, keys)| oid.starts_with(signature) && !keys.contains(&key.as_str()))
}

/// Unsupported signatures and the kinds of key that make them.
const KINDS: [(&str, &[&str]); 4] = [
    (
        "1.2.840.113549.1.1.",
        &["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"],
    ),
    ("1.2.840.10045.4.", &["1.2.840.10045.2.1"]),
    ("1.2.840.10040.4.", &["1.2.840.10040.4.1"]),
    ("1.3.101.113", &["1.3.101.113"]),
];
const PSS: &str = "1.2.840.113549.1.1.10";
const MGF1: &str = "1.2.840.113549.1.1.8";

/// RFC 4055 §2.1, and NIST's register of algorithms.
const HASHES: [(&str, Hash); 11] = [
    ("1.3.14.3.2.26", Hash::Sha1),
    ("2.16.840.1.101.3.4.2.1", Hash::Sha256),
    ("2.16.840.1.101.3.4.2.2", Hash::Sha384),
    ("2.16.840.1.101.3.4.2.3", Hash::Sha512),
    ("2.16.840.1.101.3.4.2.4", Hash::Sha224),
    ("2.16.840.1.101.3.4.2.5", Hash::Sha512Of224),
    ("2.16.840.1.101.3.4.2.6", Hash::Sha512Of256),
    ("2.16.840.1.101.3.4.2.7", Hash::Sha3Of224),
    ("2.16.840.1.101.3.4.2.8", Hash::Sha3Of256),
    ("2.16.840.1.101.3.4.2.9", Hash::Sha3Of384),
    ("2.16.840.1.101.3.4.2.10", Hash::Sha3Of512),
];

/// Signature algorithms of certificates: identifiers of RFC 3279, RFC 4055, RFC 5758, RFC 8017,
/// RFC 8410 and NIST's register. The second is OIW's, which old tools write. An ECDSA signature
/// names its hash, not its curve.
const ALGORITHMS: [(&str, Algorithm); 23] = [
    ("1.2.840.113549.1.1.4", Algorithm::RsaPkcs1(Hash::Md5)),
    ("1.3.14.3.2.29", Algorithm::RsaPkcs1(Hash::Sha1)),
    ("1.2.840.113549.1.1.5", Algorithm::RsaPkcs1(Hash::Sha1)),
    ("1.2.840.113549.1.1.11", Algorithm::RsaPkcs1(Hash::Sha256)),
    ("1.2.840.113549.1.1.12", Algorithm::RsaPkcs1(Hash::Sha384)),
    ("1.2.840.113549.1.1.13", Algorithm::RsaPkcs1(Hash::Sha512)),
    ("1.2.840.113549.1.1.14", Algorithm::RsaPkcs1(Hash::Sha224)),
    (
        "1.2.840.113549.1.1.15",
        Algorithm::RsaPkcs1(Hash::Sha512Of224),
    ),
    (
        "1.2.840.113549.1.1.16",
        Algorithm::RsaPkcs1(Hash::Sha512Of256),
    ),
    (
        "2.16.840.1.101.3.4.3.13",
        Algorithm::RsaPkcs1(Hash::Sha3Of224),
    ),
    (
        "2.16.840.1.101.3.4.3.14",
        Algorithm::RsaPkcs1(Hash::Sha3Of256),
    ),
    (
        "2.16.840.1.101.3.4.3.15",
        Algorithm::RsaPkcs1(Hash::Sha3Of384),
    ),
    (
        "2.16.840.1.101.3.4.3.16",
        Algorithm::RsaPkcs1(Hash::Sha3Of512),
    ),
    ("1.2.840.10045.4.1", Algorithm::Ecdsa(Hash::Sha1)),
    ("1.2.840.10045.4.3.1", Algorithm::Ecdsa(Hash::Sha224)),
    ("1.2.840.10045.4.3.2", Algorithm::Ecdsa(Hash::Sha256)),
    ("1.2.840.10045.4.3.3", Algorithm::Ecdsa(Hash::Sha384)),
    ("1.2.840.10045.4.3.4", Algorithm::Ecdsa(Hash::Sha512)),
    ("2.16.840.1.101.3.4.3.9", Algorithm::Ecdsa(Hash::Sha3Of224)),
    ("2.16.840.1.101.3.4.3.10", Algorithm::Ecdsa(Hash::Sha3Of256)),
    ("2.16.840.1.101.3.4.3.11", Algorithm::Ecdsa(Hash::Sha3Of384)),
    ("2.16.840.1.101.3.4.3.12", Algorithm::Ecdsa(Hash::Sha3Of512)),
    ("1.3.101.112", Algorithm::Ed25519),
];

#[cfg(test)]
mod tests {
    use rcgen::{KeyPair, PublicKeyData as _};

    use super::*;

    fn self_signed(algorithm: &'static rcgen::SignatureAlgorithm) -> (Certificate, Vec<u8>) {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let params = rcgen::CertificateParams::default();
        let certificate = params.self_signed(&key).unwrap();
        let certificate = Certificate::from_der(certificate.der()).unwrap();
        (certificate, key.subject_public_key_info())
    }

    #[test]
    fn a_signature_holds_under_its_own_key_and_under_no_other() {
        use SignatureCheck::{DoesNotHold, Holds};
        let kinds = [
            &rcgen::PKCS_ECDSA_P256_SHA256,
            &rcgen::PKCS_ECDSA_P384_SHA384,
            &rcgen::PKCS_ED25519,
        ];
        let signed = kinds.map(self_signed);
        let again = kinds.map(self_signed);
        for (at, (certificate, _)) in signed.iter().enumerate() {
            for (of, (_, key)) in signed.iter().enumerate() {
                let expected = if at == of { Holds } else { DoesNotHold };
                assert_eq!(certificate_signature(certificate, key), expected);
            }
            for (_, key) in &again {
                assert_eq!(certificate_signature(certificate, key), DoesNotHold);
                assert!(!is_signed_by(certificate, key));
            }
        }
    }

    #[test]
    fn what_is_of_another_kind_than_the_key_did_not_sign_and_the_rest_is_not_known() {
        use SignatureCheck::{DoesNotHold, NotCheckable};
        let (certificate, key) = self_signed(&rcgen::PKCS_ECDSA_P256_SHA256);
        assert_eq!(certificate_signature(&certificate, b"no key"), NotCheckable);
        // ecdsa-with-SHA256 becomes an unassigned identifier next to it (RFC 5758 §3.2).
        let with = |arc: u8| {
            let mut der = certificate.der().to_vec();
            let oid = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
            for at in 0..der.len() - oid.len() {
                if der[at..].starts_with(&oid) {
                    der[at + 7] = arc;
                }
            }
            Certificate::from_der(&der).unwrap()
        };
        assert_eq!(certificate_signature(&with(9), &key), NotCheckable);
        let (_, edwards) = self_signed(&rcgen::PKCS_ED25519);
        assert_eq!(certificate_signature(&with(9), &edwards), DoesNotHold);
        // Another key, on an unsupported curve.
        let (_, mut other) = self_signed(&rcgen::PKCS_ECDSA_P256_SHA256);
        assert_eq!(certificate_signature(&certificate, &other), DoesNotHold);
        let curve = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
        let at = other.windows(10).position(|it| it == curve).unwrap();
        other[at + 9] = 0x01;
        assert_eq!(certificate_signature(&certificate, &other), NotCheckable);
    }
}
