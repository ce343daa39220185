//! A client that is behind: what it fetches, step by step, beside the whole list.

use std::collections::BTreeMap;

use anchorwatch_list::{List, Role, VerifiedStatement, delta_bases, route};

use crate::publisher::*;

/// The newest list.
const NEWEST: u64 = 2_100;

/// A publisher whose every list has one more key, of which every tenth replaces an older one.
struct Publisher {
    lists: BTreeMap<u64, Vec<u8>>,
}

impl Publisher {
    fn list(&mut self, sequence: u64) -> Vec<u8> {
        let made = self.lists.entry(sequence);
        let list = made.or_insert_with(|| {
            let gone = sequence / 10;
            let keys: Vec<_> = (gone..=sequence)
                .map(|it| public(&it.to_string()))
                .collect();
            approved(sequence, &keys)
        });
        list.clone()
    }

    /// What lies on a mirror: the note, and the delta from one of the bases.
    fn files(&mut self, sequence: u64, from: u64) -> (Vec<u8>, Vec<u8>) {
        let list = self.list(sequence);
        let bases = delta_bases(sequence);
        let bases: Vec<Vec<u8>> = bases.into_iter().map(|it| self.list(it)).collect();
        let deltas: Vec<Vec<u8>> = bases.iter().map(|it| between(it, &list)).collect();
        let named: Vec<&[u8]> = deltas.iter().map(Vec::as_slice).collect();
        let note = note_with(&list, &named, HIGH);
        (note, between(&self.list(from), &list))
    }
}

/// Follows the way. How many steps it has and how many octets, all notes included.
fn caught_up(publisher: &mut Publisher, behind: u64) -> (usize, usize) {
    let from = NEWEST - behind;
    let mut state = take(&fresh(), &publisher.list(from), HIGH).unwrap();
    let way = route(from, NEWEST).unwrap();
    let (mut at, mut held, mut octets) = (from, publisher.list(from), 0);
    for next in &way {
        let (note, delta) = publisher.files(*next, at);
        octets += note.len() + delta.len();
        let statement = VerifiedStatement::verify(&note, state.publishers(), Role::Approved);
        let statement = statement.unwrap();
        let result = statement
            .apply(&delta, &List::parse(&held).unwrap())
            .unwrap();
        let list = statement.open(&result).unwrap();
        if *next == NEWEST {
            let now = list.list().header().issued;
            state = state.accept(&list, now).unwrap();
        }
        (at, held) = (*next, result);
    }
    let list = state.held(Role::Approved).unwrap();
    assert_eq!(list.octets(), publisher.list(NEWEST));
    (way.len(), octets)
}

#[test]
fn a_client_catches_up_by_deltas_in_few_steps_and_octets() {
    let mut publisher = Publisher {
        lists: BTreeMap::new(),
    };
    let costs = [1, 16, 100, 1000].map(|behind| caught_up(&mut publisher, behind));
    let whole = publisher.list(NEWEST).len() + note(&publisher.list(NEWEST), HIGH).len();
    assert_eq!(costs, [(1, 2480), (1, 2994), (3, 11_489), (7, 53_252)]);
    assert_eq!(whole, 61_059);
}
