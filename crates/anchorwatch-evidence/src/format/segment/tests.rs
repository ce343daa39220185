use anchorwatch_identity::UnixSeconds;

use super::*;
use crate::{AnchorView, Evidence, OwnersChoices, PublicAnchors, Purpose, Target, TlsHandshake};

fn measurement(host: &str, chain: &[&[u8]]) -> Measurement {
    let handshake = TlsHandshake {
        purpose: Purpose::Target,
        address: None,
        ttl: None,
        min_ttl: None,
        server_name: Some(host.to_owned()),
        failure: None,
        failed_after: None,
        tls_version: None,
        cipher_suite: None,
        peer_certificates: chain.iter().map(|der| der.to_vec()).collect(),
        is_key_proven: None,
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: std::time::Duration::ZERO,
    };
    Measurement {
        target: Target {
            host: host.to_owned(),
            port: 443,
        },
        measured_at: UnixSeconds::new(0),
        queries: Vec::new(),
        tcp_connect: Vec::new(),
        tls_handshakes: vec![handshake],
        quic_handshakes: Vec::new(),
        requests: Vec::new(),
        own_server: None,
        anchors: AnchorView {
            public: PublicAnchors::Bundled,
            local: Vec::new(),
            local_count: 0,
            local_source: String::new(),
            local_unreadable: Vec::new(),
            owners_choices: OwnersChoices::default(),
        },
        imported_from: None,
    }
}

/// Two groups of two measurements that share a certificate.
fn segment() -> (Vec<Measurement>, Vec<u8>) {
    let all = vec![
        measurement("a.example", &[b"one"]),
        measurement("b.example", &[b"two", b"one"]),
        measurement("c.example", &[b"two"]),
        measurement("d.example", &[b"three"]),
    ];
    let (mut writer, mut text) = SegmentWriter::begin("a test");
    for (number, measurement) in (0..).zip(&all) {
        text.extend(writer.add(measurement, Some(number)));
    }
    text.extend(writer.end());
    (all, text)
}

#[test]
fn a_closed_segment_is_an_evidence_file() {
    let (all, text) = segment();
    let evidence = Evidence::decode(&text).unwrap();
    assert_eq!(evidence.measurements, all);
    let read = Segment::read(&text, 2).unwrap();
    assert!(read.is_closed && read.whole_bytes == text.len() as u64);
    let numbers: Vec<Option<u64>> = read.measurements.iter().map(|it| it.0).collect();
    assert_eq!(numbers, [Some(0), Some(1), Some(2), Some(3)]);
}

#[test]
fn wherever_it_is_cut_whole_groups_stay_and_it_goes_on() {
    let (all, text) = segment();
    for cut in 0..text.len() {
        let read = Segment::read(&text[..cut], 2).unwrap();
        let whole = usize::try_from(read.whole_bytes).unwrap();
        assert!(whole <= cut && !read.is_closed && read.measurements.len().is_multiple_of(2));
        if whole == 0 {
            continue;
        }
        let mut again = text[..whole].to_vec();
        let mut writer = read.writer;
        for (number, measurement) in (0..).zip(&all).skip(read.measurements.len()) {
            again.extend(writer.add(measurement, Some(number)));
        }
        again.extend(writer.end());
        assert_eq!(again, text, "cut at {cut}");
    }
}

#[test]
fn a_complete_line_that_cannot_be_read_is_damage() {
    let (_, text) = segment();
    let text = String::from_utf8(text).unwrap();
    let changes = [
        ("\"measurement\"", "\"measurment\""),
        ("\"sha256\":\"", "\"sha256\":\"0"),
        ("evidence/2", "evidence/9"),
        (
            "{\"end\":{\"measurements\":4}}",
            "{\"end\":{\"measurements\":5}}",
        ),
        ("}}\n{\"certificate", "}} x\n{\"certificate"),
    ];
    for (from, to) in changes {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert!(Segment::read(changed.as_bytes(), 2).is_err(), "{from}");
    }
    let longer = format!("{text}{{\"end\":{{\"measurements\":4}}}}\n");
    assert!(Segment::read(longer.as_bytes(), 2).is_err());
    assert!(
        Segment::read(text.as_bytes(), 3).is_err(),
        "half a group before the end"
    );
}

#[test]
fn it_is_full_by_number_and_by_its_chains() {
    let (mut writer, _) = SegmentWriter::begin("a test");
    let small = measurement("a.example", &[b"one"]);
    for _ in 1..SEGMENT_MEASUREMENTS {
        let _lines = writer.add(&small, None);
    }
    assert!(!writer.is_full());
    let _lines = writer.add(&small, None);
    assert!(writer.is_full());

    let (mut writer, _) = SegmentWriter::begin("a test");
    let large = vec![0; 1 << 20];
    let chain: Vec<&[u8]> = std::iter::repeat_n(large.as_slice(), 127).collect();
    let _lines = writer.add(&measurement("a.example", &chain), None);
    assert!(!writer.is_full());
    let _lines = writer.add(&measurement("a.example", &[&large]), None);
    assert!(writer.is_full());
}

#[test]
fn the_certificates_of_pages_count_for_its_size_too() {
    let url = crate::HttpUrl::first_page("a.example", 80);
    let page = crate::HttpRequest {
        certificates: vec![vec![0; 1 << 20]; 64],
        ..crate::HttpRequest::to("192.0.2.1:80".parse().unwrap(), &url)
    };
    let mut measurement = measurement("a.example", &[]);
    measurement.requests = vec![page; 2];
    let (mut writer, _) = SegmentWriter::begin("a test");
    writer.add(&measurement, None);
    assert!(writer.is_full());
}
