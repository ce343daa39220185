//! `profiles.ini`: profiles may lie anywhere, and this file names them.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

const MAX_BYTES: u64 = 1 << 20;

/// The profiles' folders that the file in this folder names; none if there is none.
///
/// Every `Path=` counts, relative to the folder unless it is absolute: which of them a
/// program starts with is not our question.
pub(crate) fn folders(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let text = tree
        .read(&folder.join("profiles.ini"), MAX_BYTES)
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("Path="))
        .map(|path| folder.join(path.trim()))
        .collect()
}
