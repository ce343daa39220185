//! The result of undoing an edit in a file that others also write.

use std::{collections::BTreeMap, path::Path};

use anchorwatch_home::{EditItem, Tree};
use anchorwatch_remark::Told;

/// The result of undoing an edit in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// Nothing to do: every item already has its earlier state.
    Nothing,
    /// This content.
    Content(Vec<u8>),
    /// Nothing of others is left in the file, so it is removed.
    Remove,
    /// An item is neither as we left it nor as it was before: what differs.
    Conflict(Told),
}

/// The result of undoing an edit in a file that is edited in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RevertedInPlace {
    /// The file is gone, and our change with it.
    Gone,
    /// The items to change; empty if every item already has its earlier state.
    Items(Vec<EditItem>),
    /// Why the edit cannot be undone.
    Conflict(Told),
}

/// How edits of one format are undone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Revert {
    /// Turns the current content into another. An error says why it cannot be understood.
    Content(fn(&[u8], &[EditItem]) -> Result<Reverted, Told>),
    /// Programs hold the file open, so single items are changed.
    InPlace(InPlace),
}

/// How to edit a file that programs hold open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InPlace {
    /// Makes the changes of these items.
    pub(crate) make: fn(&Tree, &Path, &[EditItem]) -> Result<(), Told>,
    /// Undoes recorded items. [`Planned`] is what newer receipts change first.
    pub(crate) revert: fn(&Tree, &Path, &[EditItem], &Planned) -> RevertedInPlace,
}

/// The future items of one file, by name; `None`: missing.
pub(crate) type Planned = BTreeMap<String, Option<String>>;
