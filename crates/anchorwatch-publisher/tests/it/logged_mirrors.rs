//! A mirror of publishers who ask for a log: what it shows of the log counts, however old it is.

use std::{cell::RefCell, collections::BTreeMap};

use anchorwatch_list::{Bundle, List, ListState, Publishers, Role};
use anchorwatch_publisher::*;
use anchorwatch_transparency::{AddCheckpoint, Cosigner, Policy};

use crate::{own_log::*, publisher::*, site::*};

/// Publishers, their log, its witnesses, and a mirror.
struct Desk {
    owner: Owner,
    witnesses: Witnesses,
    policy: Policy,
    set: Publishers,
    files: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Desk {
    fn new() -> Self {
        let owner = Owner::new("log.example");
        let witnesses = Witnesses::of(&owner.key);
        let policy = witnesses.policy(&owner.key);
        let mut desk = Self {
            set: publishers(),
            policy,
            owner,
            witnesses,
            files: RefCell::default(),
        };
        desk.set = desk.set_of(1, &[1, 2, 3, 4, 5]);
        desk
    }

    fn set_of(&self, epoch: u64, seeds: &[u8]) -> Publishers {
        let logs = self.witnesses.policy_text(&self.owner.key);
        let text = format!("{}anchorwatch.logs/1\nfresh 3\n\n{logs}", three_of(seeds));
        Publishers::parse(&set_text(epoch, SET_EXPIRES, 7, &text)).unwrap()
    }

    /// The mirror, as it is read on this day.
    fn read(&self, day: i64) -> Result<Mirror, PublishProblem> {
        let file = |name: &str, max: u64| {
            let file = self.files.borrow().get(name).cloned();
            assert!(file.as_ref().is_none_or(|it| it.len() as u64 <= max));
            Ok(file)
        };
        if self.files.borrow().is_empty() {
            return Ok(Mirror::empty());
        }
        Mirror::read(&self.set, &file, at(START + day * DAY))
    }

    fn add(&self, texts: &[String]) -> (OwnLog, CosignedLog) {
        let ask = |who: &Cosigner, it: &AddCheckpoint| self.witnesses.ask(who, it);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        self.owner.add(&texts, &self.policy, &ask).unwrap()
    }

    /// Prepares, signs, logs and publishes a list that adds these keys.
    fn publish(&self, day: i64, role: Role, keys: &[&str]) {
        let (mirror, now) = (self.read(day).unwrap(), at(START + day * DAY));
        let next = NextList {
            publishers: &self.set,
            role,
            number: None,
            issued: now,
            days: 30,
            undecided: UndecidedQuick::Adopt,
        };
        let octets = prepare(&next, &mirror, &adds(keys)).unwrap();
        let list = List::parse(&octets).unwrap();
        let (text, _) = statement_text(&self.set, &mirror, &list).unwrap();
        let notes = notes(&text, if role == Role::Quick { QUICK } else { HIGH });
        let release = Release::of_list(&self.set, &mirror, &octets, &notes, now).unwrap();
        let (log, asked) = self.add(&release.log_texts());
        mirror.check_log(&log).unwrap();
        let shown = ShownLog {
            log: &log,
            checkpoint: &asked.checkpoint,
        };
        let made = release.publish(Some(shown), now).unwrap();
        let mut files = self.files.borrow_mut();
        files.extend(made.files);
        files.extend(made.checkpoint);
        files.insert("latest".to_owned(), made.latest.unwrap());
        files.insert("bundle".to_owned(), made.bundle.unwrap());
    }
}

fn notes(text: &str, seeds: &[u8]) -> Vec<Vec<u8>> {
    let note = |seed: &u8| sign(&key(*seed), text).unwrap().into_bytes();
    seeds.iter().map(note).collect()
}

/// The log, its key and its memory come from one old backup.
#[test]
fn an_expired_list_still_shows_that_the_log_was_longer() {
    let desk = Desk::new();
    desk.publish(1, Role::Approved, &["a"]);
    desk.publish(2, Role::Approved, &["b"]);
    let whole = desk.owner.open(&desk.policy).unwrap();
    desk.owner.begin_again();
    let restored = desk.owner.open(&desk.policy).unwrap();
    let forgotten = LogProblem::Forgotten {
        shown: 2,
        signed: 0,
    };
    // The lists expire on days 31 and 32, and the set on day 2000.
    for day in [2, 40, 3000] {
        let mirror = desk.read(day).unwrap();
        assert_eq!(mirror.check_log(&restored), Err(forgotten.clone()), "{day}");
        assert_eq!(mirror.check_log(&whole), Ok(()), "{day}");
    }
}

#[test]
fn a_quick_list_that_outlives_the_approved_one_is_read_and_followed() {
    let desk = Desk::new();
    desk.publish(1, Role::Approved, &["a"]);
    desk.publish(20, Role::Quick, &["q"]);
    for day in [20, 40, 60] {
        let mirror = desk.read(day).unwrap();
        assert!(
            mirror.approved().is_some() && mirror.quick().is_some(),
            "{day}"
        );
    }
    desk.publish(40, Role::Approved, &["b"]);
    let bundle = desk.files.borrow()["bundle"].clone();
    let bundle = Bundle::parse(&bundle).unwrap();
    let client = ListState::new(desk.set.clone());
    let now = START + 40 * DAY;
    let client = client.accept_bundle(&bundle, at(now)).unwrap();
    for key in ["a", "b", "q"] {
        assert!(refused(&client, key, now).is_some(), "{key}");
    }
    // A list from the future is refused as before.
    let early = desk.read(38);
    assert!(
        matches!(early, Err(PublishProblem::BeforeRefused { .. })),
        "{early:?}"
    );
}

/// The run is cut off after the file of the set, before the log's checkpoint.
#[test]
fn a_hand_over_that_was_cut_off_is_finished() {
    let desk = Desk::new();
    desk.publish(1, Role::Approved, &["a"]);
    let next = desk.set_of(2, &[1, 2, 3]);
    let now = at(START + 2 * DAY);
    let (text, mirror) = (next.text(), desk.read(2).unwrap());
    assert!(NewSet::published(&desk.set, &mirror, text).is_none());
    let signed = notes(text, HIGH);
    let set = NewSet::of(&desk.set, &mirror, text, &signed, now).unwrap();
    let (log, asked) = desk.add(&[text.to_owned()]);
    let shown = ShownLog {
        log: &log,
        checkpoint: &asked.checkpoint,
    };
    let made = set.publish(Some(shown), now).unwrap();
    desk.files.borrow_mut().extend(made.files.clone());
    // The same again.
    let mirror = desk.read(3).unwrap();
    let other = desk.set_of(2, &[1, 2, 4]);
    assert!(NewSet::published(&desk.set, &mirror, other.text()).is_none());
    let set = NewSet::published(&desk.set, &mirror, text).unwrap();
    assert_eq!((set.before(), set.next()), (&desk.set, &next));
    let unlogged = set.publish(None, now);
    assert_eq!(unlogged, Err(PublishProblem::Logs));
    let (log, asked) = desk.add(&[text.to_owned()]);
    assert_eq!(log.head().size, 2);
    let shown = ShownLog {
        log: &log,
        checkpoint: &asked.checkpoint,
    };
    let again = set.publish(Some(shown), now).unwrap();
    let name = |(name, _): &(String, Vec<u8>)| name.clone();
    assert_eq!(
        again.checkpoint.as_ref().map(name),
        made.checkpoint.as_ref().map(name)
    );
    let files = desk.files.borrow();
    // What was handed out stays as it is.
    for (name, octets) in &again.files {
        assert_eq!(files.get(name), Some(octets), "{name}");
    }
    assert!(!again.files.is_empty());
}
