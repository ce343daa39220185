//! Documents that this program writes, and reads back from untrusted sources.

use std::time::Duration;

use anchorwatch_evidence::{
    self as evidence, AnchorView, Evidence, EvidenceLines, Measurement, PublicAnchors, Purpose,
    QuicHandshake, Segment, TcpConnect, TlsHandshake,
};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::{Inventory, format};
use anchorwatch_policy::ReferenceName;

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "reading",
        run: inventory,
        seeds: reading_seeds,
        mutations: 2_000,
    },
    Target {
        name: "evidence",
        run: decoded,
        seeds: evidence_seeds,
        mutations: 2_000,
    },
    Target {
        name: "segment",
        run: segment,
        seeds: segment_seeds,
        mutations: 2_000,
    },
    Target {
        name: "reference_name",
        run: name,
        seeds: name_seeds,
        mutations: 2_000,
    },
];

/// Checks that a reading is written and read back unchanged.
fn inventory(bytes: &[u8]) {
    if let Ok(inventory) = format::parse(bytes) {
        let again = format::write(&inventory).map(|written| format::parse(&written));
        assert!(matches!(again, Ok(Ok(again)) if again == inventory));
    }
}

/// Checks also that reading line by line finds nothing else.
fn decoded(bytes: &[u8]) {
    let mut lines = EvidenceLines::new();
    let read = bytes.split_inclusive(|byte| *byte == b'\n');
    let read: Result<Vec<_>, _> = read.map(|line| lines.read(line)).collect();
    if let (Ok(read), Ok(software)) = (read, lines.finish()) {
        let measurements = read.into_iter().flatten().collect();
        let streamed = Evidence {
            software,
            measurements,
        };
        assert!(Evidence::decode(bytes).is_ok_and(|whole| whole == streamed));
    }
    if let Ok(evidence) = Evidence::decode(bytes) {
        let again = Evidence::decode(&evidence.encode());
        assert!(again.is_ok_and(|again| again == evidence));
    }
}

/// Checks that what is whole of a segment is read again unchanged, and that it can go on there.
fn segment(bytes: &[u8]) {
    for group_size in [1, 2] {
        let Ok(read) = Segment::read(bytes, group_size) else {
            continue;
        };
        let whole = usize::try_from(read.whole_bytes).unwrap_or(usize::MAX);
        assert!(whole <= bytes.len());
        let whole = bytes.get(..whole).unwrap_or_default();
        let again = Segment::read(whole, group_size);
        assert!(again.is_ok_and(|again| again.measurements == read.measurements));
        if read.is_closed || whole.is_empty() {
            continue;
        }
        let ended = [whole, &read.writer.end()].concat();
        let closed = Segment::read(&ended, group_size);
        assert!(closed.is_ok_and(|closed| closed.is_closed));
    }
}

fn name(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // A dot at the end names the same host, and case is not compared (RFC 4343).
    let name = ReferenceName::parse(&text);
    let louder = ReferenceName::parse(&text.to_ascii_uppercase());
    assert_eq!(name.scope(), louder.scope());
}

fn reading_seeds() -> Vec<Vec<u8>> {
    let empty = format::write(&Inventory::default()).unwrap_or_default();
    let whole = format!(
        "{{\"stores\":[{{\"id\":\"nss:/a\",\"kind\":\"nss\",\"path\":\"/a\",\"user\":\"ana\",\"anchors\":[{{\"der\":\"{}\",\"trust\":\"trusted\",\"effective_for\":[\"firefox\"]}}],\"error\":null,\"unreadable\":[\"x\"]}}],\"settings\":[{{\"kind\":\"curl_insecure\",\"store_id\":\"settings:/b\",\"literal\":\"insecure\",\"effective_for\":[\"curl\"]}}],\"closed\":[{{\"place\":\"/c\",\"uid\":1000,\"is_denied\":true,\"why\":\"y\"}}]}}",
        base64()
    );
    vec![empty, whole.into_bytes()]
}

