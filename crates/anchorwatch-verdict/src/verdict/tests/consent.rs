//! Interception that the owner of the machine consented to.

use anchorwatch_evidence::{OwnServer, OwnersConsent};
use anchorwatch_identity::{Certificate, SpkiSha256};

use super::*;
use crate::{Mechanism, OoniState};

const NAME: &str = "www.works.example";
const DAY_S: i64 = 86_400;

/// A company's root signs for a public name, and the owner consented to it until tomorrow.
fn inspected(root: Root) -> (Scene, Measurement) {
    let mut scene = Scene::new(NAME);
    scene.local = root;
    scene.chain = Some(scene.local.issue(&[NAME]).unwrap());
    let mut measurement = scene.measurement();
    let now = measurement.measured_at.get();
    measurement.anchors.owners_choices.consents = vec![OwnersConsent {
        spki_sha256: *SpkiSha256::of(&scene.local.spki_der()).as_bytes(),
        covers: Some("works.example".to_owned()),
        not_before: UnixSeconds::new(now - DAY_S),
        until: UnixSeconds::new(now + DAY_S),
    }];
    (scene, measurement)
}

fn works() -> Root {
    Root::company("Works").unwrap()
}

#[test]
fn a_root_with_the_owners_consent_for_the_name_is_said_and_not_called_clean() {
    let (_, measurement) = inspected(works());
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::InspectedWithConsent);
    assert_eq!(rules(&verdict), [RuleId::InspectedWithConsent]);
    assert!(verdict.signer.unwrap().contains("Works"));
    assert_eq!(verdict.ooni_mechanism, Some(Mechanism::TlsMitmCaSigned));
    assert_eq!(verdict.ooni_state, None::<OoniState>);
}

#[test]
fn a_consent_that_does_not_hold_here_and_now_leaves_it_an_interception() {
    let twins: [fn(&mut OwnersConsent); 5] = [
        |it| it.covers = Some("other.example".to_owned()),
        |it| it.until = UnixSeconds::new(it.not_before.get() + 1),
        |it| it.not_before = UnixSeconds::new(it.until.get() - 1),
        |it| it.spki_sha256 = [7; 32],
        // A public suffix, which no consent may name.
        |it| it.covers = Some("example".to_owned()),
    ];
    for twin in twins {
        let (_, mut measurement) = inspected(works());
        twin(&mut measurement.anchors.owners_choices.consents[0]);
        assert_eq!(judged(&measurement).code, VerdictCode::Intercepted);
    }
}

#[test]
fn a_consent_to_a_suspected_family_or_twice_to_one_key_counts_for_nothing() {
    let (_, measurement) = inspected(Root::isca_like().unwrap());
    assert_eq!(judged(&measurement).code, VerdictCode::Intercepted);
    let (_, mut twice) = inspected(works());
    let again = twice.anchors.owners_choices.consents[0].clone();
    twice.anchors.owners_choices.consents.push(again);
    assert_eq!(judged(&twice).code, VerdictCode::Intercepted);
}

#[test]
fn more_consents_than_any_machine_records_count_for_nothing() {
    let (_, mut measurement) = inspected(works());
    let consents = &mut measurement.anchors.owners_choices.consents;
    for number in 0..70 {
        let mut other = consents[0].clone();
        other.spki_sha256 = [number; 32];
        consents.push(other);
    }
    assert_eq!(judged(&measurement).code, VerdictCode::Intercepted);
    measurement.anchors.owners_choices.consents.truncate(64);
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::InspectedWithConsent);
}

#[test]
fn another_root_beside_the_one_with_consent_is_an_interception() {
    let (_, mut measurement) = inspected(works());
    let other = Root::company("Other Works").unwrap();
    let chain = other.issue(&[NAME]).unwrap();
    let mut second = measurement.tls_handshakes[0].clone();
    second.peer_certificates = chain.certificates().iter().map(|it| it.to_vec()).collect();
    measurement.tls_handshakes.push(second);
    measurement.anchors.local.push(other.der().to_vec());
    assert_eq!(judged(&measurement).code, VerdictCode::Intercepted);
}

#[test]
fn a_root_that_is_not_here_beside_the_one_with_consent_keeps_the_answer_open() {
    for is_key_proven in [Some(true), None] {
        let (_, mut measurement) = inspected(works());
        let other = Root::company("Other Works").unwrap();
        let chain = other.issue(&[NAME]).unwrap();
        let mut second = measurement.tls_handshakes[0].clone();
        second.peer_certificates = chain.certificates().iter().map(|it| it.to_vec()).collect();
        second.is_key_proven = is_key_proven;
        measurement.tls_handshakes.push(second);
        assert_eq!(judged(&measurement).code, VerdictCode::Inconclusive);
    }
}

