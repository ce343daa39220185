//! The signed distrust list, and changes of it.

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use anchorwatch_list::{
    Bundle, BundledLog, Delta, Header, Latest, List, ListDraft, ListState, LoggedNote, Publishers,
    Role, Signed, Statement,
};
use anchorwatch_note::KeyName;
use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{Limits, Match, Presented, SerialOctets, Threshold, WholeCertificate},
};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "signed_list",
        run: signed_list,
        seeds: lists,
        mutations: 6_000,
    },
    Target {
        name: "signed_list_delta",
        run: delta,
        seeds: deltas,
        mutations: 4_000,
    },
    Target {
        name: "signed_list_memory",
        run: memory,
        seeds: memories,
        mutations: 4_000,
    },
    Target {
        name: "signed_list_bundle",
        run: bundle,
        seeds: bundles,
        mutations: 2_000,
    },
];

/// A list that is read is written the same, and can be looked into.
fn signed_list(bytes: &[u8]) {
    let Ok(list) = List::parse(bytes) else {
        return;
    };
    let written = ListDraft::from_list(&list, *list.header()).encode();
    assert_eq!(written.as_deref(), Ok(bytes), "another encoding was read");
    assert!(list.entries().count() <= list.entry_count());
    let subject = b"a subject";
    for entry in list.entries().take(64) {
        let Some(Match::Key(key)) = entry.matches.to_policy() else {
            continue;
        };
        let presented = Presented {
            key,
            subject,
            issued: None,
            whole: WholeCertificate::Der(subject),
            issuer_key: None,
        };
        let found = list.matching(&presented);
        assert!(found.contains(&entry), "an entry is not found");
    }
}

/// Whatever a delta leads to has the hash that it says.
fn delta(bytes: &[u8]) {
    let Ok(delta) = Delta::parse(bytes) else {
        return;
    };
    for base in lists() {
        let Ok(base) = List::parse(&base) else {
            continue;
        };
        if let Ok(result) = delta.apply(&base) {
            assert_eq!(anchorwatch_list::ListHash::of(&result), delta.result());
        }
    }
}

/// Two publishers, with the keys of tests 1 and 2 of RFC 8032 §7.1.
const PUBLISHERS: &str = "anchorwatch.publishers/1\norigin example.org/distrust\nepoch 1\n\
    expires 2030-01-01T00:00:00Z\ndelay 7\nquick 1\n\n\
    witness a a.example+a55f698c+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\nwitness b b.example+7389aa99+AT1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM\ngroup both all a b\nquorum both\n";

/// Publishers that ask for a log, as the second encoder of `anchorwatch-list` writes them.
const LOGGED_PUBLISHERS: &str = concat!(
    "anchorwatch.publishers/1\n",
    "origin example.org/distrust\n",
    "epoch 1\n",
    "expires 2032-05-22T00:53:20Z\n",
    "delay 7\n",
    "quick 1\n",
    "\n",
    "witness p1 publisher-1.example+d3f1fb08+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n",
    "witness p2 publisher-2.example+0e6fd13d+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU\n",
    "witness p3 publisher-3.example+2c6e3f8d+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR\n",
    "group three 3 p1 p2 p3\n",
    "quorum three\n",
    "anchorwatch.logs/1\n",
    "fresh 3\n",
    "\n",
    "log log.example/distrust+34ab33d4+AdYvAWoe/R5P33k+tCzYRHHhup8M8E0Sh7XMcfYWKHy4\n",
    "witness m mirror.example+641120ad+BOL+Kjm3MmZCgn1tgtSXYizWwpf+eCcOqkNrAfCGtvPL\n",
    "witness w1 one.example+1b1bf6ed+BMhtAa2LL7aUsi/2Djydnn7ZDbVgR3K3RFDUCRO5qcuv\n",
    "group seen all w1 m\n",
    "quorum seen\n",
);

