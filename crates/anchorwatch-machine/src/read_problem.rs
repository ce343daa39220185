//! Why a file or folder could not be read.

use anchorwatch_home::{Error, Problem};
use anchorwatch_remark::{IoProblem, Remark as _, Told};
use std::path::PathBuf;

anchorwatch_remark::remarks! {
    /// Why a file or folder could not be read.
    pub enum ReadProblem {
        /// The operating system refused.
        "read_failed" => Failed {
            /// What was tried: a verb with underscores.
            action: String,
            /// The path as a user would name it.
            path: PathBuf,
            /// What the system said.
            why: IoProblem,
        },
        /// It is larger than any file of its kind needs to be.
        "read_too_large" => TooLarge {
            /// The file.
            path: PathBuf,
            /// The most bytes that are read.
            max: u64,
        },
        /// A FIFO, a device, a socket or a folder is where a file is needed.
        "read_not_a_regular_file" => NotARegularFile {
            /// The path.
            path: PathBuf,
        },
        /// Someone other than the system's owner could have written it.
        "read_not_owned" => NotOwned {
            /// The file.
            path: PathBuf,
            /// Its owner.
            uid: u64,
            /// Its permissions, in octal.
            mode: String,
        },
        /// Another program writes it at the same time.
        "read_while_it_changes" => WhileItChanges {
            /// The file.
            path: PathBuf,
        },
        /// Anything else.
        "read_otherwise_failed" => Other {
            /// What prevented it.
            why: Box<Problem>,
        },
    }
}

impl From<&Error> for ReadProblem {
    fn from(error: &Error) -> Self {
        match error {
            Error::Io {
                action,
                path,
                source,
            } => Self::Failed {
                action: action.replace(' ', "_"),
                path: path.clone(),
                why: source.into(),
            },
            Error::TooLarge { path, max } => Self::TooLarge {
                path: path.clone(),
                max: *max,
            },
            Error::NotARegularFile { path } => Self::NotARegularFile { path: path.clone() },
            Error::NotOurs { path, uid, mode } => Self::NotOwned {
                path: path.clone(),
                uid: u64::from(*uid),
                mode: format!("{mode:o}"),
            },
            Error::ChangesWhileRead { path } => Self::WhileItChanges { path: path.clone() },
            other => Self::Other {
                why: Box::new(other.problem()),
            },
        }
    }
}

impl ReadProblem {
    /// The error as a remark without its type.
    #[must_use]
    pub fn told_of(error: &Error) -> Told {
        Self::from(error).told()
    }
}
