//! Paths as text.

use std::{
    ffi::OsString,
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    path::{Path, PathBuf},
};

use data_encoding::BASE64;

use super::error::Error;

/// A path in base64: it need not be UTF-8.
#[must_use]
pub fn path_text(path: &Path) -> String {
    BASE64.encode(path.as_os_str().as_bytes())
}

/// Reads what [`path_text`] writes.
///
/// # Errors
/// The text is not base64.
pub fn path(text: &str) -> Result<PathBuf, Error> {
    let bytes = BASE64.decode(text.as_bytes())?;
    Ok(PathBuf::from(OsString::from_vec(bytes)))
}
