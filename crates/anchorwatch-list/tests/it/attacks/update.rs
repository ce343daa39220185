//! Old lists, lists of two kinds that do not belong together, and clocks.

use anchorwatch_list::{Freshness, Header, ListState, Role, StateProblem, UpdateProblem};
use anchorwatch_policy::distrust::Threshold;

use crate::publisher::*;

fn state_with(list: &[u8]) -> ListState {
    take(&fresh(), list, HIGH).unwrap()
}

fn update(refused: UpdateProblem) -> Result<ListState, Refused> {
    Err(Refused::Update(refused))
}

#[test]
fn an_older_approved_list_after_a_newer_one_is_refused() {
    let (old, new) = (approved(1, &[]), approved(2, &[public("a")]));
    let state = state_with(&new);
    let got = take(&state, &old, HIGH);
    assert_eq!(got, update(UpdateProblem::Rollback { got: 1, held: 2 }));
    assert!(take(&state_with(&old), &new, HIGH).is_ok());
}

#[test]
fn an_older_quick_list_after_a_newer_one_is_refused() {
    let base = approved(1, &[public("a")]);
    let (old, new) = (
        quick(1, &base, &[local("b")]),
        quick(2, &base, &[local("b")]),
    );
    let state = take(&state_with(&base), &new, QUICK).unwrap();
    let got = take(&state, &old, QUICK);
    assert_eq!(got, update(UpdateProblem::Rollback { got: 1, held: 2 }));
}

#[test]
fn two_lists_with_one_number_are_a_fork() {
    let (one, other) = (approved(1, &[public("a")]), approved(1, &[public("b")]));
    let state = state_with(&one);
    let forked = || update(UpdateProblem::Forked { sequence: 1 });
    assert_eq!(take(&state, &other, HIGH), forked());
    assert_eq!(take(&state, &one, HIGH).as_ref(), Ok(&state));
    // A quick list made for the other one, too: somebody was shown that.
    let quick_on_other = quick(1, &other, &[local("c")]);
    assert_eq!(take(&state, &quick_on_other, QUICK), forked());
    let quicks = [quick(1, &one, &[local("c")]), quick(1, &one, &[local("d")])];
    let state = take(&state, &quicks[0], QUICK).unwrap();
    assert_eq!(take(&state, &quicks[1], QUICK), forked());
}

#[test]
fn a_newer_number_on_an_earlier_date_is_refused() {
    let state = state_with(&approved(5, &[public("a")]));
    let header = Header {
        issued: header(4, None).issued,
        ..header(6, None)
    };
    let got = take(&state, &list(header, &[]), HIGH);
    assert!(matches!(
        got,
        Err(Refused::Update(UpdateProblem::IssuedEarlier { .. }))
    ));
}

#[test]
fn a_client_that_gets_nothing_new_says_so_and_keeps_what_it_has() {
    let list = approved(1, &[public("a")]);
    let issued = START + DAY;
    let state = state_with(&list);
    assert_eq!(fresh().freshness(at(issued)), Freshness::Nothing);
    let expires = at(issued + 30 * DAY);
    for (days, expected) in [
        (0, Freshness::Current),
        (22, Freshness::Current),
        (23, Freshness::Ageing { expires }),
        (29, Freshness::Ageing { expires }),
        (30, Freshness::Stale { expired: expires }),
        (900, Freshness::Stale { expired: expires }),
    ] {
        let now = issued + days * DAY;
        assert_eq!(state.freshness(at(now)), expected, "{days}");
        assert!(refused(&state, "a", now).is_some());
    }
}

#[test]
fn a_list_that_expired_is_refused_though_it_is_signed_and_newer() {
    let state = state_with(&approved(1, &[public("a")]));
    let newer = approved(2, &[public("a"), public("b")]);
    let note = note(&newer, HIGH);
    let expires = START + 32 * DAY;
    assert!(take_at(&state, &newer, &note, expires - 1).is_ok());
    let got = take_at(&state, &newer, &note, expires);
    assert!(matches!(
        got,
        Err(Refused::Update(UpdateProblem::Expired { .. }))
    ));
}

#[test]
fn a_client_whose_own_list_expired_takes_the_next_one() {
    let state = state_with(&approved(1, &[public("a")]));
    let next = approved(90, &[public("a")]);
    assert!(take(&state, &next, HIGH).is_ok());
}

#[test]
fn a_clock_that_is_set_back_makes_no_expired_list_good() {
    let state = state_with(&approved(60, &[public("a")]));
    // Signed with a later number by a thief of old keys, long expired.
    let old = Header {
        issued: header(60, None).issued,
        expires: at(header(60, None).issued.get() + 1),
        ..header(61, None)
    };
    let stale = list(old, &[]);
    // The clock says that it is not issued yet, by less than a day.
    let now = old.issued.get() - 3600;
    let next = approved(62, &[public("a")]);
    let state = take(&state, &next, HIGH).unwrap();
    let got = take_at(&state, &stale, &note(&stale, HIGH), now);
    assert!(matches!(
        got,
        Err(Refused::Update(UpdateProblem::Expired { .. }))
    ));
    // Nor does what is held look fresher than it is.
    let expired = header(62, None).expires;
    let long_after = take(&state, &approved(99, &[public("a")]), HIGH).unwrap();
    assert_eq!(state.freshness(expired), Freshness::Stale { expired });
    let now = START;
    assert_eq!(long_after.freshness(at(now)), Freshness::Current);
    assert!(refused(&long_after, "a", now).is_some());
}

