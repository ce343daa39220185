//! Results of Censored Planet and RIPE Atlas, written here with the field names of their documents.

use super::*;

fn hyperquack(answers: &str) -> String {
    format!(
        "{{\"vp\":\"192.0.2.1\",\"location\":{{\"country_code\":\"KZ\"}},\"service\":\"https\",\
         \"test_url\":\"www.example.kz/a\",\"response\":[{answers}],\"anomaly\":true}}"
    )
}

fn answer(content: &str, more: &str) -> String {
    format!(
        "{{\"matches_template\":false,\"response\":{content},\
         \"start_time\":\"2021-04-26T04:22:44.170533781-04:00\"{more}}}"
    )
}

fn with_certificate() -> String {
    format!(
        "{{\"status_line\":\"200 OK\",\"body\":\"a page\",\"TlsVersion\":771,\"Certificate\":\"{}\"}}",
        base64(LEAF)
    )
}

#[test]
fn an_answer_of_hyperquack_is_read_with_its_one_certificate_and_no_proof() {
    let measurement = &only(&hyperquack(&answer(&with_certificate(), "")))[0];
    assert_eq!(measurement.target.host, "www.example.kz");
    assert_eq!(measurement.measured_at.to_string(), "2021-04-26T08:22:44Z");
    let handshake = &measurement.tls_handshakes[0];
    assert_eq!(handshake.address, Some("192.0.2.1:443".parse().unwrap()));
    assert_eq!(handshake.peer_certificates, [LEAF]);
    assert_eq!(handshake.tls_version.as_deref(), Some("TLSv1.2"));
    assert_eq!(handshake.is_key_proven, None);
}

#[test]
fn the_first_version_of_hyperquack_has_other_keys() {
    let text = format!(
        "{{\"Server\":\"192.0.2.1\",\"Keyword\":\"www.example.kz\",\"Results\":[\
         {{\"Sent\":\"www.example.kz\",\"Received\":{{\"tls\":{{\"version\":772,\"cert\":\"{0}\"}}}},\
         \"Error\":\"Incorrect web response: bodies\",\"StartTime\":\"2020-11-06T15:24:21Z\"}},\
         {{\"Sent\":\"a control\",\"Received\":{{\"tls\":{{\"cert\":\"{0}\"}}}},\
         \"StartTime\":\"2020-11-06T15:24:22Z\"}}]}}",
        base64(LEAF)
    );
    let handshakes = &only(&text)[0].tls_handshakes;
    assert_eq!(handshakes.len(), 1);
    assert_eq!(handshakes[0].failure, None);
    assert_eq!(handshakes[0].tls_version.as_deref(), Some("TLSv1.3"));
}

#[test]
fn controls_other_services_and_expected_answers_of_hyperquack_are_left_out() {
    let control = answer(&with_certificate(), ",\"control_url\":\"a.example\"");
    for answers in [
        control,
        answer("null", ""),
        answer("null", ",\"error\":\"null\""),
    ] {
        assert_eq!(refused(&hyperquack(&answers)), RecordProblem::WithoutTls);
    }
    let http = hyperquack(&answer(&with_certificate(), "")).replace("\"https\"", "\"http\"");
    assert_eq!(refused(&http), RecordProblem::WithoutTls);
    let key = "Certificate".to_owned();
    let damaged = hyperquack(&answer(&with_certificate().replace(&base64(LEAF), "*"), ""));
    assert_eq!(refused(&damaged), RecordProblem::Value { key });
}

#[test]
fn errors_of_hyperquack_become_failures_without_addresses() {
    let failure = |error: &str| {
        let text = hyperquack(&answer("null", &format!(",\"error\":\"{error}\"")));
        only(&text)[0].tls_handshakes[0].failure.clone().unwrap()
    };
    let timeout = "read tcp 198.51.100.7:7518->192.0.2.1:443: i/o timeout";
    assert_eq!(failure(timeout), Failure::GenericTimeoutError);
    let other = failure("read tcp 198.51.100.7:7518->192.0.2.1:443: odd");
    assert!(matches!(&other, Failure::Unknown(text) if text.ends_with("odd")));
    assert!(!other.to_string().contains("198.51.100.7"), "{other}");
}

fn sslcert(more: &str) -> String {
    format!(
        "{{\"type\":\"sslcert\",\"prb_id\":517,\"from\":\"198.51.100.7\",\"timestamp\":1362454627,\
         \"dst_name\":\"www.example.kz\",\"dst_addr\":\"192.0.2.1\",\"ver\":\"1.2\"{more}}}"
    )
}

fn pem() -> String {
    let label = "CERTIFICATE-----";
    format!("-----BEGIN {label}\\n{}\\n-----END {label}", base64(LEAF))
}

#[test]
fn a_result_of_atlas_is_read_with_the_certificates_as_they_were_sent() {
    let text = sslcert(&format!(
        ",\"dst_port\":\"8443\",\"rt\":65.5,\"ttc\":31.5,\"cert\":[\"{0}\",\"{0}\"]",
        pem()
    ));
    let measurement = &only(&text)[0];
    assert_eq!(measurement.target.host, "www.example.kz");
    assert_eq!(measurement.target.port, 8443);
    assert_eq!(measurement.measured_at.to_string(), "2013-03-05T03:37:07Z");
    assert_eq!(measurement.tcp_connect[0].elapsed.as_micros(), 31_500);
    let handshake = &measurement.tls_handshakes[0];
    assert_eq!(handshake.peer_certificates, [LEAF, LEAF]);
    assert_eq!(handshake.is_key_proven, None);
    let damaged = text.replace("BEGIN", "BEGIN TRUSTED");
    let key = "cert".to_owned();
    assert_eq!(refused(&damaged), RecordProblem::Value { key });
}

#[test]
fn an_alert_or_an_error_of_atlas_is_a_failure() {
    let failure = |more: &str| only(&sslcert(more))[0].tls_handshakes[0].failure.clone();
    let alert = ",\"alert\":{\"level\":2,\"decription\":40}";
    assert_eq!(failure(alert), Some(Failure::SslFailedHandshake));
    let error = failure(",\"err\":\"connect: to 192.0.2.1: timeout\"");
    assert_eq!(
        error,
        Some(Failure::unknown("connect: to <scrubbed> timeout"))
    );
    assert_eq!(failure(",\"dst_port\":\"https\""), None);
}

#[test]
fn times_and_ports_of_atlas_that_are_none_are_refused() {
    for (from, to, key) in [
        ("1362454627", "1e30", "timestamp"),
        ("1362454627", "-1", "timestamp"),
        ("1362454627", "0.5", "timestamp"),
        ("\"ver\"", "\"dst_port\":\"70000\",\"ver\"", "dst_port"),
    ] {
        let key = key.to_owned();
        assert_eq!(
            refused(&sslcert("").replace(from, to)),
            RecordProblem::Value { key }
        );
    }
}

#[test]
fn who_measured_for_them_is_not_kept() {
    let mut measurements = only(&sslcert(""));
    measurements.extend(only(&hyperquack(&answer(&with_certificate(), ""))));
    let software = "a test".to_owned();
    let text = Evidence {
        software,
        measurements,
    }
    .encode();
    let text = String::from_utf8(text).unwrap();
    for personal in ["198.51.100.7", "517", "KZ", "a page"] {
        assert!(!text.contains(personal), "{personal}");
    }
}
