//! The worst that a server can send: chains made to be searched, verified, compared or read
//! endlessly.

use std::sync::Arc;

use anchorwatch_identity::Certificate;
use anchorwatch_verify::Anchors;
use rcgen::{
    CertificateParams, GeneralSubtree, Issuer, KeyPair, NameConstraints, PKCS_RSA_SHA256,
    PublicKeyData, RsaKeySize, SignatureAlgorithm, SigningKey,
};
use rustls_pki_types::CertificateDer;

use crate::pki::{Change, DNS_NAME, ORDINARY, Signer, alternative_names, tlv};

pub(crate) const NAME: &str = "www.example.kz";

pub(crate) struct Bomb {
    pub(crate) says: &'static str,
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) is_trusted: bool,
}

/// One public root, and everything that is sent to a client that trusts it.
pub(crate) struct Bombs {
    root: Signer,
    /// A key of 4,096 bits for all other signers.
    rsa: Arc<KeyPair>,
}

impl Bombs {
    pub(crate) fn new() -> Self {
        let rsa = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_4096).unwrap();
        Self {
            root: Signer::new("Public"),
            rsa: Arc::new(rsa),
        }
    }

    pub(crate) fn anchors(&self) -> Anchors {
        let public = Certificate::from_der(&self.root.root(ORDINARY)).unwrap();
        Anchors::of(&[public], &[]).0
    }

    pub(crate) fn ordinary(&self) -> Vec<CertificateDer<'static>> {
        let middle = Signer::new("Middle");
        vec![
            middle.leaf(&[NAME], ORDINARY),
            self.root.certify(&middle, ORDINARY),
        ]
    }

    pub(crate) fn all(&self) -> Vec<Bomb> {
        let refused = |says, chain| Bomb {
            says,
            chain,
            is_trusted: false,
        };
        let trusted = |says, chain| Bomb {
            says,
            chain,
            is_trusted: true,
        };
        let small = || Arc::new(KeyPair::generate().unwrap());
        vec![
            refused(
                "24 authorities of four names that certified one another",
                cycle(4, 6),
            ),
            refused(
                "12 authorities of three names that certified one another",
                cycle(3, 4),
            ),
            refused(
                "1,296 paths whose last signature is false, P-256",
                layers(&small(), 4, 6),
            ),
            refused(
                "64 paths whose last signature is false, RSA-4096",
                layers(&self.rsa, 3, 4),
            ),
            refused(
                "64 paths of signatures of 8,192 bits, exponent of 33",
                huge_keys(8192),
            ),
            refused("the same with 16,384 bits", huge_keys(16_384)),
            refused("600 names against 600 excluded ones", self.constraints()),
            trusted("2,000 names, the last is asked for", self.many_names(2_000)),
            refused(
                "10,000 names, the last is asked for",
                self.many_names(10_000),
            ),
            refused(
                "63 certificates of one RSA-4096 key that signed each",
                siblings(&self.rsa, 63, 0),
            ),
            refused(
                "the same, 11 of 8,000 bytes each",
                siblings(&self.rsa, 11, 7_000),
            ),
            refused("1,000 authorities of one name", self.crowd()),
            refused(
                "17 strangers' certificates of 900,000 bytes",
                self.large(17, 900_000),
            ),
            refused("a certificate of 10 MB", self.one_large()),
        ]
    }

    /// The number of comparisons is the product.
    fn constraints(&self) -> Vec<CertificateDer<'static>> {
        let names: Vec<String> = (0..600).map(|at| format!("n{at}.example.kz")).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.push(NAME);
        let middle = Signer::new("Middle");
        let excluding: Change<'_> = &|params| {
            let subtree = |at| GeneralSubtree::DnsName(format!("x{at}.example.org"));
            params.name_constraints = Some(NameConstraints {
                permitted_subtrees: Vec::new(),
                excluded_subtrees: (0..600).map(subtree).collect(),
            });
        };
        vec![
            middle.leaf(&names, ORDINARY),
            self.root.certify(&middle, excluding),
        ]
    }

    fn many_names(&self, count: usize) -> Vec<CertificateDer<'static>> {
        let names: Vec<String> = (1..count).map(|at| format!("n{at}.example.kz")).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.push(NAME);
        vec![self.root.leaf(&names, ORDINARY)]
    }

    fn crowd(&self) -> Vec<CertificateDer<'static>> {
        let middle = Signer::new("Middle");
        let stranger = self.root.rekeyed();
        let crowd = (0..1_000).map(|_| stranger.certify(&middle, ORDINARY));
        [middle.leaf(&[NAME], ORDINARY)]
            .into_iter()
            .chain(crowd)
            .collect()
    }

    fn large(&self, count: usize, bytes: usize) -> Vec<CertificateDer<'static>> {
        let stranger = self.root.rekeyed();
        let one = stranger.certify(&Signer::new("Large"), &|params| padded(params, bytes));
        // Only the first ones differ: repetitions are dropped early.
        let mut chain = vec![stranger.leaf(&[NAME], ORDINARY)];
        for at in 0..count {
            let mut next = one.to_vec();
            let last = next.len() - 1 - at % 8;
            next[last] ^= u8::try_from(at % 255).unwrap() | 1;
            chain.push(next.into());
        }
        chain
    }

    fn one_large(&self) -> Vec<CertificateDer<'static>> {
        vec![
            self.root
                .leaf(&[NAME], &|params| padded(params, 10_000_000)),
        ]
    }
}

