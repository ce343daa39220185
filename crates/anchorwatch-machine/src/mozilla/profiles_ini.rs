//! `profiles.ini`: profiles can be anywhere, and this file names them.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Error, Tree};

const MAX_BYTES: u64 = 1 << 20;

/// The profile folders that the file in this folder names; empty if there is no such file.
///
/// Every `Path=` counts, relative to the folder unless it is absolute: which of them a
/// program starts with does not matter here.
///
/// # Errors
/// The file exists and cannot be read: a profile that it names would be missed.
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
