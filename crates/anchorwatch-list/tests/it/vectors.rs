//! Every list, delta, hash and identifier of the encoder in Python, in both directions.

use std::{path::PathBuf, process::Command};

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256, UnixSeconds};
use anchorwatch_list::{
    Base, Delta, EntryId, EntryKind, Header, List, ListDraft, ListHash, Statement,
};
use anchorwatch_note::KeyName;
use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{DnsSuffix, Limits, Match, NameLimit, SerialOctets, Threshold, UnsignedSerial},
};
use data_encoding::HEXLOWER;
use serde_json::Value;

const CASES: &str = include_str!("../vectors/cases.json");
const VECTORS: &str = include_str!("../vectors/vectors.json");

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

fn cases() -> Vec<Value> {
    let cases: Value = serde_json::from_str(CASES).unwrap();
    cases["lists"].as_array().unwrap().clone()
}

fn hex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

fn hash(value: &Value) -> [u8; 32] {
    hex(value).try_into().unwrap()
}

fn time(value: &Value) -> UnixSeconds {
    UnixSeconds::new(value.as_i64().unwrap())
}

fn header(case: &Value) -> Header {
    Header {
        epoch: case["epoch"].as_u64().unwrap(),
        sequence: case["sequence"].as_u64().unwrap(),
        issued: time(&case["issued"]),
        expires: time(&case["expires"]),
        base: case.get("base").map(|base| Base {
            sequence: base["sequence"].as_u64().unwrap(),
            hash: ListHash::from_bytes(hash(&base["hash"])),
        }),
    }
}

fn limits(given: Option<&Value>) -> Limits {
    let Some(given) = given else {
        return Limits::default();
    };
    let names = |name: &str| {
        let texts = given.get(name)?.as_array().unwrap().iter();
        Some(
            texts
                .map(|it| DnsSuffix::parse(it.as_str().unwrap()).unwrap())
                .collect(),
        )
    };
    let outside = names("permitted_dns_names").map(NameLimit::Outside);
    Limits {
        names: outside.or_else(|| names("names_inside").map(NameLimit::Inside)),
        leaf_after: given.get("issued_after").map(time),
        scts_after: given.get("sct_not_after").map(time),
    }
}

fn matches(entry: &Value) -> Match {
    let spki = |name: &str| SpkiSha256::from_bytes(hash(&entry[name]));
    let name = |name: &str| NameSha256::from_bytes(hash(&entry[name]));
    match entry["kind"].as_str().unwrap() {
        "key" => Match::Key(spki("hash")),
        "certificate" => Match::Certificate(CertSha256::from_bytes(hash(&entry["hash"]))),
        "subject_key" => Match::SubjectKey {
            subject: name("subject"),
            key: spki("key"),
        },
        "subject_unless_key" => {
            let keys = entry["keys"].as_array().unwrap().iter();
            Match::SubjectUnlessKey {
                subject: name("subject"),
                keys: keys.map(|key| SpkiSha256::from_bytes(hash(key))).collect(),
            }
        }
        "issuer_serial" => Match::IssuerSerial {
            issuer: name("issuer"),
            serial: SerialOctets::new(&hex(&entry["serial"])).unwrap(),
        },
        "issuer_key_serial" => Match::IssuerKeySerial {
            issuer_key: spki("issuer"),
            serial: UnsignedSerial::new(&hex(&entry["serial"])).unwrap(),
        },
        other => panic!("{other}"),
    }
}

fn add(draft: &mut ListDraft, entry: &Value) {
    match entry["kind"].as_str().unwrap() {
        "withdrawn" => draft.withdraw(EntryId::from_bytes(hash(&entry["hash"]))),
        "mtc_indices" => {
            let number = |name: &str| entry[name].as_u64().unwrap();
            draft.add_mtc_indices(&hex(&entry["log"]), number("start"), number("end"));
        }
        _ => draft.add(&DistrustEntry {
            matches: matches(entry),
            limits: limits(entry.get("if")),
            threshold: match entry.get("public") {
                Some(_) => Threshold::High,
                None => Threshold::Quick,
            },
            source: EntrySource::Owner,
        }),
    }
}

