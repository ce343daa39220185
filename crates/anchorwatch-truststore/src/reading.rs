//! What one look at a part of the tree brought.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Error, Tree};

use crate::{Setting, Store};

/// What one look at a part of the tree brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Every store that is there, in the order in which they were read.
    pub stores: Vec<Store>,
    /// Settings that switch verification off or lead traffic elsewhere.
    pub settings: Vec<Setting>,
    /// Places that could not be looked into.
    pub closed: Vec<Closed>,
}

/// A place that could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The place, as a person would name it from outside the tree.
    pub place: PathBuf,
    /// Whose place it is; `None`: the system's, or nobody knows.
    pub uid: Option<u32>,
    /// Whether only the right to look was missing.
    pub is_denied: bool,
    /// What kept us out.
    pub why: String,
}

impl Reading {
    /// Takes in what another look brought.
    pub(crate) fn add(&mut self, other: Self) {
        self.stores.extend(other.stores);
        self.settings.extend(other.settings);
        self.closed.extend(other.closed);
    }
}

impl Closed {
    pub(crate) fn new(tree: &Tree, place: &Path, uid: Option<u32>, error: &Error) -> Self {
        Self {
            place: tree.shown(place),
            uid,
            is_denied: error.is_permission(),
            why: with_cause(error),
        }
    }
}

/// An error and its causes on one line, for a place in the answer.
pub(crate) fn with_cause(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
