//! Whether a key signed a TLS handshake: what the peer proved, even if the key or the certificate
//! is otherwise unacceptable.

use x509_parser::{prelude::FromDer as _, x509::SubjectPublicKeyInfo};

use crate::signing_key::{Algorithm, Hash, SigningKey};

/// What a handshake's signature says about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProof {
    /// The peer holds the key.
    Proven,
    /// The signature is invalid: the peer showed someone else's certificate.
    Refuted,
    /// The signature cannot be checked: the algorithm, the curve or the key length is not
    /// supported.
    NotCheckable,
}

/// Whether the key signed the message with the algorithm of this TLS number (RFC 8446 §4.2.3), in
/// either version of TLS.
///
/// Deliberately laxer than path building: old interceptors use keys of 1,024 bits, and it is
/// still a fact that they hold the key. RSA from 512 to 16,384 bits, the curves P-224, P-256,
/// P-384, P-521, secp256k1 and Brainpool's, and Ed25519 are checked.
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
    let has_signed = algorithm(scheme)
        .and_then(|algorithm| SigningKey::of(&spki)?.has_signed(algorithm, message, signature));
    match has_signed {
        Some(true) => KeyProof::Proven,
        Some(false) => KeyProof::Refuted,
        None => KeyProof::NotCheckable,
    }
}

/// For ECDSA, TLS 1.2 names only the hash; the certificate names the curve.
fn algorithm(scheme: u16) -> Option<Algorithm> {
    Some(match scheme {
        0x0201 => Algorithm::RsaPkcs1(Hash::Sha1),
        0x0401 => Algorithm::RsaPkcs1(Hash::Sha256),
        0x0501 => Algorithm::RsaPkcs1(Hash::Sha384),
        0x0601 => Algorithm::RsaPkcs1(Hash::Sha512),
        0x0804 | 0x0809 => Algorithm::pss(Hash::Sha256),
        0x0805 | 0x080a => Algorithm::pss(Hash::Sha384),
        0x0806 | 0x080b => Algorithm::pss(Hash::Sha512),
        0x0203 => Algorithm::Ecdsa(Hash::Sha1),
        0x0403 | 0x081a => Algorithm::Ecdsa(Hash::Sha256),
        0x0503 | 0x081b => Algorithm::Ecdsa(Hash::Sha384),
        0x0603 | 0x081c => Algorithm::Ecdsa(Hash::Sha512),
        0x0807 => Algorithm::Ed25519,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
