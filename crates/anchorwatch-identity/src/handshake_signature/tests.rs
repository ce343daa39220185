use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{EcdsaKeyPair, KeyPair as _, RsaEncoding, RsaKeyPair},
};
use rcgen::{KeyPair, PublicKeyData as _};

use super::*;

const MESSAGE: &[u8] = b"what both sides said";

struct Signed {
    spki: Vec<u8>,
    signature: Vec<u8>,
}

fn rsa(size: KeySize, encoding: &'static dyn RsaEncoding) -> Signed {
    let key = RsaKeyPair::generate(size).unwrap();
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(encoding, &SystemRandom::new(), MESSAGE, &mut signature)
        .unwrap();
    Signed {
        spki: spki_of_rsa(key.public_key().as_ref()),
        signature,
    }
}

/// RFC 3279 §2.3.1, around the key itself.
fn spki_of_rsa(key: &[u8]) -> Vec<u8> {
    let algorithm = [
        0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    ];
    let bits = tlv(0x03, &[&[0], key].concat());
    tlv(0x30, &[&algorithm[..], &bits].concat())
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82][..], &length, content].concat()
}

fn ask(signed: &Signed, scheme: u16) -> KeyProof {
    handshake_key_proof(&signed.spki, scheme, MESSAGE, &signed.signature)
}

#[test]
fn a_key_of_2048_bits_is_proven_under_either_padding_and_refuted_for_another_message() {
    for (encoding, scheme) in [
        (&signature::RSA_PKCS1_SHA256 as &dyn RsaEncoding, 0x0401),
        (&signature::RSA_PKCS1_SHA384, 0x0501),
        (&signature::RSA_PSS_SHA256, 0x0804),
        (&signature::RSA_PSS_SHA512, 0x0806),
    ] {
        let mut signed = rsa(KeySize::Rsa2048, encoding);
        assert_eq!(ask(&signed, scheme), KeyProof::Proven, "{scheme:#06x}");
        let other = handshake_key_proof(&signed.spki, scheme, b"other", &signed.signature);
        assert_eq!(other, KeyProof::Refuted);
        signed.signature[7] ^= 1;
        assert_eq!(ask(&signed, scheme), KeyProof::Refuted);
    }
}

#[test]
fn a_curve_is_proven_and_another_key_refuted() {
    let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let algorithm = &signature::ECDSA_P256_SHA256_ASN1_SIGNING;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, &key.serialize_der()).unwrap();
    let signed = Signed {
        spki: key.subject_public_key_info(),
        signature: pair
            .sign(&SystemRandom::new(), MESSAGE)
            .unwrap()
            .as_ref()
            .to_vec(),
    };
    assert_eq!(ask(&signed, 0x0403), KeyProof::Proven);
    let other = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let other = Signed {
        spki: other.subject_public_key_info(),
        ..signed
    };
    assert_eq!(ask(&other, 0x0403), KeyProof::Refuted);
}

#[test]
fn what_cannot_be_checked_is_neither_proven_nor_refuted() {
    let signed = rsa(KeySize::Rsa2048, &signature::RSA_PKCS1_SHA256);
    // An algorithm of the future, and one of another kind of key.
    for scheme in [0x0000, 0x0808, 0x0403, 0x0807, 0xffff] {
        assert_eq!(
            ask(&signed, scheme),
            KeyProof::NotCheckable,
            "{scheme:#06x}"
        );
    }
    // 1,016 and 512 bits; the signature does not come to be looked at.
    for octets in [127, 64] {
        let modulus = [&[0x00, 0xff][..], &vec![0x55; octets - 2], &[0x01]].concat();
        let number = [tlv(0x02, &modulus), vec![0x02, 0x03, 0x01, 0x00, 0x01]].concat();
        let spki = spki_of_rsa(&tlv(0x30, &number));
        for scheme in [0x0401, 0x0601, 0x0804] {
            let asked = handshake_key_proof(&spki, scheme, MESSAGE, &[0; 64]);
            assert_eq!(asked, KeyProof::NotCheckable);
        }
    }
    assert_eq!(
        handshake_key_proof(b"no key", 0x0401, b"", b""),
        KeyProof::NotCheckable
    );
}

