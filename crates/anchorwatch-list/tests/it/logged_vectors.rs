//! A bundle with proofs from a log that another encoder wrote and signed, in both directions.

use std::{path::PathBuf, process::Command};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_list::{
    Base, Bundle, BundledLog, Header, ListHash, ListState, LoggedNote, Publishers, Signed,
};
use data_encoding::HEXLOWER;
use serde_json::Value;

use crate::{log::*, publisher::*};

const LOGGED: &str = include_str!("../vectors/logged.json");
const NOW: i64 = START + 10 * DAY;

fn vector(name: &str) -> Value {
    let all: Value = serde_json::from_str(LOGGED).unwrap();
    all[name].clone()
}

fn octets() -> Vec<u8> {
    let hex = vector("bundle");
    HEXLOWER.decode(hex.as_str().unwrap().as_bytes()).unwrap()
}

fn client() -> ListState {
    let set = vector("set");
    ListState::new(Publishers::parse(set.as_str().unwrap()).unwrap())
}

/// The set as this side writes it, with one witness and the mirror.
fn set(epoch: u64, seeds: &[u8]) -> String {
    let [witness, mirror] = [
        witness_key("one.example", 111),
        witness_key("mirror.example", 113),
    ];
    let logs = format!(
        "anchorwatch.logs/1\nfresh 3\n\nlog {}\nwitness m {}\nwitness w1 {}\n\
         group seen all w1 m\nquorum seen\n",
        log_key().key(),
        mirror.key(),
        witness.key()
    );
    set_text(epoch, SET_EXPIRES, 7, &(three_of(seeds) + &logs))
}

fn list_of(sequence: u8, base: Option<Base>) -> Vec<u8> {
    let header = Header {
        epoch: 2,
        sequence: sequence.into(),
        issued: at(START + 9 * DAY),
        expires: at(START + 30 * DAY),
        base,
    };
    list(header, &[local(&char::from(sequence).to_string())])
}

#[test]
fn a_bundle_of_the_other_encoder_leads_to_its_publishers_and_lists() {
    let octets = octets();
    let bundle = Bundle::parse(&octets).unwrap();
    let state = client().accept_bundle(&bundle, at(NOW)).unwrap();
    assert_eq!(state.publishers().epoch(), 2);
    assert_eq!(state.log_head(LOG).map(|it| it.size), Some(5));
    // Both had cosigned when the later one had.
    assert_eq!(state.newest_at(), Some(at(NOW - 60)));
    let set = state.distrust_set(at(NOW));
    for sequence in [4, 5] {
        assert!(set.entry(&SpkiSha256::of(&[sequence])).is_some());
    }
}

#[test]
fn the_bundle_of_the_other_encoder_is_written_here_octet_for_octet() {
    assert_eq!(vector("set"), set(1, &[1, 2, 3]));
    let next = set(2, &[1, 2, 3, 6]);
    let approved = list_of(4, None);
    let hash = ListHash::of(&approved);
    let quick = list_of(5, Some(Base { sequence: 4, hash }));
    let texts = [&approved, &quick].map(|it| statement(it, &[]).encode());
    let mut log = Log::default();
    let entries = ["an earlier one", &next, "another one", &texts[0], &texts[1]];
    assert_eq!(vector("entries"), Value::from(entries.to_vec()));
    entries.iter().for_each(|it| _ = log.add(it));
    let checkpoint = log.checkpoint(LOG, 5, &[("w1", NOW), ("m", NOW - 60)]);
    let proof = |index| log.proof_of(index, 5, &checkpoint);
    let [of_next, of_approved, of_quick] = [1, 3, 4].map(proof);
    let next = signed_by(&next, &keys(&[1, 2, 3]));
    let notes = [note(&approved, &[1, 2, 6]), note(&quick, &[6])];
    let leaves = log.leaves();
    let bundle = Bundle {
        first_epoch: 2,
        sets: vec![LoggedNote {
            note: &next,
            proof: &of_next,
        }],
        approved: Signed {
            note: &notes[0],
            proof: &of_approved,
            list: &approved,
        },
        quick: Some(Signed {
            note: &notes[1],
            proof: &of_quick,
            list: &quick,
        }),
        logs: vec![BundledLog {
            origin: LOG,
            leaves: &leaves,
        }],
    };
    assert_eq!(bundle.encode(), octets());
}

#[test]
fn a_logged_bundle_with_any_octet_changed_brings_nothing_else() {
    let good = octets();
    let state = client();
    let taken = state.accept_bundle(&Bundle::parse(&good).unwrap(), at(NOW));
    for place in 0..good.len() {
        let mut other = good.clone();
        other[place] ^= 1;
        let Ok(bundle) = Bundle::parse(&other) else {
            continue;
        };
        let got = state.accept_bundle(&bundle, at(NOW));
        // A client that never saw the log needs no leaves, and nobody signs the first epoch.
        assert!(got.is_err() || got == taken, "{place}");
    }
}

/// Whoever changes it runs `python3 make_logged.py > logged.json`.
#[test]
fn the_bundle_is_the_one_that_the_other_encoder_makes() {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/make_logged.py");
    let Ok(made) = Command::new("python3").arg("-B").arg(script).output() else {
        return;
    };
    assert!(made.status.success());
    assert_eq!(String::from_utf8(made.stdout).unwrap(), LOGGED);
}
