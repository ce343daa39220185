//! Why a database cannot be changed.

use std::path::PathBuf;

use anchorwatch_machine::sqlite;
use anchorwatch_remark::{IoProblem, Remark as _, Told};
use rusqlite::ErrorCode;

use crate::{
    item_view::ItemValue,
    nss::remark::{DatabaseProblem, NssRemark},
};

/// A database that could not be changed. Nothing in it was.
#[derive(Debug, thiserror::Error)]
#[error("the trust in {} cannot be changed", path.display())]
pub(crate) struct Refused {
    /// The database, as a person would name it.
    pub(crate) path: PathBuf,
    /// Why.
    #[source]
    pub(crate) why: Error,
}

impl Refused {
    /// The database and why it cannot be changed.
    pub(crate) fn told(&self) -> Told {
        let not_changed = NssRemark::NotChanged {
            path: self.path.clone(),
            why: self.why.told().into(),
        };
        not_changed.told()
    }

    /// Returns whether there is no database.
    pub(crate) fn is_not_found(&self) -> bool {
        match &self.why {
            Error::Home(error) => error.is_not_found(),
            Error::Io { source, .. } => source.kind() == std::io::ErrorKind::NotFound,
            _ => false,
        }
    }

    /// Returns whether the permission to look was missing.
    pub(crate) fn is_permission(&self) -> bool {
        matches!(&self.why, Error::Home(error) if error.is_permission())
    }
}

/// Why a database cannot be changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A link where none is followed: it may lead to someone else's files.
    #[error("{} is a link, and is not followed", path.display())]
    Link { path: PathBuf },
    #[error("cannot look at {}", path.display())]
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
    /// A browser is writing, or was stopped in the middle of it.
    #[error("another program keeps it locked; close the browser and try again")]
    Locked,
    #[error("it, its folder or its file system may not be written")]
    ReadOnly { source: Option<rusqlite::Error> },
    #[error("the file system is full")]
    Full,
    #[error("it is damaged")]
    Damaged { source: Option<rusqlite::Error> },
    /// Something that NSS did not make, and that could run when a row is written.
    #[error("{}", what.code())]
    OddSchema { what: DatabaseProblem },
    #[error("it cannot be read")]
    Unreadable(#[from] sqlite::Error),
    /// What a program finds in it depends on a file beside it that is not understood.
    #[error("a file beside it is not understood ({})", why.code())]
    Unclear { why: Told },
    #[error("SQLite failed")]
    Sqlite(#[source] rusqlite::Error),
    /// The record was written by something else, or is damaged.
    #[error("«{name}» is no record of a change")]
    NotOurItem { name: String },
    #[error("{name} is no longer as it was ({})", now.code())]
    Changed { name: String, now: ItemValue },
    /// A trust value needs a signature that only the owner of the password can make.
    #[error(
        "its password was changed since, so that this program cannot sign the trust of {name}; set it with the browser or with certutil"
    )]
    PasswordChanged { name: String },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly {
                    source: Some(error),
                }
            }
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                source: Some(error),
            },
            _ => Self::Sqlite(error),
        }
    }
}

impl Error {
    /// The error as a remark.
    pub(crate) fn told(&self) -> Told {
        let problem = match self {
            Self::Home(error) => return error.told(),
            Self::Link { path } => DatabaseProblem::Link { path: path.clone() },
            Self::Io { path, source } => DatabaseProblem::NotSeen {
                path: path.clone(),
                why: IoProblem::from(source),
            },
            Self::Locked => DatabaseProblem::Locked,
            Self::ReadOnly { .. } => DatabaseProblem::ReadOnly,
            Self::Full => DatabaseProblem::DiskFull,
            Self::Damaged { .. } => DatabaseProblem::Damaged,
            Self::OddSchema { what } => what.clone(),
            Self::Unreadable(error) => DatabaseProblem::Unreadable {
                why: sqlite::DatabaseProblem::from(error).told().into(),
            },
            Self::Unclear { why } => DatabaseProblem::Unclear {
                why: why.clone().into(),
            },
            Self::Sqlite(error) => DatabaseProblem::SqliteFailed { why: error.into() },
            Self::NotOurItem { name } => DatabaseProblem::BadItem { name: name.clone() },
            Self::Changed { name, now } => DatabaseProblem::RowChanged {
                name: name.clone(),
                now: now.clone(),
            },
            Self::PasswordChanged { name } => {
                DatabaseProblem::PasswordChanged { name: name.clone() }
            }
        };
        problem.told()
    }
}
