//! From the first list to the next ones.

use std::slice::from_ref;

use anchorwatch_list::{List, Role};
use anchorwatch_policy::distrust::Threshold;
use anchorwatch_publisher::*;

use crate::{publisher::*, site::*};

fn kinds(before: Option<&[u8]>, after: &[u8]) -> Vec<ChangeKind> {
    let before = before.map(|it| List::parse(it).unwrap());
    let after = List::parse(after).unwrap();
    let changes = changes(before.as_ref(), &after, None);
    assert_eq!(changes.other_count, 0);
    changes.known.iter().map(|it| it.kind).collect()
}

#[test]
fn lists_follow_each_other_with_a_delta_from_each_earlier_one() {
    let site = Site::new();
    let made = site.approve(1, &adds(&["a", "b"]));
    assert_eq!((made.delta_count, made.signers.len()), (0, 3));
    let client = site.update(&fresh(), 1);
    assert_eq!(refused(&client, "a", START + DAY), Some(Threshold::Quick));
    let second = proposal(&[
        (Action::Add, plain("c", true)),
        (Action::Remove, plain("a", false)),
    ]);
    assert_eq!(site.approve(2, &second).delta_count, 1);
    assert_eq!(site.approve(3, &adds(&["d"])).delta_count, 2);
    let client = site.update(&client, 3);
    // What is gone stays for the delay, and a public entry waits for it.
    assert_eq!(
        refused(&client, "a", START + 3 * DAY),
        Some(Threshold::Quick)
    );
    assert_eq!(
        refused(&client, "c", START + 3 * DAY),
        Some(Threshold::Quick)
    );
    assert_eq!(refused(&client, "a", START + 11 * DAY), None);
    assert_eq!(
        refused(&client, "c", START + 11 * DAY),
        Some(Threshold::High)
    );
    assert_eq!(
        refused(&client, "d", START + 3 * DAY),
        Some(Threshold::Quick)
    );
}

#[test]
fn the_same_proposal_makes_the_same_octets_in_any_order() {
    let site = Site::new();
    let make = |texts: &[&str]| {
        let list = site.prepare(Role::Approved, 1, &adds(texts), UndecidedQuick::Refuse);
        list.unwrap()
    };
    assert_eq!(make(&["a", "b", "c"]), make(&["c", "a", "b"]));
}

#[test]
fn signatures_come_in_one_order_and_one_by_a_stranger_adds_nothing() {
    let site = Site::new();
    let list = site.prepare(Role::Approved, 1, &adds(&["a"]), UndecidedQuick::Refuse);
    let list = list.unwrap();
    let now = List::parse(&list).unwrap().header().issued;
    let made = |seeds: &[u8]| {
        let notes = site.notes(&list, seeds);
        publish(&site.publishers, &Mirror::empty(), &list, &notes, now)
    };
    let good = made(&[1, 2, 3]).unwrap();
    assert_eq!(made(&[3, 1, 2, 1]).unwrap(), good);
    assert!(matches!(
        made(&[1, 2, 3, 9]),
        Err(PublishProblem::Note { .. })
    ));
    assert!(matches!(
        made(&[1, 1, 2]),
        Err(PublishProblem::Unsigned { .. })
    ));
    let notes = site.notes(&list, &[1, 2]);
    let mut doubled = notes.clone();
    doubled.extend(notes);
    let few = publish(&site.publishers, &Mirror::empty(), &list, &doubled, now);
    assert!(matches!(few, Err(PublishProblem::Unsigned { .. })));
}

#[test]
fn a_quick_list_adds_to_the_approved_one_and_is_decided_about_with_the_next() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    let quick = |texts: &[&str]| {
        let list = site.prepare(Role::Quick, 2, &adds(texts), UndecidedQuick::Refuse);
        site.publish(&list.unwrap(), QUICK).unwrap()
    };
    assert_eq!(quick(&["q"]).delta_count, 0);
    assert_eq!(quick(&["r", "s"]).delta_count, 1);
    let client = site.update(&fresh(), 2);
    for text in ["a", "q", "r", "s"] {
        assert_eq!(
            refused(&client, text, START + 2 * DAY),
            Some(Threshold::Quick)
        );
    }
    let approved =
        |undecided, proposal: &Proposal| site.prepare(Role::Approved, 3, proposal, undecided);
    assert_eq!(
        approved(UndecidedQuick::Refuse, &adds(&["b"])),
        Err(PrepareProblem::QuickUndecided { count: 3 })
    );
    let decided = proposal(&[
        (Action::Add, plain("q", true)),
        (Action::Withdraw, plain("r", false)),
    ]);
    assert_eq!(
        approved(UndecidedQuick::Refuse, &decided),
        Err(PrepareProblem::QuickUndecided { count: 1 })
    );
    let list = approved(UndecidedQuick::Adopt, &decided).unwrap();
    site.publish(&list, HIGH).unwrap();
    let client = site.update(&client, 3);
    let late = START + 20 * DAY;
    assert_eq!(refused(&client, "q", late), Some(Threshold::High));
    assert_eq!(refused(&client, "r", late), None);
    assert_eq!(refused(&client, "s", late), Some(Threshold::Quick));
    // The next quick list begins anew, and a client that held the old one takes it.
    let next = site.prepare(Role::Quick, 4, &adds(&["t"]), UndecidedQuick::Refuse);
    site.publish(&next.unwrap(), QUICK).unwrap();
    let client = site.update(&client, 4);
    assert_eq!(refused(&client, "t", late), Some(Threshold::Quick));
    assert_eq!(refused(&client, "r", late), None);
}

