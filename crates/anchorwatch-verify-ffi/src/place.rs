//! Whether this process still sees the folders in which it was started.

use std::{
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// The folders at which the paths of the owner's files start, by device and inode.
///
/// A program may enter a chroot or another mount namespace after it was started. There, a file that
/// is missing says nothing about the owner's decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place([Option<(u64, u64)>; 2]);

impl Place {
    /// The folders of the machine as this process sees it.
    #[must_use]
    pub fn now() -> Self {
        Self::of(Path::new("/"))
    }

    /// Those of a tree below a folder.
    pub(crate) fn of(root: &Path) -> Self {
        Self([root.to_owned(), root.join("etc")].map(identity))
    }
}

fn identity(path: PathBuf) -> Option<(u64, u64)> {
    let folder = std::fs::metadata(path).ok()?;
    Some((folder.dev(), folder.ino()))
}
