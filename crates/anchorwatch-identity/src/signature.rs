//! Whether a key signed a certificate: asked of who signed, never of what to believe.

use aws_lc_rs::signature::{
    self, RsaParameters, RsaPssSaltLength, UnparsedPublicKey, VerificationAlgorithm,
};
use x509_parser::{
    prelude::{FromDer as _, X509Certificate},
    public_key::PublicKey,
    signature_algorithm::RsaSsaPssParams,
    x509::{AlgorithmIdentifier, SubjectPublicKeyInfo},
};

use crate::{
    Certificate,
    key_reach::{bits, is_in_reach},
};

/// What a certificate's signature says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureCheck {
    /// The key signed the certificate.
    Holds,
    /// It did not.
    DoesNotHold,
    /// It may have: the algorithm, the curve or the length of the key is not known here.
    NotCheckable,
}

/// Whether the certificate's signature holds under this key, the DER of a
/// `SubjectPublicKeyInfo`.
///
/// Laxer than path building on purpose: who signed is a fact also where the signer uses
/// SHA-1, a key of 1,024 bits or a certificate that breaks every rule of RFC 5280.
///
/// **Not checked:** anything else. MD5, SHA-224, DSA and curves but P-256, P-384, P-521 and
/// Ed25519 are not known, and answer `false`; [`certificate_signature`] tells them apart. The
/// signature's own algorithm field decides. Of RSASSA-PSS the lengths of salt are known that
/// programs use: the digest's, the longest, and with SHA-256 20 octets.
#[must_use]
pub fn is_signed_by(certificate: &Certificate, spki_der: &[u8]) -> bool {
    certificate_signature(certificate, spki_der) == SignatureCheck::Holds
}

/// The same, with the third answer.
#[must_use]
pub fn certificate_signature(certificate: &Certificate, spki_der: &[u8]) -> SignatureCheck {
    let Ok((_, parsed)) = X509Certificate::from_der(certificate.der()) else {
        return SignatureCheck::NotCheckable;
    };
    let Ok((_, spki)) = SubjectPublicKeyInfo::from_der(spki_der) else {
        return SignatureCheck::NotCheckable;
    };
    let oid = parsed.signature_algorithm.algorithm.to_id_string();
    let mut algorithms = ALGORITHMS.iter().filter(|(id, _)| *id == oid);
    let message = parsed.tbs_certificate.as_ref();
    let holds = algorithms.any(|(_, algorithm)| {
        UnparsedPublicKey::new(*algorithm, &spki.subject_public_key.data)
            .verify(message, &parsed.signature_value.data)
            .is_ok()
    });
    if holds {
        SignatureCheck::Holds
    } else if is_out_of_reach(&oid, &spki)
        || oid == RSA_PSS_KEY && has_odd_salt(&parsed.signature_algorithm, &spki)
    {
        SignatureCheck::NotCheckable
    } else {
        SignatureCheck::DoesNotHold
    }
}

/// Whether a signature that does not hold here may hold for those who know more.
fn is_out_of_reach(oid: &str, spki: &SubjectPublicKeyInfo<'_>) -> bool {
    let key = spki.algorithm.algorithm.to_id_string();
    let is_rsa = matches!(key.as_str(), RSA | RSA_PSS_KEY);
    let is_known = ALGORITHMS.iter().any(|(id, _)| *id == oid);
    match oid {
        // Of another kind than the key: it cannot have signed.
        _ if is_known && is_rsa != oid.starts_with(PKCS1) => false,
        _ if !is_known => !KINDS
            .iter()
            .any(|(signature, kind)| oid.starts_with(signature) && key != *kind),
        SHA1_WITH_RSA | SHA256_WITH_RSA | SHA512_WITH_RSA => !is_in_reach(spki, Some(1024)),
        _ if is_rsa => !is_in_reach(spki, Some(2048)),
        _ => !is_in_reach(spki, None),
    }
}

