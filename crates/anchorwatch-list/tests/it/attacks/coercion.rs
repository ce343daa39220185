//! Publishers who were made to sign something.

use anchorwatch_identity::SpkiSha256;
use anchorwatch_list::{
    Header, List, ListDraft, ListProblem, ListState, MAX_LIST_BYTES, UpdateProblem,
};
use anchorwatch_policy::{
    DistrustEntry,
    distrust::{Limits, Match, Threshold},
};

use crate::publisher::*;

const NOW: i64 = START + 10 * DAY;

fn state_with(list: &[u8]) -> ListState {
    take(&fresh(), list, HIGH).unwrap()
}

/// A client that has held this list for so long that nothing waits any more.
fn settled(entries: &[DistrustEntry]) -> ListState {
    let state = state_with(&approved(1, entries));
    let state = take(&state, &approved(9, entries), HIGH).unwrap();
    assert_eq!(state.waiting_count(at(NOW)), 0);
    state
}

#[test]
fn one_publisher_who_adds_a_popular_key_stops_only_local_roots() {
    let base = approved(9, &[public("imposed")]);
    let state = take(&settled(&[public("imposed")]), &base, HIGH);
    let state = take(
        &state.unwrap(),
        &quick(1, &base, &[local("popular")]),
        QUICK,
    )
    .unwrap();
    for days in [0, 8, 400] {
        let now = NOW + days * DAY;
        assert_eq!(refused(&state, "popular", now), Some(Threshold::Quick));
        assert_eq!(refused(&state, "imposed", now), Some(Threshold::High));
    }
}

#[test]
fn one_publisher_cannot_write_an_entry_that_refuses_public_sites() {
    let base = approved(1, &[]);
    let mut draft = ListDraft::new(header(1, Some(&base)));
    draft.add(&public("popular"));
    let offset = 81;
    assert_eq!(draft.encode(), Err(ListProblem::NotQuick { offset }));
    let list = approved(2, &[public("popular")]);
    assert!(take(&state_with(&base), &list, QUICK).is_err());
}

#[test]
fn one_publisher_who_leaves_out_a_quick_block_is_refused() {
    let base = approved(1, &[]);
    let state = state_with(&base);
    let full = quick(1, &base, &[local("a"), local("b")]);
    let state = take(&state, &full, QUICK).unwrap();
    for entries in [&[local("a")][..], &[local("a"), local("c")], &[]] {
        let got = take(&state, &quick(2, &base, entries), QUICK);
        let count = if entries.is_empty() { 2 } else { 1 };
        let refused = UpdateProblem::EntriesMissing { count };
        assert_eq!(got, Err(Refused::Update(refused)));
    }
    let more = quick(2, &base, &[local("a"), local("b"), local("c")]);
    assert!(take(&state, &more, QUICK).is_ok());
}

#[test]
fn one_publisher_who_narrows_a_quick_block_is_refused() {
    let base = approved(1, &[]);
    let state = take(&state_with(&base), &quick(1, &base, &[local("a")]), QUICK).unwrap();
    let narrow = DistrustEntry {
        limits: Limits {
            leaf_after: Some(at(NOW)),
            ..Limits::default()
        },
        ..local("a")
    };
    let got = take(&state, &quick(2, &base, &[narrow]), QUICK);
    let refused = UpdateProblem::EntriesMissing { count: 1 };
    assert_eq!(got, Err(Refused::Update(refused)));
}

#[test]
fn a_quick_list_whose_unknown_entries_change_is_taken() {
    // A client of an earlier version must not stop at the first list that uses a later kind.
    let base = approved(1, &[]);
    let with = |sequence, unknown: &[u8]| {
        let known = quick(sequence, &base, &[local("a")]);
        [known.as_slice(), unknown].concat()
    };
    let state = take(&state_with(&base), &with(1, &[33, 0, 0, 1, 7]), QUICK).unwrap();
    for unknown in [&[33, 0, 0, 2, 7, 8][..], &[]] {
        assert!(take(&state, &with(2, unknown), QUICK).is_ok());
    }
    let without = [quick(2, &base, &[]), vec![33, 0, 0, 1, 7]].concat();
    let refused = UpdateProblem::EntriesMissing { count: 1 };
    let got = take(&state, &without, QUICK);
    assert_eq!(got, Err(Refused::Update(refused)));
}

