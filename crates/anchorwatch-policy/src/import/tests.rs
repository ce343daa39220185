//! Lists made byte by byte here, independently of the code that reads them.

use std::fmt::Write as _;

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256};
use anchorwatch_remark::Remark as _;
use data_encoding::BASE64;
use proptest::prelude::*;

use super::*;
use crate::distrust::{
    EntrySource, Limits, ListSource, Match, MatchKind, SerialOctets, Threshold, UnsignedSerial,
};

pub(super) fn of_list(
    format: &'static str,
    sequence: Option<i32>,
    record: Option<&str>,
    says: Option<&str>,
) -> EntrySource {
    EntrySource::List(ListSource {
        format,
        sequence,
        record: record.map(str::to_owned),
        says: says.map(str::to_owned),
    })
}

fn crl_set(header: &str, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [&length[..], header.as_bytes(), body].concat()
}

/// A header with these members besides the required ones.
fn header(members: &str) -> String {
    format!("{{\"ContentType\":\"CRLSet\",\"Version\":0,\"Sequence\":7{members}}}")
}

fn parent(key: &[u8; 32], serials: &[&[u8]]) -> Vec<u8> {
    let mut bytes = key.to_vec();
    bytes.extend((serials.len() as u32).to_le_bytes());
    for serial in serials {
        bytes.push(u8::try_from(serial.len()).unwrap());
        bytes.extend(*serial);
    }
    bytes
}

fn base64(hash: [u8; 32]) -> String {
    BASE64.encode(&hash)
}

fn matches(list: &Imported) -> Vec<Match> {
    list.entries
        .iter()
        .map(|entry| entry.matches.clone())
        .collect()
}

fn key(octet: u8) -> Match {
    Match::Key(SpkiSha256::from_bytes([octet; 32]))
}

fn of_header(members: &str) -> Result<Imported, Error> {
    crlset::read(&crl_set(&header(members), &[]))
}

#[test]
fn chromium_s_built_in_set_is_empty_and_whole() {
    // CRLSet::BuiltinCRLSet of net/cert/crl_set.cc.
    let bytes = b"\x31\x00{\"ContentType\":\"CRLSet\",\"Sequence\":0,\"Version\":0}";
    let list = read(bytes).unwrap();
    assert_eq!((list.format, list.sequence), (ListFormat::CrlSet, Some(0)));
    assert_eq!(list.carrier, Carrier::Unverified);
    assert!(list.entries.is_empty() && list.unusable.is_empty());
}

#[test]
fn a_parent_s_serials_are_entries_by_the_issuer_s_key() {
    let body = [parent(&[1; 32], &[&[0x80, 2], &[0]]), parent(&[2; 32], &[])].concat();
    let list = read(&crl_set(&header(",\"NumParents\":2"), &body)).unwrap();
    let by = |serial: &[u8]| Match::IssuerKeySerial {
        issuer_key: SpkiSha256::from_bytes([1; 32]),
        serial: UnsignedSerial::new(serial).unwrap(),
    };
    assert_eq!(matches(&list), [by(&[0x80, 2]), by(&[0])]);
    assert_eq!(list.unusable, []);
    let one = &list.entries[0];
    assert_eq!(one.source, of_list("crlset", Some(7), None, None));
    assert_eq!(
        (one.threshold, &one.limits),
        (Threshold::Quick, &Limits::default())
    );
}

#[test]
fn a_blocked_interception_key_is_blocked_and_known_and_a_known_one_blocks_nothing() {
    let [a, b, c] = [1, 2, 3].map(|octet| base64([octet; 32]));
    let list = of_header(&format!(
        ",\"BlockedSPKIs\":[\"{a}\"],\"BlockedInterceptionSPKIs\":[\"{b}\"],\"KnownInterceptionSPKIs\":[\"{c}\"]"
    ))
    .unwrap();
    assert_eq!(matches(&list), [key(1), key(2)]);
    let known = [2, 3].map(|octet| SpkiSha256::from_bytes([octet; 32]));
    assert_eq!(list.known_interception, known);
}