/// Whether a signature by RSASSA-PSS (RFC 4055 §3.1) has a hash or a salt that is not tried.
fn has_odd_salt(algorithm: &AlgorithmIdentifier<'_>, spki: &SubjectPublicKeyInfo<'_>) -> bool {
    let is_rsa = matches!(spki.parsed(), Ok(PublicKey::RSA(_)));
    let parameters = algorithm.parameters.as_ref();
    let parameters = parameters.and_then(|any| RsaSsaPssParams::try_from(any).ok());
    let Some(parameters) = parameters.filter(|_| is_rsa) else {
        return is_rsa;
    };
    let hash_octets = match parameters.hash_algorithm_oid().to_id_string().as_str() {
        "2.16.840.1.101.3.4.2.1" => 32,
        "2.16.840.1.101.3.4.2.2" => 48,
        "2.16.840.1.101.3.4.2.3" => 64,
        _ => return true,
    };
    let salt_octets = parameters.salt_length();
    let longest = longest_salt(spki, hash_octets);
    !(salt_octets == hash_octets
        || salt_octets == 20 && hash_octets == 32
        || Some(salt_octets) == longest)
}

/// RFC 8017 §9.1.1: what the hash and two octets leave of the encoded message.
fn longest_salt(spki: &SubjectPublicKeyInfo<'_>, hash_octets: u32) -> Option<u32> {
    let Ok(PublicKey::RSA(key)) = spki.parsed() else {
        return None;
    };
    let bits = u32::try_from(bits(key.modulus)).ok()?;
    (bits + 6).checked_div(8)?.checked_sub(hash_octets + 2)
}

/// Signatures that are not known and the one kind of key that makes them.
const KINDS: [(&str, &str); 4] = [
    (PKCS1, RSA),
    ("1.2.840.10045.4.", "1.2.840.10045.2.1"),
    ("1.2.840.10040.4.", "1.2.840.10040.4.1"),
    ("1.3.101.113", "1.3.101.113"),
];
const PKCS1: &str = "1.2.840.113549.1.1.";
const RSA: &str = "1.2.840.113549.1.1.1";
const RSA_PSS_KEY: &str = "1.2.840.113549.1.1.10";
const SHA1_WITH_RSA: &str = "1.2.840.113549.1.1.5";
const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";
const SHA512_WITH_RSA: &str = "1.2.840.113549.1.1.13";

static PSS_SHA256_LONGEST: RsaParameters =
    signature::RSA_PSS_2048_8192_SHA256.with_pss_salt_length(RsaPssSaltLength::Max);
static PSS_SHA384_LONGEST: RsaParameters =
    signature::RSA_PSS_2048_8192_SHA384.with_pss_salt_length(RsaPssSaltLength::Max);
static PSS_SHA512_LONGEST: RsaParameters =
    signature::RSA_PSS_2048_8192_SHA512.with_pss_salt_length(RsaPssSaltLength::Max);
/// The default of RFC 4055 §3.1, where none is told.
static PSS_SHA256_20: RsaParameters =
    signature::RSA_PSS_2048_8192_SHA256.with_pss_salt_length(RsaPssSaltLength::Custom(20));

const fn rsa(parameters: &'static RsaParameters) -> &'static dyn VerificationAlgorithm {
    parameters
}

/// What certificates are signed with: identifiers of RFC 4055, RFC 5758, RFC 8017 and
/// RFC 8410. An ECDSA signature names its hash and not its curve.
static ALGORITHMS: [(&str, &dyn VerificationAlgorithm); 20] = [
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
    (RSA_PSS_KEY, rsa(&PSS_SHA256_LONGEST)),
    (RSA_PSS_KEY, rsa(&PSS_SHA384_LONGEST)),
    (RSA_PSS_KEY, rsa(&PSS_SHA512_LONGEST)),
    (RSA_PSS_KEY, rsa(&PSS_SHA256_20)),
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
        // ecdsa-with-SHA256 becomes ecdsa-with-SHA224: RFC 5758 §3.2.
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
        assert_eq!(certificate_signature(&with(1), &key), NotCheckable);
        let (_, edwards) = self_signed(&rcgen::PKCS_ED25519);
        assert_eq!(certificate_signature(&with(1), &edwards), DoesNotHold);
        // Another key, on a curve that is not known.
        let (_, mut other) = self_signed(&rcgen::PKCS_ECDSA_P256_SHA256);
        assert_eq!(certificate_signature(&certificate, &other), DoesNotHold);
        let curve = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
        let at = other.windows(10).position(|it| it == curve).unwrap();
        other[at + 9] = 0x01;
        assert_eq!(certificate_signature(&certificate, &other), NotCheckable);
    }
}
