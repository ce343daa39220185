use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256, UnixSeconds};
use anchorwatch_policy::{
    DistrustEntry, DistrustSet, EntrySource,
    distrust::{
        DnsSuffix, IssuerAndSerial, Limits, Match, NameLimit, Presented, SerialOctets, Threshold,
        UnsignedSerial, WholeCertificate,
    },
};
use proptest::prelude::*;

use super::*;
use crate::{Base, ListDraft, ListMatch};

fn header(role: Role) -> Header {
    Header {
        epoch: 1,
        sequence: 7,
        issued: UnixSeconds::new(1_796_000_000),
        expires: UnixSeconds::new(1_798_592_000),
        base: (role == Role::Quick).then(|| Base {
            sequence: 3,
            hash: ListHash::of(b"approved"),
        }),
    }
}

fn entry(matches: Match, limits: Limits, threshold: Threshold) -> DistrustEntry {
    DistrustEntry {
        matches,
        limits,
        threshold,
        source: EntrySource::Owner,
    }
}

fn small_key() -> impl Strategy<Value = SpkiSha256> {
    (0..3_u8).prop_map(|it| SpkiSha256::of(&[it]))
}

fn small_name() -> impl Strategy<Value = NameSha256> {
    (0..3_u8).prop_map(|it| NameSha256::of(&[it]))
}

fn small_serial() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop_oneof![Just(0_u8), Just(1), Just(0x80)], 1..4)
}

fn any_match() -> impl Strategy<Value = Match> {
    let keys = || prop::collection::btree_set(small_key(), 0..3);
    prop_oneof![
        small_key().prop_map(Match::Key),
        (0..3_u8).prop_map(|it| Match::Certificate(CertSha256::of(&[it]))),
        (small_name(), small_key()).prop_map(|(subject, key)| Match::SubjectKey { subject, key }),
        (small_name(), keys()).prop_map(|(subject, keys)| Match::SubjectUnlessKey {
            subject,
            keys: keys.into_iter().collect(),
        }),
        (small_name(), small_serial()).prop_filter_map("a serial", |(issuer, serial)| {
            let serial = SerialOctets::new(&serial)?;
            Some(Match::IssuerSerial { issuer, serial })
        }),
        (small_key(), small_serial()).prop_filter_map("a number", |(issuer_key, serial)| {
            let serial = UnsignedSerial::new(&serial)?;
            Some(Match::IssuerKeySerial { issuer_key, serial })
        }),
    ]
}

fn any_limits() -> impl Strategy<Value = Limits> {
    let time = || prop::option::of((0..4_i64).prop_map(UnixSeconds::new));
    let suffixes = prop::collection::btree_set(prop_oneof!["kz", "gov\\.tr", "xn--p1ai"], 1..3);
    let suffixes = suffixes.prop_map(|texts| -> Vec<DnsSuffix> {
        texts.iter().filter_map(|it| DnsSuffix::parse(it)).collect()
    });
    let names = prop::option::of((suffixes, any::<bool>()).prop_map(|(names, is_inside)| {
        if is_inside {
            NameLimit::Inside(names)
        } else {
            NameLimit::Outside(names)
        }
    }));
    (names, time(), time()).prop_map(|(names, leaf_after, scts_after)| Limits {
        names,
        leaf_after,
        scts_after,
    })
}

fn any_entry() -> impl Strategy<Value = DistrustEntry> {
    let limits = prop_oneof![3 => Just(Limits::default()), 1 => any_limits()];
    let threshold = prop_oneof![Just(Threshold::Quick), Just(Threshold::High)];
    (any_match(), limits, threshold).prop_map(|(it, limits, high)| entry(it, limits, high))
}

/// What an entry says, without its source.
fn said(entry: &DistrustEntry) -> (Match, Limits, Threshold) {
    let DistrustEntry {
        matches,
        limits,
        threshold,
        ..
    } = entry.clone();
    (matches, limits, threshold)
}

