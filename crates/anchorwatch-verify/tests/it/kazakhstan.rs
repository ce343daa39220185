//! What the interceptor of 2019 sent, as the measurements of that year describe it (Raman et al.,
//! «Investigating Large Scale HTTPS Interception in Kazakhstan», IMC 2020, §4), and the decisions
//! about it.

use std::collections::BTreeSet;

use anchorwatch_identity::{Certificate, family::FamilyRule, registry};
use anchorwatch_lab::Root;
use anchorwatch_policy::{
    DistrustEntry, DistrustSet, EntrySource, ReferenceName, distrust::Presented,
};
use anchorwatch_verify::{Anchors, Basis, Decision, Policy, Refusal, RefusalReason, Via, ct};
use rcgen::{
    CertificateParams, IsCa, PKCS_RSA_SHA256, PublicKeyData, SerialNumber, SignatureAlgorithm,
};
use rustls_pki_types::{CertificateDer, pem::PemObject as _};
use time::Duration;

use crate::{
    graph::{AT, decide},
    pki::{ORDINARY, Signer},
};

/// The site whose certificate was copied, and the name that the client had asked for.
const SITE: &str = "www.iqala.kz";
const ASKED: &str = "www.facebook.com";
const PRIVATE: &str = "wiki.intranet";

/// An RSA key with exponent 3. Nobody signs with it, so the factors of its modulus do not matter.
struct ExponentThree {
    der: Vec<u8>,
}

impl ExponentThree {
    fn of_bits(bits: usize) -> Self {
        let modulus: Vec<u8> = (0..bits / 8)
            .map(|at| (at * 37 + 11) as u8 | 0x81)
            .collect();
        let integer = |octets: &[u8]| {
            let length = octets.len().to_be_bytes();
            [&[0x02, 0x82], &length[6..], octets].concat()
        };
        let content = [
            integer(&[&[0], modulus.as_slice()].concat()),
            vec![0x02, 0x01, 0x03],
        ];
        let content = content.concat();
        let length = content.len().to_be_bytes();
        Self {
            der: [&[0x30, 0x82], &length[6..], content.as_slice()].concat(),
        }
    }
}

