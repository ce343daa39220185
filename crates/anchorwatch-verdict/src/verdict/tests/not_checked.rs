//! What a verdict says that it did not check.

use super::*;

const OTHER: &str = "other.example";

/// What is said of other names.
fn of_other_names(measurement: &Measurement) -> Option<NotChecked> {
    let verdict = judge(measurement, &Arc::new(DistrustSet::built_in()));
    let mut all = verdict.not_checked.into_iter();
    all.find(|it| {
        matches!(
            it,
            NotChecked::OtherNames
                | NotChecked::OtherNamesNotReached
                | NotChecked::OtherNamesUnanswered { .. }
        )
    })
}

#[test]
fn other_names_are_asked_for_only_where_one_could_be_sent() {
    let mut measurement = Scene::new("www.example.kz").measurement();
    let sent = Some(NotChecked::OtherNames);
    assert_eq!(of_other_names(&measurement), sent);
    measurement.tls_handshakes.clear();
    measurement.tcp_connect[0].failure = Some(Failure::ConnectionRefused);
    let unreached = Some(NotChecked::OtherNamesNotReached);
    assert_eq!(of_other_names(&measurement), unreached);
    // A resolver led elsewhere, and there is an answer.
    measurement = Scene::new("www.example.kz").measurement();
    measurement.tls_handshakes[0].purpose = Purpose::OtherAddress;
    assert_eq!(of_other_names(&measurement), unreached);
}

#[test]
fn other_names_without_a_certificate_are_not_checked() {
    let scene = Scene::new("www.example.kz");
    let mut measurement = scene.measurement();
    let mut control = measurement.tls_handshakes[0].clone();
    control.purpose = Purpose::TargetControl;
    control.server_name = Some(OTHER.to_owned());
    control.failure = Some(Failure::GenericTimeoutError);
    measurement
        .tls_handshakes
        .extend([control.clone(), control.clone()]);
    let unanswered = Some(NotChecked::OtherNamesUnanswered { sent: 2 });
    assert_eq!(of_other_names(&measurement), unanswered);
    let chain = scene.public.issue(&[OTHER]).unwrap();
    let sent = chain.certificates().iter();
    control.peer_certificates = sent.map(|der| der.to_vec()).collect();
    control.failure = None;
    measurement.tls_handshakes.push(control);
    assert_eq!(of_other_names(&measurement), None);
}
