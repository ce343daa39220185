use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256, UnixSeconds};

use super::*;
use crate::{
    distrust::{
        DistrustEntry, DnsSuffix, EntrySource, Limits, Match, NameLimit, SerialOctets, Threshold,
        UnsignedSerial,
    },
    import::{self, ListFormat, RecordName, RecordProblem, Unusable, tests::of_list},
};

fn entry(matches: Match, limits: Limits, source: EntrySource) -> DistrustEntry {
    DistrustEntry {
        matches,
        limits,
        threshold: Threshold::Quick,
        source,
    }
}

fn limited_entries() -> Vec<DistrustEntry> {
    let (key, subject) = (SpkiSha256::of(b"key"), NameSha256::of(b"name"));
    let suffixes = || vec![DnsSuffix::parse("gov.tr").unwrap()];
    vec![
        entry(
            Match::SubjectKey { subject, key },
            Limits {
                names: Some(NameLimit::Inside(suffixes())),
                leaf_after: None,
                scts_after: Some(UnixSeconds::new(5)),
            },
            of_list("onecrl", None, Some("a-b"), Some("why \"not\"\u{1b}")),
        ),
        entry(
            Match::SubjectUnlessKey {
                subject,
                keys: vec![key],
            },
            Limits {
                names: Some(NameLimit::Outside(suffixes())),
                leaf_after: Some(UnixSeconds::new(-7)),
                scts_after: None,
            },
            of_list("crlset", Some(-1), None, None),
        ),
    ]
}

fn every_kind_of_entry() -> Vec<DistrustEntry> {
    let key = SpkiSha256::of(b"key");
    let by_name = Match::IssuerSerial {
        issuer: NameSha256::of(b"name"),
        serial: SerialOctets::new(&[0, 0x80]).unwrap(),
    };
    let by_key = Match::IssuerKeySerial {
        issuer_key: key,
        serial: UnsignedSerial::new(&[0x80]).unwrap(),
    };
    let registry = EntrySource::Registry("kz-qaznet-2016");
    let certificate = Match::Certificate(CertSha256::of(b"certificate"));
    let unlimited = [
        DistrustEntry::of_key(key, EntrySource::Owner),
        entry(by_name, Limits::default(), registry),
        entry(
            by_key,
            Limits::default(),
            of_list("crlset", Some(7), None, None),
        ),
        entry(
            certificate,
            Limits::default(),
            of_list("java_blocked", None, None, None),
        ),
    ];
    [unlimited.to_vec(), limited_entries()].concat()
}

fn a_list() -> Imported {
    Imported {
        sequence: Some(7),
        dated: Some(UnixSeconds::new(1)),
        stale_after: Some(UnixSeconds::new(2)),
        entries: every_kind_of_entry(),
        known_interception: vec![SpkiSha256::of(b"known")],
        unusable: vec![Unusable {
            record: RecordName::ParentCount,
            why: RecordProblem::Neither,
        }],
        ..Imported::unverified(ListFormat::CrlSet)
    }
}

#[test]
fn every_kind_of_entry_reads_back_as_it_was() {
    let list = a_list();
    let bytes = write(std::slice::from_ref(&list));
    let again = import::read(&bytes).unwrap();
    assert_eq!(again.format, ListFormat::Entries);
    assert_eq!(again.entries, list.entries);
    assert_eq!(again.known_interception, list.known_interception);
    let made_from = &again.made_from[0];
    assert_eq!(made_from.format, ListFormat::CrlSet);
    assert_eq!((made_from.sequence, made_from.unusable_count), (Some(7), 1));
    assert_eq!(made_from.stale_after, list.stale_after);
    assert_eq!(write(&[again]), bytes, "what was read is written alike");
}

#[test]
fn a_normal_form_cut_at_any_byte_is_refused() {
    let bytes = write(&[a_list()]);
    let end = bytes.iter().rposition(|octet| *octet == b'}').unwrap();
    for length in 0..=end {
        assert!(import::read(&bytes[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn what_is_not_in_its_one_spelling_is_refused() {
    let text = String::from_utf8(write(&[a_list()])).unwrap();
    assert!(import::read(text.as_bytes()).is_ok());
    let key = SpkiSha256::of(b"key").to_string();
    for (from, to) in [
        ("entries/1", "entries/2"),
        ("\"quick\"", "\"slow\""),
        ("\"match\": \"key\"", "\"match\": \"subject_key\""),
        ("\"match\": \"key\"", "\"match\": \"other\""),
        ("\"match\": \"key\"", "\"extra\": 1, \"match\": \"key\""),
        (
            "\"match\": \"key\"",
            "\"serial_hex\": \"00\", \"match\": \"key\"",
        ),
        (&key, &key.to_uppercase()),
        (&key, &key[1..]),
        ("\"0080\"", "\"\""),
        (
            "\"serial_unsigned_hex\": \"80\"",
            "\"serial_unsigned_hex\": \"0080\"",
        ),
        ("gov.tr", "GOV.tr"),
        ("gov.tr", "*.tr"),
        ("1970-01-01T00:00:05Z", "1970-01-01T01:00:05+01:00"),
        ("kz-qaznet-2016", "kz-nobody"),
        ("\"java_blocked\"", "\"rumour\""),
        ("\"java_blocked\"", "\"java_blocked\", \"says\": \"x\""),
        (
            "\"names_inside\": [",
            "\"names_outside\": [\"kz\"], \"names_inside\": [",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let changed = text.replacen(from, to, 1);
        assert!(import::read(changed.as_bytes()).is_err(), "{from} to {to}");
    }
}

#[test]
fn empty_limits_are_refused_because_they_are_none() {
    let text = String::from_utf8(write(&[a_list()])).unwrap();
    let changed = text.replacen("\"threshold\"", "\"limits\": {}, \"threshold\"", 1);
    assert!(import::read(changed.as_bytes()).is_err());
}
