//! ZGrab2's results, written here with the field names of its schemas.

use super::*;

/// A result of the module `tls`, in TLS 1.3.
pub(super) fn tls(status: &str, leaf: &[u8]) -> String {
    format!(
        "{{\"ip\":\"192.0.2.1\",\"domain\":\"www.example.kz\",\"data\":{{\"tls\":{{{status},\
         \"protocol\":\"tls\",\"port\":8443,\"timestamp\":\"2022-10-13T20:28:14-04:00\",\
         \"result\":{}}}}}}}",
        log(leaf)
    )
}

fn log(leaf: &[u8]) -> String {
    format!(
        "{{\"handshake_log\":{{\"server_hello\":{{\"version\":{{\"name\":\"TLSv1.2\"}},\
         \"cipher_suite\":{{\"name\":\"TLS_AES_128_GCM_SHA256\"}},\
         \"supported_versions\":{{\"selected_version\":{{\"name\":\"TLSv1.3\"}}}}}},\
         \"server_certificates\":{{\"certificate\":{{\"raw\":\"{0}\",\"parsed\":{{\"a\":1}}}},\
         \"chain\":[{{\"raw\":\"{0}\"}}]}},\"key_material\":{{\"master_secret\":\"secret\"}}}}}}",
        base64(leaf)
    )
}

fn success() -> String {
    tls("\"status\":\"success\"", LEAF)
}

fn first(text: &str) -> TlsHandshake {
    only(text)[0].tls_handshakes[0].clone()
}

#[test]
fn a_result_of_tls_is_read_with_the_certificates_as_they_were_sent() {
    let measurement = &only(&success())[0];
    assert_eq!(measurement.target.host, "www.example.kz");
    assert_eq!(measurement.target.port, 8443);
    assert_eq!(measurement.measured_at.to_string(), "2022-10-14T00:28:14Z");
    let handshake = &measurement.tls_handshakes[0];
    assert_eq!(handshake.peer_certificates, [LEAF, LEAF]);
    assert_eq!(handshake.server_name.as_deref(), Some("www.example.kz"));
    assert_eq!(handshake.tls_version.as_deref(), Some("TLSv1.3"));
    assert_eq!(handshake.address, Some("192.0.2.1:8443".parse().unwrap()));
    assert_eq!(measurement.tcp_connect.len(), 1);
}

#[test]
fn the_name_that_the_recorded_hello_has_is_the_one_that_was_sent() {
    let hello = "\"handshake_log\":{\"client_hello\":{\"server_name\":\"other.example\"},";
    let text = success().replace("\"handshake_log\":{", hello);
    assert_eq!(first(&text).server_name.as_deref(), Some("other.example"));
    let by_address = success().replace("\"domain\":\"www.example.kz\",", "");
    assert_eq!(first(&by_address).server_name, None);
    assert_eq!(only(&by_address)[0].target.host, "192.0.2.1");
}

#[test]
fn the_key_is_proven_by_a_complete_handshake_of_tls_1_3() {
    assert_eq!(first(&success()).is_key_proven, Some(true));
    let broken = tls(
        "\"status\":\"handshake-error\",\"error\":\"at 192.0.2.7: bad\"",
        LEAF,
    );
    assert_eq!(first(&broken).is_key_proven, None);
    assert_eq!(
        first(&broken).failure,
        Some(Failure::unknown("at <scrubbed> bad"))
    );
    let after = "\"handshake_completed_successfully\":true,\"handshake_log\":{";
    let after = broken.replace("\"handshake_log\":{", after);
    assert_eq!(first(&after).is_key_proven, Some(true));
}