impl PublicKeyData for ExponentThree {
    fn der_bytes(&self) -> &[u8] {
        &self.der
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

/// How the interceptor's certificates changed over time.
#[derive(Debug, Clone, Copy)]
struct Habit {
    key_bits: usize,
    /// How much earlier the forged certificate begins and ends than the site's own.
    shift: Duration,
    /// The validity, if it differs from the site's own.
    lives: Option<Duration>,
}

const JULY: Habit = Habit {
    key_bits: 2048,
    shift: Duration::hours(6),
    lives: None,
};
const BEFORE_19_JULY: Habit = Habit {
    key_bits: 1024,
    ..JULY
};
const FROM_30_JULY: Habit = Habit {
    lives: Some(Duration::hours(24)),
    ..JULY
};

struct Interceptor {
    root: Signer,
    intermediate: Signer,
}

impl Interceptor {
    fn new() -> Self {
        Self {
            root: Signer::new("Qaznet Trust Network"),
            intermediate: Signer::new("Security Certificate"),
        }
    }

    /// The site's subject and names, a serial number that differs in its last bits, and no
    /// extension except the names.
    fn forge(&self, names: &[&str], habit: Habit) -> Vec<CertificateDer<'static>> {
        let now = time::OffsetDateTime::from_unix_timestamp(AT.get()).unwrap();
        let copied = |params: &mut CertificateParams| {
            let begins = now - Duration::days(30);
            params.not_before = begins - habit.shift;
            params.not_after = begins + Duration::days(90) - habit.shift;
            if let Some(lives) = habit.lives {
                params.not_before = now - habit.shift;
                params.not_after = params.not_before + lives;
            }
            params.serial_number = Some(SerialNumber::from_slice(&[0x5c; 16]));
            params.use_authority_key_identifier_extension = false;
            params.is_ca = IsCa::NoCa;
            params.key_usages.clear();
            params.extended_key_usages.clear();
        };
        let key = ExponentThree::of_bits(habit.key_bits);
        vec![
            self.intermediate.leaf_of(&key, names, &copied),
            self.root.certify(&self.intermediate, ORDINARY),
        ]
    }

    fn installed(&self) -> Certificate {
        Certificate::from_der(&self.root.root(ORDINARY)).unwrap()
    }
}

fn refused(decision: Decision) -> Refusal {
    match decision {
        Decision::Refused(refusal) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn anchors(local: &[Certificate]) -> Anchors {
    let public = Certificate::from_der(&Signer::new("Public").root(ORDINARY)).unwrap();
    Anchors::of(&[public], local).0
}

#[test]
fn what_was_forged_in_2019_is_refused_and_attributed_in_each_of_its_forms() {
    let interceptor = Interceptor::new();
    for habit in [JULY, BEFORE_19_JULY, FROM_30_JULY] {
        let chain = interceptor.forge(&[SITE, PRIVATE], habit);
        let (_, leaf) = x509_parser::parse_x509_certificate(&chain[0]).unwrap();
        assert_eq!(leaf.extensions().len(), 1, "{habit:?}");
        let ask = |name: &str| {
            decide(
                anchors(&[interceptor.installed()]),
                DistrustSet::default(),
                &chain,
                name,
            )
        };
        // Whatever name the client sent, the certificate is the site's, and the root is
        // recognised.
        for name in [SITE, ASKED] {
            let refusal = refused(ask(name));
            assert_eq!(
                refusal.reason,
                RefusalReason::LocalAnchorForPublicName,
                "{habit:?}"
            );
            let attribution = refusal.attribution.unwrap();
            assert_eq!(
                attribution.spki_sha256,
                interceptor.installed().spki_sha256()
            );
            assert_eq!(
                (attribution.basis, attribution.holds_at),
                (Basis::LocalAnchor, None)
            );
        }
        // Only the name matters: for a private name, the same root is accepted.
        let Decision::Trusted(verified) = ask(PRIVATE) else {
            panic!("{habit:?}: the private name is refused")
        };
        assert_eq!(verified.anchor().via, Via::LocalPrivateName);
    }
}

#[test]
fn a_forged_chain_that_is_over_is_refused_as_over_and_attributed_with_the_time_when_it_held() {
    let interceptor = Interceptor::new();
    let chain = interceptor.forge(&[SITE], FROM_30_JULY);
    let policy = Policy::new(anchors(&[interceptor.installed()]), DistrustSet::default());
    let later = anchorwatch_identity::UnixSeconds::new(AT.get() + 48 * 60 * 60);
    let refusal = refused(policy.decide(&chain, &ReferenceName::parse(SITE), later));
    assert_eq!(refusal.reason, RefusalReason::CertificateExpired);
    let attribution = refusal.attribution.unwrap();
    assert_eq!(attribution.basis, Basis::LocalAnchor);
    assert!(attribution.holds_at.unwrap() < later);
}

#[test]
fn without_the_root_installed_nobody_is_accused_of_what_is_forged() {
    let interceptor = Interceptor::new();
    let chain = interceptor.forge(&[SITE], JULY);
    let refusal = refused(decide(anchors(&[]), DistrustSet::built_in(), &chain, SITE));
    assert_eq!(
        (refusal.reason, refusal.attribution),
        (RefusalReason::UnknownIssuer, None)
    );
}

/// If the root of 2024 is still on no list, its name and generator mark reveal the family.
#[test]
fn the_next_root_of_the_family_is_refused_on_its_first_day_and_named_as_a_suspect() {
    let next = Root::isca_like().unwrap();
    let chain = next.issue(&[SITE, PRIVATE]).unwrap();
    let installed = Certificate::from_der(next.der()).unwrap();
    assert_eq!(registry::known_key(&installed.spki_sha256()), None);
    let at = anchorwatch_identity::UnixSeconds::new(anchorwatch_lab::clock::now_unix_s());
    let policy = Policy::new(anchors(&[installed]), DistrustSet::built_in())
        .with_transparency(ct::Mode::Off);
    let ask = |name| policy.decide(chain.certificates(), &ReferenceName::parse(name), at);
    let refusal = refused(ask(SITE));
    assert_eq!(refusal.reason, RefusalReason::LocalAnchorForPublicName);
    let family = refusal.attribution.unwrap().family;
    assert!(
        family.contains(&FamilyRule::IscaGeneratorMark),
        "{family:?}"
    );
    assert!(matches!(ask(PRIVATE), Decision::Trusted(_)));
}

/// Real certificates: a removed authority has one key in many certificates, and one entry by key
/// covers them all; a root may not even say that it is one.
#[test]
fn cross_signed_and_reissued_roots_are_one_key_and_one_entry_is_about_all_of_them() {
    let Some(folder) = crate::corpus().map(|corpus| corpus.join("known-interception-certificates"))
    else {
        return;
    };
    let read = |file: &str| {
        let pem = std::fs::read(folder.join(file).with_extension("pem")).unwrap();
        let der = CertificateDer::from_pem_slice(&pem).unwrap();
        Certificate::from_der(&der).unwrap()
    };
    let families: [&[&str]; 3] = [
        &[
            "diginotar-root",
            "diginotar-root-xs-entrust-a",
            "diginotar-root-xs-entrust-b",
        ],
        &[
            "diginotar-cyber-ca-a",
            "diginotar-cyber-ca-b",
            "diginotar-cyber-ca-c",
        ],
        &["startcom-a", "startcom-b"],
    ];
    for files in families {
        let certificates: Vec<Certificate> = files.iter().map(|file| read(file)).collect();
        let hashes: BTreeSet<_> = certificates.iter().map(Certificate::sha256).collect();
        assert_eq!(hashes.len(), files.len());
        let key = certificates[0].spki_sha256();
        assert!(registry::known_key(&key).is_some(), "{files:?}");
        let entry = DistrustEntry::of_key(key, EntrySource::Owner);
        let distrust = DistrustSet::from_iter([entry]);
        let is_matched = |certificate: &Certificate| {
            let presented = Presented::of(certificate);
            distrust.matching(&presented).next().is_some()
        };
        assert!(certificates.iter().all(is_matched), "{files:?}");
        assert!(!is_matched(&read("diginotar-root-g2")), "{files:?}");
    }
    let dell = read("dell-edellroot");
    assert!(!dell.is_ca());
    assert!(DistrustSet::built_in().entry(&dell.spki_sha256()).is_some());
}
