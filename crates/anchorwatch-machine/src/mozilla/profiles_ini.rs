//! `profiles.ini`: profiles may lie anywhere, and this file names them.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Error, Tree};

const MAX_BYTES: u64 = 1 << 20;

/// The profiles' folders that the file in this folder names; none if there is none.
///
/// Every `Path=` counts, relative to the folder unless it is absolute: which of them a
/// program starts with is not our question.
///
/// # Errors
/// The file is there and cannot be read: a profile that it names would not be seen.
pub(crate) fn folders(tree: &Tree, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let text = match tree.read(&folder.join("profiles.ini"), MAX_BYTES) {
        Ok(text) => text,
        Err(error) if error.is_not_found() => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let lines = text.split(|byte| matches!(byte, b'\n' | b'\r'));
    let paths = lines.filter_map(|line| line.trim_ascii().strip_prefix(b"Path="));
    Ok(paths
        .map(|path| folder.join(OsStr::from_bytes(path.trim_ascii())))
        .collect())
}
