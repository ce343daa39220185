use crate::{
    Evidence, FormatError, Stage,
    format::tests::{some_evidence, text_of},
};

#[test]
fn a_handshake_over_quic_reads_back_and_is_not_one_over_tcp() {
    let evidence = some_evidence("a", vec![0xff; 3], None);
    let read = Evidence::decode(&evidence.encode()).unwrap();
    assert_eq!(read, evidence);
    let measurement = &read.measurements[0];
    assert_eq!(measurement.handshakes().count(), 2);
    let last = measurement.handshake(1).unwrap();
    assert_eq!(last, &measurement.quic_handshakes[0].tls);
    assert_eq!(last.failed_after, Some(Stage::ClientHello));
    assert!(measurement.handshake(2).is_none());
}

#[test]
fn a_value_that_no_rule_knows_is_refused() {
    let text = text_of(&some_evidence("a", Vec::new(), None));
    let many = format!("\"offered_versions\":{:?}", [1; 33]);
    for (old, new, key) in [
        ("[\"target_control\"]", "[\"own_server\"]", "tags"),
        (
            "\"offered_versions\":[1798521807]",
            &*many,
            "offered_versions",
        ),
        (
            "\"failed_after\":\"client_hello\"",
            "\"failed_after\":\"a\"",
            "failed_after",
        ),
    ] {
        let other = text.replacen(old, new, 1);
        assert_ne!(other, text, "{key}");
        let refused = Evidence::decode(other.as_bytes());
        assert!(
            matches!(refused, Err(FormatError::Value { index: 0, key: found }) if found == key)
        );
    }
    for (old, new) in [
        ("\"network\":\"udp\"", "\"network\":\"tcp\""),
        ("\"is_retried\":true", "\"is_retried\":true,\"port\":1"),
        ("\"quic_version\":1", "\"quic_version\":-1"),
    ] {
        let other = text.replacen(old, new, 1);
        assert_ne!(other, text, "{old}");
        assert!(Evidence::decode(other.as_bytes()).is_err(), "{old}");
    }
}

#[test]
fn evidence_without_quic_has_no_word_of_it() {
    let mut without = some_evidence("a", Vec::new(), None);
    without.measurements[0].quic_handshakes.clear();
    let text = text_of(&without);
    assert!(!text.contains("quic"));
    assert_eq!(Evidence::decode(text.as_bytes()).unwrap(), without);
}
