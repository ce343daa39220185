//! A place that could not be looked into.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Error, Tree};

use crate::error_text::with_cause;

/// A place that could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inaccessible {
    /// The place, as a person would name it from outside the tree.
    pub place: PathBuf,
    /// Whose place it is; `None`: the system's, or nobody knows.
    pub uid: Option<u32>,
    /// Whether only the right to look was missing.
    pub is_denied: bool,
    /// What kept us out.
    pub why: String,
}

impl Inaccessible {
    pub(crate) fn new(tree: &Tree, place: &Path, uid: Option<u32>, error: &Error) -> Self {
        Self {
            place: tree.display_path(place),
            uid,
            is_denied: error.is_permission(),
            why: with_cause(error),
        }
    }
}
