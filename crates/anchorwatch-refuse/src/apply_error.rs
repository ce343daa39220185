//! Why changes could not be made.

use std::path::PathBuf;

use anchorwatch_home::ReceiptId;
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    PlanError,
    remark::{Cause, Causes},
};

anchorwatch_remark::remarks! {
    /// Why changes could not be made or undone.
    pub(crate) enum ApplyProblem {
        /// The process with a user's rights could not make a change.
        "apply_as_user" => AsUser {
            /// The path.
            path: PathBuf,
            /// The user's number.
            uid: u64,
            /// Why.
            why: Cause,
        },
        /// A database was not edited.
        "apply_database" => Database {
            /// The database.
            path: PathBuf,
            /// Why.
            why: Cause,
        },
        /// Changes in users' folders could not be made.
        "apply_not_all_made" => NotAllMade {
            /// The receipt of the others.
            receipt: String,
            /// How many failed.
            count: u64,
            /// Why each failed.
            failures: Causes,
        },
        /// Changes in users' folders could not be undone.
        "apply_not_all_taken_back" => NotAllTakenBack {
            /// How many failed.
            count: u64,
            /// Why each failed.
            failures: Causes,
        },
        /// All changes are made, and systemd does not watch.
        "apply_not_watched" => NotWatched {
            /// The receipt.
            receipt: String,
            /// Why.
            why: Cause,
        },
        /// The consents are changed, and not all of the system store follows them yet.
        "apply_not_refiltered" => NotRefiltered {
            /// Why.
            why: Causes,
        },
        /// Everything is undone, and systemd may still watch.
        "apply_still_watched" => StillWatched {
            /// Why.
            why: Cause,
        },
        /// The distribution's tool did not rebuild its store.
        "apply_rebuild" => Rebuild {
            /// Its error.
            why: Cause,
        },
    }
}

impl ApplyError {
    /// The error as a remark, with its cause.
    #[must_use]
    pub fn told(&self) -> Told {
        let problem = match self {
            Self::Plan(error) => return error.told(),
            Self::Home(error) => return error.told(),
            Self::AsUser { path, uid, why } => ApplyProblem::AsUser {
                path: path.clone(),
                uid: u64::from(*uid),
                why: why.clone().into(),
            },
            Self::Database { path, why } => ApplyProblem::Database {
                path: path.clone(),
                why: why.clone().into(),
            },
            Self::NotAllMade { receipt, failures } => ApplyProblem::NotAllMade {
                receipt: receipt.to_string(),
                count: failures.len() as u64,
                failures: failures.clone().into(),
            },
            Self::NotAllTakenBack { failures } => ApplyProblem::NotAllTakenBack {
                count: failures.len() as u64,
                failures: failures.clone().into(),
            },
            Self::NotWatched { receipt, why } => ApplyProblem::NotWatched {
                receipt: receipt.to_string(),
                why: why.clone().into(),
            },
            Self::NotRefiltered { why } => ApplyProblem::NotRefiltered {
                why: why.clone().into(),
            },
            Self::StillWatched { why } => ApplyProblem::StillWatched {
                why: why.clone().into(),
            },
            Self::Rebuild { why } => ApplyProblem::Rebuild {
                why: why.clone().into(),
            },
        };
        problem.told()
    }
}

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
    #[error("{}: with the rights of user {uid} ({})", path.display(), why.code())]
    AsUser {
        /// The path, as displayed.
        path: PathBuf,
        /// The user.
        uid: u32,
        /// Its error.
        why: Told,
    },
    /// A database that is edited in place was not edited.
    #[error("cannot edit {} ({})", path.display(), why.code())]
    Database {
        /// Which database.
        path: PathBuf,
        /// Why.
        why: Told,
    },
    /// Changes in users' folders could not be made; all others were.
    #[error("{} changes could not be made; receipt {receipt} has the others", failures.len())]
    NotAllMade {
        /// The receipt of the changes that were made.
        receipt: ReceiptId,
        /// Why each of the others could not be made.
        failures: Vec<Told>,
    },
    /// Changes in users' folders could not be undone; every other one was.
    #[error("{} changes could not be undone", failures.len())]
    NotAllTakenBack {
        /// Why each of them could not be undone.
        failures: Vec<Told>,
    },
    /// All changes are made, and systemd does not watch: what is added between two updates
    /// of the certificates is trusted until the second.
    #[error("the certificates are not watched between updates ({}); receipt {receipt}", why.code())]
    NotWatched {
        /// The receipt of the changes.
        receipt: ReceiptId,
        /// systemd's error.
        why: Told,
    },
    /// The consents are changed, and not all of the system store follows them yet.
    #[error("the system store does not follow the consents everywhere")]
    NotRefiltered {
        /// What could not be read or written.
        why: Vec<Told>,
    },
    /// Everything is undone, and systemd could not be made to stop watching.
    #[error("the certificates may be watched until the next start of the machine ({})", why.code())]
    StillWatched {
        /// systemd's error.
        why: Told,
    },
    /// The distribution's tool did not rebuild its store.
    #[error("update-ca-certificates failed ({})", why.code())]
    Rebuild {
        /// Its error.
        why: Told,
    },
}
