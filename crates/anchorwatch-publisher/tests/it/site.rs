//! A mirror's files in memory, and what publishers do with them.

use std::{cell::RefCell, collections::BTreeMap};

use anchorwatch_list::{List, ListState, Publishers, Role};
use anchorwatch_publisher::*;

use crate::publisher::*;

/// A mirror, and the publishers of it.
pub(crate) struct Site {
    pub(crate) publishers: Publishers,
    pub(crate) files: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Site {
    pub(crate) fn new() -> Self {
        let publishers = publishers();
        let files = RefCell::default();
        Self { publishers, files }
    }

    pub(crate) fn mirror(&self) -> Mirror {
        if self.files.borrow().is_empty() {
            return Mirror::empty();
        }
        self.read().unwrap()
    }

    pub(crate) fn read(&self) -> Result<Mirror, PublishProblem> {
        let file = |name: &str, max: u64| {
            let file = self.files.borrow().get(name).cloned();
            assert!(file.as_ref().is_none_or(|it| it.len() as u64 <= max));
            Ok(file)
        };
        Mirror::read(&self.publishers, &file, at(START))
    }

    /// The next list, made on this day.
    pub(crate) fn prepare(
        &self,
        role: Role,
        day: i64,
        proposal: &Proposal,
        undecided: UndecidedQuick,
    ) -> Result<Vec<u8>, PrepareProblem> {
        self.prepare_as(role, day, proposal, undecided, None)
    }

    /// The same, with this number.
    pub(crate) fn prepare_as(
        &self,
        role: Role,
        day: i64,
        proposal: &Proposal,
        undecided: UndecidedQuick,
        number: Option<u64>,
    ) -> Result<Vec<u8>, PrepareProblem> {
        let next = NextList {
            publishers: &self.publishers,
            role,
            issued: at(START + day * DAY),
            days: 30,
            number,
            undecided,
        };
        prepare(&next, &self.mirror(), proposal)
    }

    /// Each of these publishers signs what follows from the list and from the mirror.
    pub(crate) fn notes(&self, list: &[u8], seeds: &[u8]) -> Vec<Vec<u8>> {
        let list = List::parse(list).unwrap();
        let text = statement_text(&self.publishers, &self.mirror(), &list);
        let text = text.unwrap().0;
        let note = |seed: &u8| sign(&key(*seed), &text).unwrap().into_bytes();
        seeds.iter().map(note).collect()
    }

    pub(crate) fn publish(&self, list: &[u8], seeds: &[u8]) -> Result<Publication, PublishProblem> {
        self.publish_notes(list, &self.notes(list, seeds))
    }

    pub(crate) fn publish_notes(
        &self,
        list: &[u8],
        notes: &[Vec<u8>],
    ) -> Result<Publication, PublishProblem> {
        let now = List::parse(list).unwrap().header().issued;
        let made = publish(&self.publishers, &self.mirror(), list, notes, now)?;
        let mut files = self.files.borrow_mut();
        for (name, octets) in &made.files {
            let earlier = files.insert(name.clone(), octets.clone());
            assert!(earlier.is_none_or(|it| it == *octets), "{name}");
        }
        for (name, octets) in [("latest", &made.latest), ("bundle", &made.bundle)] {
            files.insert(name.to_owned(), octets.clone().unwrap());
        }
        Ok(made)
    }

    /// Prepares, signs and publishes an approved list that adds these keys.
    pub(crate) fn approve(&self, day: i64, proposal: &Proposal) -> Publication {
        let list = self.prepare(Role::Approved, day, proposal, UndecidedQuick::Refuse);
        self.publish(&list.unwrap(), HIGH).unwrap()
    }

    /// A client that takes the bundle.
    pub(crate) fn update(&self, client: &ListState, day: i64) -> ListState {
        let bundle = self.files.borrow()["bundle"].clone();
        let bundle = anchorwatch_list::Bundle::parse(&bundle).unwrap();
        client
            .accept_bundle(&bundle, at(START + day * DAY))
            .unwrap()
    }
}

/// A key with this text, for all paths or for local ones.
pub(crate) fn plain(text: &str, is_public: bool) -> PlainEntry {
    let entry = local(text);
    PlainEntry {
        matches: entry.matches,
        limits: entry.limits,
        is_public,
    }
}

pub(crate) fn proposal(items: &[(Action, PlainEntry)]) -> Proposal {
    let mut proposal = Proposal::default();
    for (action, entry) in items {
        let item = Item {
            action: *action,
            entry: entry.clone(),
            comments: vec!["because".to_owned()],
        };
        proposal.add(item).unwrap();
    }
    proposal
}

pub(crate) fn adds(texts: &[&str]) -> Proposal {
    let items = texts.iter().map(|it| (Action::Add, plain(it, false)));
    proposal(&items.collect::<Vec<_>>())
}
