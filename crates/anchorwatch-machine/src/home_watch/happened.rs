//! What has happened and was not looked at yet.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// The most paths that are kept; of more, everything is looked at again.
const MOST_PATHS: usize = 20_000;

/// A part of a search, with a finding of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Part {
    /// What the searches begin with.
    Start,
    /// A folder in which installations are searched.
    Folder(PathBuf),
    /// A file that may be a setting of an unknown program.
    File(PathBuf),
}

/// What is to be looked at again.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Happened {
    /// What is read at known places.
    pub(super) is_known: bool,
    /// Everything: more happened than the kernel kept, or than is kept here.
    pub(super) is_all: bool,
    /// Parts of the searches.
    pub(super) parts: BTreeSet<Part>,
    /// Folders that were deleted; another one may have their path and their number.
    pub(super) gone: BTreeSet<PathBuf>,
    /// Folders that were renamed, and everything in them with them.
    pub(super) moved: BTreeSet<PathBuf>,
}

impl Happened {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn everything(&mut self) {
        *self = Self {
            is_known: true,
            is_all: true,
            ..Self::default()
        };
    }

    /// Adds a part. If everything is looked at again, it is among that.
    pub(super) fn part(&mut self, part: &Part) {
        if !self.is_all && !self.parts.contains(part) {
            self.parts.insert(part.clone());
            self.bound();
        }
    }

    pub(super) fn gone(&mut self, folder: &Path) {
        if !self.is_all {
            self.gone.insert(folder.to_owned());
            self.bound();
        }
    }

    pub(super) fn moved(&mut self, folder: &Path) {
        if !self.is_all {
            self.moved.insert(folder.to_owned());
            self.bound();
        }
    }

    fn bound(&mut self) {
        if self.parts.len() + self.gone.len() + self.moved.len() > MOST_PATHS {
            self.everything();
        }
    }
}
