use anchorwatch_identity::{
    CertSha256, NameSha256, SpkiSha256, UnixSeconds,
    registry::{self, Conduct},
};
use proptest::prelude::*;

use super::*;
use crate::ReferenceName;

/// A certificate out of one letter each: (key, subject, issuer, serial, issuer's key).
fn presented<'a>(
    key: &str,
    subject: &'a str,
    issuer: &'a str,
    serial: &'a [u8],
    issuer_key: &str,
) -> Presented<'a> {
    Presented {
        key: SpkiSha256::of(key.as_bytes()),
        subject: subject.as_bytes(),
        issued: Some(IssuerAndSerial {
            issuer: issuer.as_bytes(),
            serial,
        }),
        whole: WholeCertificate::Der(subject.as_bytes()),
        issuer_key: Some(SpkiSha256::of(issuer_key.as_bytes())),
    }
}

fn key(text: &str) -> SpkiSha256 {
    SpkiSha256::of(text.as_bytes())
}

fn name(text: &str) -> NameSha256 {
    NameSha256::of(text.as_bytes())
}

fn entry(matches: Match) -> DistrustEntry {
    DistrustEntry {
        matches,
        limits: Limits::default(),
        threshold: Threshold::Quick,
        source: EntrySource::Owner,
    }
}

fn is_matched(matches: Match, certificate: &Presented<'_>) -> bool {
    let set: DistrustSet = [entry(matches)].into_iter().collect();
    set.matching(certificate).count() == 1
}

#[test]
fn interception_and_leaked_keys_are_refused_by_default_and_nothing_else() {
    let set = DistrustSet::built_in();
    assert_eq!(set.entries().len(), 23);
    for known in registry::known_roots() {
        let entry = set.entry(&known.spki_sha256);
        let source = entry.map(|entry| entry.source.clone());
        let is_refused = matches!(known.conduct, Conduct::Interception | Conduct::LeakedKey);
        assert_eq!(
            source,
            is_refused.then_some(EntrySource::Registry(known.id))
        );
    }
}

#[test]
fn a_key_without_an_entry_has_none() {
    assert_eq!(DistrustSet::built_in().entry(&key("someone else's")), None);
    assert_eq!(DistrustSet::default().entry(&key("any")), None);
}

#[test]
fn of_two_entries_that_agree_the_first_stays() {
    let first = DistrustEntry::of_key(key("k"), EntrySource::Registry("first"));
    let second = DistrustEntry::of_key(key("k"), EntrySource::Owner);
    let set: DistrustSet = [first.clone(), second].into_iter().collect();
    assert_eq!(set.entries(), [first]);
}

#[test]
fn an_entry_that_holds_less_far_never_pushes_out_one_that_holds_further() {
    let limited = DistrustEntry {
        limits: Limits {
            leaf_after: Some(UnixSeconds::new(0)),
            ..Limits::default()
        },
        ..entry(Match::Key(key("k")))
    };
    let quick = entry(Match::Key(key("k")));
    let high = DistrustEntry::of_key(key("k"), EntrySource::Owner);
    for order in [
        [&limited, &quick, &high],
        [&high, &quick, &limited],
        [&quick, &limited, &high],
    ] {
        let set: DistrustSet = order.into_iter().cloned().collect();
        assert_eq!(
            set.entries(),
            [high.clone(), quick.clone(), limited.clone()]
        );
        assert_eq!(set.entry(&key("k")), Some(&high));
    }
    let set: DistrustSet = [limited].into_iter().collect();
    assert_eq!(set.entry(&key("k")), None);
}

#[test]
fn a_key_is_matched_under_every_name_and_a_key_under_one_name_only_there() {
    let by_key = || Match::Key(key("k"));
    let both = || Match::SubjectKey {
        subject: name("s"),
        key: key("k"),
    };
    for (matches, subject, is_expected) in [
        (by_key(), "s", true),
        (by_key(), "t", true),
        (both(), "s", true),
        (both(), "t", false),
    ] {
        let certificate = presented("k", subject, "i", &[1], "ik");
        assert_eq!(is_matched(matches, &certificate), is_expected);
    }
    let other_key = presented("l", "s", "i", &[1], "ik");
    assert!(!is_matched(by_key(), &other_key));
    assert!(!is_matched(both(), &other_key));
}

