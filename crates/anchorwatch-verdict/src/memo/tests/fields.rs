//! No field of a measurement that a rule can read is left out of what is compared.

use std::net::SocketAddr;

use anchorwatch_evidence::{
    DnsData, DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, HelloEcho, HttpRequest,
    OwnServer, QuicHandshake, Resolver, Stage, Transfer,
};

use super::*;

fn address() -> SocketAddr {
    "192.0.2.9:53".parse().unwrap()
}

fn an_exchange() -> DnsExchange {
    DnsExchange {
        engine: DnsEngine::Udp,
        resolver_address: address(),
        resolver_name: None,
        query_type: DnsQueryType::A,
        responses: vec![DnsResponse {
            rcode: 0,
            is_truncated: false,
            answers: vec![caa(false, "issue", "a")],
            elapsed: Duration::ZERO,
        }],
        unmatched_count: 0,
    }
}

/// Something of everything.
fn full() -> Measurement {
    let mut measurement = one(anchorwatch_lab::clock::now_unix_s(), 0);
    measurement.queries.push(DnsQuery {
        hostname: NAME.to_owned(),
        resolver: Resolver::Other,
        failure: None,
        answers: Vec::new(),
        exchange: Some(an_exchange()),
    });
    measurement.requests.push(HttpRequest {
        address: address(),
        url: "http://www.example.kz/".to_owned(),
        failure: None,
        status: None,
        content_type: None,
        location: None,
        body_bytes: 0,
        body_sha256: None,
        links: Vec::new(),
        says_install: false,
        certificates: Vec::new(),
    });
    measurement.tcp_connect.push(TcpConnect {
        address: address(),
        ttl: None,
        ttl_exceeded_by: None,
        failure: None,
        elapsed: Duration::ZERO,
    });
    measurement.own_server = Some(OwnServer {
        address: address(),
        spki_sha256: [1; 32],
    });
    measurement.tls_handshakes[0].echo = Some(HelloEcho {
        nonce: [1; 32],
        client_hello: Vec::new(),
        spki: Vec::new(),
        scheme: 1,
        signature: Vec::new(),
    });
    measurement.tls_handshakes[0].transfer = Some(Transfer {
        octets: 1,
        elapsed: Duration::ZERO,
        failure: None,
    });
    measurement.quic_handshakes.push(QuicHandshake {
        tls: one(anchorwatch_lab::clock::now_unix_s(), 0)
            .tls_handshakes
            .remove(0),
        quic_version: 1,
        offered_versions: Vec::new(),
        is_retried: false,
        negotiated_protocol: None,
        ttl_exceeded_by: None,
    });
    measurement
}

fn exchange(it: &mut Measurement) -> &mut DnsExchange {
    it.queries[0].exchange.as_mut().unwrap()
}

fn caa(is_critical: bool, tag: &str, value: &str) -> anchorwatch_evidence::DnsAnswer {
    let data = DnsData::Caa {
        is_critical,
        tag: tag.to_owned(),
        value: value.to_owned(),
    };
    anchorwatch_evidence::DnsAnswer { ttl: 1, data }
}

fn echo(it: &mut Measurement) -> &mut HelloEcho {
    it.tls_handshakes[0].echo.as_mut().unwrap()
}

fn transfer(it: &mut Measurement) -> &mut Transfer {
    it.tls_handshakes[0].transfer.as_mut().unwrap()
}

type Change = fn(&mut Measurement);

const OF_QUERIES: &[Change] = &[
    |it| it.queries[0].hostname.push('z'),
    |it| it.queries[0].resolver = Resolver::Given,
    |it| it.queries[0].failure = Some(Failure::DnsNoAnswer),
    |it| it.queries[0].answers.push(address().ip()),
    |it| it.queries[0].exchange = None,
    |it| exchange(it).engine = DnsEngine::Tcp,
    |it| exchange(it).resolver_address.set_port(54),
    |it| exchange(it).resolver_name = Some("a".to_owned()),
    |it| exchange(it).query_type = DnsQueryType::Aaaa,
    |it| exchange(it).unmatched_count = 1,
    |it| exchange(it).responses.clear(),
    |it| exchange(it).responses[0].rcode = 3,
    |it| exchange(it).responses[0].is_truncated = true,
    |it| {
        let data = DnsData::Alias("a".to_owned());
        let answer = anchorwatch_evidence::DnsAnswer { ttl: 1, data };
        exchange(it).responses[0].answers.push(answer);
    },
    |it| exchange(it).responses[0].answers[0] = caa(true, "issue", "a"),
    |it| exchange(it).responses[0].answers[0] = caa(false, "issuewild", "a"),
    |it| exchange(it).responses[0].answers[0] = caa(false, "issue", "b"),
];

