//! Signatures that do not count.

use anchorwatch_list::{Publishers, PublishersProblem, Role, VerifyProblem, verify};
use anchorwatch_note::NoteProblem;

use crate::publisher::*;

fn verified(note: &[u8], octets: &[u8], role: Role) -> Result<usize, VerifyProblem> {
    verify(note, octets, &publishers(), role).map(|list| list.signers().len())
}

#[test]
fn three_publishers_suffice_and_two_do_not() {
    let octets = approved(1, &[public("a")]);
    let refused = |got| Err(VerifyProblem::Threshold { got, needed: 3 });
    for (seeds, expected) in [
        (&[1, 2, 3][..], Ok(3)),
        (&[5, 3, 1], Ok(3)),
        (&[1, 2, 3, 4, 5], Ok(5)),
        (&[1, 2], refused(2)),
        (&[1], refused(1)),
    ] {
        let got = verified(&note(&octets, seeds), &octets, Role::Approved);
        assert_eq!(got, expected, "{seeds:?}");
    }
}

#[test]
fn a_signature_that_is_there_three_times_counts_once() {
    let octets = approved(1, &[public("a")]);
    let note = note(&octets, &[1, 1, 1, 2]);
    let refused = VerifyProblem::Threshold { got: 2, needed: 3 };
    assert_eq!(verified(&note, &octets, Role::Approved), Err(refused));
}

#[test]
fn one_key_under_two_names_is_no_set_of_publishers() {
    let names = ["a.example", "b.example", "c.example"];
    let set = |seeds: [u8; 3]| {
        let keys = names.iter().zip(seeds);
        let line = |(name, seed)| format!("witness {name} {}\n", key_named(name, seed).verifier());
        let lines: String = keys.map(|(name, seed)| line((*name, seed))).collect();
        let policy = format!(
            "{lines}group all-three all {}\nquorum all-three\n",
            names.join(" ")
        );
        Publishers::parse(&set_text(1, SET_EXPIRES, 7, &policy))
    };
    let refused = |one: &str, other: &str| {
        let (one, other) = (one.to_owned(), other.to_owned());
        Some(PublishersProblem::SameKey { one, other })
    };
    assert_eq!(set([7, 8, 7]).err(), refused("a.example", "c.example"));
    assert_eq!(set([7, 8, 9]).err(), None);
}

#[test]
fn signatures_over_another_list_of_the_same_publishers_do_not_count() {
    let octets = approved(1, &[public("a")]);
    let mut statement = statement(&octets, &[]);
    statement.origin = origin("example.org/another");
    let keys = keys(HIGH);
    let note = signed_by(&statement.encode(), &keys);
    let got = "example.org/another".to_owned();
    let refused = VerifyProblem::Origin { got };
    assert_eq!(verified(&note, &octets, Role::Approved), Err(refused));
}

#[test]
fn strangers_signatures_are_ignored_and_a_stranger_with_a_publisher_s_name_counts_nothing() {
    let octets = approved(1, &[public("a")]);
    let text = statement(&octets, &[]).encode();
    let known = || [key(1), key(2)];
    let stranger = || key_named("stranger.example", 9);
    let impostor = || key_named("publisher-3.example", 9);
    let refused = Err(VerifyProblem::Threshold { got: 2, needed: 3 });
    for keys in [
        known().into_iter().chain([stranger()]).collect::<Vec<_>>(),
        known().into_iter().chain([impostor()]).collect(),
    ] {
        let note = signed_by(&text, &keys);
        assert_eq!(verified(&note, &octets, Role::Approved), refused);
    }
    let keys: Vec<_> = known().into_iter().chain([stranger(), key(3)]).collect();
    let note = signed_by(&text, &keys);
    assert_eq!(verified(&note, &octets, Role::Approved), Ok(3));
}

#[test]
fn a_wrong_signature_by_a_publisher_refuses_even_beside_enough_right_ones() {
    let octets = approved(1, &[public("a")]);
    let other = note(&approved(2, &[]), &[4]);
    let wrong = String::from_utf8(other).unwrap();
    let wrong = wrong.rsplit_once("\n\n").unwrap().1;
    let note = [&note(&octets, HIGH), wrong.as_bytes()].concat();
    let key = "publisher-4.example".to_owned();
    let why = NoteProblem::Signature { key };
    let refused = VerifyProblem::Note { why };
    assert_eq!(verified(&note, &octets, Role::Approved), Err(refused));
}