#[test]
fn what_is_written_here_is_what_the_other_encoder_writes() {
    let vectors = vectors();
    let without_unknown = |case: &&Value| case.get("unknown").is_none();
    for case in cases().iter().filter(without_unknown) {
        let name = case["name"].as_str().unwrap();
        let mut draft = ListDraft::new(header(case));
        // Backwards: the order of adding does not matter.
        for entry in case["entries"].as_array().unwrap().iter().rev() {
            add(&mut draft, entry);
        }
        let octets = draft.encode().unwrap();
        assert_eq!(octets, hex(&vectors["lists"][name]["octets"]), "{name}");
    }
}

#[test]
fn what_the_other_encoder_writes_is_read_and_written_the_same() {
    let vectors = vectors();
    for case in cases() {
        let name = case["name"].as_str().unwrap();
        let vector = &vectors["lists"][name];
        let octets = hex(&vector["octets"]);
        let list = List::parse(&octets).unwrap();
        assert_eq!(*list.header(), header(&case), "{name}");
        assert_eq!(list.hash().to_string(), vector["hash"], "{name}");
        let again = ListDraft::from_list(&list, header(&case)).encode();
        assert_eq!(again.unwrap(), octets, "{name}");
        let unknown = case.get("unknown").and_then(Value::as_array);
        assert_eq!(list.unknown_count(), unknown.map_or(0, Vec::len), "{name}");
    }
}

#[test]
fn entries_have_the_identifiers_that_the_other_encoder_gives_them() {
    let vectors = vectors();
    let known = |case: &&Value| case.get("unknown").is_none();
    for case in cases().iter().filter(known) {
        let name = case["name"].as_str().unwrap();
        let octets = hex(&vectors["lists"][name]["octets"]);
        let list = List::parse(&octets).unwrap();
        let ids: Vec<_> = list.entries().map(|it| it.id().to_string()).collect();
        let expected = vectors["lists"][name]["ids"].as_array().unwrap();
        assert_eq!(ids, *expected, "{name}");
    }
}

#[test]
fn deltas_of_the_other_encoder_are_written_here_and_lead_to_its_lists() {
    let vectors = vectors();
    let octets = |name: &Value| hex(&vectors["lists"][name.as_str().unwrap()]["octets"]);
    for vector in vectors["deltas"].as_array().unwrap() {
        let (before, after) = (octets(&vector["from"]), octets(&vector["to"]));
        let expected = hex(&vector["octets"]);
        let (base, result) = (List::parse(&before).unwrap(), List::parse(&after).unwrap());
        assert_eq!(Delta::between(&base, &result), expected, "{}", vector["to"]);
        let delta = Delta::parse(&expected).unwrap();
        assert_eq!(delta.apply(&base).unwrap(), after, "{}", vector["to"]);
    }
}

#[test]
fn the_signed_text_of_the_other_encoder_is_written_and_read_here() {
    let vectors = vectors();
    let deltas = vectors["deltas"].as_array().unwrap();
    for (name, vector) in vectors["lists"].as_object().unwrap() {
        let octets = hex(&vector["octets"]);
        let to_it = deltas.iter().filter(|delta| delta["to"] == **name);
        let to_it: Vec<Vec<u8>> = to_it.map(|delta| hex(&delta["octets"])).collect();
        let to_it: Vec<&[u8]> = to_it.iter().map(Vec::as_slice).collect();
        let origin = KeyName::parse("example.org/distrust").unwrap();
        let statement = Statement::of(origin, &List::parse(&octets).unwrap(), &to_it);
        let expected = vector["statement"].as_str().unwrap();
        assert_eq!(statement.encode(), expected, "{name}");
        assert_eq!(Statement::decode(expected), Some(statement), "{name}");
    }
}

#[test]
fn the_reserved_kind_of_a_vector_is_counted() {
    let vectors = vectors();
    let octets = hex(&vectors["lists"]["reserved_and_withdrawn"]["octets"]);
    let list = List::parse(&octets).unwrap();
    assert_eq!(list.count_of(EntryKind::MtcIndices), 2);
    assert_eq!(list.count_of(EntryKind::Withdrawn), 2);
}

/// Whoever changes the cases runs `python3 make.py > vectors.json`.
#[test]
fn the_vectors_are_those_that_the_other_encoder_makes_of_the_cases() {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/make.py");
    let Ok(made) = Command::new("python3").arg(script).output() else {
        return;
    };
    assert!(made.status.success());
    assert_eq!(String::from_utf8(made.stdout).unwrap(), VECTORS);
}
