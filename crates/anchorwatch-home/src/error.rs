//! Why a file could not be read or changed.

use std::{io, path::PathBuf};

/// Why a file could not be read or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On which path, as a person would name it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file has more bytes than any of its kind needs.
    #[error("{} has more than {max} bytes", path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// How many bytes are read at the most.
        max: u64,
    },
    /// A FIFO, a device, a socket or a folder where a file is needed.
    #[error("{} is no regular file", path.display())]
    NotARegularFile {
        /// Which path.
        path: PathBuf,
    },
    /// Someone else than the tree's owner could have written a file of ours.
    #[error("{} may have been written by someone else than the owner of the system (owner {uid}, mode {mode:o})", path.display())]
    NotOurs {
        /// Which file.
        path: PathBuf,
        /// Its owner.
        uid: u32,
        /// Its permissions.
        mode: u32,
    },
    /// A file of ours does not say what it should.
    #[error("cannot understand {}", path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A program writes the file while it is read; what was read may be half old, half new.
    #[error("{} changes while it is read", path.display())]
    ChangesWhileRead {
        /// Which file.
        path: PathBuf,
    },
    /// The path changed between the plan and now.
    #[error("{} is no longer as the plan saw it: {difference}", path.display())]
    Changed {
        /// Which path.
        path: PathBuf,
        /// What differs.
        difference: String,
    },
    /// Another run of this program is changing the same tree.
    #[error("another run holds {}", path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// A receipt speaks of a path that this program never changes, or wants rights
    /// that it never gives: someone else wrote it.
    #[error("receipt «{id}» speaks of {}, which this program never changes so", path.display())]
    ForeignReceipt {
        /// Which receipt.
        id: String,
        /// Which path.
        path: PathBuf,
    },
    /// What another process of this program handed over is not in our form.
    #[error("cannot understand what another process of this program handed over")]
    Transfer {
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A receipt is not taken back yet, and without it nobody could.
    #[error("receipt «{id}» is not taken back yet")]
    StillNeeded {
        /// Which receipt.
        id: String,
    },
    /// There is no receipt with this identifier, or it is taken back already.
    #[error("there is no receipt «{id}» that is not taken back yet")]
    NoSuchReceipt {
        /// What was asked for.
        id: String,
    },
}

impl Error {
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(rustix::io::Errno) -> Self {
        let path = path.into();
        move |errno| Self::Io {
            action,
            path,
            source: errno.into(),
        }
    }

    pub(crate) fn transfer(source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self::Transfer { source }
    }

    /// Whether the path simply is not there: neither it nor a folder on the way to it.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        use io::ErrorKind::{NotADirectory, NotFound};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), NotFound | NotADirectory))
    }

    /// Whether links lead round in a circle.
    #[must_use]
    pub fn is_loop_of_links(&self) -> bool {
        let errno = |source: &io::Error| rustix::io::Errno::from_io_error(source);
        matches!(self, Self::Io { source, .. } if errno(source) == Some(rustix::io::Errno::LOOP))
    }

    /// Whether the right to do it is missing, or the file system is read-only.
    #[must_use]
    pub fn is_permission(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied)
    }
}
