//! What taking an edit back makes of a file that others write too.

use std::{collections::BTreeMap, path::Path};

use anchorwatch_home::{EditItem, Tree};

/// What taking an edit back makes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reverted {
    /// Nothing: every item is as it was before already.
    Nothing,
    /// This content.
    Content(Vec<u8>),
    /// Nothing of others is left in it, so the file goes.
    Remove,
    /// An item is neither as we left it nor as it was before: what differs, a sentence.
    Conflict(String),
}

/// What taking an edit back makes of a file that is edited in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RevertedInPlace {
    /// It is gone, and with it what was changed.
    Gone,
    /// These items are made; none where every item is as it was before already.
    Items(Vec<EditItem>),
    /// What keeps the edit from being taken back, a sentence.
    Conflict(String),
}

/// How edits of one format are taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Revert {
    /// The present content becomes another. An error says why it cannot be understood.
    Content(fn(&[u8], &[EditItem]) -> Result<Reverted, String>),
    /// Programs hold the file open, so single items are changed in it.
    InPlace(InPlace),
}

/// How a file is edited that programs hold open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InPlace {
    /// Makes items what they are to be. An error says what kept us.
    pub(crate) make: fn(&Tree, &Path, &[EditItem]) -> Result<(), String>,
    /// What takes recorded items back. [`Planned`] is what newer receipts plan first.
    pub(crate) revert: fn(&Tree, &Path, &[EditItem], &Planned) -> RevertedInPlace,
}

/// Items of one file as they will be, by name; `None`: not there.
pub(crate) type Planned = BTreeMap<String, Option<String>>;
