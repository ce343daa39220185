//! The number that identifies a public key, whatever its encoding.
//!
//! The same RSA key can be written with and without parameters, under the identifier of PSS, and
//! with lengths that DER forbids but programs read. The same EC point can be compressed, hybrid
//! or uncompressed, with its curve named or spelled out. Each encoding has another hash, but the
//! same private key works for all of them, and for any exponent (RSA) or the opposite point (EC).
//! So the modulus or the first coordinate identifies the key.
//!
//! Source: RFC 3279 §2.3.1, RFC 4055 §1.2, RFC 5480 §2, SEC 1 §2.3.3.

use x509_parser::{
    asn1_rs::{Any, FromBer as _, Oid, oid},
    prelude::FromDer as _,
    x509::SubjectPublicKeyInfo,
};

/// rsaEncryption, RSAES-OAEP and RSASSA-PSS (RFC 8017 appendix A), and X.500's `rsa`.
const RSA: [Oid<'static>; 4] = [
    oid!(1.2.840.113549.1.1.1),
    oid!(1.2.840.113549.1.1.7),
    oid!(1.2.840.113549.1.1.10),
    oid!(2.5.8.1.1),
];

/// id-ecPublicKey, id-ecDH and id-ecMQV (RFC 5480 §2.1).
const EC: [Oid<'static>; 3] = [
    oid!(1.2.840.10045.2.1),
    oid!(1.3.132.1.12),
    oid!(1.3.132.1.13),
];

/// RSA's modulus or the point's first coordinate, big-endian, without leading zeros. `None` for
/// other kinds of keys, which have only one encoding, and for malformed bytes.
pub(crate) fn key_number(spki_der: &[u8]) -> Option<&[u8]> {
    let (algorithm, bits) = parts(spki_der)?;
    let number = if RSA.contains(&algorithm) {
        // aws-lc, and so webpki, also accepts a whole SubjectPublicKeyInfo instead of the key.
        modulus(parts(bits).map_or(bits, |(_, inside)| inside))?
    } else if EC.contains(&algorithm) {
        first_coordinate(bits)?
    } else {
        return None;
    };
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    let number = number.get(zeros..)?;
    (!number.is_empty()).then_some(number)
}

/// The algorithm and the key's bits.
fn parts(spki_der: &[u8]) -> Option<(Oid<'_>, &[u8])> {
    let (_, spki) = SubjectPublicKeyInfo::from_der(spki_der).ok()?;
    // The BIT STRING ends the structure, so that the bits can be borrowed from the bytes.
    let from = spki
        .raw
        .len()
        .checked_sub(spki.subject_public_key.data.len())?;
    let bits = spki_der.get(from..spki.raw.len())?;
    Some((spki.algorithm.algorithm, bits))
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }`, in BER.
fn modulus(bits: &[u8]) -> Option<&[u8]> {
    let (_, sequence) = Any::from_ber(bits).ok()?;
    let (_, modulus) = Any::from_ber(sequence.data).ok()?;
    Some(modulus.data)
}

/// `04 X Y`, `06 X Y`, `07 X Y`, `02 X`, `03 X`.
fn first_coordinate(bits: &[u8]) -> Option<&[u8]> {
    let (form, octets) = bits.split_first()?;
    match form {
        2 | 3 => Some(octets),
        4 | 6 | 7 => octets.get(..octets.len() / 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::tlv as element;

    fn spki(algorithm: &[u8], bits: &[u8]) -> Vec<u8> {
        let bits = element(3, &[&[0], bits].concat());
        element(0x30, &[element(0x30, algorithm), bits].concat())
    }

    const RSA_OID: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
    const PSS_OID: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
    const EC_OID: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";
    const P256: &[u8] = b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    const NULL: &[u8] = b"\x05\x00";
    const MODULUS: [u8; 256] = [0xc5; 256];

    fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
        let numbers = [element(2, modulus), element(2, exponent)].concat();
        element(0x30, &numbers)
    }

    #[test]
    fn every_spelling_of_one_rsa_key_has_its_modulus() {
        let signed = [&[0], &MODULUS[..]].concat();
        let plain = rsa_key(&signed, &[1, 0, 1]);
        // 30 83 00 …: a length that DER forbids but OpenSSL reads.
        let mut long = plain.clone();
        long.splice(1..2, [0x83, 0x00]);
        for spelled in [
            spki(&[RSA_OID, NULL].concat(), &plain),
            spki(RSA_OID, &plain),
            spki(PSS_OID, &plain),
            spki(&[RSA_OID, NULL].concat(), &long),
            spki(&[RSA_OID, NULL].concat(), &rsa_key(&signed, &[3])),
            spki(
                &[RSA_OID, NULL].concat(),
                &rsa_key(&[&[0, 0], &MODULUS[..]].concat(), &[3]),
            ),
            spki(
                &[RSA_OID, NULL].concat(),
                &spki(&[RSA_OID, NULL].concat(), &plain),
            ),
        ] {
            assert_eq!(key_number(&spelled), Some(&MODULUS[..]));
        }
        let mut other = signed;
        other[100] ^= 1;
        let other = spki(&[RSA_OID, NULL].concat(), &rsa_key(&other, &[1, 0, 1]));
        assert!(key_number(&other).is_some_and(|number| number != MODULUS));
    }

    #[test]
    fn every_spelling_of_one_point_has_its_first_coordinate() {
        let (x, y) = ([7; 32], [9; 32]);
        let algorithm = [EC_OID, P256].concat();
        for (form, rest) in [(2, &[][..]), (3, &[]), (4, &y), (6, &y), (7, &y)] {
            let point = [&[form], &x[..], rest].concat();
            assert_eq!(
                key_number(&spki(&algorithm, &point)),
                Some(&x[..]),
                "{form}"
            );
        }
        assert_eq!(key_number(&spki(&algorithm, &[0])), None);
        assert_eq!(key_number(&spki(&algorithm, &[])), None);
    }

    #[test]
    fn bytes_that_are_no_key_have_no_number() {
        let whole = spki(
            &[RSA_OID, NULL].concat(),
            &rsa_key(&[&[0], &MODULUS[..]].concat(), &[3]),
        );
        for length in 0..whole.len() {
            assert_eq!(key_number(&whole[..length]), None, "cut at {length}");
        }
        let zero = spki(&[RSA_OID, NULL].concat(), &rsa_key(&[0], &[3]));
        assert_eq!(key_number(&zero), None);
        assert_eq!(key_number(&spki(RSA_OID, b"junk")), None);
        assert_eq!(key_number(&spki(b"\x06\x03\x2b\x65\x70", &[7; 32])), None);
    }
}
