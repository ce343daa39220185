//! The lock that allows one run at a time.

use std::{os::fd::OwnedFd, time::Duration};

use rustix::fs::{FlockOperation, Mode, OFlags};

use crate::{Error, Node, Tree, paths};

/// Held while a tree is changed. It is released when it is dropped, or when the process and all
/// processes that it started have ended.
///
/// Child processes inherit the lock on purpose: a child that changes a user's files would go on
/// for a moment after this process was killed, and no other run may begin before it is done. The
/// file is open for reading only, so that a user's process can do nothing to it.
#[derive(Debug)]
pub struct Lock {
    fd: OwnedFd,
}

impl Lock {
    /// Takes the tree's lock, or fails at once if another run holds it.
    ///
    /// # Errors
    /// [`Error::Busy`] while another run holds it, [`Error::Io`] if Anchorwatch's folder cannot
    /// be created, usually for lack of permission.
    pub fn take(tree: &Tree) -> Result<Self, Error> {
        tree.make_own_folder(paths::JOURNAL.as_ref())?;
        let path = tree.display_path(paths::LOCK.as_ref());
        // A device in an image has side effects when it is opened.
        match tree.node_without_content(paths::LOCK.as_ref())? {
            Node::Absent | Node::File(_) => {}
            _ => return Err(Error::NotARegularFile { path }),
        }
        let fd = tree.open_below(
            paths::LOCK.as_ref(),
            OFlags::RDONLY | OFlags::CREATE | OFlags::NOFOLLOW,
            Mode::from_raw_mode(0o600),
            "open the lock",
        )?;
        match rustix::fs::flock(&fd, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { fd }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(Error::Busy { path }),
            Err(errno) => Err(Error::io("lock", path)(errno)),
        }
    }

    /// Takes the lock, and waits up to a minute for another run to end: nothing would start a
    /// hook a second time.
    ///
    /// # Errors
    /// As for [`take`](Self::take), with [`Error::Busy`] after the minute.
    pub fn wait(tree: &Tree) -> Result<Self, Error> {
        for _ in 0..WAITS {
            match Self::take(tree) {
                Err(Error::Busy { .. }) => std::thread::sleep(WAIT),
                answer => return answer,
            }
        }
        Self::take(tree)
    }
}

impl Drop for Lock {
    /// Unlocks explicitly: a child that was forked meanwhile and has not yet started its own
    /// program holds a copy of the descriptor, and would keep the lock with it.
    fn drop(&mut self) {
        let _closed_too = rustix::fs::flock(&self.fd, FlockOperation::Unlock);
    }
}

const WAIT: Duration = Duration::from_millis(100);
const WAITS: u32 = 600;

#[cfg(test)]
mod tests;
