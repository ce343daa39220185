//! Whether a key signed a TLS handshake: asked of what the peer proved, whatever else is
//! wrong with the key or the certificate.

use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use x509_parser::{prelude::FromDer as _, x509::SubjectPublicKeyInfo};

use crate::key_reach::is_in_reach;

/// What a handshake's signature says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProof {
    /// The peer holds the key.
    Proven,
    /// The signature does not hold: the peer showed a certificate of someone else's.
    Refuted,
    /// The signature cannot be checked here: an algorithm that is not known, or a key that
    /// is too short for it.
    NotCheckable,
}

/// Asks whether the key signed the message, by the algorithm that TLS numbers so
/// (RFC 8446 §4.2.3), in either version of TLS.
///
/// Laxer than path building on purpose: old interceptors use keys of 1,024 bits, and that
/// they hold the key is a fact all the same. Keys below 1,024 bits are not checkable, and
/// below 2,048 bits only under PKCS #1 v1.5 with SHA-256 or SHA-512.
///
/// `spki_der` is the DER of a `SubjectPublicKeyInfo`.
#[must_use]
pub fn handshake_key_proof(
    spki_der: &[u8],
    scheme: u16,
    message: &[u8],
    signature: &[u8],
) -> KeyProof {
    let Ok((_, spki)) = SubjectPublicKeyInfo::from_der(spki_der) else {
        return KeyProof::NotCheckable;
    };
    let Some((algorithms, min_bits)) = algorithms(scheme) else {
        return KeyProof::NotCheckable;
    };
    if !is_in_reach(&spki, min_bits) {
        return KeyProof::NotCheckable;
    }
    let is_proven = algorithms.iter().any(|algorithm| {
        UnparsedPublicKey::new(*algorithm, &spki.subject_public_key.data)
            .verify(message, signature)
            .is_ok()
    });
    if is_proven {
        KeyProof::Proven
    } else {
        KeyProof::Refuted
    }
}

/// How an algorithm is checked; for RSA also from how many bits on.
type Checks = (&'static [&'static dyn VerificationAlgorithm], Option<usize>);

fn algorithms(scheme: u16) -> Option<Checks> {
    Some(match scheme {
        0x0401 => (
            &[&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY],
            Some(1024),
        ),
        0x0501 => (&[&signature::RSA_PKCS1_2048_8192_SHA384], Some(2048)),
        0x0601 => (
            &[&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY],
            Some(1024),
        ),
        0x0804 | 0x0809 => (&[&signature::RSA_PSS_2048_8192_SHA256], Some(2048)),
        0x0805 | 0x080a => (&[&signature::RSA_PSS_2048_8192_SHA384], Some(2048)),
        0x0806 | 0x080b => (&[&signature::RSA_PSS_2048_8192_SHA512], Some(2048)),
        // TLS 1.2 names the hash alone, and the certificate the curve.
        0x0403 => (
            &[
                &signature::ECDSA_P256_SHA256_ASN1,
                &signature::ECDSA_P384_SHA256_ASN1,
                &signature::ECDSA_P521_SHA256_ASN1,
            ],
            None,
        ),
        0x0503 => (
            &[
                &signature::ECDSA_P384_SHA384_ASN1,
                &signature::ECDSA_P256_SHA384_ASN1,
                &signature::ECDSA_P521_SHA384_ASN1,
            ],
            None,
        ),
        0x0603 => (
            &[
                &signature::ECDSA_P521_SHA512_ASN1,
                &signature::ECDSA_P384_SHA512_ASN1,
                &signature::ECDSA_P256_SHA512_ASN1,
            ],
            None,
        ),
        0x0807 => (&[&signature::ED25519], None),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
