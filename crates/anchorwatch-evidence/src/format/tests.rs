use std::sync::OnceLock;

use std::time::Duration;

use anchorwatch_identity::UnixSeconds;
use proptest::prelude::*;

use super::*;
use crate::{
    AnchorView, DnsQuery, Failure, HelloEcho, HttpRequest, ImportFormat, KeySignature, OwnServer,
    OwnersChoices, OwnersConsent, PublicAnchors, Purpose, QuicHandshake, Resolver, Stage, Target,
    TcpConnect, TlsHandshake, Transfer,
};

static ROOT: OnceLock<Vec<u8>> = OnceLock::new();

/// A real root, since invalid ones are refused.
pub(super) fn a_root() -> Vec<u8> {
    anchorwatch_lab::Root::company("A").unwrap().der().to_vec()
}

fn a_request(address: std::net::SocketAddr, root: Vec<u8>) -> HttpRequest {
    HttpRequest {
        address,
        url: "http://www.example.kz/".to_owned(),
        failure: Some(Failure::EofError),
        status: Some(302),
        content_type: Some("text/html".to_owned()),
        location: Some("http://qca.kz/".to_owned()),
        body_bytes: 3,
        body_sha256: Some([9; 32]),
        links: vec!["http://qca.kz/qazca.cer".to_owned()],
        says_install: true,
        certificates: vec![root],
    }
}

fn owners_choices() -> OwnersChoices {
    OwnersChoices {
        consents: vec![OwnersConsent {
            spki_sha256: [9; 32],
            covers: Some("works.example".to_owned()),
            not_before: UnixSeconds::new(0),
            until: UnixSeconds::new(86_400),
        }],
        private_names: vec!["corp.example".to_owned()],
    }
}

fn an_echo() -> HelloEcho {
    HelloEcho {
        nonce: [7; 32],
        client_hello: b"another hello".to_vec(),
        spki: vec![1, 2],
        scheme: 0x0403,
        signature: vec![3],
    }
}

fn a_transfer() -> Transfer {
    Transfer {
        octets: 250_000,
        elapsed: Duration::from_micros(2_000_000),
        failure: Some(Failure::GenericTimeoutError),
    }
}

fn a_quic_handshake(host: &str, certificate: Vec<u8>) -> QuicHandshake {
    QuicHandshake {
        tls: TlsHandshake {
            purpose: Purpose::TargetControl,
            address: Some("192.0.2.1:443".parse().unwrap()),
            ttl: Some(4),
            min_ttl: None,
            server_name: Some(host.to_owned()),
            failure: Some(Failure::QuicIncompatibleVersion),
            failed_after: Some(Stage::ClientHello),
            tls_version: Some("TLSv1.3".to_owned()),
            cipher_suite: Some("TLS13_AES_128_GCM_SHA256".to_owned()),
            peer_certificates: vec![certificate],
            is_key_proven: Some(false),
            key_signature: None,
            client_hello: Vec::new(),
            server_hello: Vec::new(),
            echo: None,
            transfer: None,
            elapsed: Duration::from_micros(11),
        },
        quic_version: 1,
        offered_versions: vec![0x6b33_43cf],
        is_retried: true,
        negotiated_protocol: Some("h3".to_owned()),
        ttl_exceeded_by: Some("192.0.2.77".parse().unwrap()),
    }
}

pub(super) fn text_of(evidence: &Evidence) -> String {
    String::from_utf8(evidence.encode()).unwrap()
}