#[test]
fn before_tls_1_3_only_a_signature_that_was_found_valid_proves_the_key() {
    let old = success().replace("TLSv1.3", "TLSv1.2");
    assert_eq!(first(&old).is_key_proven, None);
    for (valid, proven) in [("true", Some(true)), ("false", None), ("\"true\"", None)] {
        let signature = format!(
            "\"handshake_log\":{{\"server_key_exchange\":{{\"signature\":{{\"valid\":{valid}}}}},"
        );
        let text = old.replace("\"handshake_log\":{", &signature);
        assert_eq!(first(&text).is_key_proven, proven, "{valid}");
    }
}

#[test]
fn a_certificate_of_which_only_the_parsed_form_was_kept_is_none() {
    let parsed = success().replace("\"raw\":", "\"fingerprint\":");
    assert_eq!(first(&parsed).peer_certificates, Vec::<Vec<u8>>::new());
    assert_eq!(first(&parsed).is_key_proven, None);
    let key = "server_certificates".to_owned();
    let damaged = success().replace(&base64(LEAF), "*");
    assert_eq!(refused(&damaged), RecordProblem::Value { key });
}

#[test]
fn a_connection_that_was_not_made_is_told_apart_from_a_handshake_that_failed() {
    let without = |status: &str| {
        let text = tls(&format!("\"status\":\"{status}\""), LEAF);
        only(&text.replace(&log(LEAF), "null"))[0].clone()
    };
    let refused = without("connection-refused");
    assert_eq!(refused.tls_handshakes, []);
    assert_eq!(
        refused.tcp_connect[0].failure,
        Some(Failure::ConnectionRefused)
    );
    let silent = without("io-timeout");
    assert_eq!(silent.tcp_connect, []);
    let failure = silent.tls_handshakes[0].failure.clone();
    assert_eq!(failure, Some(Failure::GenericTimeoutError));
}

fn http(chain: &str, response: &str) -> String {
    format!(
        "{{\"ip\":\"192.0.2.1\",\"data\":{{\"http\":{{\"status\":\"success\",\"protocol\":\"http\",\
         \"timestamp\":\"2022-10-13T20:28:14Z\",\"result\":{{\"response\":{response},\
         \"redirect_response_chain\":[{chain}]}}}}}}}}"
    )
}

fn answer(host: &str, log: &str) -> String {
    format!(
        "{{\"status_line\":\"200 OK\",\"body\":\"a page\",\"request\":{{\"url\":{{\"host\":\"{host}\"}},\
         \"tls_log\":{log}}}}}"
    )
}

#[test]
fn each_request_over_tls_is_a_measurement_and_only_the_first_has_an_address() {
    let one = answer("one.example:8443", &log(LEAF));
    let plain = answer("plain.example", "null");
    let last = answer("[2001:db8::1]:444", &log(b"another"));
    let all = only(&http(&format!("{one},{plain}"), &last));
    let of = |one: &Measurement| (one.target.host.clone(), one.target.port);
    assert_eq!(of(&all[0]), ("one.example".to_owned(), 8443));
    assert_eq!(of(&all[1]), ("2001:db8::1".to_owned(), 444));
    assert_eq!(all.len(), 2);
    let addresses: Vec<_> = all.iter().map(|it| it.tls_handshakes[0].address).collect();
    assert_eq!(addresses, [Some("192.0.2.1:8443".parse().unwrap()), None]);
    assert_eq!(all[0].tls_handshakes[0].is_key_proven, Some(true));
}

#[test]
fn without_an_answer_or_tls_a_request_proves_nothing() {
    let silent = answer("one.example", &log(LEAF)).replace("200 OK", "");
    assert_eq!(first(&http("", &silent)).is_key_proven, None);
    let plain = http("", &answer("one.example", "null"));
    assert_eq!(refused(&plain), RecordProblem::WithoutTls);
}

#[test]
fn keys_of_sessions_and_pages_are_not_kept() {
    let mut measurements = only(&success());
    measurements.extend(only(&http("", &answer("one.example", &log(LEAF)))));
    let software = "a test".to_owned();
    let text = Evidence {
        software,
        measurements,
    }
    .encode();
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains("secret") && !text.contains("a page"));
}
