//! Sizes: of three real states of OneCRL, if `ANCHORWATCH_CORPUS` names their folder, and of lists
//! by key.

use std::{env, fs, path::PathBuf};

use anchorwatch_list::{Delta, List, Role, VerifiedStatement};
use anchorwatch_policy::{DistrustEntry, import};

use crate::publisher::*;

/// OneCRL of 2026-05-08, 2026-10-28 and 2026-11-10.
const STATES: [(&str, usize); 3] = [
    ("lists/onecrl_2026-05-08.json", 1827),
    ("blocklists/onecrl/onecrl_dump_firefox-esr-153.7.json", 1918),
    ("lists/onecrl_2026-11-10.json", 1959),
];

fn corpus() -> Option<PathBuf> {
    env::var_os("ANCHORWATCH_CORPUS").map(PathBuf::from)
}

fn entries(path: &str) -> Option<Vec<DistrustEntry>> {
    let octets = fs::read(corpus()?.join(path)).unwrap();
    Some(import::read(&octets).unwrap().entries)
}

/// The states as lists, numbered from 1. Four of OneCRL's records are there twice.
fn states() -> Option<Vec<Vec<u8>>> {
    let states = STATES.into_iter().zip(1..);
    let lists = states.map(|((path, records), sequence)| {
        let entries = entries(path)?;
        assert_eq!(entries.len(), records);
        let octets = approved(sequence, &entries);
        assert_eq!(List::parse(&octets).unwrap().entry_count(), records - 4);
        Some(octets)
    });
    lists.collect()
}

/// How long a delta is, and with a note that has three signatures and names it.
fn costs(base: &[u8], result: &[u8]) -> (usize, usize) {
    let delta = between(base, result);
    let note = note_with(result, &[&delta], HIGH);
    let statement = VerifiedStatement::verify(&note, &publishers(), Role::Approved).unwrap();
    let base = List::parse(base).unwrap();
    assert_eq!(statement.apply(&delta, &base).unwrap(), result);
    (delta.len(), delta.len() + note.len())
}

#[test]
fn three_real_states_of_onecrl_and_the_way_from_one_to_the_next() {
    let Some(states) = states() else { return };
    let sizes: Vec<_> = states.iter().map(Vec::len).collect();
    assert_eq!(sizes, [35_946, 38_329, 39_148]);
    let ways = [(0, 1), (1, 2), (0, 2)];
    let costs = ways.map(|(from, to)| costs(&states[from], &states[to]));
    assert_eq!(costs, [(2996, 3594), (1163, 1761), (3947, 4545)]);
    let back = Delta::parse(&between(&states[1], &states[0])).map(|delta| delta.counts());
    assert!(back.is_ok_and(|(removed, added)| removed >= 91 && added == 0));
}

#[test]
fn the_real_list_refuses_what_the_policy_s_set_of_it_refuses() {
    let Some(entries) = entries(STATES[1].0) else {
        return;
    };
    let octets = approved(1, &entries);
    let list = List::parse(&octets).unwrap();
    let mut expected: Vec<_> = entries.into_iter().map(|it| it.matches).collect();
    expected.sort();
    expected.dedup();
    let mut got: Vec<_> = list
        .entries()
        .filter_map(|it| it.matches.to_policy())
        .collect();
    got.sort();
    assert_eq!(got, expected);
}

#[test]
fn two_thousand_keys_take_two_thousand_hashes_and_a_header() {
    let keys: Vec<_> = (0..2000)
        .map(|number| public(&number.to_string()))
        .collect();
    assert_eq!(approved(1, &keys).len(), 64_000 + 47);
}

#[test]
fn one_new_key_takes_less_than_a_kilobyte_and_with_signatures_less_than_three() {
    let keys: Vec<_> = (0..2000)
        .map(|number| public(&number.to_string()))
        .collect();
    let (before, after) = (approved(1, &keys[1..]), approved(2, &keys));
    let (delta, with_note) = costs(&before, &after);
    assert_eq!((delta, with_note), (143, 740));
    // All 32 deltas that a note may name: a client that missed up to 32 versions.
    let older: Vec<Vec<u8>> = (1..=32).map(|from| approved(from, &keys[1..])).collect();
    let after = approved(33, &keys);
    let deltas: Vec<Vec<u8>> = older.iter().map(|older| between(older, &after)).collect();
    let named: Vec<&[u8]> = deltas.iter().map(Vec::as_slice).collect();
    let note = note_with(&after, &named, HIGH);
    assert_eq!(note.len() + deltas[0].len(), 3841);
}