/// Alternative names of about so many bytes.
fn padded(params: &mut CertificateParams, bytes: usize) {
    let name = b"a.very.long.name.that.nobody.will.ever.ask.for.example.kz";
    let all = vec![(DNS_NAME, &name[..]); bytes / (name.len() + 2)];
    params.subject_alt_names.clear();
    params.custom_extensions = vec![alternative_names(&all)];
}

const NAMES: [&str; 4] = ["One", "Two", "Three", "Four"];

/// Authorities in layers, with some certificates each. The topmost name is that of the public
/// root, which did not sign them.
fn layers(key: &Arc<KeyPair>, count: usize, each: usize) -> Vec<CertificateDer<'static>> {
    let names = NAMES.into_iter().take(count).chain(["Public"]);
    let signers: Vec<Signer> = names
        .map(|name| Signer::of(name, Arc::clone(key)))
        .collect();
    let mut chain = vec![signers[0].leaf(&[NAME], ORDINARY)];
    for pair in signers.windows(2) {
        chain.extend((0..each).map(|_| pair[1].certify(&pair[0], ORDINARY)));
    }
    chain
}

/// A cycle of names, with some keys each.
fn cycle(count: usize, each: usize) -> Vec<CertificateDer<'static>> {
    let ring: Vec<Signer> = NAMES.into_iter().take(count).map(Signer::new).collect();
    let mut chain = vec![ring[0].leaf(&[NAME], ORDINARY)];
    for (at, authority) in ring.iter().enumerate() {
        let issuer = &ring[(at + 1) % count];
        chain.extend((0..each).map(|_| issuer.certify(&authority.rekeyed(), ORDINARY)));
    }
    chain
}

/// Certificates of one name and key, each signed by that key and a possible issuer.
fn siblings(key: &Arc<KeyPair>, count: usize, bytes: usize) -> Vec<CertificateDer<'static>> {
    let signer = Signer::of("Sibling", Arc::clone(key));
    let one = || {
        signer.root(&|params| {
            if bytes > 0 {
                padded(params, bytes);
            }
        })
    };
    let all = (0..count).map(|_| one());
    [signer.leaf(&[NAME], ORDINARY)]
        .into_iter()
        .chain(all)
        .collect()
}

/// An RSA key of any size without a private key, and invalid signatures by it.
struct Huge {
    der: Vec<u8>,
    octets: usize,
}

impl Huge {
    fn new(bits: usize) -> Self {
        let modulus: Vec<u8> = (0..bits / 8)
            .map(|at| (at * 37 + 11) as u8 | 0x81)
            .collect();
        let modulus = tlv(0x02, &[&[0], modulus.as_slice()].concat());
        // The longest exponent that is accepted: 33 bits.
        let exponent = tlv(0x02, &[0x01, 0xff, 0xff, 0xff, 0xff]);
        Self {
            der: tlv(0x30, &[modulus, exponent].concat()),
            octets: bits / 8,
        }
    }
}

impl PublicKeyData for Huge {
    fn der_bytes(&self) -> &[u8] {
        &self.der
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for Huge {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(vec![0x55; self.octets])
    }
}

/// A leaf and twelve authorities, all claiming to be signed by such a key.
fn huge_keys(bits: usize) -> Vec<CertificateDer<'static>> {
    let key = Huge::new(bits);
    let names = ["One", "Two", "Three", "Public"];
    let params = names.map(|name| Signer::new(name).params());
    let sign = |subject: &CertificateParams, issuer: &CertificateParams, serial: u64| {
        let mut params = subject.clone();
        params.serial_number = Some(serial.into());
        let issuer = Issuer::from_params(issuer, &key);
        params.signed_by(&key, &issuer).unwrap().der().clone()
    };
    let mut leaf = CertificateParams::new([NAME.to_owned()]).unwrap();
    (leaf.not_before, leaf.not_after) = (params[0].not_before, params[0].not_after);
    let mut chain = vec![sign(&leaf, &params[0], 1)];
    for pair in params.windows(2) {
        chain.extend((2..6).map(|serial| sign(&pair[0], &pair[1], serial)));
    }
    chain
}
