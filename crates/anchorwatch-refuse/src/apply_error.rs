//! Why changes could not be made.

use std::path::PathBuf;

use anchorwatch_home::ReceiptId;

use crate::PlanError;

/// Why changes could not be made or undone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The plan failed, so nothing was changed.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file could not be read or changed.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
    /// The worker with a user's rights failed, or did not answer.
    #[error("{}: with the rights of user {uid}: {why}", path.display())]
    AsUser {
        /// The path, as displayed.
        path: PathBuf,
        /// The user.
        uid: u32,
        /// Its error.
        why: String,
    },
    /// A database that is edited in place was not changed.
    #[error("cannot edit {}: {why}", path.display())]
    Database {
        /// Which database.
        path: PathBuf,
        /// The reason.
        why: String,
    },
    /// Changes in users' folders could not be made; all others were.
    #[error("{} changes could not be made: {}; the others are made, as receipt {receipt} says", failures.len(), failures.join("; "))]
    NotAllMade {
        /// The receipt of the changes that were made.
        receipt: ReceiptId,
        /// Why each of the others failed.
        failures: Vec<String>,
    },
    /// Changes in users' folders could not be undone; all others were.
    #[error("{} changes could not be taken back: {}", failures.len(), failures.join("; "))]
    NotAllTakenBack {
        /// Why each of them failed.
        failures: Vec<String>,
    },
    /// Everything was changed, but systemd does not watch: a root added between two certificate
    /// updates is trusted until the second one.
    #[error(
        "the certificates are not watched between their updates: {why}; all else is made, as receipt {receipt} says"
    )]
    NotWatched {
        /// The receipt of the changes.
        receipt: ReceiptId,
        /// systemd's error.
        why: String,
    },
    /// Everything was undone, but systemd was not told to stop watching.
    #[error("the certificates may be watched until the next start of the machine: {why}")]
    StillWatched {
        /// systemd's error.
        why: String,
    },
    /// The distribution's tool did not rebuild its store.
    #[error("update-ca-certificates failed: {why}")]
    Rebuild {
        /// Its error.
        why: String,
    },
}