#[test]
fn a_list_from_the_future_is_refused_and_does_not_move_the_client_s_time() {
    let state = state_with(&approved(1, &[public("a")]));
    let next = approved(9, &[public("a")]);
    let issued = START + 9 * DAY;
    let note = note(&next, HIGH);
    assert!(take_at(&state, &next, &note, issued - DAY).is_ok());
    let got = take_at(&state, &next, &note, issued - DAY - 1);
    assert!(matches!(
        got,
        Err(Refused::Update(UpdateProblem::FromTheFuture { .. }))
    ));
}

#[test]
fn lists_a_day_ahead_each_do_not_carry_the_client_into_the_future() {
    let now = START + DAY;
    let mut state = state_with(&approved(1, &[public("a")]));
    for sequence in 2..9 {
        let next = approved(sequence, &[public("a")]);
        if let Ok(next) = take_at(&state, &next, &note(&next, HIGH), now) {
            state = next;
        }
    }
    let held = state.held(Role::Approved).unwrap();
    assert_eq!(held.header().sequence, 2);
}

#[test]
fn a_quick_list_without_its_approved_list_or_on_another_one_is_refused() {
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("a")]));
    let on_one = quick(1, &one, &[local("b")]);
    let on_two = quick(1, &two, &[local("b")]);
    let nothing = take(&fresh(), &on_one, QUICK);
    assert_eq!(nothing, update(UpdateProblem::NoBase));
    let other = |got, held| update(UpdateProblem::OtherBase { got, held });
    assert_eq!(take(&state_with(&one), &on_two, QUICK), other(2, 1));
    assert_eq!(take(&state_with(&two), &on_one, QUICK), other(1, 2));
    assert!(take(&state_with(&two), &on_two, QUICK).is_ok());
}

#[test]
fn an_update_that_stops_after_the_approved_list_keeps_the_quick_entries() {
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("a")]));
    let state = take(&state_with(&one), &quick(1, &one, &[local("b")]), QUICK).unwrap();
    let half = take(&state, &two, HIGH).unwrap();
    let now = START + 3 * DAY;
    assert_eq!(refused(&half, "b", now), Some(Threshold::Quick));
    // And the next quick list may not forget it either.
    let got = take(&half, &quick(1, &two, &[]), QUICK);
    assert_eq!(got, update(UpdateProblem::EntriesMissing { count: 1 }));
    assert!(take(&half, &quick(1, &two, &[local("b")]), QUICK).is_ok());
}

#[test]
fn a_sequence_that_was_pushed_to_the_end_recovers_with_the_next_approved_list() {
    let (one, two) = (approved(1, &[public("a")]), approved(2, &[public("a")]));
    let last = quick(u64::MAX, &one, &[local("b")]);
    let state = take(&state_with(&one), &last, QUICK).unwrap();
    let got = take(&state, &quick(7, &one, &[local("b"), local("c")]), QUICK);
    let held = u64::MAX;
    assert_eq!(got, update(UpdateProblem::Rollback { got: 7, held }));
    let state = take(&state, &two, HIGH).unwrap();
    let recovered = quick(1, &two, &[local("b"), local("c")]);
    assert!(take(&state, &recovered, QUICK).is_ok());
}

#[test]
fn a_state_is_read_as_it_was_written_and_damage_is_noticed() {
    let one = approved(1, &[public("a"), local("b")]);
    let two = approved(2, &[public("c")]);
    let state = take(&state_with(&one), &quick(1, &one, &[local("d")]), QUICK).unwrap();
    let state = take(&state, &two, HIGH).unwrap();
    let octets = state.encode();
    assert_eq!(ListState::decode(&octets).as_ref(), Ok(&state));
    for at in 0..octets.len() {
        assert!(ListState::decode(&octets[..at]).is_err(), "{at}");
        let mut other = octets.clone();
        other[at] ^= 1;
        assert!(ListState::decode(&other).is_err(), "{at}");
    }
    assert_eq!(ListState::decode(&[]), Err(StateProblem::OtherFile));
}

#[test]
fn a_state_that_was_deleted_is_a_new_client_that_switches_no_public_site_off() {
    let list = approved(3, &[public("a")]);
    let fresh = take(&fresh(), &list, HIGH).unwrap();
    let now = START + 3 * DAY + 60;
    assert_eq!(refused(&fresh, "a", now), Some(Threshold::Quick));
    let due = now + DELAY;
    assert_eq!(refused(&fresh, "a", due - 1), Some(Threshold::Quick));
    assert_eq!(refused(&fresh, "a", due), Some(Threshold::High));
}