#[test]
fn limited_subjects_are_names_unless_one_of_the_keys() {
    let list = of_header(&format!(
        ",\"LimitedSubjects\":{{\"{}\":[\"{}\",\"{}\"],\"{}\":[]}}",
        base64([1; 32]),
        base64([9; 32]),
        base64([8; 32]),
        base64([2; 32]),
    ))
    .unwrap();
    let limited = |subject, keys: &[u8]| Match::SubjectUnlessKey {
        subject: NameSha256::from_bytes([subject; 32]),
        keys: keys
            .iter()
            .map(|octet| SpkiSha256::from_bytes([*octet; 32]))
            .collect(),
    };
    assert_eq!(matches(&list), [limited(1, &[8, 9]), limited(2, &[])]);
}

#[test]
fn lists_that_are_null_or_missing_are_empty_and_of_another_type_refused() {
    for field in [
        "BlockedSPKIs",
        "KnownInterceptionSPKIs",
        "BlockedInterceptionSPKIs",
        "LimitedSubjects",
    ] {
        assert!(
            of_header(&format!(",\"{field}\":null"))
                .unwrap()
                .entries
                .is_empty()
        );
        for other in ["0", "\"\"", "true"] {
            let refused = of_header(&format!(",\"{field}\":{other}"));
            assert!(
                matches!(refused, Err(Error::Header { .. })),
                "{field} {other}"
            );
        }
    }
    for bad in ["[1]", "[\"!\"]", "[\"AA\"]", "[null]"] {
        assert!(
            of_header(&format!(",\"BlockedSPKIs\":{bad}")).is_err(),
            "{bad}"
        );
    }
    for bad in ["{\"!\":[]}", "{\"AA==\":null}", "{\"AA==\":[1]}"] {
        assert!(
            of_header(&format!(",\"LimitedSubjects\":{bad}")).is_err(),
            "{bad}"
        );
    }
}

#[test]
fn a_hash_of_another_length_matches_nothing_and_is_named() {
    let list = of_header(",\"BlockedSPKIs\":[\"AAAA\"],\"LimitedSubjects\":{\"AAAA\":[]}").unwrap();
    assert!(list.entries.is_empty());
    let why = RecordProblem::HashLength { octets: 3 };
    let hash = RecordName::Hash {
        field: "BlockedSPKIs".to_owned(),
        index: 0,
    };
    let name = RecordName::Name {
        field: "LimitedSubjects".to_owned(),
        index: 0,
    };
    let expected = [hash, name].map(|record| Unusable {
        record,
        why: why.clone(),
    });
    assert_eq!(list.unusable, expected);
}

#[test]
fn trailing_commas_are_read_as_chromium_reads_them() {
    let key_text = base64([1; 32]);
    let list = of_header(&format!(",\"BlockedSPKIs\":[\"{key_text}\",],")).unwrap();
    assert_eq!(matches(&list), [key(1)]);
    assert!(of_header(",,").is_err());
    assert!(of_header(",\"BlockedSPKIs\":[,]").is_err());
}

