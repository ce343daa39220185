//! What a policy may say.

use anchorwatch_transparency::{
    CheckpointKey, CheckpointKeyProblem, Policy, PolicyProblem, SignatureKind,
};
use data_encoding::BASE64;

use crate::keys::{log, signer, witness};

fn key(seed: u8) -> String {
    witness(&format!("w{seed}.example"), seed).key().to_string()
}

fn read(text: &str) -> Result<Policy, PolicyProblem> {
    Policy::parse(text.as_bytes())
}

fn problem(text: &str) -> PolicyProblem {
    read(text).unwrap_err()
}

#[test]
fn the_example_of_the_specification_is_read() {
    let mut text = format!("# who\n\n  log\t{} https://log.example\n", log().key());
    for (name, seed) in [
        ("X1", 1),
        ("X2", 2),
        ("X3", 3),
        ("Y1", 4),
        ("Y2", 5),
        ("Y3", 6),
    ] {
        text += &format!("witness {name} {}\n", key(seed + 10));
    }
    text += "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n\
             group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";
    let policy = read(&text).unwrap();
    let met =
        |names: &[&str]| policy.is_met_by(|it| names.iter().any(|name| name.as_bytes() == it.name));
    assert!(met(&["X1", "X3", "Y2"]));
    assert!(!met(&["X1", "Y1", "Y2", "Y3"]));
    assert!(!met(&["X1", "X2", "X3"]));
    assert!(!met(&[]));
    assert_eq!(
        policy.logs()[0].url.as_deref(),
        Some(b"https://log.example".as_slice())
    );
}

/// The problems of a third line after two witnesses, a and b.
fn check_third_lines(cases: &[(&str, PolicyProblem)]) {
    let two = format!("witness a {}\nwitness b {}\n", key(1), key(2));
    for (last, expected) in cases {
        assert_eq!(problem(&format!("{two}{last}\n")), *expected, "{last:?}");
    }
    assert!(read(&format!("{two}quorum a\n")).is_ok());
}

#[test]
fn a_line_of_another_form_is_named_by_its_number() {
    let line = 3;
    let items = PolicyProblem::Items { line };
    let threshold = PolicyProblem::Threshold { line };
    let octet = PolicyProblem::Octet { line };
    let keyword = "Quorum".to_owned();
    check_third_lines(&[
        ("quorum", items.clone()),
        ("quorum a b", items.clone()),
        ("group g 1", items.clone()),
        ("witness c", items.clone()),
        ("log", items),
        ("Quorum a", PolicyProblem::Keyword { line, keyword }),
        ("group g 0 a b", threshold.clone()),
        ("group g 3 a b", threshold.clone()),
        ("group g 02 a b", threshold.clone()),
        ("group g +1 a b", threshold.clone()),
        ("group g most a b", threshold),
        ("quorum a\r", octet.clone()),
        ("quorum a\x7f", octet.clone()),
        ("# \0", octet),
        ("", PolicyProblem::NoQuorum { line }),
    ]);
    assert_eq!(problem(""), PolicyProblem::NoQuorum { line: 0 });
    let line = 1;
    let unterminated = PolicyProblem::Unterminated { line };
    assert_eq!(problem("quorum none"), unterminated);
}

#[test]
fn a_name_is_defined_before_it_is_used_and_used_once() {
    let line = 3;
    let unknown = |name: &str| PolicyProblem::UnknownName {
        line,
        name: name.to_owned(),
    };
    let taken = |name: &str| PolicyProblem::NameTaken {
        line,
        name: name.to_owned(),
    };
    let twice = |line| PolicyProblem::MemberTwice {
        line,
        name: "a".to_owned(),
    };
    check_third_lines(&[
        ("group g any a c", unknown("c")),
        ("group g any g", unknown("g")),
        ("group g any none", unknown("none")),
        ("group none any a", taken("none")),
        ("group a any b", taken("a")),
        ("group g 2 a a", twice(3)),
        ("group g any a\ngroup h any a b", twice(4)),
        ("quorum c", unknown("c")),
        (
            "quorum a\nquorum none",
            PolicyProblem::QuorumTwice { line: 4 },
        ),
    ]);
}

#[test]
fn a_key_has_one_form() {
    let good = key(1);
    assert_eq!(good.parse::<CheckpointKey>().unwrap().to_string(), good);
    let (head, octets) = good.rsplit_once('+').unwrap();
    let octets = BASE64.decode(octets.as_bytes()).unwrap();
    let (kind, public_key) = octets.split_at(1);
    let in_two = BASE64.encode(kind) + &BASE64.encode(public_key);
    let read = format!("{head}+{in_two}").parse::<CheckpointKey>();
    assert_eq!(read, Err(CheckpointKeyProblem::Form));
}

#[test]
fn a_key_is_good_for_its_role_only() {
    let log_key = log().key().to_string();
    let as_cosigner = format!("witness a {log_key}\nquorum a\n");
    assert_eq!(problem(&as_cosigner), PolicyProblem::KeyRole { line: 1 });
    let as_log = format!("log {}\nquorum none\n", key(1));
    assert_eq!(problem(&as_log), PolicyProblem::KeyRole { line: 1 });
    let ml_dsa = signer("log.example/list", SignatureKind::MlDsa44Cosignature, 9);
    let either = format!("log {}\nquorum none\n", ml_dsa.key());
    assert!(read(&either).is_ok());
    let damaged = log_key.replace("+", "+0");
    let why = CheckpointKeyProblem::Form;
    let damaged = problem(&format!("log {damaged}\nquorum none\n"));
    assert_eq!(damaged, PolicyProblem::Key { line: 1, why });
}

#[test]
fn names_are_octets_and_are_not_compared_as_text() {
    let kelvin = "\u{212a}";
    let text = format!(
        "witness K {}\nwitness {kelvin} {}\nquorum {kelvin}\n",
        key(1),
        key(2)
    );
    let policy = read(&text).unwrap();
    assert!(policy.is_met_by(|it| it.name == kelvin.as_bytes()));
    assert!(!policy.is_met_by(|it| it.name == b"K"));
    let latin = [format!("witness \u{1} {}\nquorum \u{1}\n", key(1)).as_bytes()].concat();
    let latin: Vec<u8> = latin
        .iter()
        .map(|it| if *it == 1 { 0xff } else { *it })
        .collect();
    assert_eq!(Policy::parse(&latin).unwrap().cosigners()[0].name, [0xff]);
}

#[test]
fn the_time_of_a_quorum_is_that_of_its_slowest_needed_member() {
    let text = format!(
        "witness a {}\nwitness b {}\nwitness c {}\ngroup two 2 a b c\nquorum two\n",
        key(1),
        key(2),
        key(3)
    );
    let policy = read(&text).unwrap();
    let since =
        |times: [Option<u64>; 3]| policy.quorum_since(|it| times[usize::from(it.name[0] - b'a')]);
    assert_eq!(since([Some(10), Some(30), Some(20)]), Some(20));
    assert_eq!(since([Some(10), Some(u64::MAX), None]), Some(10));
    assert_eq!(since([None, Some(30), None]), None);
    assert_eq!(since([Some(7), Some(7), Some(7)]), Some(7));
    let none = read("quorum none\n").unwrap();
    assert_eq!(none.quorum_since(|_| Some(1)), None);
    assert!(none.is_met_by(|_| false) && !none.asks_for_cosignatures());
}
