//! Sets of publishers: who has to sign together.

use anchorwatch_list::{Publishers, PublishersProblem, Role, VerifyProblem, verify};
use data_encoding::BASE64;

use crate::publisher::*;

/// The first lines of a set, of which the policy follows.
const HEADER_LINES: u64 = 7;

fn set(policy: &str) -> Result<Publishers, PublishersProblem> {
    Publishers::parse(&set_text(1, SET_EXPIRES, 7, policy))
}

fn approved_by(set: &Publishers, seeds: &[u8]) -> Result<(), VerifyProblem> {
    let octets = approved(1, &[public("a")]);
    let note = note(&octets, seeds);
    verify(&note, &octets, set, Role::Approved).map(|_| ())
}

/// The example of tlog-policy: two of three here, and one of three there.
fn example() -> Publishers {
    let policy = witnesses(&[1, 2, 3, 4, 5, 6])
        + "group X-witnesses 2 p1 p2 p3\ngroup Y-witnesses any p4 p5 p6\n\
           group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";
    set(&policy).unwrap()
}

#[test]
fn the_specification_s_own_example_is_reached_by_exactly_its_subsets() {
    let set = example();
    assert_eq!(set.threshold(Role::Approved), 3);
    for subset in 1_u8..64 {
        let seeds: Vec<u8> = (1..=6).filter(|it| subset >> (it - 1) & 1 == 1).collect();
        let (here, there): (Vec<u8>, Vec<u8>) = seeds.iter().partition(|it| **it <= 3);
        let is_reached = here.len() >= 2 && !there.is_empty();
        let got = approved_by(&set, &seeds);
        assert_eq!(got.is_ok(), is_reached, "{seeds:?}: {got:?}");
    }
}

#[test]
fn three_publishers_of_one_country_do_not_sign_for_three_countries() {
    let policy = witnesses(&[1, 2, 3, 4, 5])
        + "group here any p1 p2 p3\ngroup countries all here p4 p5\nquorum countries\n";
    let set = set(&policy).unwrap();
    let quorum = "countries".to_owned();
    let refused = Err(VerifyProblem::Quorum { quorum });
    assert_eq!(approved_by(&set, &[1, 2, 3]), refused);
    assert_eq!(approved_by(&set, &[1, 2, 3, 4]), refused);
    assert_eq!(approved_by(&set, &[1, 4, 5]), Ok(()));
    // A quick list asks for a number only.
    let base = approved(1, &[]);
    let octets = quick(1, &base, &[local("b")]);
    assert!(verify(&note(&octets, &[5]), &octets, &set, Role::Quick).is_ok());
}

#[test]
fn a_publisher_outside_the_quorum_s_groups_adds_nothing_to_it() {
    let policy = witnesses(&[1, 2, 3, 9]) + "group two 2 p1 p2 p3\nquorum two\n";
    let set = set(&policy).unwrap();
    let quorum = "two".to_owned();
    assert_eq!(
        approved_by(&set, &[1, 9]),
        Err(VerifyProblem::Quorum { quorum })
    );
    assert_eq!(approved_by(&set, &[1, 2]), Ok(()));
}

#[test]
fn spaces_comments_urls_and_empty_lines_are_allowed() {
    let policy = witnesses(&[1, 2, 3]).replace("witness", "  witness  ");
    let policy = policy.replacen(
        '\n',
        " https://publisher-1.example/ \n\n # who they are\n#\n",
        1,
    );
    let set = set(&(policy + "group three  all p1 p2 p3 \nquorum three\n")).unwrap();
    assert_eq!(set.keys().len(), 3);
    assert_eq!(approved_by(&set, HIGH), Ok(()));
}

