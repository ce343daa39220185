//! Errors as codes with facts.

use std::path::PathBuf;

use anchorwatch_remark::{IoProblem, Remark as _, Told};

use super::{ContentProblem, Error};
use crate::NodeState;

anchorwatch_remark::remarks! {
    /// Why a file could not be read or changed.
    pub enum Problem {
        /// The operating system refused.
        "home_io" => Io {
            /// The action that failed, as a word.
            action: String,
            /// The path.
            path: PathBuf,
        },
        /// A file is larger than any file of its kind needs to be.
        "home_too_large" => TooLarge {
            /// The file.
            path: PathBuf,
            /// The most bytes that are read.
            max: u64,
        },
        /// More names of a folder would change than a receipt can record.
        "home_too_many_changes" => TooManyChanges {
            /// The folder.
            path: PathBuf,
            /// The most names that are changed.
            max: u64,
        },
        /// The receipt of the changes would be too large to be read again.
        "home_receipt_too_large" => ReceiptTooLarge {
            /// The most bytes of a receipt.
            max: u64,
        },
        /// There is no regular file where one is needed.
        "home_not_a_regular_file" => NotARegularFile {
            /// The path.
            path: PathBuf,
        },
        /// Someone other than the tree's owner could have written one of Anchorwatch's files.
        "home_not_ours" => NotOurs {
            /// The file.
            path: PathBuf,
            /// Its owner.
            uid: u64,
            /// Its permissions.
            mode: String,
        },
        /// One of Anchorwatch's files cannot be parsed.
        "home_format" => Format {
            /// The file.
            path: PathBuf,
        },
        /// The files are in a container image.
        "home_in_an_image" => InAnImage {
            /// The image.
            path: PathBuf,
        },
        /// Another program writes the file while it is read.
        "home_changes_while_read" => ChangesWhileRead {
            /// The file.
            path: PathBuf,
        },
        /// The path changed after the plan was made.
        "home_changed" => Changed {
            /// The path.
            path: PathBuf,
            /// What was there when the plan was made.
            expected: NodeState,
            /// What is there now.
            found: NodeState,
        },
        /// Another run made changes after the plan was made.
        "home_other_run" => OtherRun {
            /// The journal.
            path: PathBuf,
        },
        /// Another run of this program is changing the same tree.
        "home_busy" => Busy {
            /// The lock.
            path: PathBuf,
        },
        /// A receipt names what this program never changes.
        "home_foreign_receipt" => ForeignReceipt {
            /// The receipt.
            id: String,
            /// The path.
            path: PathBuf,
        },
        /// A receipt cannot be undone, because the saved original of a file is lost.
        "home_original_lost" => OriginalLost {
            /// The receipt.
            id: String,
            /// The file that was changed.
            path: PathBuf,
            /// Where its original was saved.
            blob: PathBuf,
            /// `missing` or `damaged`.
            how: String,
        },
        /// Data from another process does not have the expected form.
        "home_wire" => Wire,
        /// A receipt has not been undone yet.
        "home_still_needed" => StillNeeded {
            /// The receipt.
            id: String,
        },
        /// No receipt has this identifier, or it has been undone already.
        "home_no_such_receipt" => NoSuchReceipt {
            /// The identifier that was given.
            id: String,
        },
    }
}

anchorwatch_remark::remarks! {
    /// A problem with its cause, in one remark.
    pub enum Caused {
        /// The operating system refused.
        "home_because_of_system" => BySystem {
            /// The problem.
            what: Problem,
            /// Why.
            cause: IoProblem,
        },
        /// A parser refused the content.
        "home_because_of_content" => ByContent {
            /// The problem.
            what: Problem,
            /// What is wrong with it.
            why: ContentProblem,
        },
    }
}

impl Error {
    /// What could not be done, without its cause, which is this error's source.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Io { action, path, .. } => Problem::Io {
                action: action.replace(' ', "_"),
                path: path.clone(),
            },
            Self::TooLarge { path, max } => Problem::TooLarge {
                path: path.clone(),
                max: *max,
            },
            Self::TooManyChanges { path, max } => Problem::TooManyChanges {
                path: path.clone(),
                max: *max,
            },
            Self::ReceiptTooLarge { max } => Problem::ReceiptTooLarge { max: *max },
            Self::NotARegularFile { path } => Problem::NotARegularFile { path: path.clone() },
            Self::NotOurs { path, uid, mode } => Problem::NotOurs {
                path: path.clone(),
                uid: u64::from(*uid),
                mode: format!("{mode:o}"),
            },
            Self::Format { path, .. } => Problem::Format { path: path.clone() },
            Self::InAnImage { path } => Problem::InAnImage { path: path.clone() },
            Self::ChangesWhileRead { path } => Problem::ChangesWhileRead { path: path.clone() },
            Self::Changed {
                path,
                expected,
                found,
            } => Problem::Changed {
                path: path.clone(),
                expected: (**expected).clone(),
                found: (**found).clone(),
            },
            Self::OtherRun { path } => Problem::OtherRun { path: path.clone() },
            Self::Busy { path } => Problem::Busy { path: path.clone() },
            Self::ForeignReceipt { id, path } => Problem::ForeignReceipt {
                id: id.clone(),
                path: path.clone(),
            },
            Self::OriginalLost {
                id,
                path,
                blob,
                how,
            } => Problem::OriginalLost {
                id: id.clone(),
                path: path.clone(),
                blob: blob.clone(),
                how: how.code().to_owned(),
            },
            Self::Wire { .. } => Problem::Wire,
            Self::StillNeeded { id } => Problem::StillNeeded { id: id.clone() },
            Self::NoSuchReceipt { id } => Problem::NoSuchReceipt { id: id.clone() },
        }
    }

    /// What could not be done, with its cause.
    #[must_use]
    pub fn told(&self) -> Told {
        let what = self.problem();
        match self {
            Self::Io { source, .. } => Caused::BySystem {
                what,
                cause: IoProblem::from(source),
            }
            .told(),
            Self::Format { source, .. } | Self::Wire { source } => Caused::ByContent {
                what,
                why: ContentProblem::or_other(&**source),
            }
            .told(),
            _ => what.told(),
        }
    }
}

/// An error and its causes on one line.
#[must_use]
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