#[test]
fn a_quick_entry_that_was_approved_may_go_from_the_quick_list() {
    let one = approved(1, &[]);
    let state = take(&state_with(&one), &quick(1, &one, &[local("a")]), QUICK).unwrap();
    for entry in [local("a"), public("a")] {
        let two = approved(2, &[entry]);
        let state = take(&state, &two, HIGH).unwrap();
        assert!(take(&state, &quick(1, &two, &[]), QUICK).is_ok());
    }
}

#[test]
fn a_block_that_the_high_threshold_removes_stays_until_the_delay_has_passed() {
    let state = settled(&[public("a"), local("b")]);
    let without = approved(10, &[]);
    let state = take(&state, &without, HIGH).unwrap();
    let gone = START + 10 * DAY + 60 + DELAY;
    assert_eq!(state.retained_count(at(NOW)), 2);
    assert_eq!(refused(&state, "a", gone - 1), Some(Threshold::High));
    assert_eq!(refused(&state, "b", gone - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "a", gone), None);
    assert_eq!(refused(&state, "b", gone), None);
}

#[test]
fn removing_more_than_a_client_can_retain_is_refused() {
    // Each list fits. What both take away does not, and would be gone at once.
    let many = |of: &str| -> Vec<_> {
        let entries = (0..100_000).map(|it| local(&format!("{of} {it}")));
        entries.collect()
    };
    let state = take(
        &state_with(&approved(1, &many("a"))),
        &approved(2, &many("b")),
        HIGH,
    );
    let state = state.unwrap();
    let last = approved(3, &[]);
    let max = MAX_LIST_BYTES as u64;
    let refused_it = UpdateProblem::TooMuchRetained { max };
    assert_eq!(take(&state, &last, HIGH), Err(Refused::Update(refused_it)));
    let now = START + 4 * DAY;
    for key in ["a 0", "a 99999", "b 0"] {
        assert_eq!(refused(&state, key, now), Some(Threshold::Quick), "{key}");
    }
    // When the first entries have had their time, there is room.
    let later = take(&state, &approved(10, &[]), HIGH).unwrap();
    assert_eq!(later.retained_count(at(START + 10 * DAY)), 100_000);
}

#[test]
fn more_lists_without_the_block_neither_shorten_nor_lengthen_the_delay() {
    let state = settled(&[public("a")]);
    let mut state = take(&state, &approved(10, &[]), HIGH).unwrap();
    let gone = START + 10 * DAY + 60 + DELAY;
    for sequence in 11..16 {
        state = take(&state, &approved(sequence, &[]), HIGH).unwrap();
    }
    assert_eq!(refused(&state, "a", gone - 1), Some(Threshold::High));
    assert_eq!(refused(&state, "a", gone), None);
}

#[test]
fn a_block_that_comes_back_within_the_delay_was_never_gone() {
    let state = settled(&[public("a")]);
    let state = take(&state, &approved(10, &[]), HIGH).unwrap();
    let state = take(&state, &approved(12, &[public("a")]), HIGH).unwrap();
    assert_eq!(state.retained_count(at(NOW)), 0);
    assert_eq!(refused(&state, "a", NOW), Some(Threshold::High));
    assert_eq!(refused(&state, "a", NOW + 90 * DAY), Some(Threshold::High));
}

#[test]
fn a_block_that_is_narrowed_keeps_its_width_until_the_delay_has_passed() {
    let state = settled(&[public("a")]);
    let narrow = DistrustEntry {
        limits: Limits {
            leaf_after: Some(at(NOW)),
            ..Limits::default()
        },
        ..public("a")
    };
    let state = take(&state, &approved(10, std::slice::from_ref(&narrow)), HIGH).unwrap();
    let gone = START + 10 * DAY + 60 + DELAY;
    assert_eq!(refused(&state, "a", gone - 1), Some(Threshold::High));
    assert_eq!(refused(&state, "a", gone), None);
    let left: Vec<_> = state
        .entries(at(gone))
        .iter()
        .map(|it| it.limits.clone())
        .collect();
    assert_eq!(left, [narrow.limits]);
}

