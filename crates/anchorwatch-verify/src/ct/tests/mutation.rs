//! Any damage to a certificate with SCTs.

use std::sync::OnceLock;

use proptest::prelude::*;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::made::{Authority, Leaf, NOW, Said, TestLog, listing, with_scts};
use crate::ct::{Logs, Report, SctStatus, Status, earliest_valid_sct, examine};

struct Scene {
    certificate: Vec<u8>,
    issuer_spki: Vec<u8>,
    logs: Logs,
}

/// Two SCTs, both of which are needed.
fn scene() -> &'static Scene {
    static SCENE: OnceLock<Scene> = OnceLock::new();
    SCENE.get_or_init(|| {
        let authority = Authority::new();
        let (one, another) = (TestLog::new("One"), TestLog::new("Another"));
        let said = Said::default();
        let signed = [(&one, said), (&another, said)];
        Scene {
            certificate: with_scts(&authority, &Leaf::default(), &signed),
            issuer_spki: authority.spki(),
            logs: listing(&[&one, &another]),
        }
    })
}

fn ask(certificate: &[u8]) -> Report {
    let scene = scene();
    examine(certificate, &scene.issuer_spki, &scene.logs, NOW)
}

#[test]
fn no_bit_of_what_was_signed_can_be_changed() {
    let good = &scene().certificate;
    assert_eq!(ask(good).status, Status::Compliant);
    let (_, parsed) = X509Certificate::from_der(good).unwrap();
    let tbs = parsed.tbs_certificate.as_ref();
    let begin = tbs.as_ptr() as usize - good.as_ptr() as usize;
    for at in begin..begin + tbs.len() {
        for bit in 0..8 {
            let mut changed = good.clone();
            changed[at] ^= 1 << bit;
            let status = ask(&changed).status;
            assert_ne!(status, Status::Compliant, "bit {bit} of octet {at}");
        }
    }
}

/// Octets to overwrite, insert and cut out.
#[derive(Debug, Clone)]
enum Damage {
    Set(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Cut(prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => (index(), any::<u8>()).prop_map(|(at, octet)| Damage::Set(at, octet)),
        1 => (index(), prop::collection::vec(any::<u8>(), 1..40))
            .prop_map(|(at, octets)| Damage::Insert(at, octets)),
        1 => (index(), 1..40usize).prop_map(|(at, count)| Damage::Cut(at, count)),
    ]
}

fn done_to(certificate: &mut Vec<u8>, damage: &Damage) {
    if certificate.is_empty() {
        return;
    }
    let length = certificate.len();
    match damage {
        Damage::Set(at, octet) => certificate[at.index(length)] = *octet,
        Damage::Insert(at, octets) => {
            let at = at.index(length);
            certificate.splice(at..at, octets.iter().copied());
        }
        Damage::Cut(at, count) => {
            let at = at.index(length);
            certificate.drain(at..length.min(at + count));
        }
    }
}

/// What must hold of any answer.
fn check(report: &Report) {
    let valid = report
        .scts
        .iter()
        .filter(|sct| sct.is == SctStatus::Valid)
        .count();
    assert!(report.status != Status::Compliant || valid >= 2);
    assert_eq!(earliest_valid_sct(report).is_some(), valid > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn damage_never_panics(damages in prop::collection::vec(damage(), 1..6)) {
        let mut certificate = scene().certificate.clone();
        damages.iter().for_each(|damage| done_to(&mut certificate, damage));
        check(&ask(&certificate));
    }

    #[test]
    fn any_octets_are_answered(octets in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&ask(&octets));
    }
}
