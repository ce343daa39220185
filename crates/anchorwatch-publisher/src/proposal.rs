//! What somebody proposes to publishers.

use std::collections::{BTreeMap, btree_map};

use anchorwatch_identity::can_control_terminal;
use anchorwatch_list::MAX_ENTRIES;

use crate::{PlainEntry, ProposalProblem};

/// The largest proposal that is read: as many entries as a list may have, with few words each.
pub const MAX_PROPOSAL_BYTES: usize = 64 << 20;

/// The most lines of remarks about one entry.
pub const MAX_COMMENTS: usize = 64;

/// The longest line of a remark, in bytes.
pub const MAX_COMMENT_BYTES: usize = 1024;

anchorwatch_remark::closed_list! {
    /// What is to be done about an entry.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Action {
        /// It goes onto the list.
        Add,
        /// It goes off the approved list.
        Remove,
        /// It is an entry of the quick list that the approved list takes back.
        Withdraw,
    }
}

impl Action {
    /// The stable code, which also stands in the text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Withdraw => "withdraw",
        }
    }

    /// The action with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What is proposed about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is to be done.
    pub action: Action,
    /// The entry.
    pub entry: PlainEntry,
    /// Lines about it, in its author's words.
    pub comments: Vec<String>,
}

/// What is proposed: each entry once for each action, in one order.
///
/// Its text is made to be read, compared and edited by people; `docs/manual/list-publish.md`
/// describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Lines that are about no single entry.
    words: Vec<String>,
    items: BTreeMap<(Action, PlainEntry), Vec<String>>,
}

impl Proposal {
    /// Adds an item. Whether it is new; else only its remarks are added.
    ///
    /// # Errors
    /// [`ProposalProblem::TooMany`].
    pub fn add(&mut self, item: Item) -> Result<bool, ProposalProblem> {
        let count = self.items.len();
        let key = (item.action, item.entry.in_order());
        let (is_new, comments) = match self.items.entry(key) {
            btree_map::Entry::Occupied(there) => (false, there.into_mut()),
            btree_map::Entry::Vacant(_) if count == MAX_ENTRIES => {
                let max = MAX_ENTRIES as u64;
                return Err(ProposalProblem::TooMany { max });
            }
            btree_map::Entry::Vacant(free) => (true, free.insert(Vec::new())),
        };
        for comment in item.comments {
            let comment = calm(&comment);
            if !comment.is_empty() && comments.len() < MAX_COMMENTS && !comments.contains(&comment)
            {
                comments.push(comment);
            }
        }
        Ok(is_new)
    }

    /// Adds a line that is about no single entry. Whether there was room for it.
    pub fn say(&mut self, words: &str) -> bool {
        let words = calm(words);
        let has_room = self.words.len() < MAX_COMMENTS;
        if has_room && !words.is_empty() && !self.words.contains(&words) {
            self.words.push(words);
        }
        has_room
    }

    /// The lines that are about no single entry.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Adds all items of another proposal.
    ///
    /// # Errors
    /// [`ProposalProblem::TooMany`].
    pub fn merge(&mut self, other: &Self) -> Result<(), ProposalProblem> {
        for words in other.words() {
            self.say(words);
        }
        for (action, entry, comments) in other.items() {
            self.add(Item {
                action,
                entry: entry.clone(),
                comments: comments.to_vec(),
            })?;
        }
        Ok(())
    }

    /// The items, in their order.
    pub fn items(&self) -> impl Iterator<Item = (Action, &PlainEntry, &[String])> {
        let items = self.items.iter();
        items.map(|((action, entry), comments)| (*action, entry, comments.as_slice()))
    }

    /// Whether nothing is proposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn has(&self, action: Action, entry: &PlainEntry) -> bool {
        self.items.contains_key(&(action, entry.clone()))
    }
}

/// One line that rules no terminal and does not change how others are read. Whoever made a
/// certificate chose its name.
fn calm(text: &str) -> String {
    let calm = text.chars().map(|it| match it {
        it if can_control_terminal(it) => '?',
        it => it,
    });
    let mut calm: String = calm.collect();
    let end = (0..=MAX_COMMENT_BYTES)
        .rev()
        .find(|at| calm.is_char_boundary(*at));
    calm.truncate(end.unwrap_or(0));
    calm.trim().to_owned()
}

#[cfg(test)]
mod tests;
