//! Why a file could not be read or changed.

use std::{io, path::PathBuf};

use anchorwatch_remark::Remark as _;

use crate::NodeState;

mod content;
mod problem;

pub use content::ContentProblem;
pub use problem::{Caused, Problem, with_causes};

/// Why a file could not be read or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// The action that failed, as a verb.
        action: &'static str,
        /// The path as a user would name it.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A file is larger than any file of its kind needs to be.
    #[error("{} has more than {max} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most bytes that are read.
        max: u64,
    },
    /// More names of a folder would change than a receipt can record.
    #[error("more than {max} names in {} would change", path.display())]
    TooManyChanges {
        /// The folder.
        path: PathBuf,
        /// The most names that are changed.
        max: u64,
    },
    /// The receipt of the changes would be too large to be read again.
    #[error("the receipt of these changes would have more than {max} bytes")]
    ReceiptTooLarge {
        /// The most bytes of a receipt.
        max: u64,
    },
    /// There is a FIFO, a device, a socket or a folder where a file is needed.
    #[error("{} is not a regular file", path.display())]
    NotARegularFile {
        /// The path.
        path: PathBuf,
    },
    /// Someone other than the tree's owner could have written one of Anchorwatch's files.
    #[error("{} could have been written by someone other than the owner of the system (owner {uid}, mode {mode:o})", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// Its owner.
        uid: u32,
        /// Its permissions.
        mode: u32,
    },
    /// One of Anchorwatch's files cannot be parsed.
    #[error("cannot understand {}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The files are in a container image, which is read and never changed.
    #[error("{} is in an image, which is never changed", path.display())]
    InAnImage {
        /// The image.
        path: PathBuf,
    },
    /// Another program writes the file while it is read, so the bytes may be half old, half
    /// new.
    #[error("{} keeps changing while it is read", path.display())]
    ChangesWhileRead {
        /// The file.
        path: PathBuf,
    },
    /// The path changed after the plan was made.
    #[error("{} changed after the plan was made ({}, {})", path.display(), expected.code(), found.code())]
    Changed {
        /// The path.
        path: PathBuf,
        /// What was there when the plan was made.
        expected: Box<NodeState>,
        /// What is there now.
        found: Box<NodeState>,
    },
    /// Another run made changes after the plan was made.
    #[error("another run made changes after the plan was made ({})", path.display())]
    OtherRun {
        /// The journal.
        path: PathBuf,
    },
    /// Another run of this program is changing the same tree.
    #[error("another run of this program holds {}", path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// A receipt names a path that this program never changes, or rights that it never uses:
    /// someone else wrote it.
    #[error("receipt `{id}` names {}, which this program never changes in this way", path.display())]
    ForeignReceipt {
        /// The receipt.
        id: String,
        /// The path.
        path: PathBuf,
    },
    /// Data from another process of this program does not have the expected form.
    #[error("cannot understand the data from another process of this program")]
    Wire {
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A receipt has not been undone yet, and nobody could undo it without its record.
    #[error("receipt `{id}` has not been undone yet")]
    StillNeeded {
        /// The receipt.
        id: String,
    },
    /// A receipt cannot be undone, because the saved original of a file is lost.
    #[error(
        "the original of {} that receipt `{id}` saved as {} {}",
        path.display(), blob.display(), how.clause()
    )]
    OriginalLost {
        /// The receipt.
        id: String,
        /// The file that was changed.
        path: PathBuf,
        /// Where its original was saved.
        blob: PathBuf,
        /// What happened to that.
        how: LostOriginal,
    },
    /// No receipt has this identifier, or it has been undone already.
    #[error("there is no receipt `{id}`, or it has been undone already")]
    NoSuchReceipt {
        /// The identifier that was given.
        id: String,
    },
}

anchorwatch_remark::closed_list! {
    /// What happened to the saved original of a file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum LostOriginal {
        /// It is not there.
        Missing,
        /// Its content does not match its hash.
        Damaged,
    }
}

impl LostOriginal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Damaged => "damaged",
        }
    }

    const fn clause(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Damaged => "is damaged",
        }
    }
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

    pub(crate) fn wire(source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self::Wire { source }
    }

    /// Returns whether the path, or a folder on the way to it, does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        use io::ErrorKind::{NotADirectory, NotFound};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), NotFound | NotADirectory))
    }

    /// Returns whether symbolic links form a loop.
    #[must_use]
    pub fn is_loop_of_links(&self) -> bool {
        let errno = |source: &io::Error| rustix::io::Errno::from_io_error(source);
        matches!(self, Self::Io { source, .. } if errno(source) == Some(rustix::io::Errno::LOOP))
    }

    /// Returns whether a permission is missing or the file system is read-only.
    #[must_use]
    pub fn is_permission(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied)
    }
}
