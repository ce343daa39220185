//! The lock of one file of the user's.

use std::{os::fd::OwnedFd, path::Path};

use rustix::{
    fs::{self, FlockOperation, Mode, OFlags},
    io::Errno,
};

use crate::Error;

/// A file that one run uses at a time, under whatever name. It is released when it is dropped, or
/// when the process ends.
///
/// **Not covered:** a copy of the file, and programs that do not ask for the lock.
#[derive(Debug)]
pub struct FileLock {
    fd: OwnedFd,
}

impl FileLock {
    /// Locks a file, or fails at once if another run holds it. The file stays as it is.
    ///
    /// # Errors
    /// [`Error::Busy`] while another run holds it, [`Error::Io`] if it cannot be opened for reading.
    pub fn take(path: &Path) -> Result<Self, Error> {
        // A FIFO would wait for somebody to write.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let fd = fs::open(path, flags, Mode::empty()).map_err(Error::io("read", path))?;
        match fs::flock(&fd, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { fd }),
            Err(Errno::WOULDBLOCK) => Err(Error::Busy {
                path: path.to_owned(),
            }),
            Err(errno) => Err(Error::io("lock", path)(errno)),
        }
    }
}

impl Drop for FileLock {
    /// Unlocks explicitly: a child that was forked meanwhile has a copy of the descriptor.
    fn drop(&mut self) {
        let _closed_too = fs::flock(&self.fd, FlockOperation::Unlock);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_is_locked_under_each_of_its_names_until_it_is_released() {
        let folder = tempfile::tempdir().unwrap();
        let [key, link, other] = ["key", "link", "other"].map(|it| folder.path().join(it));
        std::fs::write(&key, "secret").unwrap();
        symlink(&key, &link).unwrap();
        std::fs::hard_link(&key, &other).unwrap();
        let held = FileLock::take(&key).unwrap();
        for name in [&key, &link, &other] {
            let again = FileLock::take(name);
            assert!(matches!(again, Err(Error::Busy { .. })), "{name:?}");
        }
        drop(held);
        drop(FileLock::take(&other).unwrap());
        assert_eq!(std::fs::read(&key).unwrap(), b"secret");
        assert!(FileLock::take(&folder.path().join("none")).is_err());
    }
}
