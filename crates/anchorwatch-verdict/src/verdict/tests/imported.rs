//! What another program measured.

use anchorwatch_evidence::{DnsQuery, ImportFormat, Resolver};

use super::*;
use crate::NotChecked;

/// The family's root signs for a public site, as another program can have recorded it.
fn imported() -> Measurement {
    let scene = Scene::new("www.example.kz");
    let chain = scene.local.issue(&["www.example.kz"]).unwrap();
    let mut measurement = scene.measurement();
    let handshake = &mut measurement.tls_handshakes[0];
    handshake.peer_certificates =
        vec![chain.certificates()[0].to_vec(), scene.local.der().to_vec()];
    measurement.anchors.public = PublicAnchors::Bundled;
    measurement.anchors.local = Vec::new();
    measurement.anchors.local_count = 0;
    measurement.imported_from = Some(ImportFormat::Ooni);
    measurement
}

#[test]
fn local_roots_are_not_checked_in_what_another_program_measured() {
    let mut measurement = imported();
    assert_eq!(judged(&measurement).not_checked[0], NotChecked::LocalRoots);
    measurement.imported_from = None;
    let own = judged(&measurement).not_checked;
    assert!(!own.contains(&NotChecked::LocalRoots));
}

#[test]
fn a_family_root_that_came_along_is_suspected_and_another_one_is_not() {
    let measurement = imported();
    let verdict = judged(&measurement);
    assert_eq!(verdict.code, VerdictCode::Suspected);
    assert_eq!(rules(&verdict)[0], RuleId::FamilyMatch);
    let mut other = measurement;
    let company = Root::company("Example Works").unwrap();
    let chain = company.issue(&["www.example.kz"]).unwrap();
    other.tls_handshakes[0].peer_certificates =
        vec![chain.certificates()[0].to_vec(), company.der().to_vec()];
    assert_eq!(judged(&other).code, VerdictCode::Inconclusive);
}

#[test]
fn whether_others_checked_the_signature_is_not_guessed() {
    let mut measurement = imported();
    let mut key = |proven, failure| {
        let handshake = &mut measurement.tls_handshakes[0];
        (handshake.is_key_proven, handshake.failure) = (proven, failure);
        judged(&measurement).server_key
    };
    assert_eq!(key(Some(true), None), Some(ServerKey::Proven));
    assert_eq!(key(None, None), Some(ServerKey::NotRecorded));
    let failed = key(None, Some(Failure::SslUnknownAuthority));
    assert_eq!(failed, Some(ServerKey::NotReached));
    measurement.imported_from = None;
    measurement.tls_handshakes[0].failure = None;
    let own = judged(&measurement).server_key;
    assert_eq!(own, Some(ServerKey::NotCheckable));
}

#[test]
fn a_certificate_that_others_did_not_record_may_have_come() {
    let mut measurement = imported();
    measurement.tls_handshakes[0].peer_certificates.clear();
    measurement.tls_handshakes[0].failure = Some(Failure::SslUnknownAuthority);
    let saw = |measurement: &Measurement| judged(measurement).hits[0].saw.clone();
    let host = "www.example.kz".to_owned();
    let failure = Failure::SslUnknownAuthority;
    let recorded = Saw::NoCertificateRecorded {
        host: host.clone(),
        failure: failure.clone(),
    };
    assert_eq!(saw(&measurement), recorded);
    measurement.imported_from = None;
    assert_eq!(saw(&measurement), Saw::NoCertificateCame { host, failure });
}

#[test]
fn a_step_that_failed_is_not_the_reason_if_a_later_one_succeeded() {
    let mut measurement = imported();
    measurement.tls_handshakes[0].peer_certificates.clear();
    measurement.queries.push(DnsQuery {
        hostname: "www.example.kz".to_owned(),
        resolver: Resolver::System,
        failure: Some(Failure::DnsNoAnswer),
        answers: Vec::new(),
        exchange: None,
    });
    let saw = |measurement: &Measurement| judged(measurement).hits[0].saw.clone();
    assert!(matches!(saw(&measurement), Saw::NothingToJudge { .. }));
    measurement.tls_handshakes.clear();
    measurement.tcp_connect.clear();
    assert!(matches!(saw(&measurement), Saw::NotLookedUp { .. }));
}