const OF_REQUESTS: &[Change] = &[
    |it| it.requests.clear(),
    |it| it.requests[0].address.set_port(80),
    |it| it.requests[0].url.push('a'),
    |it| it.requests[0].failure = Some(Failure::EofError),
    |it| it.requests[0].status = Some(200),
    |it| it.requests[0].content_type = Some("a".to_owned()),
    |it| it.requests[0].location = Some("a".to_owned()),
    |it| it.requests[0].body_bytes = 1,
    |it| it.requests[0].body_sha256 = Some([0; 32]),
    |it| it.requests[0].links.push("a".to_owned()),
    |it| it.requests[0].says_install = true,
    |it| it.requests[0].certificates.push(vec![1]),
];

const OF_HANDSHAKES: &[Change] = &[
    |it| it.tls_handshakes.clear(),
    |it| it.tls_handshakes[0].purpose = Purpose::TargetControl,
    |it| it.tls_handshakes[0].address = Some(address()),
    |it| it.tls_handshakes[0].ttl = Some(1),
    |it| it.tls_handshakes[0].min_ttl = Some(1),
    |it| it.tls_handshakes[0].server_name = None,
    |it| it.tls_handshakes[0].failure = Some(Failure::EofError),
    |it| it.tls_handshakes[0].failed_after = Some(Stage::Connect),
    |it| it.tls_handshakes[0].tls_version = Some("a".to_owned()),
    |it| it.tls_handshakes[0].cipher_suite = Some("a".to_owned()),
    |it| it.tls_handshakes[0].peer_certificates.clear(),
    |it| it.tls_handshakes[0].is_key_proven = Some(false),
    |it| it.tls_handshakes[0].client_hello.push(1),
    |it| it.tls_handshakes[0].server_hello.push(1),
    |it| it.tls_handshakes[0].echo = None,
    |it| echo(it).nonce = [2; 32],
    |it| echo(it).client_hello.push(1),
    |it| echo(it).spki.push(1),
    |it| echo(it).scheme = 2,
    |it| echo(it).signature.push(1),
    |it| it.tls_handshakes[0].transfer = None,
    |it| transfer(it).octets = 2,
    |it| transfer(it).elapsed = Duration::from_micros(1),
    |it| transfer(it).failure = Some(Failure::EofError),
];

const OF_QUIC: &[Change] = &[
    |it| it.quic_handshakes.clear(),
    |it| it.quic_handshakes[0].tls.ttl = Some(1),
    |it| it.quic_handshakes[0].tls.peer_certificates.clear(),
    |it| it.quic_handshakes[0].quic_version = 2,
    |it| it.quic_handshakes[0].offered_versions.push(2),
    |it| it.quic_handshakes[0].is_retried = true,
    |it| it.quic_handshakes[0].negotiated_protocol = Some("h3".to_owned()),
    |it| it.quic_handshakes[0].ttl_exceeded_by = Some(address().ip()),
];

const OF_THE_REST: &[Change] = &[
    |it| it.target.host.push('z'),
    |it| it.target.port = 444,
    |it| it.tcp_connect.clear(),
    |it| it.tcp_connect[0].address.set_port(54),
    |it| it.tcp_connect[0].ttl = Some(1),
    |it| it.tcp_connect[0].ttl_exceeded_by = Some(address().ip()),
    |it| it.tcp_connect[0].failure = Some(Failure::ConnectionReset),
    |it| it.own_server = None,
    |it| it.own_server.as_mut().unwrap().spki_sha256 = [2; 32],
    |it| it.anchors.public = PublicAnchors::Bundled,
    |it| it.anchors.local.clear(),
    |it| it.anchors.local_count = 2,
    |it| it.anchors.local_unreadable.push("a".to_owned()),
    |it| it.anchors.owners_choices.private_names.push("a".to_owned()),
    |it| it.imported_from = Some(anchorwatch_evidence::ImportFormat::Ooni),
];

#[test]
fn measurements_that_differ_in_any_field_are_judged_apart() {
    let tables = [OF_QUERIES, OF_REQUESTS, OF_HANDSHAKES, OF_QUIC, OF_THE_REST];
    for (table, changes) in tables.into_iter().enumerate() {
        for (index, change) in changes.iter().enumerate() {
            let mut memo = Memo::new(Arc::new(DistrustSet::built_in()));
            let first = full();
            let mut changed = first.clone();
            change(&mut changed);
            assert!(first != changed, "{table}: {index} changes nothing");
            memo.judge(&first);
            memo.judge(&first);
            assert_eq!(memo.judged(), 1);
            memo.judge(&changed);
            assert_eq!(memo.judged(), 2, "{table}: {index} is left out");
        }
    }
}
