//! Which keys' signatures can be checked here.

use x509_parser::{public_key::PublicKey, x509::SubjectPublicKeyInfo};

/// Whether a signature of this key could be checked if it were right; `min_rsa_bits` is for
/// algorithms of RSA, and nothing for all others.
pub(crate) fn is_in_reach(spki: &SubjectPublicKeyInfo<'_>, min_rsa_bits: Option<usize>) -> bool {
    match (min_rsa_bits, spki.parsed()) {
        (Some(min), Ok(PublicKey::RSA(key))) => (min..=MAX_RSA_BITS).contains(&bits(key.modulus)),
        (Some(_), _) => false,
        (None, Ok(PublicKey::EC(_))) => {
            let curve = spki.algorithm.parameters.as_ref();
            let curve = curve.and_then(|parameters| parameters.as_oid().ok());
            curve.is_some_and(|curve| CURVES.contains(&curve.to_id_string().as_str()))
        }
        (None, _) => spki.algorithm.algorithm.to_id_string() == ED25519,
    }
}

/// How many bits a number has, big-endian, whatever zeros lead it.
pub(crate) fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    let significant = number.get(zeros..).unwrap_or_default();
    significant.first().map_or(0, |first| {
        significant.len() * 8 - first.leading_zeros() as usize
    })
}

/// P-256, P-384 and P-521 (RFC 5480 §2.1.1.1).
const CURVES: [&str; 3] = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];
/// RFC 8410 §3.
const ED25519: &str = "1.3.101.112";
/// The largest RSA key that is checked, in bits.
const MAX_RSA_BITS: usize = 8192;
