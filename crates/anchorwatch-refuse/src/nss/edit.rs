//! Changes trust in an NSS database in place.
//!
//! A running browser has `cert9.db` open. It would not see a replaced file, and its own writes
//! would be lost. So rows are changed through SQLite, in one transaction over `cert9.db` and
//! `key4.db`, which holds the signatures of trust. A kill at any point leaves both old or both
//! new.
//!
//! What is written depends on who can sign (measured with certutil 3.87):
//!
//! - empty password: `CKT_NSS_NOT_TRUSTED` and its signature, like `certutil -M -t p,p,p`;
//! - no password yet, or no `key4.db`: the same without a signature, which nothing checks;
//! - primary password: the attributes that trust are removed. NSS would obey an unsigned
//!   distrust only until the password is entered, and could then no longer change the password.
//!   A missing attribute never has an effect.
//!
//! **Not covered:** a certificate that is not in the database, and one that another module
//! trusts while this database says nothing.

use std::path::{Path, PathBuf};

use anchorwatch_home::{EditItem, Tree};
use anchorwatch_machine::sqlite::{self, Database};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use key::Keys;
use object::Objects;
use open::{HasKeys, Place};
use transaction::Edit;

mod key;
mod leftover;
mod object;
mod open;
mod plan;
mod record;
mod state_match;
mod transaction;

pub(crate) use leftover::is_ours as is_left_unfinished;
pub(crate) use plan::{Wanted, refuse, remove};
pub(crate) use record::{readable, say_the_same};

/// The name under which `key4.db` is attached.
const SIGNATURES: &str = "signatures";

/// The attributes of trust objects that NSS signs (`sftkdb.c`).
const SIGNED_ATTRIBUTES: [u32; 13] = [
    0xce53_63b4, // CKA_NSS_CERT_SHA1_HASH
    0xce53_63b5, // CKA_NSS_CERT_MD5_HASH
    0xce53_6358, // CKA_NSS_TRUST_SERVER_AUTH
    0xce53_6359, // CKA_NSS_TRUST_CLIENT_AUTH
    0xce53_635a, // CKA_NSS_TRUST_CODE_SIGNING
    0xce53_635b, // CKA_NSS_TRUST_EMAIL_PROTECTION
    0xce53_6360, // CKA_NSS_TRUST_STEP_UP_APPROVED
    0x0000_0635, // CKA_HASH_OF_CERTIFICATE
    0x0000_008c, // CKA_NAME_HASH_ALGORITHM
    0x0000_062c, // CKA_TRUST_SERVER_AUTH
    0x0000_062d, // CKA_TRUST_CLIENT_AUTH
    0x0000_062e, // CKA_TRUST_CODE_SIGNING
    0x0000_062f, // CKA_TRUST_EMAIL_PROTECTION
];

/// A database that could not be changed. Nothing in it was.
#[derive(Debug, thiserror::Error)]
#[error("the trust in {} cannot be changed", path.display())]
pub(crate) struct Refused {
    /// The database's path, as displayed.
    pub(crate) path: PathBuf,
    /// Why.
    #[source]
    pub(crate) why: Error,
}

impl Refused {
    /// Whether there is no database.
    pub(crate) fn is_not_found(&self) -> bool {
        match &self.why {
            Error::Home(error) => error.is_not_found(),
            Error::Io { source, .. } => source.kind() == std::io::ErrorKind::NotFound,
            _ => false,
        }
    }

    /// Whether rights were missing.
    pub(crate) fn is_permission(&self) -> bool {
        matches!(&self.why, Error::Home(error) if error.is_permission())
    }
}