#[test]
fn the_required_fields_are_required_as_they_are() {
    let ask = |text: &str| crlset::read(&crl_set(text, &[]));
    let good = "{\"ContentType\":\"CRLSet\",\"Version\":0,\"Sequence\":7}";
    assert!(ask(good).is_ok());
    for (from, to) in [
        ("CRLSet", "CRLSett"),
        ("\"Version\":0", "\"Version\":1"),
        ("\"Version\":0", "\"Version\":\"0\""),
        ("\"Version\":0,", ""),
        ("7", "2147483648"),
        ("7", "7.5"),
        ("\"Sequence\":7", "\"Seq\":7"),
    ] {
        assert!(ask(&good.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn sets_of_other_years_are_read_whatever_else_their_headers_say() {
    let blocked = format!("\"BlockedSPKIs\":[\"{}\"]", base64([1; 32]));
    for members in [
        "\"DeltaFrom\":0,\"NumParents\":0",
        "\"DeltaFrom\":6",
        "\"NotAfter\":null",
        "\"LogIDs\":[],\"Unknown\":{\"a\":[1,],},\"Other\":null",
        "\"KnownInterceptionSPKIs\":null,\"BlockedInterceptionSPKIs\":null",
        "\"LimitedSubjects\":null,",
    ] {
        let list = of_header(&format!(",{blocked},{members}")).unwrap();
        assert_eq!((matches(&list), list.stale_after), (vec![key(1)], None));
        assert!(list.unusable.is_empty(), "{members}");
        let list = of_header(&format!(",\"BlockedSPKIs\":null,{members}")).unwrap();
        assert!(list.entries.is_empty() && list.unusable.is_empty());
    }
    let spaced = header(&format!(",\n\t{blocked} ,\r\n")).replace("\"Seq", " \"Seq");
    let list = read(&crl_set(&spaced, &[])).unwrap();
    assert_eq!(
        (matches(&list), list.format),
        (vec![key(1)], ListFormat::CrlSet)
    );
    // A delta to another set is not a set by itself.
    let delta = header(",\"DeltaFrom\":6").replace("CRLSet", "CRLSetDelta");
    assert!(read(&crl_set(&delta, &[])).is_err());
}

#[test]
fn a_stale_set_still_blocks_and_says_so() {
    let members = format!(
        ",\"NotAfter\":100.9,\"BlockedSPKIs\":[\"{}\"]",
        base64([1; 32])
    );
    let list = of_header(&members).unwrap();
    assert!(!list.is_stale_at(UnixSeconds::new(100)));
    assert!(list.is_stale_at(UnixSeconds::new(101)));
    assert_eq!(matches(&list), [key(1)]);
    assert_eq!(of_header(",\"NotAfter\":0").unwrap().stale_after, None);
    assert!(of_header(",\"NotAfter\":-1").is_err());
    let far = of_header(",\"NotAfter\":1e300").unwrap();
    assert!(!far.is_stale_at(UnixSeconds::new(i64::MAX)));
}

#[test]
fn a_serial_that_can_match_no_certificate_is_named() {
    let body = parent(&[1; 32], &[&[0, 0x80], &[], &[5]]);
    let list = crlset::read(&crl_set(&header(""), &body)).unwrap();
    assert_eq!((list.entries.len(), list.unusable.len()), (1, 2));
    let reasons = list.unusable.iter().map(|unusable| &unusable.why);
    assert!(reasons.eq(&[RecordProblem::SerialForm, RecordProblem::SerialForm]));
}

#[test]
fn a_count_beyond_chromium_s_limit_or_the_end_allocates_nothing() {
    let stated = |count: u32| {
        let body = [&[1; 32][..], &count.to_le_bytes()].concat();
        crlset::read(&crl_set(&header(""), &body))
    };
    assert!(matches!(
        stated((32 << 20) + 1),
        Err(Error::TooManySerials { .. })
    ));
    assert!(matches!(stated(32 << 20), Err(Error::CutShort { .. })));
    assert!(stated(0).is_ok());
}

#[test]
fn a_set_that_is_cut_anywhere_is_an_error_or_says_what_is_missing() {
    let body = [parent(&[1; 32], &[&[1], &[2]]), parent(&[2; 32], &[&[3]])].concat();
    let whole = crl_set(&header(",\"NumParents\":2"), &body);
    assert_eq!(read(&whole).unwrap().unusable, []);
    let mut partial_count = 0;
    for length in 0..whole.len() {
        if let Ok(list) = read(&whole[..length]) {
            assert_eq!(list.unusable.len(), 1, "cut at {length}");
            assert_eq!(list.unusable[0].record, RecordName::ParentCount);
            partial_count += 1;
        }
    }
    assert_eq!(partial_count, 2, "before each parent");
}

#[test]
fn a_header_whose_length_looks_like_json_is_still_a_crlset() {
    for first in [b'{', b'['] {
        for second in [0, b'\n', b' ', b'"'] {
            let length = usize::from(u16::from_le_bytes([first, second]));
            let plain = header("");
            let blanks = " ".repeat(length - plain.len());
            let whole = crl_set(&plain.replacen(',', &format!(",{blanks}"), 1), &[]);
            assert_eq!(whole[..2], [first, second]);
            assert_eq!(read(&whole).unwrap().format, ListFormat::CrlSet);
            assert!(read(&whole[..whole.len() - 1]).is_err());
        }
    }
}

fn by_issuer(name: &[u8], serial: &[u8]) -> String {
    format!(
        "{{\"schema\":1,\"enabled\":false,\"id\":\"one\",\"details\":{{\"why\":\"MITM root\"}},\"issuerName\":\"{}\",\"serialNumber\":\"{}\"}}",
        BASE64.encode(name),
        BASE64.encode(serial)
    )
}

fn by_subject(name: &[u8], hash: &[u8]) -> String {
    format!(
        "{{\"subject\":\"{}\",\"pubKeyHash\":\"{}\",\"id\":\"two\"}}",
        BASE64.encode(name),
        BASE64.encode(hash)
    )
}

#[test]
fn both_shapes_of_onecrl_are_read_and_enabled_false_is_in_force() {
    let records = [by_issuer(b"i", &[0, 0x80]), by_subject(b"s", &[3; 32])].join(",");
    let expected = [
        Match::IssuerSerial {
            issuer: NameSha256::of(b"i"),
            serial: SerialOctets::new(&[0, 0x80]).unwrap(),
        },
        Match::SubjectKey {
            subject: NameSha256::of(b"s"),
            key: SpkiSha256::from_bytes([3; 32]),
        },
    ];
    let dump = format!("{{\"data\":[{records}],\"timestamp\":1793208925525}}");
    let list = read(dump.as_bytes()).unwrap();
    assert_eq!(matches(&list), expected);
    assert_eq!(list.dated, Some(UnixSeconds::new(1_793_208_925)));
    assert_eq!(
        list.entries[0].source,
        of_list("onecrl", None, Some("one"), Some("MITM root"))
    );
    let plain = read(format!(" [{records}]").as_bytes()).unwrap();
    assert_eq!((matches(&plain), plain.dated), (expected.to_vec(), None));
}

#[test]
fn a_changeset_and_records_of_other_years_are_read() {
    let good = by_issuer(b"i", &[1]);
    let count = |text: String| {
        let list = read(text.as_bytes()).unwrap();
        (list.entries.len(), list.unusable.len(), list.dated)
    };
    let dated = Some(UnixSeconds::new(1_793_208_925));
    let changes = "\"timestamp\":1793208925525,\"metadata\":{\"signature\":{}},\"changes\"";
    assert_eq!(count(format!("{{{changes}:[{good}]}}")), (1, 0, dated));
    assert_eq!(count(format!("{{{changes}:[]}}")), (0, 0, dated));
    // An invalid date costs no record.
    for date in ["\"1793208925525\"", "null", "1.5e300", "[]"] {
        let text = format!("{{\"data\":[{good}],\"timestamp\":{date}}}");
        assert_eq!(count(text), (1, 0, None), "{date}");
    }
    // Unknown members, and null for missing ones.
    let rest = good.strip_suffix('}').unwrap();
    for more in [
        "\"last_modified\":1,\"tags\":[\"a\"],\"x\":{\"y\":[{}]}",
        "\"subject\":null,\"pubKeyHash\":null",
        "\"attachment\":null,\"deleted\":false",
    ] {
        assert_eq!(count(format!("[{rest},{more}}}]")), (1, 0, None), "{more}");
    }
    let nothing = "{\"issuerName\":null,\"serialNumber\":null,\"id\":null}";
    assert_eq!(count(format!("[{nothing},{good}]")), (1, 1, None));
    // A deleted record refuses nothing, and is not unusable.
    let gone = format!("{rest},\"deleted\":true}}");
    assert_eq!(count(format!("[{gone},{good}]")), (1, 0, None));
    assert_eq!(count(format!("{{{changes}:[{gone}]}}")), (0, 0, dated));
    // Two lists in one text are not a list.
    for text in [
        format!("{{\"data\":[{good}],\"changes\":[{good}]}}"),
        format!("{{\"data\":[{good}],\"data\":[{good}]}}"),
        "{\"timestamp\":1,\"records\":[]}".to_owned(),
        "{\"changes\":7}".to_owned(),
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_bad_record_of_onecrl_costs_only_itself_and_is_named() {
    let good = by_issuer(b"i", &[1]);
    for (bad, code) in [
        ("{}".to_owned(), "list_record_neither"),
        ("null".to_owned(), "list_record_json"),
        ("[]".to_owned(), "list_record_neither"),
        ("\"x\"".to_owned(), "list_record_json"),
        (
            good.replace(&BASE64.encode(b"i"), "!"),
            "list_record_not_base64",
        ),
        (
            good.replace("serialNumber", "serial"),
            "list_record_neither",
        ),
        (good.replace("\"AQ==\"", "5"), "list_record_json"),
        (by_issuer(b"i", &[1; 256]), "list_record_serial_length"),
        (by_subject(b"s", &[3; 31]), "list_record_key_length"),
        (by_subject(b"", &[3; 32]), "list_record_neither"),
        (by_issuer(&[0; 49_153], &[1]), "list_record_name_length"),
        (
            by_subject(&vec![0; 3_700_000], &[3; 32]),
            "list_record_name_length",
        ),
    ] {
        let text = format!("{{\"data\":[{bad},{good}]}}");
        let list = read(text.as_bytes()).unwrap();
        let bad = bad.get(..200).unwrap_or(&bad);
        assert_eq!((list.entries.len(), list.unusable.len()), (1, 1), "{bad}");
        let unusable = &list.unusable[0];
        let (RecordName::Record { index } | RecordName::RecordWithId { index, .. }) =
            unusable.record
        else {
            panic!("{bad}: {:?}", unusable.record);
        };
        assert_eq!((index, unusable.why.code()), (0, code), "{bad}");
    }
}

#[test]
fn the_longest_name_of_onecrl_is_taken() {
    let longest = [0; 49_152];
    let records = [by_issuer(&longest, &[1]), by_subject(&longest, &[3; 32])];
    let list = read(format!("[{}]", records.join(",")).as_bytes()).unwrap();
    assert_eq!((list.entries.len(), list.unusable.len()), (2, 0));
}

#[test]
fn details_of_another_shape_are_no_reason_to_drop_a_record() {
    let good = by_issuer(b"i", &[1]);
    for details in ["null", "7", "{\"why\":7}", "{}"] {
        let text = good.replace("{\"why\":\"MITM root\"}", details);
        assert_eq!(
            read(format!("[{text}]").as_bytes()).unwrap().entries.len(),
            1
        );
    }
}

#[test]
fn a_record_with_both_shapes_matches_by_issuer_as_in_firefox() {
    let one = by_issuer(b"i", &[1]);
    let rest = one.strip_suffix('}').unwrap();
    let both = format!("{rest},\"subject\":\"cw==\",\"pubKeyHash\":\"AA==\"}}");
    let list = read(format!("[{both}]").as_bytes()).unwrap();
    assert_eq!(list.entries[0].matches.kind(), MatchKind::IssuerSerial);
}

#[test]
fn onecrl_cut_at_any_byte_is_refused() {
    let text = format!(
        "{{\"data\":[{},{}]}}",
        by_issuer(b"i", &[1]),
        by_subject(b"s", &[3; 32])
    );
    assert!(read(text.as_bytes()).is_ok());
    for length in 0..text.len() {
        assert!(read(&text.as_bytes()[..length]).is_err(), "cut at {length}");
    }
    assert!(read(format!("{text}x").as_bytes()).is_err());
}

#[test]
fn json_that_is_no_list_is_refused() {
    for text in [
        "{}",
        "[1,2]",
        "{\"data\":[{}]}",
        "{\"data\":7}",
        "nonsense",
        "",
        "\0\0",
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text:?}");
    }
    // An empty list is a list.
    assert!(read(b"{\"data\":[]}").unwrap().entries.is_empty());
}

#[test]
fn too_many_records_are_refused_before_they_are_kept() {
    let text = format!("[{}0]", "0,".repeat(MAX_RECORDS));
    let refused = Error::TooManyRecords {
        max: MAX_RECORDS as u64,
    };
    assert_eq!(read(text.as_bytes()), Err(refused));
    let large = vec![b' '; MAX_LIST_BYTES + 1];
    assert!(matches!(read(&large), Err(Error::TooLarge { .. })));
}

const FINGERPRINT: &str = "03DB9E5E79FE6117177F81C11595AF598CB176AF766290DBCEB2C318B32E39A2";

#[test]
fn java_s_fingerprints_are_entries_by_certificate_in_any_order_and_form() {
    let other = FINGERPRINT.replace('0', "A");
    let expected =
        [FINGERPRINT, &other].map(|text| Match::Certificate(text.parse::<CertSha256>().unwrap()));
    for text in [
        format!("Algorithm=SHA-256\n{FINGERPRINT}\n{other}\n"),
        format!("{FINGERPRINT}\r\n# a comment\r\n{other}=x\r\nAlgorithm : SHA-256"),
        format!(
            "{}\\\n   {}\n\\u0041{}\nAlgorithm=SHA-256",
            &FINGERPRINT[..9],
            &FINGERPRINT[9..],
            &other[1..]
        ),
        format!("Algorithm=MD5\n{FINGERPRINT}\n{other}\nAlgorithm=SHA-256\n"),
    ] {
        let list = read(text.as_bytes()).unwrap();
        assert_eq!(list.format, ListFormat::JavaBlocked);
        assert_eq!(
            (matches(&list), list.unusable),
            (expected.to_vec(), vec![]),
            "{text}"
        );
    }
}

#[test]
fn a_fingerprint_that_java_never_matches_is_named() {
    for (bad, why) in [
        (FINGERPRINT.to_lowercase(), RecordProblem::LowerCase),
        (FINGERPRINT[1..].to_owned(), RecordProblem::NotAFingerprint),
        (format!("{FINGERPRINT}AA"), RecordProblem::NotAFingerprint),
        (
            FINGERPRINT.replacen("DB", "D:B", 1),
            RecordProblem::NotAFingerprint,
        ),
    ] {
        let text = format!("Algorithm=SHA-256\n{bad}\n{FINGERPRINT}");
        let list = read(text.as_bytes()).unwrap();
        let bad = bad.get(..200).unwrap_or(&bad);
        assert_eq!((list.entries.len(), list.unusable.len()), (1, 1), "{bad}");
        assert_eq!(list.unusable[0].why, why, "{bad}");
    }
}

#[test]
fn another_algorithm_is_refused_by_its_name() {
    for algorithm in ["SHA-1", "SHA-512", "MD5", "sha-256", ""] {
        let text = format!("Algorithm={algorithm}\n{FINGERPRINT}\n");
        let got = algorithm.to_owned();
        assert_eq!(read(text.as_bytes()), Err(Error::Algorithm { got }));
    }
    assert_eq!(read(FINGERPRINT.as_bytes()), Err(Error::UnknownFormat));
}

#[test]
fn java_s_list_cut_inside_a_line_names_the_line() {
    let text = format!("Algorithm=SHA-256\n{FINGERPRINT}");
    let algorithm_end = "Algorithm=SHA-256".len();
    for length in 0..text.len() {
        match read(&text.as_bytes()[..length]) {
            Ok(list) if length <= algorithm_end + 1 => assert!(list.entries.is_empty()),
            Ok(list) => assert_eq!((list.entries.len(), list.unusable.len()), (0, 1)),
            Err(_) => assert!(length < algorithm_end, "cut at {length}"),
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _outcome = read(&bytes);
    }

    #[test]
    fn a_changed_octet_never_makes_the_reader_panic(at in 0_usize..1000, octet: u8) {
        let body = [parent(&[1; 32], &[&[1], &[2]]), parent(&[2; 32], &[&[3]])].concat();
        let blocked = format!(",\"BlockedSPKIs\":[\"{}\",]", base64([1; 32]));
        let java = format!("Algorithm=SHA-256\n\\u0041{FINGERPRINT}\\\n");
        let records = format!("[{},{}]", by_issuer(b"i", &[1]), by_subject(b"s", &[3; 32]));
        for mut bytes in [crl_set(&header(&blocked), &body), java.into_bytes(), records.into_bytes()] {
            let at = at % bytes.len();
            bytes[at] = octet;
            let _outcome = read(&bytes);
        }
    }

    #[test]
    fn every_set_reads_back_what_was_written(
        keys in prop::collection::vec(any::<[u8; 32]>(), 0..5),
        parents in prop::collection::vec(
            (any::<[u8; 32]>(), prop::collection::vec(prop::collection::vec(1_u8.., 1..20), 0..5)),
            0..5,
        ),
    ) {
        let mut listed = String::new();
        for key in &keys {
            write!(listed, "\"{}\",", base64(*key)).unwrap();
        }
        let body: Vec<u8> = parents
            .iter()
            .flat_map(|(key, serials)| {
                let serials: Vec<&[u8]> = serials.iter().map(Vec::as_slice).collect();
                parent(key, &serials)
            })
            .collect();
        let members = format!(",\"BlockedSPKIs\":[{listed}],\"NumParents\":{}", parents.len());
        let list = read(&crl_set(&header(&members), &body)).unwrap();
        let by_key = keys.iter().map(|key| Match::Key(SpkiSha256::from_bytes(*key)));
        let by_serial = parents.iter().flat_map(|(issuer, serials)| {
            serials.iter().map(|serial| Match::IssuerKeySerial {
                issuer_key: SpkiSha256::from_bytes(*issuer),
                serial: UnsignedSerial::new(serial).unwrap(),
            })
        });
        prop_assert_eq!(matches(&list), by_key.chain(by_serial).collect::<Vec<_>>());
        prop_assert!(list.unusable.is_empty());
    }
}
