//! What verdicts are called in OONI's vocabulary.

use super::*;
use crate::{Mechanism, OoniState};

fn told(scene: &Scene) -> (Option<Mechanism>, OoniState) {
    let verdict = scene.verdict();
    (verdict.ooni_mechanism, verdict.ooni_state.unwrap())
}

#[test]
fn a_certificate_of_an_added_root_is_signed_and_one_of_a_site_s_own_is_no_interference() {
    let mut scene = Scene::new("www.example.kz");
    scene.chain = Some(scene.local.issue(&["www.example.kz"]).unwrap());
    let signed = (Some(Mechanism::TlsMitmCaSigned), OoniState::Blocked);
    assert_eq!(told(&scene), signed);
    scene.chain = Some(scene.public.issue(&["www.example.kz"]).unwrap());
    assert_eq!(told(&scene), (None, OoniState::Ok));
}

#[test]
fn without_the_issuer_s_certificate_nothing_says_that_a_certificate_is_signed() {
    let mut scene = Scene::new("www.example.kz");
    // The family's name is known, and its root is not installed.
    scene.chain = Some(scene.local.issue(&["www.example.kz"]).unwrap());
    let mut measurement = scene.measurement();
    measurement.anchors.local.clear();
    let judged = |measurement: &Measurement| {
        let verdict = judge(measurement, &Arc::new(DistrustSet::built_in()));
        (verdict.code, verdict.ooni_mechanism)
    };
    let bare = (VerdictCode::Suspected, Some(Mechanism::TlsMitm));
    assert_eq!(judged(&measurement), bare);
    let root = scene.local.der().to_vec();
    measurement.tls_handshakes[0].peer_certificates.push(root);
    let signed = (VerdictCode::Suspected, Some(Mechanism::TlsMitmCaSigned));
    assert_eq!(judged(&measurement), signed);
}

#[test]
fn an_untrusted_chain_that_accuses_nobody_has_no_mechanism() {
    let mut scene = Scene::new("www.example.kz");
    let other = Root::company("Example Works").unwrap();
    scene.chain = Some(other.issue(&["www.example.kz"]).unwrap());
    assert_eq!(told(&scene), (None, OoniState::Impaired));
}

#[test]
fn a_name_that_is_cut_off_is_called_by_how() {
    for (failure, mechanism) in [
        (Failure::ConnectionReset, Mechanism::TlsResetSni),
        (Failure::GenericTimeoutError, Mechanism::TlsTimeout),
        (Failure::EofError, Mechanism::Tls),
    ] {
        let mut scene = Scene::new("www.example.kz");
        scene.failure = Some(failure);
        scene.is_key_proven = None;
        let mut measurement = scene.measurement();
        let cut = measurement.tls_handshakes[0].clone();
        let chain = scene.public.issue(&["other.example"]).unwrap();
        let mut answered = cut.clone();
        answered.purpose = Purpose::TargetControl;
        answered.failure = None;
        answered.peer_certificates = chain
            .certificates()
            .iter()
            .map(|der| der.to_vec())
            .collect();
        measurement.tls_handshakes = vec![cut.clone(), answered.clone(), cut, answered];
        let verdict = judge(&measurement, &Arc::new(DistrustSet::built_in()));
        assert_eq!(verdict.code, VerdictCode::CensoredOrDown);
        let told = (verdict.ooni_mechanism, verdict.ooni_state.unwrap());
        assert_eq!(told, (Some(mechanism), OoniState::Impaired));
    }
}
