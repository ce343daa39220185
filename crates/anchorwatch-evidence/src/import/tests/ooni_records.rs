//! OONI's measurements, written here with the field names of its specification.

use super::*;

/// A measurement with these handshakes.
pub(super) fn record(handshakes: &str) -> String {
    with_keys(&format!("\"tls_handshakes\":[{handshakes}]"))
}

fn with_keys(keys: &str) -> String {
    format!(
        "{{\"test_name\":\"web_connectivity\",\"measurement_start_time\":\"2022-10-27 00:03:16\",\
         \"probe_asn\":\"AS64500\",\"probe_cc\":\"KZ\",\"probe_ip\":\"198.51.100.7\",\
         \"resolver_ip\":\"198.51.100.53\",\"report_id\":\"20221027T_secret\",\
         \"input\":\"https://www.example.kz/\",\"test_keys\":{{{keys}}}}}"
    )
}

/// A handshake in which a chain came.
pub(super) fn handshake(name: &str, failure: &str) -> String {
    format!(
        "{{\"address\":\"192.0.2.1:8443\",\"cipher_suite\":\"TLS_AES_128_GCM_SHA256\",\
         \"failure\":{failure},\"peer_certificates\":[{{\"data\":\"{}\",\"format\":\"base64\"}}],\
         \"server_name\":\"{name}\",\"t0\":1.5,\"t\":1.7500001,\"tls_version\":\"TLSv1.3\"}}",
        base64(LEAF)
    )
}

fn query(name: &str, failure: &str, ip: &str) -> String {
    format!(
        "{{\"engine\":\"getaddrinfo\",\"hostname\":\"{name}\",\"failure\":{failure},\
         \"answers\":[{{\"answer_type\":\"A\",\"ipv4\":\"{ip}\"}}],\"resolver_address\":\"\"}}"
    )
}

fn connect(ip: &str, port: u16, failure: &str) -> String {
    format!("{{\"ip\":\"{ip}\",\"port\":{port},\"status\":{{\"failure\":{failure}}}}}")
}

fn first(text: &str) -> TlsHandshake {
    only(text)[0].tls_handshakes[0].clone()
}

#[test]
fn a_handshake_is_read_with_the_certificate_as_it_was_sent() {
    let measurement = &only(&record(&handshake("www.Example.kz.", "null")))[0];
    assert_eq!(measurement.target.host, "www.example.kz");
    assert_eq!(measurement.target.port, 8443);
    assert_eq!(measurement.measured_at.to_string(), "2022-10-27T00:03:16Z");
    let handshake = &measurement.tls_handshakes[0];
    assert_eq!(handshake.server_name.as_deref(), Some("www.Example.kz"));
    assert_eq!(handshake.peer_certificates, [LEAF]);
    assert_eq!(handshake.tls_version.as_deref(), Some("TLSv1.3"));
    assert_eq!(handshake.elapsed.as_millis(), 250);
    assert_eq!(handshake.failure, None);
}

#[test]
fn only_a_handshake_that_was_completed_and_signed_proves_the_key() {
    let good = record(&handshake("www.example.kz", "null"));
    assert_eq!(first(&good).is_key_proven, Some(true));
    for failure in ["ssl_unknown_authority", "ssl_invalid_hostname", "eof_error"] {
        let failed = record(&handshake("www.example.kz", &format!("\"{failure}\"")));
        assert_eq!(first(&failed).is_key_proven, None);
        assert_eq!(first(&failed).failure.unwrap().code(), failure);
    }
    let rsa = good.replace("TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA");
    assert_eq!(first(&rsa).is_key_proven, None);
    let nothing_came = good.replace(&format!("\"data\":\"{}\"", base64(LEAF)), "\"data\":1");
    assert_eq!(
        refused(&nothing_came),
        RecordProblem::Value {
            key: "peer_certificates".to_owned()
        }
    );
}

#[test]
fn a_damaged_certificate_refuses_the_record() {
    let good = record(&handshake("www.example.kz", "null"));
    let key = "peer_certificates".to_owned();
    for other in ["", "*", "YSBsZWFm=", "YSBsZWF"] {
        let damaged = good.replace(&base64(LEAF), other);
        assert_eq!(refused(&damaged), RecordProblem::Value { key: key.clone() });
    }
    let one = format!("{{\"data\":\"{}\",\"format\":\"base64\"}}", base64(LEAF));
    let many = good.replace(&one, &[one.as_str()].repeat(101).join(","));
    assert_eq!(refused(&many), RecordProblem::TooMany { max: 100 });
}

#[test]
fn names_share_one_measurement_and_each_has_its_own_steps() {
    let keys = format!(
        "\"queries\":[{},{}],\"tcp_connect\":[{},{}],\"tls_handshakes\":[{},{},{}]",
        query("one.example", "null", "192.0.2.1"),
        query("other.example", "null", "192.0.2.9"),
        connect("192.0.2.1", 8443, "null"),
        connect("192.0.2.9", 8443, "null"),
        handshake("one.example", "null"),
        handshake("other.example", "null").replace("192.0.2.1", "192.0.2.9"),
        handshake("ONE.example", "\"eof_error\""),
    );
    let all = only(&with_keys(&keys));
    let of = |one: &Measurement| {
        let (queries, connects) = (one.queries.len(), one.tcp_connect.len());
        (
            one.target.host.clone(),
            queries,
            connects,
            one.tls_handshakes.len(),
        )
    };
    assert_eq!(of(&all[0]), ("one.example".to_owned(), 1, 1, 2));
    assert_eq!(of(&all[1]), ("other.example".to_owned(), 1, 1, 1));
    assert_eq!(all[0].queries[0].resolver, Resolver::System);
    assert_eq!(all.len(), 2);
}