#[test]
fn a_proposal_has_to_fit_to_what_is_published() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    let id = |text: &str, is_public| plain(text, is_public).id().unwrap().to_string();
    let made = |role, items: &[(Action, PlainEntry)]| {
        let made = site.prepare(role, 2, &proposal(items), UndecidedQuick::Refuse);
        made.map(drop)
    };
    let there = PrepareProblem::AlreadyThere {
        entry: id("a", false),
    };
    let missing = PrepareProblem::NotThere {
        entry: id("b", false),
    };
    let high = |text: &str, is_public| {
        let entry = id(text, is_public);
        Err(PrepareProblem::NeedsQuorum { entry })
    };
    let (a, b) = (plain("a", false), plain("b", false));
    for role in [Role::Approved, Role::Quick] {
        assert_eq!(made(role, &[(Action::Add, a.clone())]), Err(there.clone()));
    }
    let both = [(Action::Add, a.clone()), (Action::Remove, a.clone())];
    let entry = id("a", false);
    assert_eq!(
        made(Role::Approved, &both),
        Err(PrepareProblem::BothWays { entry })
    );
    for action in [Action::Remove, Action::Withdraw] {
        assert_eq!(
            made(Role::Approved, &[(action, b.clone())]),
            Err(missing.clone())
        );
        assert_eq!(made(Role::Quick, &[(action, a.clone())]), high("a", false));
    }
    assert_eq!(
        made(Role::Quick, &[(Action::Add, plain("b", true))]),
        high("b", true)
    );
    let early = site.prepare(Role::Approved, 0, &adds(&["b"]), UndecidedQuick::Refuse);
    assert!(matches!(early, Err(PrepareProblem::Clock { .. })));
    let late = site.prepare(Role::Approved, 3000, &adds(&["b"]), UndecidedQuick::Refuse);
    assert!(matches!(late, Err(PrepareProblem::SetExpired { .. })));
    let none = Site::new().prepare(Role::Quick, 1, &adds(&["b"]), UndecidedQuick::Refuse);
    assert_eq!(none, Err(PrepareProblem::NoApproved));
}

#[test]
fn a_list_that_expired_can_be_followed() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    site.approve(100, &adds(&["b"]));
    let client = site.update(&fresh(), 100);
    assert_eq!(
        refused(&client, "b", START + 100 * DAY),
        Some(Threshold::Quick)
    );
}

/// A list with the next number was signed by some and never published.
#[test]
fn a_number_may_be_left_out_and_never_comes_back() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    let client = site.update(&fresh(), 1);
    let make = |role, day, texts: &[&str], number| {
        let proposal = adds(texts);
        site.prepare_as(role, day, &proposal, UndecidedQuick::Refuse, Some(number))
    };
    let refused_number = Err(PrepareProblem::Number {
        number: 1,
        expected: 2,
    });
    assert_eq!(make(Role::Approved, 2, &["b"], 1), refused_number);
    let late = make(Role::Approved, 2, &["b"], 2).unwrap();
    let list = make(Role::Approved, 2, &["b"], 3).unwrap();
    assert_eq!(site.publish(&list, HIGH).unwrap().delta_count, 1);
    let client = site.update(&client, 2);
    assert_eq!(
        refused(&client, "b", START + 2 * DAY),
        Some(Threshold::Quick)
    );
    let read = List::parse(&late).unwrap();
    let text = statement_text(&site.publishers, &site.mirror(), &read);
    assert_eq!(
        text.err(),
        Some(PublishProblem::NotNext {
            got: 2,
            expected: 4
        })
    );
    let quick = make(Role::Quick, 3, &["q"], 2).unwrap();
    site.publish(&quick, QUICK).unwrap();
    let client = site.update(&client, 3);
    assert_eq!(
        refused(&client, "q", START + 3 * DAY),
        Some(Threshold::Quick)
    );
    // Far ahead there is no delta, and clients take the whole list.
    let far = adds(&["c"]);
    let far = site.prepare_as(
        Role::Approved,
        4,
        &far,
        UndecidedQuick::Adopt,
        Some(1 << 40),
    );
    assert_eq!(site.publish(&far.unwrap(), HIGH).unwrap().delta_count, 0);
    let client = site.update(&client, 4);
    assert_eq!(
        refused(&client, "c", START + 4 * DAY),
        Some(Threshold::Quick)
    );
}

#[test]
fn changes_say_what_becomes_weaker() {
    let list = |entries: &[PlainEntry]| {
        let entries: Vec<_> = entries.iter().map(PlainEntry::to_policy).collect();
        approved(1, &entries)
    };
    let (a, public) = (plain("a", false), plain("a", true));
    let b = plain("b", false);
    let one = list(from_ref(&a));
    assert_eq!(kinds(None, &one), [ChangeKind::Added]);
    assert_eq!(kinds(Some(&one), &one), []);
    assert_eq!(
        kinds(Some(&one), &list(from_ref(&public))),
        [ChangeKind::Widened]
    );
    assert_eq!(kinds(Some(&list(&[public])), &one), [ChangeKind::Narrowed]);
    let both = list(&[a, b.clone()]);
    assert_eq!(kinds(Some(&both), &list(&[b])), [ChangeKind::Removed]);
}
