use super::*;
use crate::{Evidence, FormatError};

/// As it was written before resolvers were asked.
const WITHOUT: &[u8] = include_bytes!("../../../tests/data/evidence-2.jsonl");

fn answer(data: DnsData) -> DnsAnswer {
    DnsAnswer { ttl: 60, data }
}

fn query() -> DnsQuery {
    let https = |ech_sha256| DnsData::Https {
        priority: 1,
        hostname: ".".to_owned(),
        ech_sha256,
        alpn: ech_sha256.map(|_| "h3".to_owned()).into_iter().collect(),
    };
    let response = |answers: Vec<DnsAnswer>| DnsResponse {
        rcode: 0,
        is_truncated: answers.len() == 2,
        answers,
        elapsed: Duration::from_micros(8),
    };
    DnsQuery {
        hostname: "www.example.kz".to_owned(),
        resolver: Resolver::Other,
        failure: None,
        answers: vec!["192.0.2.1".parse().unwrap()],
        exchange: Some(DnsExchange {
            engine: DnsEngine::Dot,
            resolver_address: "192.0.2.53:853".parse().unwrap(),
            resolver_name: Some("dns.example".to_owned()),
            query_type: DnsQueryType::A,
            responses: vec![
                response(vec![
                    answer(DnsData::Alias("a.example".to_owned())),
                    answer(DnsData::Address("192.0.2.1".parse().unwrap())),
                    answer(DnsData::Address("2001:db8::1".parse().unwrap())),
                ]),
                response(vec![
                    answer(https(None)),
                    answer(https(Some([7; 32]))),
                    answer(DnsData::Other(46)),
                    answer(DnsData::Caa {
                        is_critical: true,
                        tag: "issue".to_owned(),
                        value: "ca.example; policy=ev".to_owned(),
                    }),
                ]),
            ],
            unmatched_count: 3,
        }),
    }
}

#[test]
fn a_file_without_resolvers_reads_back_byte_for_byte() {
    let evidence = Evidence::decode(WITHOUT).unwrap();
    assert_eq!(evidence.measurements[0].queries[0].exchange, None);
    assert_eq!(evidence.encode(), WITHOUT);
}

#[test]
fn all_answers_of_a_resolver_read_back_in_their_order() {
    let mut evidence = Evidence::decode(WITHOUT).unwrap();
    evidence.measurements[0].queries.push(query());
    assert_eq!(Evidence::decode(&evidence.encode()).unwrap(), evidence);
}

#[test]
fn a_resolver_with_a_part_missing_or_unknown_is_refused_by_its_key() {
    let mut evidence = Evidence::decode(WITHOUT).unwrap();
    evidence.measurements[0].queries.push(query());
    let text = String::from_utf8(evidence.encode()).unwrap();
    let changes = [
        ("\"engine\":\"dot\",", "", "engine"),
        ("\"engine\":\"dot\"", "\"engine\":\"odoh\"", "engine"),
        (
            "\"query_type\":\"A\"",
            "\"query_type\":\"ANY\"",
            "query_type",
        ),
        (",\"unmatched_count\":3", "", "unmatched_count"),
        (
            "\"answer_type\":\"TYPE46\"",
            "\"answer_type\":\"RRSIG\"",
            "answer_type",
        ),
        ("\"ipv4\":\"192.0.2.1\"", "\"ipv4\":null", "ipv4"),
        (&"07".repeat(32), "07", "ech_sha256"),
        (",\"is_critical\":true", "", "is_critical"),
        (",\"tag\":\"issue\"", "", "tag"),
        (",\"value\":\"ca.example; policy=ev\"", "", "value"),
    ];
    for (written, other, key) in changes {
        let changed = text.replacen(written, other, 1);
        assert_ne!(changed, text, "{key}");
        let refused = Evidence::decode(changed.as_bytes());
        assert!(
            matches!(&refused, Err(FormatError::Value { index: 0, key: it }) if it == key),
            "{key}: {refused:?}"
        );
    }
}

#[test]
fn what_was_imported_has_no_resolver_of_ours() {
    let mut evidence = Evidence::decode(WITHOUT).unwrap();
    let measurement = &mut evidence.measurements[0];
    measurement.queries.push(query());
    measurement.tls_handshakes.clear();
    measurement.anchors.local.clear();
    measurement.anchors.local_count = 0;
    measurement.imported_from = Some(crate::ImportFormat::Ooni);
    assert!(Evidence::decode(&evidence.encode()).is_err());
    evidence.measurements[0].queries.pop();
    assert!(Evidence::decode(&evidence.encode()).is_ok());
}
