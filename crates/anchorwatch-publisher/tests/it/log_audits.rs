//! What an auditor finds in a log whose owner, and whose witnesses, do as they like.

use anchorwatch_list::{List, Publishers, Statement};
use anchorwatch_publisher::*;
use anchorwatch_remark::Remark as _;
use anchorwatch_transparency::{AddCheckpoint, Cosigner, Policy};

use crate::{own_log::*, publisher::*};

/// A log, and the set of publishers that names it.
struct Desk {
    owner: Owner,
    witnesses: Witnesses,
    policy: Policy,
    set: Publishers,
}

impl Desk {
    fn new() -> Self {
        let owner = Owner::new("log.example");
        let witnesses = Witnesses::of(&owner.key);
        let logs = witnesses.policy_text(&owner.key);
        let publishers = three_of(&[1, 2, 3, 4, 5]);
        let text = format!("{publishers}anchorwatch.logs/1\nfresh 3\n\n{logs}");
        Self {
            set: Publishers::parse(&set_text(1, SET_EXPIRES, 7, &text)).unwrap(),
            policy: witnesses.policy(&owner.key),
            owner,
            witnesses,
        }
    }

    fn add(&self, texts: &[String]) {
        let ask = |who: &Cosigner, it: &AddCheckpoint| self.witnesses.ask(who, it);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        self.owner.add(&texts, &self.policy, &ask).unwrap();
    }

    fn audit(&self, earlier: Option<&[u8]>, published: &[String]) -> Result<LogAudit, LogProblem> {
        let file = |name: &str, max: u64| match self.owner.files.borrow().get(name) {
            Some(octets) if octets.len() as u64 > max => Err(LogProblem::Unreadable {
                file: name.to_owned(),
            }),
            found => Ok(found.cloned()),
        };
        audit_log(&self.set, &file, earlier, published, NOW)
    }

    fn codes(&self, earlier: Option<&[u8]>) -> Vec<&'static str> {
        let audit = self.audit(earlier, &[]).unwrap();
        audit.findings.iter().map(|it| it.code()).collect()
    }
}

fn approved_list(sequence: u64, key: &str) -> Vec<u8> {
    list(header(sequence, None), &[local(key)])
}

fn approved(sequence: u64, key: &str) -> String {
    statement(&approved_list(sequence, key), &[]).encode()
}

fn quick(sequence: u64, base: u64, key: &str) -> String {
    let base = approved_list(base, "a");
    let octets = list(header(sequence, Some(&base)), &[local(key)]);
    statement(&octets, &[]).encode()
}

fn set(epoch: u64, seeds: &[u8]) -> String {
    set_text(epoch, SET_EXPIRES, 7, &three_of(seeds))
}

/// The same list with a delta from another one.
fn with_delta(sequence: u64, key: &str) -> String {
    let (one, other) = (
        approved_list(sequence - 1, "z"),
        approved_list(sequence, key),
    );
    let delta = between(&one, &other);
    statement(&other, &[&delta]).encode()
}

fn of_other_list() -> String {
    let octets = approved_list(1, "a");
    let list = List::parse(&octets).unwrap();
    Statement::of(origin("example.net/other"), &list, &[]).encode()
}

#[test]
fn each_entry_follows_the_one_before() {
    let right: [&[String]; 6] = [
        &[],
        &[
            approved(1, "a"),
            approved(2, "a"),
            quick(1, 2, "q"),
            quick(2, 2, "r"),
            approved(3, "a"),
        ],
        &[
            approved(1, "a"),
            quick(1, 1, "q"),
            approved(2, "a"),
            quick(1, 2, "r"),
        ],
        // A log that an older list chose later, and one list under two texts.
        &[approved(7, "a"), approved(8, "b"), with_delta(8, "b")],
        &[approved(1, "a"), set(2, &[1, 2, 3]), set(3, &[1, 2, 4])],
        // One that was signed and never published.
        &[approved(1, "a"), approved(3, "a")],
    ];
    for (texts, number) in right.into_iter().zip(0..) {
        let desk = Desk::new();
        desk.add(texts);
        assert_eq!(desk.codes(None), [] as [&str; 0], "{number}");
    }
}

#[test]
fn an_entry_that_does_not_follow_is_found() {
    let wrong: [(&[String], &str); 10] = [
        (&[approved(1, "a"), approved(1, "b")], "log_audit_two"),
        (
            &[approved(1, "a"), approved(2, "a"), approved(1, "b")],
            "log_audit_two",
        ),
        (
            &[approved(1, "a"), quick(1, 1, "q"), quick(1, 1, "r")],
            "log_audit_two",
        ),
        // The first quick list adds to list 1: list 2 was in the log, and not published yet.
        (
            &[
                approved(1, "a"),
                approved(2, "a"),
                quick(1, 1, "q"),
                quick(1, 2, "r"),
            ],
            "log_audit_unclear",
        ),
        (&[quick(1, 1, "q"), quick(1, 1, "r")], "log_audit_unclear"),
        (&[set(2, &[1, 2, 3]), set(2, &[1, 2, 4])], "log_audit_two"),
        (
            &[approved(2, "a"), approved(1, "a")],
            "log_audit_out_of_order",
        ),
        (
            &[set(2, &[1, 2, 3]), set(4, &[1, 2, 4])],
            "log_audit_out_of_order",
        ),
        (
            &[approved(1, "a"), "hello\n".to_owned()],
            "log_audit_unreadable",
        ),
        (&[of_other_list()], "log_audit_other_list"),
    ];
    for (texts, code) in wrong {
        let desk = Desk::new();
        desk.add(texts);
        assert_eq!(desk.codes(None), [code]);
    }
}

