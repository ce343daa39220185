//! One key in other encodings: its holder can have it certified in each.

use anchorwatch_identity::{Certificate, registry};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource};
use anchorwatch_verify::{Anchors, Decision};
use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData, RsaKeySize, SignatureAlgorithm};
use rustls_pki_types::CertificateDer;

use crate::{
    graph::{PRIVATE_NAME, decide},
    pki::{ORDINARY, Signer, tlv},
};

/// An RSA key whose bits are a whole `SubjectPublicKeyInfo`.
struct Nested {
    spki: Vec<u8>,
}

impl PublicKeyData for Nested {
    fn der_bytes(&self) -> &[u8] {
        &self.spki
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

/// A root's certificate with the key in another encoding, and a leaf signed by the key.
fn root_and_leaf(
    key: KeyPair,
    written: &impl PublicKeyData,
) -> (Certificate, CertificateDer<'static>) {
    let signer = Signer::of("Local", key.into());
    let params = signer.params();
    let leaf = signer.leaf(&[PRIVATE_NAME], ORDINARY);
    let root = signer.sign(params, written);
    (Certificate::from_der(&root).unwrap(), leaf)
}

fn rsa() -> KeyPair {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap()
}

#[test]
fn a_known_key_inside_a_key_is_known() {
    let mut tried = 0;
    for known in registry::known_roots() {
        let is_rsa = known
            .spki_der
            .windows(9)
            .any(|octets| octets == RSA_ENCRYPTION);
        let algorithm = tlv(0x30, &[tlv(0x06, &RSA_ENCRYPTION), tlv(0x05, &[])].concat());
        let bits = tlv(0x03, &[&[0], known.spki_der].concat());
        let nested = tlv(0x30, &[algorithm, bits].concat());
        let found = registry::known_key_in(&nested).map(|found| found.id);
        assert_eq!(found, is_rsa.then_some(known.id), "{}", known.id);
        tried += usize::from(is_rsa);
    }
    assert!(tried > 20, "{tried}");
}

/// An entry names a key by the hash of one encoding. The registry's keys are found in other
/// encodings too, but for a key that the owner refuses only the hash is kept.
#[test]
fn we_still_accept_a_refused_key_that_was_certified_anew_inside_a_key() {
    let plain = rsa();
    let spki = plain.subject_public_key_info();
    let same = KeyPair::try_from(plain.serialize_der()).unwrap();
    let refused = DistrustEntry::of_key(
        anchorwatch_identity::SpkiSha256::of(&spki),
        EntrySource::Owner,
    );
    let ask = |(root, leaf): (Certificate, CertificateDer<'static>)| {
        let public = Certificate::from_der(&Signer::new("Public").root(ORDINARY)).unwrap();
        let (anchors, _) = Anchors::of(&[public], &[root]);
        let distrust = DistrustSet::from_iter([refused.clone()]);
        decide(anchors, distrust, &[leaf], PRIVATE_NAME)
    };
    let written = KeyPair::try_from(plain.serialize_der()).unwrap();
    assert!(matches!(
        ask(root_and_leaf(plain, &written)),
        Decision::Refused(_)
    ));
    assert!(matches!(
        ask(root_and_leaf(same, &Nested { spki })),
        Decision::Trusted(_)
    ));
}

const RSA_ENCRYPTION: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