pub(super) fn some_evidence(
    host: &str,
    certificate: Vec<u8>,
    failure: Option<Failure>,
) -> Evidence {
    let address = "192.0.2.1:443".parse().unwrap();
    let root = ROOT.get_or_init(a_root).clone();
    Evidence {
        software: "anchorwatch test".to_owned(),
        measurements: vec![Measurement {
            target: Target {
                host: host.to_owned(),
                port: 443,
            },
            measured_at: UnixSeconds::new(1_563_400_000),
            queries: vec![DnsQuery {
                hostname: host.to_owned(),
                resolver: Resolver::System,
                failure: None,
                answers: vec!["192.0.2.1".parse().unwrap()],
                exchange: None,
            }],
            tcp_connect: vec![TcpConnect {
                address,
                ttl: Some(2),
                ttl_exceeded_by: Some("192.0.2.7".parse().unwrap()),
                failure: None,
                elapsed: Duration::from_micros(7),
            }],
            tls_handshakes: vec![TlsHandshake {
                purpose: Purpose::OwnServer,
                address: Some(address),
                ttl: Some(3),
                min_ttl: Some(60),
                server_name: Some(host.to_owned()),
                failure,
                failed_after: Some(Stage::ServerHello),
                tls_version: Some("TLSv1.3".to_owned()),
                cipher_suite: None,
                peer_certificates: vec![certificate.clone()],
                is_key_proven: Some(true),
                key_signature: None,
                client_hello: b"a hello".to_vec(),
                server_hello: b"its answer".to_vec(),
                echo: Some(an_echo()),
                transfer: Some(a_transfer()),
                elapsed: Duration::from_micros(9),
            }],
            quic_handshakes: vec![a_quic_handshake(host, certificate)],
            requests: vec![a_request(address, root.clone())],
            own_server: Some(OwnServer {
                address,
                spki_sha256: [8; 32],
            }),
            anchors: AnchorView {
                public: PublicAnchors::Given(vec![root.clone()]),
                local: vec![root],
                local_count: 3,
                local_source: "a test".to_owned(),
                local_unreadable: vec!["one".to_owned()],
                owners_choices: owners_choices(),
            },
            imported_from: None,
        }],
    }
}

#[test]
fn evidence_cut_at_any_byte_is_refused() {
    let whole = some_evidence("www.example.kz", vec![1, 2, 3], None).encode();
    assert!(Evidence::decode(&whole).is_ok());
    for length in 0..whole.len() - 1 {
        assert!(
            matches!(
                Evidence::decode(&whole[..length]),
                Err(FormatError::Text { .. })
            ),
            "cut at {length}"
        );
    }
}

#[test]
fn a_signature_that_nobody_has_checked_is_checked_when_it_is_read() {
    let mut evidence = some_evidence("a", a_root(), None);
    let signature = KeySignature {
        scheme: 0x0403,
        signed: b"random numbers".to_vec(),
        signature: b"no signature".to_vec(),
    };
    for (recorded, is_there, read) in [
        (None, true, Some(false)),
        (None, false, None),
        (Some(true), true, Some(true)),
    ] {
        let handshake = &mut evidence.measurements[0].tls_handshakes[0];
        handshake.is_key_proven = recorded;
        handshake.key_signature = is_there.then(|| signature.clone());
        let decoded = Evidence::decode(&evidence.encode()).unwrap();
        let mut expected = evidence.clone();
        expected.measurements[0].tls_handshakes[0].is_key_proven = read;
        assert_eq!(decoded, expected);
    }
}

#[test]
fn another_schema_is_refused_by_name() {
    let text = String::from_utf8(some_evidence("a", Vec::new(), None).encode()).unwrap();
    let other = text.replace("anchorwatch.evidence/2", "anchorwatch.evidence/3");
    let refused = Evidence::decode(other.as_bytes());
    assert!(
        matches!(refused, Err(FormatError::Schema { got, .. }) if got == "anchorwatch.evidence/3")
    );
}

#[test]
fn a_field_that_is_not_known_is_refused_in_every_line() {
    let text = String::from_utf8(some_evidence("a", Vec::new(), None).encode()).unwrap();
    for key in ["software", "sha256", "measured_at", "measurements"] {
        let key = format!("\"{key}\"");
        let more = text.replacen(&key, &format!("\"verdict\":\"not_seen\",{key}"), 1);
        assert_ne!(more, text);
        assert!(
            matches!(
                Evidence::decode(more.as_bytes()),
                Err(FormatError::Text { .. })
            ),
            "{key}"
        );
    }
}

#[test]
fn a_certificate_that_is_not_base64_or_not_its_hash_is_refused() {
    let text = String::from_utf8(some_evidence("a", vec![0xff; 3], None).encode()).unwrap();
    for other in ["//*/", "///+"] {
        let damaged = text.replacen("////", other, 1);
        assert_ne!(damaged, text);
        assert!(matches!(
            Evidence::decode(damaged.as_bytes()),
            Err(FormatError::Hash { .. })
        ));
    }
}