#[test]
fn what_is_no_set_of_publishers_is_refused() {
    let good = three_of(&[1, 2, 3]);
    assert!(set(&good).is_ok());
    let line = |number| HEADER_LINES + number;
    let form = |number| PublishersProblem::Form { line: number };
    let name = |name: &str| PublishersProblem::Name {
        name: name.to_owned(),
    };
    let thresholds = |approved| PublishersProblem::Thresholds { quick: 1, approved };
    let with = |from: &str, to: &str| good.replace(from, to);
    for (policy, refused) in [
        // One publisher, or nobody, would suffice.
        (with("three 3", "three 1"), thresholds(1)),
        (with("three 3", "three any"), thresholds(1)),
        (with("quorum three", "quorum p1"), thresholds(1)),
        (with("three 3", "three 0"), form(line(4))),
        (
            with("quorum three", "quorum none"),
            PublishersProblem::NoQuorum,
        ),
        (with("quorum three\n", ""), PublishersProblem::NoQuorum),
        (String::new(), PublishersProblem::NoQuorum),
        // More than there are, and other numbers.
        (with("three 3", "three 4"), form(line(4))),
        (with("three 3", "three 03"), form(line(4))),
        (with("three 3", "three +3"), form(line(4))),
        (with("3 p1 p2 p3", "all"), form(line(4))),
        // Someone who counts twice.
        (with("3 p1 p2 p3", "3 p1 p2 p2"), name("p2")),
        (
            with("quorum three", "group four all three p1\nquorum four"),
            name("p1"),
        ),
        (with("witness p2", "witness p1"), name("p1")),
        (with("group three", "group p1"), name("p1")),
        // Names that are not there, or not yet.
        (with("p2 p3\n", "p2 p4\n"), name("p4")),
        (with("3 p1 p2 p3", "3 p1 p2 three"), name("three")),
        (with("quorum three", "quorum four"), name("four")),
        (with("witness p1", "witness none"), name("none")),
        // Lines that do not belong here.
        (
            with("quorum three\n", "quorum three\nquorum three\n"),
            form(line(6)),
        ),
        (with("quorum", "Quorum"), form(line(5))),
        (with("quorum three", "quorum three three"), form(line(5))),
        (with("quorum", "\tquorum"), form(line(5))),
        (with("witness p1", "witness"), form(line(1))),
    ] {
        assert_eq!(set(&policy).err(), Some(refused), "{policy}");
    }
}

#[test]
fn a_set_that_asks_for_a_log_is_refused_by_a_client_that_knows_no_logs() {
    let log = format!("log {} https://log.example/\n", key(9).verifier());
    let refused = PublishersProblem::Log {
        line: HEADER_LINES + 1,
    };
    assert_eq!(set(&(log + &three_of(&[1, 2, 3]))).err(), Some(refused));
}

#[test]
fn a_key_of_another_kind_or_with_another_id_is_refused() {
    let good = three_of(&[1, 2, 3]);
    let key = key(2).verifier().to_string();
    let id = key.split('+').nth(1).unwrap();
    let kind = key.replace(&format!("{id}+A"), &format!("{id}+B"));
    for other in [key.replace(id, "00000000"), kind] {
        assert_ne!(other, key);
        let got = set(&good.replace(&key, &other)).err();
        let line = HEADER_LINES + 2;
        assert!(
            matches!(got, Some(PublishersProblem::Key { line: at, .. }) if at == line),
            "{got:?}"
        );
    }
}

/// The text of an Ed25519 key of the name `a.example` with this ID.
fn key_text(id: &str, public_key: &[u8; 32]) -> String {
    let octets = [&[1], public_key.as_slice()].concat();
    format!("a.example+{id}+{}", BASE64.encode(&octets))
}

#[test]
fn a_key_for_which_anyone_can_sign_is_refused() {
    // The neutral point and one of order 4. An ordinary key is the twin.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    for (text, is_good) in [
        (key_text("04b6ce81", &neutral), false),
        (key_text("76599a8f", &[0; 32]), false),
        (key_named("a.example", 9).verifier().to_string(), true),
    ] {
        let policy = witnesses(&[1, 2]) + &format!("witness p3 {text}\n");
        let got = set(&(policy + "group three all p1 p2 p3\nquorum three\n"));
        let name = "a.example".to_owned();
        let refused = (!is_good).then_some(PublishersProblem::UnsafeKey { name });
        assert_eq!(got.err(), refused, "{text}");
    }
}

