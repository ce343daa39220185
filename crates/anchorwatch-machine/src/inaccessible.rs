//! A place that could not be read.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Error, Tree};
use anchorwatch_remark::{Remark as _, Told};

use crate::{limit::Limit, read_problem::ReadProblem};

/// A place that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inaccessible {
    /// The place, as a person outside the tree would name it.
    pub place: PathBuf,
    /// The owner of the place; `None` for the system's, or if it is unknown.
    pub uid: Option<u32>,
    /// Whether only the permission was missing.
    pub is_denied: bool,
    /// What prevented it: a [`ReadProblem`] or a [`Limit`].
    pub why: Told,
}

impl Inaccessible {
    pub(crate) fn new(tree: &Tree, place: &Path, uid: Option<u32>, error: &Error) -> Self {
        Self {
            place: tree.display_path(place),
            uid,
            is_denied: error.is_permission(),
            why: ReadProblem::told_of(error),
        }
    }

    /// A place that could be looked into, and was not, or not as a whole.
    #[must_use]
    pub fn limited(tree: &Tree, place: &Path, uid: Option<u32>, why: &Limit) -> Self {
        Self {
            place: tree.display_path(place),
            uid,
            is_denied: false,
            why: why.told(),
        }
    }
}
