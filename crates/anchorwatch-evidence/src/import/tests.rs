use data_encoding::BASE64;
use proptest::prelude::*;

use super::*;
use crate::{Evidence, Failure, ImportFormat, PublicAnchors, Purpose, Resolver, TlsHandshake};

mod ooni_records;
mod other_records;
mod zgrab2_records;

/// What stands for a certificate; nothing here looks into it.
const LEAF: &[u8] = b"a leaf";

fn base64(octets: &[u8]) -> String {
    BASE64.encode(octets)
}

/// The measurements of text that is one record.
fn only(text: &str) -> Vec<Measurement> {
    let imported = read(text.as_bytes()).unwrap();
    assert_eq!(imported.unreadable, [], "{text}");
    imported
        .measurements
        .into_iter()
        .map(|(_, one)| one)
        .collect()
}

/// Why text that is one record of a known format cannot be used.
fn refused(text: &str) -> RecordProblem {
    match read(text.as_bytes()) {
        Ok(imported) => {
            assert_eq!(imported.measurements, [], "{text}");
            imported.unreadable[0].why.clone()
        }
        Err(ImportError::NothingReadable { why }) => why,
        Err(other) => panic!("{other:?}: {text}"),
    }
}

/// Whether this is no JSON that can be read.
fn is_no_json(text: &str) -> bool {
    // A file of nothing else has no format; a line beside a good one is named.
    let beside = read(format!("{}\n{text}", record("one.example")).as_bytes()).unwrap();
    let named = beside.unreadable.first().map(|one| &one.why);
    read(text.as_bytes()) == Err(ImportError::UnknownFormat)
        && named == Some(&RecordProblem::NotJson)
}

/// A record with one handshake, in which a chain came.
fn record(name: &str) -> String {
    ooni_records::record(&ooni_records::handshake(name, "null"))
}

#[test]
fn a_list_and_lines_hold_the_same_records() {
    let one = record("one.example");
    let other = record("other.example");
    let lines = format!("\n{one}\r\n\n{other}");
    let list = format!("[\n{one},{other}\n]");
    let of = |text: &str, numbers: [u64; 2]| {
        let imported = read(text.as_bytes()).unwrap();
        let hosts = imported.measurements.iter();
        let hosts: Vec<_> = hosts
            .map(|(record, one)| (*record, one.target.host.as_str()))
            .collect();
        assert_eq!(
            hosts,
            [(numbers[0], "one.example"), (numbers[1], "other.example")]
        );
    };
    of(&lines, [2, 4]);
    of(&list, [1, 2]);
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_the_rest_is_read() {
    let good = record("one.example");
    let cut = &good[..good.len() - 1];
    let without = ooni_records::record("");
    let text = format!("{good}\n{cut}\n{without}\n{{\"test_keys\":1}}\n{good}");
    let imported = read(text.as_bytes()).unwrap();
    let read: Vec<u64> = imported
        .measurements
        .iter()
        .map(|(record, _)| *record)
        .collect();
    assert_eq!(read, [1, 5]);
    let named: Vec<_> = imported
        .unreadable
        .into_iter()
        .map(|it| (it.record, it.why))
        .collect();
    assert_eq!(
        named,
        [
            (2, RecordProblem::NotJson),
            (3, RecordProblem::WithoutTls),
            (4, RecordProblem::OtherKind),
        ]
    );
}

#[test]
fn another_formats_record_in_the_file_is_not_read() {
    let ooni = record("one.example");
    let zgrab2 = zgrab2_records::tls("\"status\":\"success\"", LEAF);
    let imported = read(format!("{ooni}\n{zgrab2}").as_bytes()).unwrap();
    assert_eq!(imported.format, ImportFormat::Ooni);
    assert_eq!(imported.measurements.len(), 1);
    assert_eq!(imported.unreadable[0].why, RecordProblem::OtherKind);
}

#[test]
fn what_is_in_no_format_is_an_error() {
    for text in [
        "",
        "\n\n",
        "null",
        "[]",
        "{}",
        "{\"schema\":\"x\"}",
        "PK\u{3}\u{4}",
        "\0",
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error, ImportError::UnknownFormat, "{text:?}");
    }
}