#[test]
fn a_limited_name_is_matched_under_every_key_but_those() {
    let limited = |keys: &[&str]| {
        let mut keys: Vec<_> = keys.iter().map(|text| key(text)).collect();
        keys.sort();
        Match::SubjectUnlessKey {
            subject: name("s"),
            keys,
        }
    };
    let certificate = |key, subject| presented(key, subject, "i", &[1], "ik");
    assert!(is_matched(limited(&["k", "l"]), &certificate("m", "s")));
    assert!(!is_matched(limited(&["k", "l"]), &certificate("k", "s")));
    assert!(!is_matched(limited(&["k", "l"]), &certificate("l", "s")));
    assert!(!is_matched(limited(&["k", "l"]), &certificate("m", "t")));
    assert!(is_matched(limited(&[]), &certificate("k", "s")));
}

#[test]
fn two_limits_of_one_name_are_each_asked() {
    let limited = |text| {
        entry(Match::SubjectUnlessKey {
            subject: name("s"),
            keys: vec![key(text)],
        })
    };
    let set: DistrustSet = [limited("k"), limited("l")].into_iter().collect();
    let count = |key| set.matching(&presented(key, "s", "i", &[1], "ik")).count();
    assert_eq!((count("k"), count("l"), count("m")), (1, 1, 2));
}

#[test]
fn onecrl_s_serial_numbers_are_compared_octet_by_octet() {
    let listed = |serial: &[u8]| Match::IssuerSerial {
        issuer: name("i"),
        serial: SerialOctets::new(serial).unwrap(),
    };
    let certificate = |issuer, serial| presented("k", "s", issuer, serial, "ik");
    assert!(is_matched(
        listed(&[0, 0x80]),
        &certificate("i", &[0, 0x80])
    ));
    assert!(!is_matched(listed(&[0, 0x80]), &certificate("i", &[0x80])));
    assert!(!is_matched(listed(&[0x80]), &certificate("i", &[0, 0x80])));
    assert!(!is_matched(
        listed(&[0, 0x80]),
        &certificate("j", &[0, 0x80])
    ));
}

#[test]
fn a_crlset_s_serial_numbers_are_compared_as_numbers_and_negative_ones_never() {
    let listed = |serial: &[u8]| Match::IssuerKeySerial {
        issuer_key: key("ik"),
        serial: UnsignedSerial::new(serial).unwrap(),
    };
    let certificate = |serial, issuer_key| presented("k", "s", "i", serial, issuer_key);
    assert!(is_matched(listed(&[0x80]), &certificate(&[0, 0x80], "ik")));
    assert!(is_matched(
        listed(&[0x70]),
        &certificate(&[0, 0, 0x70], "ik")
    ));
    assert!(is_matched(listed(&[0]), &certificate(&[0], "ik")));
    assert!(!is_matched(listed(&[0x80]), &certificate(&[0x80], "ik")));
    assert!(!is_matched(
        listed(&[0x80]),
        &certificate(&[0, 0x80], "other")
    ));
    assert!(!is_matched(listed(&[0x80]), &certificate(&[0, 0x81], "ik")));
}

#[test]
fn an_answer_that_depends_on_the_issuer_s_key_is_marked() {
    let set: DistrustSet = [entry(Match::IssuerKeySerial {
        issuer_key: key("ik"),
        serial: UnsignedSerial::new(&[7]).unwrap(),
    })]
    .into_iter()
    .collect();
    let alone = |serial| Presented {
        issuer_key: None,
        ..presented("k", "s", "i", serial, "ik")
    };
    assert!(set.depends_on_issuer_key(&alone(&[7])));
    assert!(!set.depends_on_issuer_key(&alone(&[8])));
    assert!(!set.depends_on_issuer_key(&alone(&[7]).issued_by(key("ik"))));
    assert!(set.depends_on_issuer_key(&alone(&[7]).issued_by(key("other"))));
    assert_eq!(set.matching(&alone(&[7])).count(), 0);
}

#[test]
fn a_certificate_is_matched_by_its_bytes_or_by_their_hash() {
    let listed = || Match::Certificate(CertSha256::of(b"s"));
    let certificate = |whole| Presented {
        whole,
        ..presented("k", "s", "i", &[1], "ik")
    };
    let hash = CertSha256::of(b"s");
    assert!(is_matched(
        listed(),
        &certificate(WholeCertificate::Der(b"s"))
    ));
    assert!(is_matched(
        listed(),
        &certificate(WholeCertificate::Hash(hash))
    ));
    assert!(!is_matched(
        listed(),
        &certificate(WholeCertificate::Der(b"t"))
    ));
    assert!(!is_matched(
        listed(),
        &certificate(WholeCertificate::Unknown)
    ));
}