#[test]
fn the_high_threshold_refuses_a_public_root_only_after_the_delay() {
    let state = settled(&[]);
    let state = take(&state, &approved(10, &[public("root")]), HIGH).unwrap();
    let due = START + 10 * DAY + 60 + DELAY;
    assert_eq!(refused(&state, "root", NOW), Some(Threshold::Quick));
    assert_eq!(refused(&state, "root", due - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "root", due), Some(Threshold::High));
    // Later lists do not start the delay again.
    let state = take(&state, &approved(15, &[public("root")]), HIGH).unwrap();
    assert_eq!(refused(&state, "root", due - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "root", due), Some(Threshold::High));
}

#[test]
fn an_entry_that_is_removed_while_it_waits_never_refuses_a_public_site() {
    let state = settled(&[]);
    let state = take(&state, &approved(10, &[public("root")]), HIGH).unwrap();
    let state = take(&state, &approved(12, &[]), HIGH).unwrap();
    let gone = START + 12 * DAY + 60 + DELAY;
    assert_eq!(refused(&state, "root", NOW), Some(Threshold::Quick));
    assert_eq!(refused(&state, "root", gone - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "root", gone), None);
}

#[test]
fn removing_and_adding_does_not_skip_the_delay() {
    let state = settled(&[]);
    let state = take(&state, &approved(10, &[public("root")]), HIGH).unwrap();
    let state = take(&state, &approved(11, &[]), HIGH).unwrap();
    let state = take(&state, &approved(12, &[public("root")]), HIGH).unwrap();
    let due = START + 10 * DAY + 60 + DELAY;
    assert_eq!(refused(&state, "root", due - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "root", due), Some(Threshold::High));
}

fn withdrawing(sequence: u64, base_list: &[u8]) -> Vec<u8> {
    let mut draft = ListDraft::new(header(sequence, None));
    for entry in List::parse(base_list).unwrap().entries() {
        draft.withdraw(entry.id());
    }
    draft.encode().unwrap()
}

#[test]
fn a_mistaken_quick_entry_is_taken_back_by_the_high_threshold_after_the_delay() {
    let one = approved(9, &[]);
    let mistake = quick(1, &one, &[local("mine")]);
    let state = take(&state_with(&one), &mistake, QUICK).unwrap();
    let two = withdrawing(10, &mistake);
    let state = take(&state, &two, HIGH).unwrap();
    let gone = START + 10 * DAY + 60 + DELAY;
    assert_eq!(refused(&state, "mine", gone - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "mine", gone), None);
    // Quick publishers may leave it out now, and cannot bring it back.
    assert!(take(&state, &quick(1, &two, &[]), QUICK).is_ok());
    let again = take(&state, &quick(1, &two, &[local("mine")]), QUICK).unwrap();
    assert_eq!(refused(&again, "mine", gone), None);
}

#[test]
fn a_withdrawal_that_is_repeated_does_not_start_the_delay_again() {
    let one = approved(9, &[]);
    let mistake = quick(1, &one, &[local("mine")]);
    let state = take(&state_with(&one), &mistake, QUICK).unwrap();
    let mut state = take(&state, &withdrawing(10, &mistake), HIGH).unwrap();
    for sequence in 11..14 {
        state = take(&state, &withdrawing(sequence, &mistake), HIGH).unwrap();
    }
    let gone = START + 10 * DAY + 60 + DELAY;
    assert_eq!(refused(&state, "mine", gone - 1), Some(Threshold::Quick));
    assert_eq!(refused(&state, "mine", gone), None);
}

#[test]
fn a_withdrawal_does_not_touch_what_is_approved() {
    let state = settled(&[public("a")]);
    let base = approved(9, &[public("a")]);
    let quick = quick(1, &base, &[local("a")]);
    let state = take(&state, &quick, QUICK).unwrap();
    let mut draft = ListDraft::new(Header { ..header(10, None) });
    draft.add(&public("a"));
    for entry in List::parse(&quick).unwrap().entries() {
        draft.withdraw(entry.id());
    }
    let state = take(&state, &draft.encode().unwrap(), HIGH).unwrap();
    let key = Match::Key(SpkiSha256::of(b"a"));
    let later = at(NOW + 90 * DAY);
    let left: Vec<_> = state
        .entries(later)
        .into_iter()
        .map(|it| (it.matches, it.threshold))
        .collect();
    assert_eq!(left, [(key, Threshold::High)]);
}