#[test]
fn without_the_servers_key_a_consent_proves_nothing() {
    let (_, mut measurement) = inspected(works());
    measurement.tls_handshakes[0].is_key_proven = None;
    assert_eq!(judged(&measurement).code, VerdictCode::Inconclusive);
}

#[test]
fn a_zone_that_the_owner_calls_private_is_and_no_other() {
    let (_, mut measurement) = inspected(works());
    measurement.anchors.owners_choices.consents.clear();
    for (zone, code) in [
        ("works.example", VerdictCode::NotSeen),
        ("other.example", VerdictCode::Intercepted),
        ("example", VerdictCode::Intercepted),
    ] {
        measurement.anchors.owners_choices.private_names = vec![zone.to_owned()];
        assert_eq!(judged(&measurement).code, code, "{zone}");
    }
}

#[test]
fn a_connection_without_an_answer_does_not_end_a_consent() {
    let (scene, mut measurement) = inspected(works());
    with_own_server(&mut measurement, &scene.local);
    let mut reset = measurement.tls_handshakes[0].clone();
    reset.peer_certificates.clear();
    reset.is_key_proven = None;
    reset.failure = Some(Failure::ConnectionReset);
    measurement.tls_handshakes.push(reset);
    assert_eq!(judged(&measurement).code, VerdictCode::InspectedWithConsent);
}

#[test]
fn a_consent_explains_other_names_at_the_own_server_by_the_same_root_alone() {
    for (is_same, code) in [
        (true, VerdictCode::InspectedWithConsent),
        (false, VerdictCode::Suspected),
    ] {
        let (scene, mut measurement) = inspected(works());
        with_own_server(&mut measurement, &scene.local);
        let other = Root::company("Other").unwrap();
        let signer = if is_same { &scene.local } else { &other };
        let chain = signer.issue(&["control.example"]).unwrap();
        let mut control = measurement.tls_handshakes.last().unwrap().clone();
        control.server_name = Some("control.example".to_owned());
        control.peer_certificates = chain.certificates().iter().map(|it| it.to_vec()).collect();
        measurement.tls_handshakes.push(control);
        assert_eq!(judged(&measurement).code, code);
    }
}

/// The measurer's own server, in whose place somebody with this root answers to the name.
fn with_own_server(measurement: &mut Measurement, stranger: &Root) {
    let der = |chain: &ServerChain| -> Vec<Vec<u8>> {
        chain.certificates().iter().map(|it| it.to_vec()).collect()
    };
    let own = der(&works().issue(&["own.example"]).unwrap());
    let key = Certificate::from_der(&own[0]).unwrap().spki_sha256();
    measurement.own_server = Some(OwnServer {
        address: "192.0.2.9:443".parse().unwrap(),
        spki_sha256: *key.as_bytes(),
    });
    let mut with_name = measurement.tls_handshakes[0].clone();
    with_name.purpose = Purpose::OwnServer;
    with_name.peer_certificates = der(&stranger.issue(&[NAME]).unwrap());
    let mut control = with_name.clone();
    control.purpose = Purpose::OwnServerControl;
    control.peer_certificates = own;
    measurement.tls_handshakes.extend([with_name, control]);
}

#[test]
fn the_root_with_consent_explains_who_answers_at_the_own_server_and_another_does_not() {
    let (scene, mut measurement) = inspected(works());
    with_own_server(&mut measurement, &scene.local);
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::InspectedWithConsent);
    assert!(rules(&verdict).contains(&RuleId::OwnServerKey));
    let (_, mut measurement) = inspected(works());
    with_own_server(&mut measurement, &Root::company("Other").unwrap());
    assert_eq!(judged(&measurement).code, VerdictCode::Intercepted);
}

#[test]
fn over_quic_a_consent_is_said_too_and_another_root_keeps_the_answer_open() {
    let (scene, mut measurement) = inspected(works());
    // What was shown over TCP came over QUIC, and over TCP the site's own certificate.
    let consented = quic::over(measurement.tls_handshakes[0].clone());
    measurement.quic_handshakes.push(consented);
    let genuine = scene.public.issue(&[NAME]).unwrap();
    let genuine = genuine.certificates().iter().map(|it| it.to_vec());
    measurement.tls_handshakes[0].peer_certificates = genuine.collect();
    assert_eq!(judged(&measurement).code, VerdictCode::InspectedWithConsent);
    // Of TCP, that says nothing.
    measurement.tls_handshakes[0].peer_certificates.clear();
    assert_eq!(judged(&measurement).code, VerdictCode::Inconclusive);

    let (_, mut measurement) = inspected(works());
    let other = Root::company("Other Works").unwrap();
    let chain = other.issue(&[NAME]).unwrap();
    let mut second = measurement.tls_handshakes[0].clone();
    second.peer_certificates = chain.certificates().iter().map(|it| it.to_vec()).collect();
    measurement.quic_handshakes.push(quic::over(second));
    assert_eq!(judged(&measurement).code, VerdictCode::Inconclusive);
}
