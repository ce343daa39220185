//! A private key in use, and the file beside it with what it signed last.

use std::path::{Path, PathBuf};

use anchorwatch_home::FileLock;

use crate::input;

/// The largest file of a private key that is read, in bytes.
const MAX_KEY_BYTES: u64 = 1 << 20;

/// The file of a private key, locked until this is dropped: two runs that read one memory would each
/// sign something else.
pub(super) struct HeldKey {
    path: PathBuf,
    _lock: FileLock,
}

impl HeldKey {
    /// Locks a key. Links are followed first, so that it has one memory whatever leads to it.
    ///
    /// # Errors
    /// It is not there, or another run uses it.
    pub(super) fn lock(key: &Path) -> anyhow::Result<Self> {
        let path = input::real(key)?;
        let lock = FileLock::take(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// Reads the key.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn pem(&self) -> anyhow::Result<Vec<u8>> {
        input::found(&self.path, MAX_KEY_BYTES)
    }

    /// The file with what it signed last.
    pub(super) fn memory(&self) -> PathBuf {
        memory(&self.path)
    }
}

/// The file beside a key with what it signed last.
pub(super) fn memory(key: &Path) -> PathBuf {
    let mut name = key.as_os_str().to_owned();
    name.push(".signed");
    PathBuf::from(name)
}
