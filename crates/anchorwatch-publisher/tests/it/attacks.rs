//! One publisher, or whoever has the mirror, tries to bend the list.

use anchorwatch_list::{List, Role};
use anchorwatch_publisher::*;

use crate::{publisher::*, site::*};

#[test]
fn a_publisher_alone_publishes_no_approved_list_and_takes_nothing_back() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    let removal = proposal(&[(Action::Remove, plain("a", false))]);
    let list = site.prepare(Role::Approved, 2, &removal, UndecidedQuick::Refuse);
    let list = list.unwrap();
    for few in [&[1][..], &[1, 2], &[1, 1, 1]] {
        let made = site.publish(&list, few);
        assert!(
            matches!(made, Err(PublishProblem::Unsigned { .. })),
            "{few:?}"
        );
    }
    site.publish(&list, HIGH).unwrap();
}

/// A quick list that lacks what the one before had, made by hand.
#[test]
fn a_quick_list_that_takes_something_back_is_not_published() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    let first = site.prepare(Role::Quick, 2, &adds(&["q"]), UndecidedQuick::Refuse);
    let first = first.unwrap();
    site.publish(&first, QUICK).unwrap();
    let next = site.prepare(Role::Quick, 3, &adds(&["r"]), UndecidedQuick::Refuse);
    let next = next.unwrap();
    let header = *List::parse(&next).unwrap().header();
    let bent = list(header, &[local("r")]);
    let made = site.publish(&bent, QUICK);
    assert!(
        matches!(made, Err(PublishProblem::Refused { .. })),
        "{made:?}"
    );
    site.publish(&next, QUICK).unwrap();
}

/// An approved list that leaves the quick one in limbo, made by hand.
#[test]
fn an_approved_list_without_a_word_about_the_quick_one_is_not_published() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    let quick = site.prepare(Role::Quick, 2, &adds(&["q"]), UndecidedQuick::Refuse);
    site.publish(&quick.unwrap(), QUICK).unwrap();
    let good = site.prepare(Role::Approved, 3, &adds(&[]), UndecidedQuick::Adopt);
    let good = good.unwrap();
    let header = *List::parse(&good).unwrap().header();
    let bent = list(header, &[local("a")]);
    let made = site.publish(&bent, HIGH);
    assert_eq!(made, Err(PublishProblem::QuickUndecided { count: 1 }));
    site.publish(&good, HIGH).unwrap();
}

#[test]
fn signatures_under_other_text_or_for_another_place_are_refused() {
    let site = Site::new();
    let make = |site: &Site, texts: &[&str]| {
        let list = site.prepare(Role::Approved, 1, &adds(texts), UndecidedQuick::Refuse);
        list.unwrap()
    };
    let (one, other) = (make(&site, &["a"]), make(&site, &["b"]));
    let notes = site.notes(&one, HIGH);
    assert_eq!(
        site.publish_notes(&other, &notes),
        Err(PublishProblem::OtherText)
    );
    let mut changed = notes.clone();
    changed[0][40] ^= 1;
    let made = site.publish_notes(&one, &changed);
    assert!(matches!(made, Err(PublishProblem::Note { .. })), "{made:?}");
    site.publish_notes(&one, &notes).unwrap();
    // The same list once more, or one that was made beside it.
    for late in [&one, &other] {
        let made = site.publish_notes(late, &notes);
        assert_eq!(
            made,
            Err(PublishProblem::NotNext {
                got: 1,
                expected: 2
            })
        );
    }
}

#[test]
fn a_list_for_other_publishers_or_with_damage_is_refused() {
    let site = Site::new();
    let list = site.prepare(Role::Approved, 1, &adds(&["a"]), UndecidedQuick::Refuse);
    let list = list.unwrap();
    let notes = site.notes(&list, HIGH);
    let later = publishers_of_epoch(2, &[1, 2, 3]);
    let now = at(START + DAY);
    let made = publish(&later, &Mirror::empty(), &list, &notes, now);
    assert_eq!(
        made,
        Err(PublishProblem::Epoch {
            got: 1,
            expected: 2
        })
    );
    for cut in 0..list.len() {
        let made = publish(
            &site.publishers,
            &Mirror::empty(),
            &list[..cut],
            &notes,
            now,
        );
        assert!(made.is_err(), "{cut}");
    }
    let expired = at(START + 40 * DAY);
    let made = publish(&site.publishers, &Mirror::empty(), &list, &notes, expired);
    assert!(
        matches!(made, Err(PublishProblem::Refused { .. })),
        "{made:?}"
    );
}

/// Whoever has the mirror changes any of its files, or takes one away.
#[test]
fn publishers_build_on_nothing_that_they_did_not_sign() {
    let site = Site::new();
    site.approve(1, &adds(&["a"]));
    site.approve(2, &adds(&["b"]));
    let good = site.files.borrow().clone();
    for (name, octets) in &good {
        // The bundle is for clients, and deltas are made anew.
        if name == "bundle" || name.starts_with("delta/") {
            continue;
        }
        for at in (0..octets.len()).step_by(7) {
            let mut bent = octets.clone();
            bent[at] ^= 0x20;
            site.files.borrow_mut().insert(name.clone(), bent);
            assert!(site.read().is_err(), "{name} {at}");
        }
        site.files.borrow_mut().insert(name.clone(), octets.clone());
    }
    assert!(site.read().is_ok());
    for name in good
        .keys()
        .filter(|it| it.starts_with("list/") || *it == "latest")
    {
        let taken = site.files.borrow_mut().remove(name).unwrap();
        assert!(
            matches!(site.read(), Err(PublishProblem::Missing { .. })),
            "{name}"
        );
        site.files.borrow_mut().insert(name.clone(), taken);
    }
}

#[test]
fn a_key_that_is_none_of_the_publishers_does_not_sign() {
    let site = Site::new();
    let (stranger, pem) =
        anchorwatch_note::SigningKey::generate(origin("publisher-1.example")).unwrap();
    let refused = own_key(pem.as_bytes(), &site.publishers).err();
    assert_eq!(refused, Some(SignProblem::NotAPublisher));
    let set = set_text(
        1,
        SET_EXPIRES,
        7,
        &format!(
            "witness own {}\n{}group two 2 own p1\nquorum two\n",
            stranger.verifier(),
            witnesses(&[1])
        ),
    );
    let set = anchorwatch_list::Publishers::parse(&set).unwrap();
    let own = own_key(pem.as_bytes(), &set).unwrap();
    assert_eq!(own.verifier(), stranger.verifier());
}
