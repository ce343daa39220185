//! Keys that a public authority certified by mistake.

use anchorwatch_identity::{
    Certificate,
    registry::{Conduct, KnownKey, known_roots},
};

use super::*;

const NAME: &str = "www.google.ug";

fn misissued() -> impl Iterator<Item = &'static KnownKey> {
    let all = known_roots().iter();
    all.filter(|known| known.conduct == Conduct::Misissued)
}

/// The leaf with this key instead of its own; no signature is valid after that.
fn with_key(leaf: &[u8], spki: &[u8]) -> Vec<u8> {
    let own = Certificate::from_der(leaf).unwrap().spki_der().to_vec();
    let at = leaf.windows(own.len()).position(|it| it == own).unwrap();
    let mut der = [&leaf[..at], spki, &leaf[at + own.len()..]].concat();
    // The lengths of the certificate and of what is signed, of two octets each.
    for place in [0, 4] {
        assert_eq!(der[place..place + 2], [0x30, 0x82]);
        let length = u16::from_be_bytes([der[place + 2], der[place + 3]]);
        let length = usize::from(length) + spki.len() - own.len();
        let length = u16::try_from(length).unwrap().to_be_bytes();
        der[place + 2..place + 4].copy_from_slice(&length);
    }
    der
}

fn verdict(known: &KnownKey, is_key_proven: Option<bool>) -> Verdict {
    let scene = Scene::new(NAME);
    let leaf = scene.public.issue(&[NAME]).unwrap().certificates()[0].to_vec();
    let mut measurement = scene.measurement();
    let handshake = &mut measurement.tls_handshakes[0];
    handshake.peer_certificates = vec![with_key(&leaf, known.spki_der)];
    handshake.is_key_proven = is_key_proven;
    let own = Certificate::from_der(&handshake.peer_certificates[0]).unwrap();
    assert_eq!(own.spki_sha256(), known.spki_sha256);
    judge(&measurement, &Arc::new(DistrustSet::built_in()))
}

#[test]
fn a_server_with_a_key_that_was_certified_by_mistake_is_suspected() {
    let uganda = misissued().filter(|known| known.id.starts_with("uganda-"));
    assert_eq!(uganda.count(), 6);
    for known in misissued() {
        let verdict = verdict(known, Some(true));
        assert_eq!(verdict.code, VerdictCode::Suspected, "{}", known.id);
        assert_eq!(rules(&verdict)[0], RuleId::MisissuedCertificate);
        assert_eq!(verdict.hits[0].details, [Detail::NoOtherVantage]);
    }
}

#[test]
fn without_proof_of_the_key_the_certificate_is_only_what_anyone_can_replay() {
    for known in misissued() {
        for is_key_proven in [None, Some(false)] {
            let verdict = verdict(known, is_key_proven);
            assert_eq!(verdict.code, VerdictCode::Inconclusive, "{}", known.id);
        }
    }
}

#[test]
fn a_key_that_is_known_for_another_reason_is_not_called_misissued() {
    let others = known_roots().iter();
    let others = others.filter(|known| known.conduct != Conduct::Misissued);
    for known in others.filter(|known| known.spki_der.len() > 200) {
        let verdict = verdict(known, Some(true));
        assert!(!rules(&verdict).contains(&RuleId::MisissuedCertificate));
    }
}
