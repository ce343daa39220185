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

use std::path::Path;

use anchorwatch_home::{EditItem, Tree};
use rusqlite::TransactionBehavior;

use key::Keys;
use object::Objects;
use open::{HasKeys, Place};
use schema::SIGNATURES;
use snapshot::{expect_whole, snapshot};
use transaction::Edit;

mod error;
mod key;
mod leftover;
mod object;
mod open;
mod plan;
mod record;
mod schema;
mod snapshot;
mod state_match;
mod transaction;

pub(crate) use error::{Error, Refused};
pub(crate) use leftover::is_ours as is_left_unfinished;
pub(crate) use plan::{Wanted, refuse, remove};
pub(crate) use record::{added_certificate, is_made_by_us, say_the_same, value, view, whose};

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
    expect_whole(&transaction, "main", "nssPublic")?;
    let keys = match has_keys {
        HasKeys::Yes => {
            expect_whole(&transaction, SIGNATURES, "metaData")?;
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
    let committed = transaction.commit();
    drop(connection);
    // SQLite says nothing of a journal that it could not delete once all was committed.
    if committed.is_err() || leftover::is_ours(tree, path) {
        place.settle();
    }
    Ok(committed?)
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
        let (database, unclear) = snapshot(tree, path, "nssPublic")?;
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

#[cfg(test)]
pub(crate) mod tests;
