//! OneCRL of Firefox 153.7 and of September 2020, and the roots of Kazakhstan in it.

use std::fmt::Write as _;

use anchorwatch_identity::{UnixSeconds, registry::known_roots};
use anchorwatch_policy::{
    DistrustSet,
    distrust::{IssuerAndSerial, Match, MatchKind, Presented, WholeCertificate},
    import::{self, Imported, ListFormat, entries},
};

use crate::{bytes, list};

const DUMP: &str = "blocklists/onecrl/onecrl_dump_firefox-esr-153.7.json";
const OF_2020: &str = "blocklists/onecrl/onecrl_kinto_records_2020-09.json";

fn count(list: &Imported, kind: MatchKind) -> usize {
    let kinds = list.entries.iter().map(|entry| entry.matches.kind());
    kinds.filter(|it| *it == kind).count()
}

#[test]
fn every_record_of_both_lists_is_usable_those_that_say_false_too() {
    let (Some(now), Some(then)) = (list(DUMP), list(OF_2020)) else {
        return;
    };
    assert_eq!(now.format, ListFormat::OneCrl);
    assert_eq!(now.dated, Some(UnixSeconds::new(1_793_208_925)));
    assert_eq!(count(&now, MatchKind::IssuerSerial), 1909);
    assert_eq!(count(&now, MatchKind::SubjectKey), 9);
    assert_eq!(now.unusable, []);
    assert_eq!(count(&then, MatchKind::IssuerSerial), 1092);
    assert_eq!((then.entries.len(), then.unusable.len()), (1092, 0));
    let text = String::from_utf8(bytes(DUMP).unwrap()).unwrap();
    assert_eq!(text.matches("\"enabled\": false").count(), 656);
}

#[test]
fn a_record_that_says_false_and_one_that_says_true_are_the_same_entry() {
    let (Some(list), Some(bytes)) = (list(DUMP), bytes(DUMP)) else {
        return;
    };
    let text = String::from_utf8(bytes).unwrap();
    let turned = text.replace("\"enabled\": false", "\"enabled\": true");
    assert_ne!(turned, text);
    assert_eq!(import::read(turned.as_bytes()).unwrap(), list);
}

#[test]
fn every_root_of_kazakhstan_is_matched_by_issuer_and_serial() {
    let Some(list) = list(DUMP) else { return };
    let set: DistrustSet = list.entries.into_iter().collect();
    let mut matched = 0;
    let kazakh = known_roots().iter().filter(|it| it.id.starts_with("kz-"));
    for (known, certificate) in kazakh.flat_map(|it| it.certificates.iter().map(move |c| (it, c))) {
        let serial = data_encoding::HEXLOWER
            .decode(certificate.serial_hex.as_bytes())
            .unwrap();
        // The roots are self-signed: the issuer is the subject.
        let presented = |serial| Presented {
            key: known.spki_sha256,
            subject: certificate.subject_der,
            issued: Some(IssuerAndSerial {
                issuer: certificate.subject_der,
                serial,
            }),
            whole: WholeCertificate::Unknown,
            issuer_key: None,
        };
        let found: Vec<_> = set.matching(&presented(&serial)).collect();
        assert_eq!(found.len(), 1, "{}", known.id);
        assert_eq!(found[0].source.list(), "onecrl");
        assert_eq!(set.matching(&presented(&serial[1..])).count(), 0);
        matched += 1;
    }
    assert_eq!(matched, 10);
}

#[test]
fn firefox_s_words_for_the_roots_of_kazakhstan_are_kept() {
    let Some(list) = list(DUMP) else { return };
    let mut said = String::new();
    for entry in &list.entries {
        if let Some(says) = entry.source.says()
            && says.contains("Kazakhstan MITM")
        {
            writeln!(said, "{says}").unwrap();
        }
    }
    for number in 3..=10 {
        assert!(said.contains(&format!("(#{number})")), "{number}");
    }
}

#[test]
fn the_dump_reads_back_the_same_from_its_normal_form() {
    let Some(list) = list(DUMP) else { return };
    let again = import::read(&entries::write(std::slice::from_ref(&list))).unwrap();
    assert_eq!(again.entries, list.entries);
}

#[test]
fn the_dump_cut_anywhere_is_refused() {
    let Some(bytes) = bytes(DUMP) else { return };
    let end = bytes.iter().rposition(|octet| *octet == b'}').unwrap();
    assert!(import::read(&bytes[..=end]).is_ok());
    for length in (0..end).step_by(9973).chain([end]) {
        assert!(import::read(&bytes[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_match_by_issuer_and_serial_of_the_dump_is_of_twenty_octets_at_the_most_but_for_zeros() {
    let Some(list) = list(DUMP) else { return };
    for entry in &list.entries {
        if let Match::IssuerSerial { serial, .. } = &entry.matches {
            let zeros = serial.as_bytes().iter().take_while(|octet| **octet == 0);
            assert!(serial.as_bytes().len() - zeros.count() <= 20);
        }
    }
}