#[test]
fn a_name_without_a_handshake_is_read_if_every_earlier_step_failed() {
    let failed = query("www.example.kz", "\"dns_nxdomain_error\"", "");
    let found = query("www.example.kz", "null", "192.0.2.1");
    let reset = connect("192.0.2.1", 443, "\"connection_reset\"");
    let made = connect("192.0.2.1", 443, "null");
    let http = connect("192.0.2.1", 80, "\"connection_reset\"");
    let keys = |queries: &str, connects: &str| {
        with_keys(&format!(
            "\"queries\":[{queries}],\"tcp_connect\":[{connects}]"
        ))
    };
    let not_found = &only(&keys(&failed, ""))[0];
    assert_eq!(
        not_found.queries[0].failure,
        Some(Failure::DnsNxdomainError)
    );
    let not_reached = &only(&keys(&format!("{failed},{found}"), &reset))[0];
    assert_eq!(
        not_reached.tcp_connect[0].failure,
        Some(Failure::ConnectionReset)
    );
    for connects in [format!("{reset},{made}"), http, String::new()] {
        assert_eq!(refused(&keys(&found, &connects)), RecordProblem::WithoutTls);
    }
}

#[test]
fn steps_are_found_at_any_depth_but_not_those_of_ooni_itself() {
    let list = format!("\"tls_handshakes\":[{}]", handshake("one.example", "null"));
    let nested = format!("\"targets\":{{\"a\":{{\"b\":[{{{list}}}]}}}}");
    assert_eq!(only(&with_keys(&nested)).len(), 1);
    for own in ["x_doh", "x_control_request", "iterative_trace"] {
        let own = format!("\"{own}\":{{{list}}}");
        assert_eq!(refused(&with_keys(&own)), RecordProblem::WithoutTls);
    }
}

#[test]
fn old_versions_do_not_name_the_address_which_is_the_connection_beside_it() {
    let old = handshake("", "null").replace("\"address\":\"192.0.2.1:8443\",", "\"conn_id\":2,");
    let near = connect("192.0.2.7", 9001, "null").replacen('{', "{\"conn_id\":2,", 1);
    let far = connect("192.0.2.8", 9001, "null").replacen('{', "{\"conn_id\":3,", 1);
    let keys = |connects: &str| {
        with_keys(&format!(
            "\"tcp_connect\":[{connects}],\"tls_handshakes\":[{old}]"
        ))
    };
    for connects in [near.clone(), format!("{far},{near}")] {
        let measurement = &only(&keys(&connects))[0];
        assert_eq!(measurement.target.host, "192.0.2.7");
        assert_eq!(measurement.target.port, 9001);
        assert_eq!(measurement.tls_handshakes[0].server_name, None);
    }
    assert_eq!(
        refused(&keys(&format!("{near},{near},{far}"))),
        RecordProblem::WithoutTls
    );
}

#[test]
fn nothing_about_whoever_measured_is_kept() {
    let failed = connect(
        "192.0.2.1",
        8443,
        "\"unknown_failure: from 198.51.100.7:1234: late\"",
    );
    let keys = format!(
        "\"tcp_connect\":[{failed}],\"client_resolver\":\"198.51.100.53\",\"tls_handshakes\":[{}]",
        handshake("www.example.kz", "null")
    );
    let evidence = Evidence {
        software: "a test".to_owned(),
        measurements: only(&with_keys(&keys)),
    };
    let text = String::from_utf8(evidence.encode()).unwrap();
    assert!(text.contains("late"));
    for personal in ["198.51.100", "AS64500", "\"KZ\"", "secret"] {
        assert!(!text.contains(personal), "{personal}");
    }
}

#[test]
fn values_of_another_kind_are_refused_or_left_out() {
    let good = record(&handshake("www.example.kz", "null"));
    let time = good.replace("2022-10-27 00:03:16", "2022-10-27T00:03:16Z");
    let key = "measurement_start_time".to_owned();
    assert_eq!(refused(&time), RecordProblem::Value { key });
    let long = record(&handshake(&"a".repeat(256), "null"));
    let key = "server_name".to_owned();
    assert_eq!(refused(&long), RecordProblem::Value { key });
    let list = good
        .replace("[{\"address\"", "{\"address\"")
        .replace("\"TLSv1.3\"}]", "\"TLSv1.3\"}");
    assert_ne!(list, good);
    assert_eq!(refused(&list), RecordProblem::WithoutTls);
    let many = record(
        &[handshake("a.example", "null").as_str()]
            .repeat(501)
            .join(","),
    );
    assert_eq!(refused(&many), RecordProblem::TooMany { max: 500 });
    let long = format!("\"{}\"", "x".repeat(5_000));
    let failure = first(&record(&handshake("www.example.kz", &long))).failure;
    assert_eq!(failure, Some(Failure::Unknown("x".repeat(300))));
}