#[test]
fn two_keys_that_a_signature_line_does_not_tell_apart_are_refused() {
    // Found by trying: both have the ID f92481b0.
    let key = |number: u16| {
        let mut public_key = [0; 32];
        public_key[..2].copy_from_slice(&number.to_le_bytes());
        public_key[31] = 1;
        key_text("f92481b0", &public_key)
    };
    let (one, other) = (key(17_828), key(31_013));
    let policy = |key: &str| {
        let third = key_named("a.example", 9).verifier().to_string();
        format!(
            "witness p1 {one}\nwitness p2 {key}\nwitness p3 {third}\n\
             group two 2 p1 p2 p3\nquorum two\n"
        )
    };
    let name = "a.example".to_owned();
    let refused = PublishersProblem::UnsafeKey { name };
    assert_eq!(set(&policy(&other)).err(), Some(refused));
    assert!(set(&policy(&key_named("a.example", 8).verifier().to_string())).is_ok());
}

#[test]
fn the_lines_above_the_policy_have_one_spelling_and_bounds() {
    let good = set_text(1, SET_EXPIRES, 7, &three_of(&[1, 2, 3]));
    let expires = at(SET_EXPIRES).to_string();
    for (from, to, line) in [
        ("publishers/1", "publishers/2", 1),
        ("origin example", "origin  example", 2),
        ("epoch 1", "epoch 01", 3),
        ("epoch 1", "epoch -1", 3),
        (expires.as_str(), "tomorrow", 4),
        (expires.as_str(), &expires.replace('Z', "+00:00"), 4),
        ("delay 7", "delay", 5),
        ("delay 7\nquick 1", "quick 1\ndelay 7", 5),
        ("quick 1\n", "quick 1\nslow 2\n", 7),
    ] {
        let other = good.replacen(from, to, 1);
        assert_ne!(other, good);
        let refused = PublishersProblem::Form { line };
        assert_eq!(Publishers::parse(&other).err(), Some(refused), "{other}");
    }
    for (days, is_good) in [(0, false), (1, true), (90, true), (91, false)] {
        let text = good.replace("delay 7", &format!("delay {days}"));
        assert_eq!(Publishers::parse(&text).is_ok(), is_good, "{days}");
    }
    for (quick, is_good) in [(0, false), (1, true), (2, true), (3, false)] {
        let text = good.replace("quick 1", &format!("quick {quick}"));
        assert_eq!(Publishers::parse(&text).is_ok(), is_good, "{quick}");
    }
    for end in 0..good.len() {
        assert!(Publishers::parse(&good[..end]).is_err(), "{end}");
    }
}

#[test]
fn more_publishers_groups_and_octets_than_a_set_may_have_are_refused() {
    let all: Vec<u8> = (1..=65).collect();
    let max = 64;
    assert!(set(&three_of(&all[..64])).is_ok());
    let refused = Some(PublishersProblem::TooMany { max });
    assert_eq!(set(&three_of(&all)).err(), refused);
    let groups = |count: usize| -> String {
        let first = witnesses(&[1, 2]) + "group g0 all p1 p2\n";
        let more = (1..count).map(|it| format!("group g{it} all g{}\n", it - 1));
        first + &more.collect::<String>() + &format!("quorum g{}\n", count - 1)
    };
    assert!(set(&groups(64)).is_ok());
    assert_eq!(set(&groups(65)).err(), refused);
    let long = three_of(&[1, 2, 3]) + &"#\n".repeat(32 << 10);
    let max = 64 << 10;
    assert_eq!(set(&long).err(), Some(PublishersProblem::TooLong { max }));
}