#[test]
fn nothing_that_nobody_signed_is_read() {
    let octets = approved(1, &[public("a")]);
    let text = statement(&octets, &[]).encode();
    assert!(verified(text.as_bytes(), &octets, Role::Approved).is_err());
    assert!(verified(&[], &octets, Role::Approved).is_err());
    let strangers = signed_by(&text, &[key_named("stranger.example", 9)]);
    let why = NoteProblem::UnknownSigner;
    let refused = VerifyProblem::Note { why };
    assert_eq!(verified(&strangers, &octets, Role::Approved), Err(refused));
}

#[test]
fn a_quick_list_passed_off_as_approved_and_the_other_way_round_is_refused() {
    let base = approved(1, &[public("a")]);
    let quick = quick(1, &base, &[local("b")]);
    for (octets, seeds, role) in [(&quick, HIGH, Role::Approved), (&base, HIGH, Role::Quick)] {
        let note = note(octets, seeds);
        assert_eq!(verified(&note, octets, role), Err(VerifyProblem::Role));
    }
    // The text says one role, and the octets that it names are the other's.
    let mut lies = statement(&quick, &[]);
    lies.role = Role::Approved;
    let keys = keys(HIGH);
    let note = signed_by(&lies.encode(), &keys);
    let got = verified(&note, &quick, Role::Approved);
    assert_eq!(got, Err(VerifyProblem::Header));
}

#[test]
fn a_text_whose_sequence_or_epoch_is_not_that_of_the_list_is_refused() {
    let octets = approved(5, &[public("a")]);
    let keys = keys(HIGH);
    let mut lies = statement(&octets, &[]);
    lies.sequence = 6;
    let note = signed_by(&lies.encode(), &keys);
    let got = verified(&note, &octets, Role::Approved);
    assert_eq!(got, Err(VerifyProblem::Header));
    let mut lies = statement(&octets, &[]);
    lies.epoch = 2;
    let note = signed_by(&lies.encode(), &keys);
    let refused = VerifyProblem::Epoch {
        got: 2,
        expected: 1,
    };
    assert_eq!(verified(&note, &octets, Role::Approved), Err(refused));
}

#[test]
fn a_text_in_another_spelling_is_refused() {
    let octets = approved(1, &[public("a")]);
    let text = statement(&octets, &[]).encode();
    let keys = keys(HIGH);
    for other in [
        text.replace("sequence 1", "sequence 01"),
        text.replace("sequence 1", "sequence +1"),
        text.replace("role approved", "role Approved"),
        text.replace("anchorwatch.distrust-list/1", "anchorwatch.distrust-list/2"),
        format!("{text}more\n"),
        text.replace("epoch 1\n", ""),
        text.replace("epoch 1\nsequence 1\n", "sequence 1\nepoch 1\n"),
    ] {
        assert_ne!(other, text);
        let note = signed_by(&other, &keys);
        let got = verified(&note, &octets, Role::Approved);
        assert_eq!(got, Err(VerifyProblem::Statement), "{other}");
    }
}

#[test]
fn a_revoked_publisher_and_a_set_of_another_epoch_no_longer_sign() {
    let octets = approved(1, &[public("a")]);
    let note = note(&octets, HIGH);
    let without_three = publishers_of_epoch(1, &[1, 2, 4, 5]);
    let got = verify(&note, &octets, &without_three, Role::Approved).err();
    assert_eq!(got, Some(VerifyProblem::Threshold { got: 2, needed: 3 }));
    let next = publishers_of_epoch(2, &[1, 2, 3, 4]);
    let got = verify(&note, &octets, &next, Role::Approved).err();
    let refused = VerifyProblem::Epoch {
        got: 1,
        expected: 2,
    };
    assert_eq!(got, Some(refused));
    assert!(take(&fresh(), &octets, HIGH).is_ok());
}