/// The texts that publishers sign, and what a client remembers: one spelling of each.
fn memory(bytes: &[u8]) {
    if let Ok(state) = ListState::decode(bytes) {
        assert_eq!(state.encode(), bytes, "another state was read");
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if let Some(statement) = Statement::decode(text) {
        assert_eq!(statement.encode(), text, "another statement was read");
    }
    match Publishers::parse(text) {
        Ok(set) => {
            assert_eq!(set.text(), text, "another set was read");
            assert!(set.threshold(Role::Quick) < set.threshold(Role::Approved));
        }
        Err(why) => assert!(![PUBLISHERS, LOGGED_PUBLISHERS].contains(&text), "{why}"),
    }
}

fn memories() -> Vec<Vec<u8>> {
    let (lists, deltas) = (lists(), deltas());
    let named: Vec<&[u8]> = deltas.iter().map(Vec::as_slice).collect();
    let statement = |octets: &Vec<u8>| {
        let origin = KeyName::parse("example.org/distrust").ok()?;
        let list = List::parse(octets).ok()?;
        Some(Statement::of(origin, &list, &named).encode().into_bytes())
    };
    let statements = lists.iter().filter_map(statement);
    let sets = [PUBLISHERS, LOGGED_PUBLISHERS];
    let states = sets.iter().filter_map(|it| Publishers::parse(it).ok());
    let states = states.map(|it| ListState::new(it).encode());
    let texts = sets.map(|it| it.as_bytes().to_vec());
    statements.chain(texts).chain(states).collect()
}

/// Everything in one file: one spelling, and nothing that nobody signed is taken.
fn bundle(bytes: &[u8]) {
    if let Ok(latest) = Latest::parse(bytes) {
        assert_eq!(latest.encode(), bytes, "another file was read");
    }
    if let Ok(set) = LoggedNote::parse(bytes) {
        assert_eq!(set.encode(), bytes, "another set was read");
    }
    let Ok(bundle) = Bundle::parse(bytes) else {
        return;
    };
    assert_eq!(bundle.encode(), bytes, "another bundle was read");
    for set in [PUBLISHERS, LOGGED_PUBLISHERS] {
        let Ok(set) = Publishers::parse(set) else {
            continue;
        };
        let now = UnixSeconds::new(1_796_864_000);
        let taken = ListState::new(set).accept_bundle(&bundle, now);
        assert!(taken.is_err(), "nobody signed this");
    }
}

fn bundles() -> Vec<Vec<u8>> {
    let list = list(2, &[1, 2]);
    let note = b"no note".as_slice();
    let set = LoggedNote { note, proof: note };
    let signed = Signed {
        note,
        proof: &[],
        list: &list,
    };
    let leaves = [7; 96].as_slice();
    let log = BundledLog {
        origin: "log.example/distrust",
        leaves,
    };
    let bundle = |quick, logs| Bundle {
        first_epoch: 2,
        sets: vec![set, set],
        approved: signed,
        quick,
        logs,
    };
    let bundles = [bundle(None, Vec::new()), bundle(Some(signed), vec![log])];
    let latest = Latest {
        epoch: 2,
        approved: set,
        quick: Some(set),
    };
    let mut all = bundles.map(|it| it.encode()).to_vec();
    all.extend([latest.encode(), set.encode()]);
    all
}

fn list(sequence: u64, keys: &[u8]) -> Vec<u8> {
    let mut draft = ListDraft::new(Header {
        epoch: 1,
        sequence,
        issued: UnixSeconds::new(1_796_000_000),
        expires: UnixSeconds::new(1_798_592_000),
        base: None,
    });
    for key in keys {
        let key = SpkiSha256::of(&[*key]);
        draft.add(&DistrustEntry::of_key(key, EntrySource::Owner));
        let issuer = anchorwatch_identity::NameSha256::of(key.as_bytes());
        let serials = [&[1][..], &[0, 0x80], &[7; 16]].into_iter();
        for serial in serials.filter_map(SerialOctets::new) {
            draft.add(&DistrustEntry {
                matches: Match::IssuerSerial { issuer, serial },
                limits: Limits {
                    leaf_after: sequence
                        .is_multiple_of(2)
                        .then(|| UnixSeconds::new(1_700_000_000)),
                    ..Limits::default()
                },
                threshold: Threshold::Quick,
                source: EntrySource::Owner,
            });
        }
    }
    draft.add_mtc_indices(&[0x81, 0xfd, 0x59], 0, sequence);
    draft.encode().unwrap_or_default()
}

fn lists() -> Vec<Vec<u8>> {
    vec![list(1, &[]), list(2, &[1, 2]), list(3, &[1, 2, 3])]
}

fn deltas() -> Vec<Vec<u8>> {
    let lists = lists();
    let parsed: Vec<_> = lists.iter().filter_map(|it| List::parse(it).ok()).collect();
    let pairs = parsed.windows(2);
    pairs
        .filter_map(|pair| Some(Delta::between(pair.first()?, pair.last()?)))
        .collect()
}