/// Why a database cannot be changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A link at a place where links are not followed: it may lead to another user's files.
    #[error("{} is a link, and is not followed", path.display())]
    Link { path: PathBuf },
    #[error("cannot look at {}", path.display())]
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
    /// A browser is writing, or was stopped while writing.
    #[error("another program keeps it locked; close the browser and try again")]
    Locked,
    #[error("it, its folder or its file system may not be written")]
    ReadOnly { source: Option<rusqlite::Error> },
    #[error("the file system is full")]
    Full,
    #[error("it is damaged")]
    Damaged { source: Option<rusqlite::Error> },
    /// Something that NSS did not make and that could run when a row is written.
    #[error("{what}")]
    OddSchema { what: String },
    #[error("it cannot be read")]
    Unreadable(#[from] sqlite::Error),
    /// The content depends on a file beside it that is not understood.
    #[error("{why}; start the program that uses it, close it, and try again")]
    Unclear { why: String },
    #[error("SQLite failed")]
    Sqlite(#[source] rusqlite::Error),
    /// The record was written by another program, or is damaged.
    #[error("«{name}» is no record of a change")]
    NotOurItem { name: String },
    #[error("{name} is no longer as it was: {difference}")]
    Changed { name: String, difference: String },
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

/// Makes the recorded changes of a `cert9.db`, or undoes them: all or none, and on disk when
/// this returns. Objects that are already as wanted are not changed.
pub(crate) fn make(tree: &Tree, path: &Path, items: &[EditItem]) -> Result<(), Refused> {
    in_place(tree, path, items).map_err(|why| Refused {
        path: tree.display_path(path),
        why,
    })
}

fn in_place(tree: &Tree, path: &Path, items: &[EditItem]) -> Result<(), Error> {
    let place = Place::find(tree, path)?;
    let (mut connection, has_keys) = place.open()?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Both are locked now, so leftovers of a stopped run are either rolled back or obsolete.
    place.discard_super_journals();
    whole(&transaction, "main", "nssPublic")?;
    let keys = match has_keys {
        HasKeys::Yes => {
            whole(&transaction, SIGNATURES, "metaData")?;
            Keys::read(&transaction, SIGNATURES)?
        }
        HasKeys::No => Keys::none(),
    };
    let edit = Edit {
        objects: Objects::read(&transaction, "main")?,
        connection: &transaction,
        has_keys,
        keys,
    };
    for item in items {
        edit.make(item, &record::understood(item)?)?;
    }
    transaction.commit()?;
    Ok(())
}

/// The current state of recorded objects.
#[derive(Debug)]
pub(crate) struct Looked {
    /// In the words of the record: equals an item's `before` or `after` if the state matches.
    pub(crate) seen: Vec<Option<String>>,
    /// Whether a stopped run left work to do, even if every object is as wanted: a journal that
    /// locks readers out, or the signatures in the other file.
    pub(crate) is_unfinished: bool,
}

/// Reads the current state of the recorded objects.
pub(crate) fn look(tree: &Tree, path: &Path, items: &[EditItem]) -> Result<Looked, Refused> {
    let looked = || -> Result<_, Error> {
        let (database, unclear) = copy(tree, path, "nssPublic")?;
        let objects = Objects::read(database.connection(), "main")?;
        let (keys, unclear_keys) = plan::keys(tree, path)?;
        if let Some(why) = unclear.or(unclear_keys) {
            return Err(Error::Unclear { why });
        }
        let mut looked = Looked {
            seen: Vec::new(),
            is_unfinished: leftover::is_there(tree, path),
        };
        for item in items {
            let step = record::understood(item)?;
            looked.seen.push(objects.seen(item, &step));
            looked.is_unfinished |= !keys.are_as_before(&objects, &step);
        }
        Ok(looked)
    };
    looked().map_err(|why| Refused {
        path: tree.display_path(path),
        why,
    })
}

/// A copy of a database in memory, and why a program may read it differently, if so.
fn copy(
    tree: &Tree,
    path: &Path,
    table: &'static str,
) -> Result<(Database, Option<String>), Error> {
    let copy = sqlite::read(tree, path)?;
    let database = Database::open(copy.content, table)?;
    open::check_schema(database.connection(), "main", table)?;
    let unclear = copy.unclear.as_ref().map(crate::told_text::text_of);
    Ok((database, unclear))
}

/// Rejects a table that is not NSS's own or is damaged.
fn whole(connection: &Connection, schema: &'static str, table: &'static str) -> Result<(), Error> {
    open::check_schema(connection, schema, table)?;
    let found: String = connection.query_row(
        &format!("PRAGMA {schema}.quick_check({table})"),
        [],
        |row| row.get(0),
    )?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged { source: None })
    }
}

#[cfg(test)]
mod tests;
