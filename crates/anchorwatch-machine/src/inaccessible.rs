//! A place that could not be read.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Error, Tree};

use crate::error_text::with_cause;

/// A place that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inaccessible {
    /// The place, as a person outside the tree would name it.
    pub place: PathBuf,
    /// The owner of the place; `None` for the system's, or if it is unknown.
    pub uid: Option<u32>,
    /// Whether only the permission was missing.
    pub is_denied: bool,
    /// Why it could not be read.
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
