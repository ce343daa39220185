//! Why changes could not be made.

use std::path::PathBuf;

use anchorwatch_home::ReceiptId;

use crate::PlanError;

/// Why changes, or those that take them back, could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// What is to be changed could not be planned, so nothing was changed.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file could not be read or changed.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
    /// The process with a user's rights could not make it, or could not be asked.
    #[error("{}: with the rights of user {uid}: {why}", path.display())]
    AsUser {
        /// Which path, as a person would name it.
        path: PathBuf,
        /// Whose rights.
        uid: u32,
        /// What it said.
        why: String,
    },
    /// A database that is edited in place was not.
    #[error("cannot edit {}: {why}", path.display())]
    Database {
        /// Which database.
        path: PathBuf,
        /// What kept us.
        why: String,
    },
    /// Changes in users' folders could not be made; every other one was.
    #[error("{} changes could not be made: {}; the others are made, as receipt {receipt} says", failures.len(), failures.join("; "))]
    NotAllMade {
        /// The receipt of those that were made.
        receipt: ReceiptId,
        /// What kept each of the others from being made.
        failures: Vec<String>,
    },
    /// Changes in users' folders could not be taken back; every other one was.
    #[error("{} changes could not be taken back: {}", failures.len(), failures.join("; "))]
    NotAllTakenBack {
        /// What kept each of them from being taken back.
        failures: Vec<String>,
    },
    /// Everything is made, and systemd does not watch: what is put in between two updates
    /// of the certificates is believed until the second.
    #[error(
        "the certificates are not watched between their updates: {why}; all else is made, as receipt {receipt} says"
    )]
    NotWatched {
        /// The receipt of what was made.
        receipt: ReceiptId,
        /// What systemd said.
        why: String,
    },
    /// Everything is taken back, and systemd was not told that nothing is to be watched.
    #[error("the certificates may be watched until the next start of the machine: {why}")]
    StillWatched {
        /// What systemd said.
        why: String,
    },
    /// The distribution's tool did not rebuild its store.
    #[error("update-ca-certificates failed: {why}")]
    Rebuild {
        /// What it said.
        why: String,
    },
}