#[test]
fn a_certificate_that_no_line_has_is_missing() {
    let text = String::from_utf8(some_evidence("a", vec![0xff; 3], None).encode()).unwrap();
    let kept = text.lines().filter(|line| !line.contains("////"));
    let without: String = kept.map(|line| format!("{line}\n")).collect();
    assert!(matches!(
        Evidence::decode(without.as_bytes()),
        Err(FormatError::CertificateMissing { index: 0, .. })
    ));
}

#[test]
fn a_certificate_that_comes_twice_is_written_once() {
    let mut evidence = some_evidence("a", vec![0xff; 3], None);
    let again = evidence.measurements[0].clone();
    evidence.measurements.push(again);
    let text = String::from_utf8(evidence.encode()).unwrap();
    assert_eq!(text.matches("////").count(), 1);
    assert_eq!(Evidence::decode(text.as_bytes()).unwrap(), evidence);
}

#[test]
fn a_count_that_is_not_the_files_is_a_contradiction() {
    let text = String::from_utf8(some_evidence("a", Vec::new(), None).encode()).unwrap();
    let other = text.replace("{\"measurements\":1}", "{\"measurements\":2}");
    assert_ne!(other, text);
    assert!(matches!(
        Evidence::decode(other.as_bytes()),
        Err(FormatError::Contradiction { .. })
    ));
}

#[test]
fn a_tag_that_is_no_purpose_is_refused() {
    let text = String::from_utf8(some_evidence("a", Vec::new(), None).encode()).unwrap();
    for tags in ["[\"elsewhere\"]", "[\"target\",\"own_server\"]"] {
        let other = text.replace("[\"own_server\"]", tags);
        assert_ne!(other, text);
        assert!(matches!(
            Evidence::decode(other.as_bytes()),
            Err(FormatError::Value { index: 0, key }) if key == "tags"
        ));
    }
}

/// What another program can have recorded.
fn imported() -> Evidence {
    let mut evidence = some_evidence("a", vec![1], None);
    let measurement = &mut evidence.measurements[0];
    measurement.anchors.owners_choices = OwnersChoices::default();
    measurement.imported_from = Some(ImportFormat::Ooni);
    measurement.own_server = None;
    measurement.requests = Vec::new();
    measurement.quic_handshakes = Vec::new();
    measurement.anchors.public = PublicAnchors::Bundled;
    measurement.anchors.local = Vec::new();
    measurement.anchors.local_count = 0;
    measurement.queries[0].resolver = Resolver::Other;
    let handshake = &mut measurement.tls_handshakes[0];
    (handshake.purpose, handshake.address) = (Purpose::Target, None);
    evidence
}

#[test]
fn what_was_imported_reads_back_and_has_no_controls_or_roots_of_ours() {
    let evidence = imported();
    assert_eq!(Evidence::decode(&evidence.encode()).unwrap(), evidence);
    let changes: [fn(&mut Measurement); 6] = [
        |it| it.requests = vec![a_request("192.0.2.1:80".parse().unwrap(), a_root())],
        |it| it.tls_handshakes[0].purpose = Purpose::TargetControl,
        |it| {
            it.own_server = Some(OwnServer {
                address: "192.0.2.1:443".parse().unwrap(),
                spki_sha256: [8; 32],
            });
        },
        |it| it.anchors.local_count = 1,
        |it| it.anchors.public = PublicAnchors::Given(Vec::new()),
        |it| it.anchors.owners_choices.private_names = vec!["corp.example".to_owned()],
    ];
    for change in changes {
        let mut other = evidence.clone();
        change(&mut other.measurements[0]);
        assert!(matches!(
            Evidence::decode(&other.encode()),
            Err(FormatError::Value { index: 0, key }) if key == "imported_from"
        ));
        other.measurements[0].imported_from = None;
        assert!(Evidence::decode(&other.encode()).is_ok());
    }
}

#[test]
fn a_format_that_is_not_known_is_refused_and_none_is_read() {
    let text = String::from_utf8(imported().encode()).unwrap();
    let of = |code: &str| {
        let other = text.replace("\"imported_from\":\"ooni\"", code);
        assert_ne!(other, text);
        Evidence::decode(other.as_bytes())
    };
    assert!(matches!(
        of("\"imported_from\":\"elsewhere\""),
        Err(FormatError::Value { index: 0, key }) if key == "imported_from"
    ));
    let none = of("\"imported_from\":null").unwrap();
    assert_eq!(none.measurements[0].imported_from, None);
}