fn base64() -> String {
    let pem = crate::certificate::roots()
        .first()
        .map(anchorwatch_lab::Root::pem)
        .unwrap_or_default();
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

/// The evidence file, whole and cut.
fn segment_seeds() -> Vec<Vec<u8>> {
    let whole = evidence_seeds().concat();
    let lines = whole.iter().enumerate().filter(|(_, it)| **it == b'\n');
    let cuts = lines.map(|(at, _)| at).rev().step_by(2);
    cuts.map(|cut| whole.get(..=cut).unwrap_or_default().to_vec())
        .collect()
}

fn evidence_seeds() -> Vec<Vec<u8>> {
    let Ok(address) = "192.0.2.1:443".parse() else {
        return Vec::new();
    };
    let der = crate::certificate::der();
    let evidence = Evidence {
        software: "a seed".to_owned(),
        measurements: vec![Measurement {
            target: evidence::Target {
                host: "www.example.kz".to_owned(),
                port: 443,
            },
            measured_at: UnixSeconds::new(1_563_400_000),
            queries: Vec::new(),
            tcp_connect: vec![TcpConnect {
                address,
                ttl: None,
                ttl_exceeded_by: None,
                failure: None,
                elapsed: Duration::from_micros(7),
            }],
            tls_handshakes: vec![TlsHandshake {
                purpose: Purpose::OwnServer,
                address: Some(address),
                ttl: None,
                min_ttl: Some(60),
                server_name: Some("www.example.kz".to_owned()),
                failure: None,
                failed_after: None,
                tls_version: Some("TLSv1.3".to_owned()),
                cipher_suite: None,
                peer_certificates: der.clone(),
                is_key_proven: Some(true),
                key_signature: None,
                client_hello: vec![22, 3, 1, 0, 1, 1],
                server_hello: Vec::new(),
                echo: None,
                transfer: Some(evidence::Transfer {
                    octets: 250_000,
                    elapsed: Duration::from_micros(30),
                    failure: Some(evidence::Failure::GenericTimeoutError),
                }),
                elapsed: Duration::from_micros(9),
            }],
            quic_handshakes: quic_seed(address).into(),
            requests: Vec::new(),
            own_server: None,
            anchors: AnchorView {
                public: PublicAnchors::Given(der.clone()),
                local: der,
                local_count: 4,
                local_source: "a seed".to_owned(),
                local_unreadable: Vec::new(),
                owners_choices: anchorwatch_evidence::OwnersChoices::default(),
            },
            imported_from: None,
        }],
    };
    vec![evidence.encode()]
}

fn quic_seed(address: std::net::SocketAddr) -> [QuicHandshake; 1] {
    let tls = TlsHandshake {
        purpose: Purpose::TargetControl,
        address: Some(address),
        ttl: Some(2),
        min_ttl: None,
        server_name: Some("example.org".to_owned()),
        failure: Some(evidence::Failure::QuicIncompatibleVersion),
        failed_after: Some(evidence::Stage::ClientHello),
        tls_version: None,
        cipher_suite: None,
        peer_certificates: Vec::new(),
        is_key_proven: None,
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: Duration::from_micros(9),
    };
    [QuicHandshake {
        tls,
        quic_version: 1,
        offered_versions: vec![0x6b33_43cf],
        is_retried: true,
        negotiated_protocol: Some("h3".to_owned()),
        ttl_exceeded_by: Some(address.ip()),
    }]
}

fn name_seeds() -> Vec<Vec<u8>> {
    [
        "www.example.org",
        "WWW.Example.ORG.",
        "[::ffff:192.168.0.1]",
        "64:ff9b::c0a8:1",
        "xn--80ak6aa92e.test",
        "0x7f.1",
        "127.0.0.1",
        "a.b.c.home.arpa",
    ]
    .map(|name| name.as_bytes().to_vec())
    .to_vec()
}
