//! Components made byte by byte, signed with keys made by the tests.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use rcgen::PublicKeyData as _;

use super::*;

const CRL_SET: &[u8] = b"\x31\x00{\"ContentType\":\"CRLSet\",\"Sequence\":0,\"Version\":0}";

/// A component key (RSA) and a publisher's key (ECDSA).
struct Makers {
    component: RsaKeyPair,
    component_spki: Vec<u8>,
    publisher: EcdsaKeyPair,
    publisher_spki: Vec<u8>,
}

impl Makers {
    fn new() -> Self {
        let component = RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
        let publisher = rcgen::KeyPair::generate().unwrap();
        let pkcs8 = publisher.serialize_der();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        Self {
            component_spki: rsa_spki(component.public_key().as_ref()),
            component,
            publisher_spki: publisher.subject_public_key_info(),
            publisher: EcdsaKeyPair::from_pkcs8(algorithm, &pkcs8).unwrap(),
        }
    }

    fn signers(&self) -> Signers {
        Signers {
            component: SpkiSha256::of(&self.component_spki),
            publisher: SpkiSha256::of(&self.publisher_spki),
        }
    }

    fn identifier(&self) -> Vec<u8> {
        SpkiSha256::of(&self.component_spki).as_bytes()[..16].to_vec()
    }

    fn sign_rsa(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let mut signature = vec![0; self.component.public_modulus_len()];
        self.component
            .sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
            .unwrap();
        signature
    }

    /// A component as Chromium's packer makes it, with this identifier.
    fn component(&self, identifier: &[u8], archive: &[u8]) -> Vec<u8> {
        let signed_data = field(1, identifier);
        let message = message(&signed_data, archive);
        let signature = self.publisher.sign(&SystemRandom::new(), &message).unwrap();
        let header = [
            field(2, &proof(&self.component_spki, &self.sign_rsa(&message))),
            field(3, &proof(&self.publisher_spki, signature.as_ref())),
            field(10_000, &signed_data),
        ];
        assembled(&header.concat(), archive)
    }

    fn read(&self, bytes: &[u8]) -> Result<Imported, Error> {
        read_signed_by(bytes, &self.signers())
    }
}

/// SubjectPublicKeyInfo of rsaEncryption (RFC 3279 §2.3.1) around an RSAPublicKey.
fn rsa_spki(key: &[u8]) -> Vec<u8> {
    let long = |tag: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82][..], &length, content].concat()
    };
    let algorithm = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    let bits = long(0x03, &[&[0][..], key].concat());
    long(0x30, &[&algorithm[..], &bits].concat())
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn field(number: usize, content: &[u8]) -> Vec<u8> {
    [
        varint(number << 3 | 2),
        varint(content.len()),
        content.to_vec(),
    ]
    .concat()
}

fn proof(key: &[u8], signature: &[u8]) -> Vec<u8> {
    [field(1, key), field(2, signature)].concat()
}

fn message(signed_data: &[u8], archive: &[u8]) -> Vec<u8> {
    let length = (signed_data.len() as u32).to_le_bytes();
    [b"CRX3 SignedData\x00", &length[..], signed_data, archive].concat()
}

fn assembled(header: &[u8], archive: &[u8]) -> Vec<u8> {
    let length = (header.len() as u32).to_le_bytes();
    [b"Cr24\x03\x00\x00\x00", &length[..], header, archive].concat()
}

/// A zip of (name, method, packed content, real size).
fn zip_of(files: &[(&str, u16, &[u8], usize)]) -> Vec<u8> {
    let mut local = Vec::new();
    let mut directory = Vec::new();
    for (name, method, packed, size) in files {
        let offset = (local.len() as u32).to_le_bytes();
        let middle = [
            &[20, 0, 0, 0][..],
            &method.to_le_bytes(),
            &[0; 8],
            &(packed.len() as u32).to_le_bytes(),
            &(*size as u32).to_le_bytes(),
            &(name.len() as u16).to_le_bytes(),
            &[0, 0],
        ]
        .concat();
        local.extend([b"PK\x03\x04", &middle[..], name.as_bytes(), packed].concat());
        let tail = [&[0; 10][..], &offset, name.as_bytes()].concat();
        directory.extend([b"PK\x01\x02\x14\x00", &middle[..], &tail].concat());
    }
    let count = (files.len() as u16).to_le_bytes();
    let size = (directory.len() as u32).to_le_bytes();
    let start = (local.len() as u32).to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count[..],
        &count,
        &size,
        &start,
        &[0, 0],
    ]
    .concat();
    [local, directory, end].concat()
}

fn archive() -> Vec<u8> {
    zip_of(&[
        ("manifest.json", 0, b"{}", 2),
        ("crl-set", 0, CRL_SET, CRL_SET.len()),
    ])
}

#[test]
fn a_component_that_all_have_signed_is_read_and_says_who_signed() {
    let makers = Makers::new();
    let list = makers
        .read(&makers.component(&makers.identifier(), &archive()))
        .unwrap();
    let Carrier::Crx3(carrier) = list.carrier else {
        panic!("not verified");
    };
    let signers = makers.signers();
    assert_eq!(carrier.keys(), [signers.component, signers.publisher]);
    assert_eq!(list.sequence, Some(0));
}

#[test]
fn the_same_component_is_refused_where_other_keys_must_sign() {
    let makers = Makers::new();
    let component = makers.component(&makers.identifier(), &archive());
    assert_eq!(read(&component), Err(Error::OtherComponent));
}