/// As version 0.1.0 wrote it, before certificates had lines of their own.
#[test]
fn evidence_of_the_first_schema_is_still_read() {
    let text = include_bytes!("../../tests/data/evidence-1.json");
    let evidence = Evidence::decode(text).unwrap();
    let handshake = &evidence.measurements[0].tls_handshakes[0];
    assert_eq!(handshake.purpose, Purpose::Target);
    assert_eq!(handshake.peer_certificates, [b"a leaf".to_vec()]);
    assert!(handshake.client_hello.is_empty() && handshake.echo.is_none());
    assert_eq!(evidence.measurements[0].own_server, None);
    let again = Evidence::decode(&evidence.encode()).unwrap();
    assert_eq!(again, evidence);
}

#[test]
fn the_documented_example_has_the_fields_that_are_written() {
    let source = include_str!("../format.rs");
    let example: String = source
        .lines()
        .skip_while(|line| !line.contains("```json"))
        .skip(1)
        .take_while(|line| !line.contains("```"))
        .map(|line| line.trim_start_matches("//!"))
        .collect();
    let example = example.replace('…', "");
    assert!(Evidence::decode(example.as_bytes()).is_ok());
}

#[test]
fn a_root_cut_by_one_byte_is_refused_and_not_judged_without() {
    let mut evidence = some_evidence("a", Vec::new(), None);
    evidence.measurements[0].anchors.local[0].pop();
    assert!(matches!(
        Evidence::decode(&evidence.encode()),
        Err(FormatError::Anchor { index: 0, .. })
    ));
}

#[test]
fn a_request_reads_back_and_one_with_other_keys_or_a_cut_hash_is_refused() {
    let text = String::from_utf8(some_evidence("a", Vec::new(), None).encode()).unwrap();
    for (old, new) in [
        ("\"method\":\"GET\"", "\"method\":\"POST\""),
        ("\"Location\":", "\"Cookie\":null,\"Location\":"),
        ("0909090909", "09090909"),
    ] {
        let other = text.replacen(old, new, 1);
        assert_ne!(other, text);
        assert!(Evidence::decode(other.as_bytes()).is_err(), "{old}");
    }
    // Evidence that was written before there were requests.
    let mut without = some_evidence("a", Vec::new(), None);
    without.measurements[0].requests.clear();
    let text = String::from_utf8(without.encode()).unwrap();
    assert!(!text.contains("\"requests\""));
    assert_eq!(Evidence::decode(text.as_bytes()).unwrap(), without);
}

#[test]
fn a_transfer_reads_back_and_one_with_another_key_is_refused() {
    let evidence = some_evidence("a", Vec::new(), None);
    let text = text_of(&evidence);
    let whole = r#""transfer":{"received_bytes":250000,"elapsed_us":2000000,"failure":"generic_timeout_error"},"#;
    assert!(text.contains(whole), "{text}");
    let other = text.replacen("\"received_bytes\"", "\"sent_bytes\"", 1);
    assert!(Evidence::decode(other.as_bytes()).is_err());
    // Evidence that was written before there were transfers.
    let without = Evidence::decode(text.replacen(whole, "", 1).as_bytes()).unwrap();
    assert_eq!(without.measurements[0].tls_handshakes[0].transfer, None);
    assert!(!text_of(&without).contains("\"transfer\""));
}

#[test]
fn roots_that_were_given_and_not_used_are_a_contradiction() {
    let text = String::from_utf8(some_evidence("a", Vec::new(), None).encode()).unwrap();
    let other = text.replace("\"public\":\"given\"", "\"public\":\"bundled\"");
    assert!(matches!(
        Evidence::decode(other.as_bytes()),
        Err(FormatError::Contradiction { index: 0 })
    ));
}

proptest! {
    #[test]
    fn evidence_reads_back_what_it_writes(host in ".{0,20}", certificate: Vec<u8>, word in "[a-z ]{0,12}") {
        for failure in [None, Some(Failure::EofError), Some(Failure::unknown(&word))] {
            let evidence = some_evidence(&host, certificate.clone(), failure);
            prop_assert_eq!(Evidence::decode(&evidence.encode()).unwrap(), evidence);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(text: Vec<u8>) {
        let _answer = Evidence::decode(&text);
    }
}
