//! From one set of publishers to the next.

use anchorwatch_list::{
    Freshness, Header, ListState, Publishers, Role, RotationProblem, UpdateProblem, VerifyProblem,
    verify,
};

use crate::publisher::*;

const NOW: i64 = START + 10 * DAY;

/// The set after the first: one publisher left, and another came.
const SECOND: &[u8] = &[1, 2, 4, 5, 6];

fn text(epoch: u64, seeds: &[u8]) -> String {
    set_text(epoch, SET_EXPIRES, 7, &three_of(seeds))
}

fn second() -> String {
    text(2, SECOND)
}

fn rotated(state: &ListState, text: &str, seeds: &[u8]) -> Result<ListState, RotationProblem> {
    state.rotate(&signed_by(text, &keys(seeds)), at(NOW))
}

fn list_of_epoch(epoch: u64, sequence: u64) -> Vec<u8> {
    let header = Header {
        epoch,
        ..header(sequence, None)
    };
    list(header, &[public("a")])
}

#[test]
fn each_set_hands_over_to_the_next_and_the_old_ones_sign_nothing_more() {
    let state = take(&fresh(), &approved(1, &[public("a")]), HIGH).unwrap();
    let state = rotated(&state, &second(), &[1, 2, 3, 4]).unwrap();
    let state = rotated(&state, &text(3, &[5, 6, 7]), &[1, 5, 6, 7]).unwrap();
    assert_eq!(state.publishers().epoch(), 3);
    let current = list_of_epoch(3, 1);
    assert!(take(&state, &current, &[5, 6, 7]).is_ok());
    // The first set's publishers, asked for their own epoch and for this one.
    for epoch in [1, 3] {
        let octets = list_of_epoch(epoch, 9);
        assert!(take(&state, &octets, &[1, 2, 3, 4, 5]).is_err(), "{epoch}");
    }
    // A list that somebody verified with the first set.
    let octets = approved(9, &[]);
    let verified = verify(&note(&octets, HIGH), &octets, &publishers(), Role::Approved).unwrap();
    let got = state.accept(&verified, at(NOW)).err();
    assert_eq!(got, Some(UpdateProblem::OtherPublishers));
}

#[test]
fn what_is_held_stays_in_force_when_the_publishers_change() {
    let state = take(&fresh(), &approved(1, &[public("a")]), HIGH).unwrap();
    let next = rotated(&state, &second(), &[1, 2, 3, 4]).unwrap();
    assert_eq!(next.held(Role::Approved), state.held(Role::Approved));
    assert!(refused(&next, "a", NOW).is_some());
}

#[test]
fn a_publisher_who_was_revoked_no_longer_counts() {
    let state = rotated(&fresh(), &second(), &[1, 2, 3, 4]).unwrap();
    let octets = list_of_epoch(2, 1);
    let refused = VerifyProblem::Threshold { got: 2, needed: 3 };
    assert_eq!(
        take(&state, &octets, &[1, 2, 3]),
        Err(Refused::Verify(refused))
    );
    assert!(take(&state, &octets, &[1, 2, 4]).is_ok());
}

#[test]
fn a_set_that_the_old_publishers_did_not_sign_is_refused() {
    let quorum = || "three".to_owned();
    let old = || Err(RotationProblem::OldQuorum { quorum: quorum() });
    assert_eq!(rotated(&fresh(), &second(), &[1, 2, 6]), old());
    // Nor by one of them for a set of his own keys.
    let own = text(2, &[1, 11, 12, 13]);
    assert_eq!(rotated(&fresh(), &own, &[1, 11, 12, 13]), old());
    assert!(rotated(&fresh(), &own, &[1, 2, 3, 11, 12]).is_ok());
}

#[test]
fn a_set_that_its_own_publishers_did_not_sign_is_refused() {
    let quorum = "three".to_owned();
    let refused = Err(RotationProblem::NewQuorum { quorum });
    assert_eq!(rotated(&fresh(), &second(), HIGH), refused);
    assert!(rotated(&fresh(), &second(), &[1, 2, 3, 6]).is_ok());
}

#[test]
fn a_set_can_be_neither_left_out_nor_repeated_nor_taken_back() {
    let all = &[1, 2, 3, 4, 5, 6];
    let refused = |got, held| Err(RotationProblem::Epoch { got, held });
    for epoch in [0, 1, 3, u64::MAX] {
        let other = text(epoch, SECOND);
        assert_eq!(rotated(&fresh(), &other, all), refused(epoch, 1));
    }
    let state = rotated(&fresh(), &second(), all).unwrap();
    for epoch in [1, 2] {
        let other = text(epoch, &[1, 2, 3]);
        assert_eq!(rotated(&state, &other, all), refused(epoch, 2));
    }
    let last = Publishers::parse(&text(u64::MAX, SECOND)).unwrap();
    let state = ListState::new(last);
    assert_eq!(rotated(&state, &text(0, SECOND), all), refused(0, u64::MAX));
}

#[test]
fn a_set_of_another_list_is_refused() {
    let other = second().replace("example.org/distrust", "example.org/other");
    let got = "example.org/other".to_owned();
    let refused = Err(RotationProblem::Origin { got });
    assert_eq!(rotated(&fresh(), &other, &[1, 2, 3, 4]), refused);
}