fn read(entry: &Entry<'_>) -> (Match, Limits, Threshold) {
    let threshold = match entry.is_public {
        true => Threshold::High,
        false => Threshold::Quick,
    };
    let matches = entry.matches.to_policy().unwrap();
    (matches, entry.limits.clone(), threshold)
}

fn written(entries: &[DistrustEntry]) -> Vec<u8> {
    let mut draft = ListDraft::new(header(Role::Approved));
    entries.iter().for_each(|entry| draft.add(entry));
    draft.encode().unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read_and_the_order_of_adding_does_not_matter(
        entries in prop::collection::vec(any_entry(), 0..40),
    ) {
        let octets = written(&entries);
        let reversed: Vec<_> = entries.iter().rev().cloned().collect();
        prop_assert_eq!(&octets, &written(&reversed));
        let list = List::parse(&octets).unwrap();
        let mut expected: Vec<_> = entries.iter().map(said).collect();
        expected.sort();
        expected.dedup();
        let mut got: Vec<_> = list.entries().map(|it| read(&it)).collect();
        got.sort();
        prop_assert_eq!(got, expected);
        let again = ListDraft::from_list(&list, *list.header()).encode();
        prop_assert_eq!(again.as_deref(), Ok(octets.as_slice()));
    }

    #[test]
    fn every_list_that_is_read_is_written_the_same(
        entries in prop::collection::vec(any_entry(), 0..12),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut octets = written(&entries);
        for (at, octet) in changes {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        if is_cut {
            octets.truncate(cut.index(octets.len()));
        }
        if let Ok(list) = List::parse(&octets) {
            let again = ListDraft::from_list(&list, *list.header()).encode();
            prop_assert_eq!(again.as_deref(), Ok(octets.as_slice()));
        }
    }

    #[test]
    fn a_look_up_in_the_octets_finds_what_the_policy_s_set_finds(
        entries in prop::collection::vec(any_entry(), 0..40),
        (key, subject, issuer, issuer_key) in (0..3_u8, 0..3_u8, 0..3_u8, 0..3_u8),
        serial in small_serial(),
    ) {
        let octets = written(&entries);
        let list = List::parse(&octets).unwrap();
        let set: DistrustSet = entries.into_iter().collect();
        let presented = Presented {
            key: SpkiSha256::of(&[key]),
            subject: &[subject],
            issued: Some(IssuerAndSerial { issuer: &[issuer], serial: &serial }),
            whole: WholeCertificate::Der(&[subject]),
            issuer_key: Some(SpkiSha256::of(&[issuer_key])),
        };
        let mut expected: Vec<_> = set.matching(&presented).map(said).collect();
        expected.sort();
        let mut got: Vec<_> = list.matching(&presented).iter().map(read).collect();
        got.sort();
        prop_assert_eq!(got, expected);
    }
}

/// An approved list of groups, given as they are in the file.
fn list_of(groups: &[u8]) -> Vec<u8> {
    let mut octets = ListDraft::new(header(Role::Approved)).encode().unwrap();
    octets.extend_from_slice(groups);
    octets
}

fn parsed(groups: &[u8]) -> Result<usize, ListProblem> {
    List::parse(&list_of(groups)).map(|list| list.entry_count())
}

/// Where groups begin.
const START: u64 = 41;

fn group(kind: u8, flags: u8, conditions: &[u8], records: &[u8]) -> Vec<u8> {
    let mut out = vec![kind, flags];
    crate::octets::put_block(&mut out, conditions);
    crate::octets::put_block(&mut out, records);
    out
}

#[test]
fn groups_and_records_out_of_order_or_twice_are_refused() {
    let (one, two) = (group(1, 0, &[], &[1; 32]), group(2, 0, &[], &[1; 32]));
    assert_eq!(parsed(&[one.clone(), two.clone()].concat()), Ok(2));
    for wrong in [[two.clone(), one.clone()], [one.clone(), one.clone()]] {
        let offset = START + wrong[0].len() as u64;
        assert_eq!(parsed(&wrong.concat()), Err(ListProblem::Order { offset }));
    }
    let pair = |a, b| group(1, 0, &[], &[[a; 32], [b; 32]].concat());
    assert_eq!(parsed(&pair(1, 2)), Ok(2));
    for (a, b) in [(2, 1), (1, 1)] {
        assert!(matches!(
            parsed(&pair(a, b)),
            Err(ListProblem::Order { .. })
        ));
    }
}

#[test]
fn an_issuer_that_comes_twice_is_refused_even_with_serials_in_order() {
    let issuer = |octet: u8, serials: &[u8], count| [&[octet; 32], &[count][..], serials].concat();
    let once = issuer(7, &[1, 1, 1, 2], 2);
    let twice = [issuer(7, &[1, 1], 1), issuer(7, &[1, 2], 1)].concat();
    assert_eq!(parsed(&group(5, 0, &[], &once)), Ok(2));
    let refused = parsed(&group(5, 0, &[], &twice));
    assert!(matches!(refused, Err(ListProblem::Order { .. })));
    let none = parsed(&group(5, 0, &[], &issuer(7, &[], 0)));
    assert!(matches!(none, Err(ListProblem::Value { .. })));
}

#[test]
fn a_group_without_records_and_one_cut_in_a_record_are_refused() {
    let none = parsed(&group(1, 0, &[], &[]));
    assert!(matches!(none, Err(ListProblem::Value { .. })));
    for length in [1, 31, 33, 63] {
        let cut = parsed(&group(1, 0, &[], &vec![1; length]));
        assert!(matches!(cut, Err(ListProblem::CutShort { .. })), "{length}");
    }
}

#[test]
fn every_cut_of_a_list_is_refused_or_ends_between_groups() {
    let groups = [
        group(1, 0, &[], &[1; 32]),
        group(3, 1, &[], &[2; 64]),
        group(7, 0, &[], &[&[1, 9][..], &[0; 15], &[1]].concat()),
    ];
    let whole = list_of(&groups.concat());
    let borders: Vec<usize> = (0..=3)
        .map(|count| list_of(&groups[..count].concat()).len())
        .collect();
    for end in 0..=whole.len() {
        let is_read = List::parse(&whole[..end]).is_ok();
        assert_eq!(is_read, borders.contains(&end), "{end}");
    }
}

#[test]
fn what_is_unknown_is_kept_and_matches_nothing_unless_it_is_critical() {
    let key = SpkiSha256::of(b"k");
    let record = key.as_bytes();
    let presented = Presented {
        key,
        subject: b"s",
        issued: None,
        whole: WholeCertificate::Unknown,
        issuer_key: None,
    };
    let unknown_condition = [9, 1, 0];
    for (kind, flags, conditions) in [(33, 0, &[][..]), (1, 2, &[]), (1, 0, &unknown_condition)] {
        let octets = list_of(&group(kind, flags, conditions, record));
        let list = List::parse(&octets).unwrap();
        assert_eq!((list.unknown_count(), list.entries().count()), (1, 0));
        assert_eq!(list.matching(&presented), []);
        let critical = group(kind | 0x80, flags, conditions, record);
        let kind = u64::from(kind);
        assert_eq!(parsed(&critical), Err(ListProblem::Critical { kind }));
    }
    // Known entirely: there is nothing to be critical about.
    let offset = START;
    let known = parsed(&group(0x81, 0, &[], record));
    assert_eq!(known, Err(ListProblem::Value { offset }));
    let octets = list_of(&group(1, 0, &[], record));
    assert_eq!(List::parse(&octets).unwrap().matching(&presented).len(), 1);
}

#[test]
fn merkle_tree_certificates_are_parsed_and_kept_and_have_no_use() {
    let mut draft = ListDraft::new(header(Role::Approved));
    draft.add_mtc_indices(&[0x81, 0xfd, 0x59], 10, 20);
    let octets = draft.encode().unwrap();
    let list = List::parse(&octets).unwrap();
    let matches: Vec<_> = list.entries().map(|it| it.matches).collect();
    let (log, start, end) = (&[0x81, 0xfd, 0x59][..], 10, 20);
    assert_eq!(matches, [ListMatch::MtcIndices { log, start, end }]);
    assert_eq!(matches[0].to_policy(), None);
    assert_eq!(list.count_of(EntryKind::MtcIndices), 1);
    for (log, start, end) in [(&[][..], 1, 2), (&[1], 2, 2), (&[1], 3, 2)] {
        let mut draft = ListDraft::new(header(Role::Approved));
        draft.add_mtc_indices(log, start, end);
        assert!(matches!(draft.encode(), Err(ListProblem::Value { .. })));
    }
}

#[test]
fn a_quick_list_can_neither_refuse_public_paths_nor_take_anything_back() {
    let key = || Match::Key(SpkiSha256::of(b"k"));
    for (threshold, is_written) in [(Threshold::Quick, true), (Threshold::High, false)] {
        let mut draft = ListDraft::new(header(Role::Quick));
        draft.add(&entry(key(), Limits::default(), threshold));
        assert_eq!(draft.encode().is_ok(), is_written);
    }
    let mut draft = ListDraft::new(header(Role::Quick));
    draft.withdraw(EntryId::of(&[b"an entry"]));
    assert!(matches!(draft.encode(), Err(ListProblem::NotQuick { .. })));
    // Not even under a flag that hides the kind from this version.
    let mut octets = ListDraft::new(header(Role::Quick)).encode().unwrap();
    octets.extend(group(8, 1, &[], &[1; 32]));
    assert!(matches!(
        List::parse(&octets),
        Err(ListProblem::NotQuick { .. })
    ));
}

#[test]
fn a_list_that_expires_before_it_is_issued_or_after_400_days_is_refused() {
    let issued = 1_796_000_000;
    for (lasts, is_read) in [
        (0, false),
        (-1, false),
        (1, true),
        (34_560_000, true),
        (34_560_001, false),
    ] {
        let header = Header {
            issued: UnixSeconds::new(issued),
            expires: UnixSeconds::new(issued + lasts),
            ..header(Role::Approved)
        };
        assert_eq!(ListDraft::new(header).encode().is_ok(), is_read, "{lasts}");
    }
    for wrong in [
        Header {
            sequence: 0,
            ..header(Role::Approved)
        },
        Header {
            issued: UnixSeconds::new(-1),
            ..header(Role::Approved)
        },
    ] {
        assert!(ListDraft::new(wrong).encode().is_err());
    }
}

#[test]
fn a_list_that_is_larger_than_any_is_not_read() {
    let max = MAX_LIST_BYTES as u64;
    let long = vec![0; MAX_LIST_BYTES + 1];
    assert_eq!(List::parse(&long), Err(ListProblem::TooLarge { max }));
    assert_eq!(List::parse(b"AWLIST\x00\x02"), Err(ListProblem::OtherFile));
}

#[test]
fn more_entries_than_a_list_may_have_are_refused() {
    // Serial numbers of two octets and three: the smallest entries.
    let mut records = vec![7; 32];
    let count = MAX_ENTRIES + 1;
    crate::octets::put_varint(&mut records, count);
    for number in 0..count {
        let octets = u32::try_from(number).unwrap().to_be_bytes();
        records.push(3);
        records.extend_from_slice(&octets[1..]);
    }
    let max = MAX_ENTRIES as u64;
    let refused = parsed(&group(5, 0, &[], &records));
    assert_eq!(refused, Err(ListProblem::TooMany { max }));
}
