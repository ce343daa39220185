//! What is written is read back, and what cannot be said is counted.

use std::collections::BTreeSet;

use anchorwatch_identity::{CertSha256, NameSha256};

use super::*;
use crate::{
    distrust::{DnsSuffix, Limits, ListSource, NameLimit, SerialOctets, UnsignedSerial},
    import::{self, Imported},
};

const NAME: &[u8] = b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02\x4b\x5a";
const MADE_AT: UnixSeconds = UnixSeconds::new(1_796_000_000);

fn key(octet: u8) -> SpkiSha256 {
    SpkiSha256::from_bytes([octet; 32])
}

/// One of each kind.
fn every_kind() -> Vec<Match> {
    let (name, other) = (NameSha256::of(NAME), NameSha256::from_bytes([9; 32]));
    let serial = SerialOctets::new(&[0, 0x81, 4]).unwrap();
    vec![
        Match::Key(key(1)),
        Match::SubjectKey {
            subject: name,
            key: key(2),
        },
        Match::SubjectUnlessKey {
            subject: other,
            keys: vec![key(3), key(4)],
        },
        Match::IssuerSerial {
            issuer: name,
            serial: serial.clone(),
        },
        Match::IssuerSerial {
            issuer: other,
            serial,
        },
        Match::IssuerKeySerial {
            issuer_key: key(5),
            serial: UnsignedSerial::new(&[0x81, 4]).unwrap(),
        },
        Match::Certificate(CertSha256::of(b"a certificate")),
    ]
}

fn of(matches: Vec<Match>, source: &EntrySource) -> Vec<DistrustEntry> {
    let entries = matches.into_iter().map(|matches| DistrustEntry {
        matches,
        limits: Limits::default(),
        threshold: Threshold::Quick,
        source: source.clone(),
    });
    entries.collect()
}

/// The source of an entry that refuses every path where it comes from.
fn others() -> EntrySource {
    EntrySource::List(ListSource {
        format: "onecrl",
        sequence: None,
        record: Some("a".to_owned()),
        says: Some("why".to_owned()),
    })
}

fn names() -> KnownNames {
    let mut names = KnownNames::default();
    names.add(NAME);
    names
}

fn written(
    format: ExportFormat,
    entries: &[DistrustEntry],
    local: LocalEntries,
) -> Result<Exported, ExportProblem> {
    let list = Outgoing {
        entries,
        made_at: MADE_AT,
        stale_after: Some(UnixSeconds::new(1_796_086_400)),
        local,
        names: &names(),
    };
    write(format, &list)
}

fn read_back(exported: &Exported) -> (Imported, BTreeSet<Match>) {
    let list = import::read(&exported.bytes).unwrap();
    let matches = list.entries.iter().map(|it| it.matches.clone()).collect();
    (list, matches)
}

#[test]
fn each_format_has_what_it_can_say_reads_back_the_same_and_counts_the_rest() {
    let kind = |count| LeftOut::Kind { count };
    let name = LeftOut::Name { count: 1 };
    for (format, said, left_out) in [
        (ExportFormat::CrlSet, &[0_usize, 2, 5][..], vec![kind(4)]),
        (ExportFormat::OneCrl, &[1, 3], vec![kind(4), name]),
        (ExportFormat::JavaBlocked, &[6], vec![kind(6)]),
    ] {
        let entries = of(every_kind(), &others());
        let exported = written(format, &entries, LocalEntries::LeaveOut).unwrap();
        let (list, matches) = read_back(&exported);
        assert_eq!(list.format.code(), format.code());
        let expected = said.iter().map(|at| every_kind()[*at].clone()).collect();
        assert_eq!(matches, expected, "{}", format.code());
        assert_eq!(
            (exported.written_count, list.unusable.len()),
            (said.len(), 0)
        );
        assert_eq!(exported.left_out, left_out, "{}", format.code());
    }
}

#[test]
fn a_crl_set_says_when_it_was_made_and_when_it_is_stale() {
    let entries = of(every_kind(), &others());
    let exported = written(ExportFormat::CrlSet, &entries, LocalEntries::LeaveOut).unwrap();
    let (list, _) = read_back(&exported);
    assert_eq!(list.sequence, Some(29_933_333));
    assert_eq!(list.stale_after, Some(UnixSeconds::new(1_796_086_400)));
    // Chromium lets users go on where it knows a key for interception.
    assert!(list.known_interception.is_empty());
}