#[test]
fn a_signed_list_is_not_a_set_and_a_signed_set_not_a_list() {
    let octets = approved(1, &[public("a")]);
    let got = fresh().rotate(&note(&octets, HIGH), at(NOW));
    assert!(matches!(got, Err(RotationProblem::Set { .. })));
    let set = signed_by(&second(), &keys(HIGH));
    let got = verify(&set, &octets, &publishers(), Role::Approved).err();
    assert_eq!(got, Some(VerifyProblem::Statement));
}

#[test]
fn a_set_with_any_octet_changed_or_cut_is_refused() {
    // Three that are in both sets: none of them can be missed.
    let good = signed_by(&second(), &keys(&[1, 2, 4]));
    let state = fresh();
    for end in 0..good.len() {
        let mut other = good.clone();
        other[end] ^= 1;
        assert!(state.rotate(&other, at(NOW)).is_err(), "{end}");
        assert!(state.rotate(&good[..end], at(NOW)).is_err(), "{end}");
    }
    assert!(state.rotate(&good, at(NOW)).is_ok());
}

#[test]
fn a_set_that_expired_signs_nothing_and_still_hands_over() {
    let expires = NOW;
    let short = set_text(1, expires, 7, &three_of(&[1, 2, 3, 4, 5]));
    let state = ListState::new(Publishers::parse(&short).unwrap());
    let state = take(&state, &approved(1, &[public("a")]), HIGH).unwrap();
    let late = approved(9, &[public("a"), public("b")]);
    let signed = note(&late, HIGH);
    assert!(take_at(&state, &late, &signed, expires - 1).is_ok());
    let expired = at(expires);
    let refused_it = UpdateProblem::PublishersExpired {
        expired: expired.to_string(),
    };
    let got = take_at(&state, &late, &signed, expires);
    assert_eq!(got, Err(Refused::Update(refused_it)));
    // What it signed in time is in force, and the client says that it hears nothing new.
    assert!(refused(&state, "a", expires).is_some());
    assert_eq!(state.freshness(expired), Freshness::Stale { expired });
    let expires = expired;
    let before = at(expired.get() - DAY);
    assert_eq!(state.freshness(before), Freshness::Ageing { expires });
    let state = rotated(&state, &second(), &[1, 2, 3, 4]).unwrap();
    assert!(take(&state, &list_of_epoch(2, 20), &[1, 2, 4]).is_ok());
}

#[test]
fn an_approved_sequence_that_was_pushed_to_the_end_recovers_with_new_publishers() {
    let last = list(header(u64::MAX, None), &[public("a")]);
    let state = take(&fresh(), &last, HIGH).unwrap();
    let state = rotated(&state, &second(), &[1, 2, 3, 4]).unwrap();
    assert!(take(&state, &list_of_epoch(2, 1001), &[1, 2, 6]).is_ok());
}

#[test]
fn a_shorter_delay_counts_only_when_the_longer_one_has_passed() {
    let seeds = &[1, 2, 3, 4, 5];
    let policy = three_of(seeds);
    let slow = set_text(1, SET_EXPIRES, 30, &policy);
    let fast = set_text(2, SET_EXPIRES, 1, &policy);
    let of = |epoch, sequence, entries: &[_]| {
        let header = Header {
            epoch,
            ..header(sequence, None)
        };
        list(header, entries)
    };
    let state = ListState::new(Publishers::parse(&slow).unwrap());
    let state = take(&state, &of(1, 1, &[local("a"), local("b")]), HIGH).unwrap();
    let state = rotated(&state, &fast, seeds).unwrap();
    // What was written is read, the longer delay too.
    let state = ListState::decode(&state.encode()).unwrap();
    let state = take(&state, &of(2, 39, &[local("b")]), HIGH).unwrap();
    let gone = START + 39 * DAY + 60 + 30 * DAY;
    assert!(refused(&state, "a", gone - 1).is_some());
    assert_eq!(refused(&state, "a", gone), None);
    let state = take(&state, &of(2, 41, &[]), HIGH).unwrap();
    let gone = START + 41 * DAY + 60 + DAY;
    assert!(refused(&state, "b", gone - 1).is_some());
    assert_eq!(refused(&state, "b", gone), None);
    // The other way round, the longer one counts at once.
    let state = rotated(&state, &set_text(3, SET_EXPIRES, 90, &policy), seeds).unwrap();
    let with = take(&state, &of(3, 42, &[local("c")]), HIGH).unwrap();
    let without = take(&with, &of(3, 43, &[]), HIGH).unwrap();
    let gone = START + 43 * DAY + 60 + 90 * DAY;
    assert!(refused(&without, "c", gone - 1).is_some());
}

#[test]
fn a_set_that_comes_with_the_client_is_taken_only_if_it_is_later() {
    let state = take(&fresh(), &approved(1, &[public("a")]), HIGH).unwrap();
    let given = |text: &str| Publishers::parse(text).unwrap();
    let later = state.adopt(&given(&text(7, SECOND)), at(NOW));
    assert_eq!(later.publishers().epoch(), 7);
    assert_eq!(later.held(Role::Approved), state.held(Role::Approved));
    assert_eq!(later.adopt(&given(&text(6, &[1, 2, 3])), at(NOW)), later);
    assert_eq!(later.adopt(&given(&text(7, &[1, 2, 3])), at(NOW)), later);
    let other = text(9, SECOND).replace("example.org/distrust", "example.org/other");
    assert_eq!(later.adopt(&given(&other), at(NOW)), later);
}