#[test]
fn another_component_of_the_same_publisher_is_refused() {
    let (makers, other) = (Makers::new(), Makers::new());
    let component = makers.component(&other.identifier(), &archive());
    assert_eq!(makers.read(&component), Err(Error::OtherComponent));
}

#[test]
fn one_signature_without_the_other_is_refused() {
    let makers = Makers::new();
    let archive = archive();
    let signed_data = field(1, &makers.identifier());
    let message = message(&signed_data, &archive);
    let rsa = field(
        2,
        &proof(&makers.component_spki, &makers.sign_rsa(&message)),
    );
    let signature = makers
        .publisher
        .sign(&SystemRandom::new(), &message)
        .unwrap();
    let ecdsa = field(3, &proof(&makers.publisher_spki, signature.as_ref()));
    let data = field(10_000, &signed_data);
    for (header, why) in [
        ([&rsa[..], &data].concat(), Error::PublisherKeyMissing),
        ([&ecdsa[..], &data].concat(), Error::ComponentKeyMissing),
        ([&rsa[..], &rsa, &data].concat(), Error::PublisherKeyMissing),
        (data.clone(), Error::ComponentKeyMissing),
        ([&rsa[..], &ecdsa].concat(), Error::OtherComponent),
    ] {
        let refused = makers.read(&assembled(&header, &archive));
        assert_eq!(refused, Err(why));
    }
    let both = [rsa, ecdsa, data].concat();
    assert!(makers.read(&assembled(&both, &archive)).is_ok());
}

#[test]
fn every_signature_must_hold_even_one_that_is_not_required() {
    let makers = Makers::new();
    let archive = archive();
    let component = makers.component(&makers.identifier(), &archive);
    let header = &component[12..component.len() - archive.len()];
    let stranger = field(3, &proof(&makers.publisher_spki, b"no signature"));
    let refused = makers.read(&assembled(&[header, &stranger].concat(), &archive));
    assert!(matches!(
        refused,
        Err(Error::SignatureInvalid { index: 2, .. })
    ));
}

#[test]
fn a_component_with_any_octet_changed_or_cut_anywhere_is_refused() {
    let makers = Makers::new();
    let whole = makers.component(&makers.identifier(), &archive());
    for at in (0..whole.len()).step_by(3) {
        let mut changed = whole.clone();
        changed[at] ^= 0x04;
        assert!(makers.read(&changed).is_err(), "changed at {at}");
        assert!(makers.read(&whole[..at]).is_err(), "cut at {at}");
    }
    assert!(makers.read(&[&whole[..], b"x"].concat()).is_err());
}

#[test]
fn lengths_beyond_the_end_and_endless_headers_are_refused() {
    let head = |version: u32, length: u32| {
        [&b"Cr24"[..], &version.to_le_bytes(), &length.to_le_bytes()].concat()
    };
    assert_eq!(
        read(&head(2, 0)),
        Err(Error::ComponentVersion { version: 2 })
    );
    assert!(matches!(
        read(&head(3, u32::MAX)),
        Err(Error::ComponentHeader { .. })
    ));
    assert!(matches!(read(&head(3, 9)), Err(Error::CutShort { .. })));
    let many = field(9, b"").repeat(MAX_FIELDS + 1);
    assert!(matches!(
        read(&assembled(&many, b"")),
        Err(Error::ComponentHeader { .. })
    ));
    for header in [
        &b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"[..],
        b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x13",
        b"\x09\x00",
    ] {
        assert!(read(&assembled(header, b"")).is_err());
    }
}

#[test]
fn a_packed_set_is_read_like_a_stored_one() {
    let packed = miniz_oxide::deflate::compress_to_vec(CRL_SET, 6);
    let entry = |size| {
        let archive = zip_of(&[("crl-set", 8, &packed, size)]);
        zip::entry(&archive, "crl-set", 1000)
    };
    assert_eq!(entry(CRL_SET.len()).unwrap(), CRL_SET);
    assert!(entry(CRL_SET.len() - 1).is_err());
    assert!(entry(CRL_SET.len() + 1).is_err());
    assert!(entry(1001).is_err());
}

#[test]
fn an_archive_that_two_readers_could_read_differently_is_refused() {
    let one = ("crl-set", 0, CRL_SET, CRL_SET.len());
    let good = zip_of(&[one]);
    let entry = |archive: &[u8]| zip::entry(archive, "crl-set", 1000);
    assert_eq!(entry(&good).unwrap(), CRL_SET);
    assert!(entry(&zip_of(&[one, one])).is_err());
    assert!(entry(&zip_of(&[])).is_err());
    assert!(entry(&zip_of(&[("crl-set", 12, CRL_SET, CRL_SET.len())])).is_err());
    assert!(entry(&zip_of(&[("crl-set", 0, CRL_SET, 7)])).is_err());
    assert!(entry(&[&good[..], b"x"].concat()).is_err());
    assert!(entry(&[b"x", &good[..]].concat()).is_err());
    let mut renamed = good.clone();
    renamed[30] = b'C';
    assert!(entry(&renamed).is_err());
    let mut encrypted = good.clone();
    let directory = 30 + 7 + CRL_SET.len();
    encrypted[directory + 8] |= 1;
    assert!(entry(&encrypted).is_err());
    for length in 0..good.len() {
        assert!(entry(&good[..length]).is_err(), "cut at {length}");
    }
}
