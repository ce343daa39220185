//! The result of undoing an edit in a file that others also write.

use std::{collections::BTreeMap, path::Path};

use anchorwatch_home::{EditItem, Tree};

/// The result of undoing an edit in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// Nothing to do: every item already has its earlier state.
    Nothing,
    /// This content.
    Content(Vec<u8>),
    /// Nothing of others is left in the file, so it is removed.
    Remove,
    /// An item has neither our state nor the earlier one: what differs, a sentence.
    Conflict(String),
}

/// The result of undoing an edit in a file that is edited in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RevertedInPlace {
    /// The file is gone, and our change with it.
    Gone,
    /// The items to change; empty if every item already has its earlier state.
    Items(Vec<EditItem>),
    /// Why the edit cannot be undone, a sentence.
    Conflict(String),
}

/// How edits of one format are undone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Revert {
    /// Turns the current content into another. An error says why it cannot be understood.
    Content(fn(&[u8], &[EditItem]) -> Result<Reverted, String>),
    /// Programs hold the file open, so single items are changed.
    InPlace(InPlace),
}

/// How to edit a file that programs hold open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InPlace {
    /// Makes the items' changes. An error says what failed.
    pub(crate) make: fn(&Tree, &Path, &[EditItem]) -> Result<(), String>,
    /// Undoes recorded items. [`Planned`] is what newer receipts change first.
    pub(crate) revert: fn(&Tree, &Path, &[EditItem], &Planned) -> RevertedInPlace,
}

/// The future items of one file, by name; `None`: missing.
pub(crate) type Planned = BTreeMap<String, Option<String>>;