#[test]
fn a_key_of_1024_bits_is_checked_under_the_old_padding_and_not_under_the_new() {
    for (scheme, proof) in [
        (0x0401, KeyProof::Refuted),
        (0x0601, KeyProof::Refuted),
        (0x0501, KeyProof::NotCheckable),
        (0x0804, KeyProof::NotCheckable),
    ] {
        let asked = handshake_key_proof(&spki_of_rsa(&KEY_1024), scheme, MESSAGE, &[1; 128]);
        assert_eq!(asked, proof, "{scheme:#06x}");
    }
    let asked = handshake_key_proof(&spki_of_rsa(&KEY_1024), 0x0401, MESSAGE, &SIGNATURE_1024);
    assert_eq!(asked, KeyProof::Proven);
}

/// A `RSAPublicKey` of 1,024 bits, whose private half was made with `openssl genrsa` and not
/// kept, and its signature over [`MESSAGE`] with `openssl dgst -sha256 -sign`: the library
/// makes no key as short as this.
const KEY_1024: [u8; 140] = [
    0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00, 0xa4, 0x1c, 0x6a, 0x15, 0x37, 0x67, 0x8e, 0xdf, 0x4d,
    0x4d, 0xf0, 0xe7, 0x2c, 0x6f, 0xcb, 0x2a, 0xba, 0xb4, 0xc4, 0xf4, 0xef, 0xe1, 0x9e, 0x45, 0xc1,
    0x4c, 0xca, 0x3a, 0x6d, 0xd6, 0x1d, 0x7e, 0x43, 0xdc, 0xc8, 0x31, 0xb4, 0xb8, 0x13, 0xa8, 0xe1,
    0x68, 0xa8, 0xb1, 0x3f, 0xc5, 0x8c, 0x67, 0xcf, 0x7e, 0xdd, 0x4d, 0x72, 0x38, 0x40, 0x3e, 0x0d,
    0x35, 0x8e, 0x62, 0x87, 0xb7, 0x3a, 0x5d, 0xe4, 0xd1, 0xb9, 0x6b, 0x4f, 0x52, 0xec, 0xcc, 0x68,
    0xf6, 0xcc, 0x40, 0x09, 0x6c, 0x69, 0x7d, 0x73, 0xa6, 0x41, 0x4d, 0x4d, 0xa8, 0xa4, 0xc5, 0xdc,
    0xea, 0x67, 0x91, 0x9a, 0x2a, 0x3c, 0xf2, 0x80, 0x9e, 0xf2, 0x70, 0xa8, 0xf6, 0x1c, 0x40, 0xe2,
    0xc7, 0xad, 0x1c, 0x58, 0x1f, 0x33, 0x1d, 0x86, 0xff, 0xd9, 0x7f, 0xb2, 0xf4, 0x79, 0xc5, 0xa5,
    0xb5, 0x56, 0xff, 0x24, 0x52, 0xbb, 0x4b, 0x02, 0x03, 0x01, 0x00, 0x01,
];
const SIGNATURE_1024: [u8; 128] = [
    0x30, 0x84, 0xe0, 0x14, 0x1e, 0x5d, 0x36, 0x01, 0x25, 0xcb, 0x77, 0x31, 0x58, 0x29, 0xd4, 0x52,
    0xef, 0x4d, 0x23, 0xcc, 0xf1, 0x49, 0x73, 0xeb, 0xd6, 0xe7, 0xf9, 0x91, 0x0b, 0x49, 0x04, 0x60,
    0x0c, 0x60, 0x39, 0xbc, 0xe8, 0xf4, 0x60, 0xc0, 0x9f, 0x5c, 0x75, 0xc9, 0x8d, 0xc9, 0xbe, 0xd5,
    0x69, 0xc1, 0x39, 0x86, 0x46, 0x52, 0xf3, 0xe9, 0x83, 0x95, 0x35, 0x0d, 0xc9, 0xc7, 0x19, 0x53,
    0x39, 0x52, 0xd2, 0x56, 0xb3, 0x68, 0x95, 0x4e, 0x32, 0x44, 0xd4, 0x73, 0xb3, 0x6a, 0x38, 0xec,
    0x60, 0x6c, 0x2d, 0x6d, 0x28, 0x60, 0x50, 0xad, 0x76, 0x65, 0x21, 0x52, 0x76, 0x93, 0xe7, 0x8b,
    0x6d, 0xca, 0x4c, 0x7e, 0x88, 0xc1, 0x28, 0x0d, 0xf3, 0xd1, 0x99, 0x4b, 0xfd, 0xfa, 0xa2, 0x34,
    0x37, 0x54, 0xc8, 0x1e, 0x97, 0x2e, 0xc6, 0xaf, 0x51, 0x7d, 0xdc, 0x52, 0x9b, 0xf8, 0xb4, 0x61,
];