#[test]
fn more_unreadable_lines_than_are_named_are_counted() {
    let text = format!(
        "{}\n{}",
        record("one.example"),
        "x\n".repeat(MAX_UNREADABLE + 7)
    );
    let imported = read(text.as_bytes()).unwrap();
    assert_eq!(imported.unreadable.len(), MAX_UNREADABLE);
    assert_eq!(imported.unreadable_count, MAX_UNREADABLE as u64 + 7);
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_unread_and_the_rest_is_read() {
    let good = record("one.example");
    let mut text = format!("{{\"a\":\"{}\"}}\n", "x".repeat(100 << 20)).into_bytes();
    text.extend(good.as_bytes());
    let imported = read(&text).unwrap();
    assert_eq!(imported.measurements.len(), 1);
    let max = MAX_RECORD_BYTES as u64;
    assert_eq!(imported.unreadable[0].why, RecordProblem::TooLong { max });
}

#[test]
fn deep_values_many_values_and_keys_twice_are_refused() {
    let with = |more: &str| record("one.example").replacen('{', &format!("{{{more},"), 1);
    assert_eq!(only(&with("\"a\":[[1],{\"b\":null}]")).len(), 1);
    let deep = format!("\"a\":{}{}", "[".repeat(200), "]".repeat(200));
    assert!(is_no_json(&with(&deep)));
    let many = format!("\"a\":[0{}]", ",0".repeat(250_000));
    assert!(matches!(
        refused(&with(&many)),
        RecordProblem::TooMany { .. }
    ));
    let twice = with("\"a\":1,\"a\":1");
    assert_eq!(
        refused(&twice),
        RecordProblem::KeyTwice {
            key: "a".to_owned()
        }
    );
    // Inside of a page, nobody looks.
    let page = format!(
        "\"requests\":[{{\"a\":1,\"a\":{}}}]",
        "[0],".repeat(9).trim_end_matches(',')
    );
    assert!(is_no_json(&with(&page)));
    let page = format!("\"requests\":[0{}]", ",0".repeat(250_000));
    assert_eq!(only(&with(&page)).len(), 1);
}

#[test]
fn a_nul_or_an_octet_that_is_no_text_is_refused() {
    let good = record("one.example");
    assert_eq!(only(&good).len(), 1);
    assert!(is_no_json(&good.replace("one.", "one\0.")));
    let mut bytes = good.into_bytes();
    let at = bytes.windows(4).position(|it| it == b"one.").unwrap();
    bytes[at] = 0xff;
    assert!(read(&bytes).is_err());
}

#[test]
fn everything_that_is_read_is_evidence_without_roots_or_controls_of_ours() {
    for measurement in [
        only(&record("one.example")),
        only(&zgrab2_records::tls("\"status\":\"success\"", LEAF)),
    ]
    .concat()
    {
        assert!(measurement.imported_from.is_some());
        assert_eq!(measurement.own_server, None);
        assert_eq!(measurement.anchors.public, PublicAnchors::Bundled);
        assert_eq!(measurement.anchors.local, Vec::<Vec<u8>>::new());
        let mut handshakes = measurement.tls_handshakes.iter();
        assert!(handshakes.all(|one| one.purpose == Purpose::Target));
        let evidence = Evidence {
            software: "a test".to_owned(),
            measurements: vec![measurement],
        };
        assert_eq!(Evidence::decode(&evidence.encode()).unwrap(), evidence);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(text: Vec<u8>) {
        let _answer = read(&text);
    }

    #[test]
    fn any_value_in_the_place_of_another_is_refused_or_read(
        at in 0..400_usize,
        value in prop::sample::select(vec!["null", "-1", "1e999", "\"\"", "[]", "{}", "[[]]", "true"]),
    ) {
        for good in [record("one.example"), zgrab2_records::tls("\"status\":\"success\"", LEAF)] {
            // Everything between two commas or colons.
            let from = good.char_indices().filter(|(_, it)| ":[,".contains(*it)).nth(at);
            let Some((from, _)) = from else { return Ok(()) };
            let rest = &good[from + 1..];
            let to = rest.find([',', '}', ']']).map_or(good.len(), |to| from + 1 + to);
            let _answer = read(format!("{}{value}{}", &good[..=from], &good[to..]).as_bytes());
        }
    }
}

#[test]
fn every_format_has_one_reader() {
    let formats = READERS.iter().map(|reader| reader.format);
    assert_eq!(formats.collect::<Vec<_>>(), ImportFormat::ALL);
}

#[test]
fn a_file_of_more_measurements_than_are_read_says_so() {
    let names = (0..500).map(|number| ooni_records::handshake(&format!("a{number}"), "null"));
    let record = ooni_records::record(&names.collect::<Vec<_>>().join(","));
    let text = vec![record; MAX_MEASUREMENTS / 500 + 2].join("\n");
    let imported = read(text.as_bytes()).unwrap();
    assert_eq!(imported.measurements.len(), MAX_MEASUREMENTS);
    assert_eq!(imported.unreadable_count, 2);
    let max = MAX_MEASUREMENTS as u64;
    assert_eq!(imported.unreadable[0].why, RecordProblem::OverLimit { max });
}