/// The owner of the log makes a second one, and the witnesses forget the first.
#[test]
fn an_earlier_checkpoint_shows_a_fork_and_a_log_that_shrank() {
    let desk = Desk::new();
    desk.add(&[approved(1, "a"), approved(2, "a")]);
    let seen = desk.owner.files.borrow()["checkpoint"].clone();
    desk.add(&[approved(3, "a")]);
    assert_eq!(desk.codes(Some(&seen)), [] as [&str; 0]);
    let newest = desk.owner.files.borrow()["checkpoint"].clone();
    desk.owner.begin_again();
    desk.witnesses.records.borrow_mut().clear();
    desk.add(&[approved(1, "a"), approved(2, "b")]);
    assert_eq!(desk.codes(Some(&seen)), ["log_audit_forked"]);
    assert_eq!(desk.codes(Some(&newest)), ["log_audit_shrunk"]);
    desk.add(&[approved(3, "b")]);
    assert_eq!(desk.codes(Some(&newest)), ["log_audit_forked"]);
    // An earlier checkpoint of another log says nothing about this one.
    let other = Desk::new();
    other.add(&[approved(1, "a")]);
    let foreign = other.owner.files.borrow()["checkpoint"].clone();
    let audited = desk.audit(Some(&foreign), &[]);
    assert_eq!(audited.err(), Some(LogProblem::OtherCheckpoint));
}

#[test]
fn what_is_published_has_to_be_there() {
    let desk = Desk::new();
    desk.add(&[approved(1, "a")]);
    let published = [approved(1, "a"), approved(2, "b")];
    let audit = desk.audit(None, &published).unwrap();
    let codes: Vec<&str> = audit.findings.iter().map(|it| it.code()).collect();
    assert_eq!(codes, ["log_audit_not_there"]);
}

/// Whoever serves the log changes or cuts any of its files.
#[test]
fn a_changed_copy_of_a_log_is_never_right() {
    let desk = Desk::new();
    desk.add(&[approved(1, "a"), approved(2, "a"), approved(3, "a")]);
    let good = desk.owner.files.borrow().clone();
    assert_eq!(desk.codes(None), [] as [&str; 0]);
    let is_right = || desk.audit(None, &[]).is_ok_and(|it| it.findings.is_empty());
    for name in ["checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"] {
        let octets = &good[name];
        for at in 0..octets.len() {
            let mut bent = octets.clone();
            bent[at] ^= 1;
            let mut bad = vec![bent];
            // A checkpoint without its last witness still has a quorum.
            if name != "checkpoint" {
                bad.push(octets[..at].to_vec());
            }
            for bad in bad {
                desk.owner.files.borrow_mut().insert(name.to_owned(), bad);
                let refused = !is_right();
                let is_of_third = name == "checkpoint" && cut_is_harmless(octets, at);
                assert!(refused || is_of_third, "{name} {at}");
            }
        }
        desk.owner.files.borrow_mut().remove(name);
        assert!(!is_right(), "{name}");
        desk.owner
            .files
            .borrow_mut()
            .insert(name.to_owned(), octets.clone());
    }
    assert!(is_right());
}

/// Whether a change makes a signature line one of a key that nobody knows: its name or its ID.
fn cut_is_harmless(note: &[u8], at: usize) -> bool {
    let text = String::from_utf8_lossy(note);
    let line = text.lines().scan(0, |end, line| {
        *end += line.len() + 1;
        Some((*end, line))
    });
    let mut line = line.skip_while(|(end, _)| *end <= at);
    let Some((end, line)) = line.next() else {
        return true;
    };
    let start = end - line.len() - 1;
    let signature = line.rfind(' ').unwrap_or(0) + 1;
    // Four octets of an ID are five digits of base64 and a part of the sixth.
    line.starts_with("\u{2014} w") && at - start < signature + 6
}

#[test]
fn a_log_without_its_quorum_is_not_read() {
    let desk = Desk::new();
    desk.add(&[approved(1, "a")]);
    let good = desk.owner.files.borrow()["checkpoint"].clone();
    let text = String::from_utf8(good).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let few = lines[..lines.len() - 2].concat();
    let mut files = desk.owner.files.borrow_mut();
    files.insert("checkpoint".to_owned(), few.into_bytes());
    drop(files);
    let refused = desk.audit(None, &[]);
    assert!(
        matches!(refused, Err(LogProblem::Cosignatures { .. })),
        "{refused:?}"
    );
}