#[test]
fn an_entry_whose_limits_do_not_hold_does_not_hide_the_next() {
    let until = |seconds| DistrustEntry {
        limits: Limits {
            leaf_after: Some(UnixSeconds::new(seconds)),
            ..Limits::default()
        },
        ..entry(Match::Key(key("k")))
    };
    let set: DistrustSet = [until(100), until(50)].into_iter().collect();
    let asked = presented("k", "s", "i", &[1], "ik");
    let refusing = |seconds| {
        let reference = ReferenceName::parse("a.example");
        let situation = Situation {
            name: &reference,
            leaf_not_before: UnixSeconds::new(seconds),
            earliest_sct: None,
        };
        set.refusing(&asked, &situation).cloned()
    };
    assert_eq!(refusing(50), None);
    assert_eq!(refusing(51), Some(until(50)));
    assert_eq!(refusing(101), Some(until(50)));
}

#[test]
fn many_entries_under_one_tag_are_still_distinguished() {
    // A list's author can choose hashes with a common prefix.
    let crafted = |last: u16| {
        let mut hash = [7; 32];
        hash[30..].copy_from_slice(&last.to_be_bytes());
        SpkiSha256::from_bytes(hash)
    };
    let entries = (0..2000).map(|last| entry(Match::Key(crafted(last))));
    let set: DistrustSet = entries.collect();
    for last in [0, 1, 999, 1999] {
        let found = set.entry(&crafted(last)).map(|entry| &entry.matches);
        assert_eq!(found, Some(&Match::Key(crafted(last))));
    }
    assert_eq!(set.entry(&crafted(2000)), None);
}

fn small_name() -> impl Strategy<Value = String> {
    "[ab]"
}

fn small_serial() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop_oneof![Just(0_u8), Just(1), Just(0x80)], 1..3)
}

fn any_match() -> impl Strategy<Value = Match> {
    let text = small_name;
    prop_oneof![
        text().prop_map(|k| Match::Key(key(&k))),
        (text(), text()).prop_map(|(s, k)| Match::SubjectKey {
            subject: name(&s),
            key: key(&k)
        }),
        (text(), prop::collection::vec(text(), 0..2)).prop_map(|(s, keys)| {
            Match::SubjectUnlessKey {
                subject: name(&s),
                keys: keys.iter().map(|k| key(k)).collect(),
            }
        }),
        (text(), small_serial()).prop_map(|(i, serial)| Match::IssuerSerial {
            issuer: name(&i),
            serial: SerialOctets::new(&serial).unwrap()
        }),
        (text(), small_serial()).prop_filter_map("leading zero", |(k, serial)| {
            Some(Match::IssuerKeySerial {
                issuer_key: key(&k),
                serial: UnsignedSerial::new(&serial)?,
            })
        }),
        text().prop_map(|c| Match::Certificate(CertSha256::of(c.as_bytes()))),
    ]
}

/// The meaning of each match, written independently and without an index.
fn means(matches: &Match, certificate: &Presented<'_>) -> bool {
    let issued = certificate.issued.unwrap();
    match matches {
        Match::Key(key) => *key == certificate.key,
        Match::SubjectKey { subject, key } => {
            *key == certificate.key && *subject == NameSha256::of(certificate.subject)
        }
        Match::SubjectUnlessKey { subject, keys } => {
            *subject == NameSha256::of(certificate.subject) && !keys.contains(&certificate.key)
        }
        Match::IssuerSerial { issuer, serial } => {
            *issuer == NameSha256::of(issued.issuer) && serial.as_bytes() == issued.serial
        }
        Match::IssuerKeySerial { issuer_key, serial } => {
            let zeros = issued
                .serial
                .iter()
                .take_while(|octet| **octet == 0)
                .count();
            let number = &issued.serial[zeros.min(issued.serial.len() - 1)..];
            Some(*issuer_key) == certificate.issuer_key
                && issued.serial[0] < 0x80
                && serial.as_bytes() == number
        }
        Match::Certificate(hash) => *hash == CertSha256::of(certificate.subject),
    }
}

proptest! {
    #[test]
    fn a_set_answers_as_a_search_through_all_entries_does(
        all in prop::collection::vec(any_match(), 0..30),
        (k, s, i, ik) in (small_name(), small_name(), small_name(), small_name()),
        serial in small_serial(),
    ) {
        let certificate = presented(&k, &s, &i, &serial, &ik);
        let set: DistrustSet = all.iter().cloned().map(entry).collect();
        let mut expected: Vec<Match> =
            all.into_iter().filter(|matches| means(matches, &certificate)).collect();
        expected.sort();
        expected.dedup();
        let mut got: Vec<Match> =
            set.matching(&certificate).map(|entry| entry.matches.clone()).collect();
        got.sort();
        prop_assert_eq!(got, expected);
    }
}