#[test]
fn two_entries_about_one_name_leave_only_the_keys_that_both_allow() {
    let subject = NameSha256::of(NAME);
    let unless = |keys: &[u8]| Match::SubjectUnlessKey {
        subject,
        keys: keys.iter().map(|it| key(*it)).collect(),
    };
    let entries = of(vec![unless(&[1, 2]), unless(&[2, 3])], &others());
    let exported = written(ExportFormat::CrlSet, &entries, LocalEntries::LeaveOut).unwrap();
    assert_eq!(read_back(&exported).1, BTreeSet::from([unless(&[2])]));
}

#[test]
fn an_entry_with_limits_is_never_written_without_them() {
    let mut entries = of(every_kind(), &others());
    for entry in &mut entries {
        let names = vec![DnsSuffix::parse("example.kz").unwrap()];
        entry.limits.names = Some(NameLimit::Inside(names));
    }
    for format in ExportFormat::ALL {
        let exported = written(format, &entries, LocalEntries::UnlessPublic).unwrap();
        assert_eq!(exported.written_count, 0);
        assert_eq!(exported.left_out, [LeftOut::Limited { count: 7 }]);
        assert!(import::read(&exported.bytes).unwrap().entries.is_empty());
    }
}

#[test]
fn an_entry_for_local_roots_is_left_out_or_refuses_every_path_of_a_key_that_is_not_public() {
    let public = registry::known_roots()
        .iter()
        .map(|it| it.spki_sha256)
        .find(registry::in_public_program);
    let public = public.unwrap_or_else(|| {
        let root = webpki_root_certs::TLS_SERVER_ROOT_CERTS.first().unwrap();
        let root = anchorwatch_identity::Certificate::from_der(root).unwrap();
        root.spki_sha256()
    });
    assert!(registry::in_public_program(&public));
    let entries = of(
        vec![Match::Key(public), Match::Key(key(1))],
        &EntrySource::Owner,
    );
    let strict = written(ExportFormat::CrlSet, &entries, LocalEntries::LeaveOut).unwrap();
    assert_eq!(strict.left_out, [LeftOut::Local { count: 2 }]);
    let wide = written(ExportFormat::CrlSet, &entries, LocalEntries::UnlessPublic).unwrap();
    assert_eq!(read_back(&wide).1, BTreeSet::from([Match::Key(key(1))]));
    assert_eq!(wide.left_out, [LeftOut::Local { count: 1 }]);
    // What publishers agreed on refuses every path anyway.
    let mut agreed = entries;
    agreed
        .iter_mut()
        .for_each(|it| it.threshold = Threshold::High);
    let all = written(ExportFormat::CrlSet, &agreed, LocalEntries::LeaveOut).unwrap();
    assert_eq!((all.written_count, all.left_out.len()), (2, 0));
}

#[test]
fn more_keys_than_a_crl_set_s_header_takes_are_an_error_and_one_less_is_not() {
    let keys = |count: u32| {
        let keys = (0..count).map(|it| Match::Key(SpkiSha256::of(&it.to_le_bytes())));
        of(keys.collect(), &others())
    };
    let written = |count| {
        let entries = keys(count);
        written(ExportFormat::CrlSet, &entries, LocalEntries::LeaveOut)
    };
    let fits = (1_300..1_500)
        .rev()
        .find(|count| written(*count).is_ok())
        .unwrap();
    let exported = written(fits).unwrap();
    assert_eq!(read_back(&exported).1.len(), fits as usize);
    assert!(matches!(
        written(fits + 1),
        Err(ExportProblem::TooLong { max: 65_535, .. })
    ));
}

#[test]
fn the_same_record_has_the_same_identifier_in_every_list() {
    let entries = of(every_kind(), &others());
    let text = |entries: &[DistrustEntry]| {
        let exported = written(ExportFormat::OneCrl, entries, LocalEntries::LeaveOut).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&exported.bytes).unwrap();
        document["data"][0]["id"].as_str().unwrap().to_owned()
    };
    let id = text(&entries);
    let twice = [&entries[..], &entries[..]].concat();
    let exported = written(ExportFormat::OneCrl, &twice, LocalEntries::LeaveOut).unwrap();
    assert_eq!(import::read(&exported.bytes).unwrap().entries.len(), 2);
    assert_eq!(id, text(&entries[1..2]));
    assert_ne!(id, text(&entries[3..4]));
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12]);
}

#[test]
fn names_come_from_a_list_that_has_them_whole() {
    let entries = of(every_kind(), &others());
    let exported = written(ExportFormat::OneCrl, &entries, LocalEntries::LeaveOut).unwrap();
    assert_eq!(import::onecrl::names(&exported.bytes).unwrap(), names());
    assert!(import::onecrl::names(b"{").is_err());
}
