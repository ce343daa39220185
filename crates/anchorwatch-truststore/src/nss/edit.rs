//! Changing the trust in an NSS database, in place.
//!
//! A running browser has `cert9.db` open, and a file put in its place would never be seen
//! by it, and would lose what it writes. So the rows are changed through SQLite, in one
//! transaction over `cert9.db` and `key4.db`, which holds the signatures of trust: a kill
//! at any point leaves both as they were or both as they are to be.
//!
//! What is written, by who can sign (measured with certutil 3.87):
//!
//! - an empty password: `CKT_NSS_NOT_TRUSTED` and its signature, as `certutil -M -t p,p,p`;
//! - no password yet, or no `key4.db`: the same without a signature, which nobody asks for;
//! - a primary password: the attributes that trust are taken away. A distrust without a
//!   signature would be obeyed only until the password is typed in, and NSS could not
//!   change the password any more; an attribute that is not there says nothing, always.
//!
//! **Not covered:** a certificate that is not in the database, and one that another module
//! trusts while this database says nothing.

use std::path::{Path, PathBuf};

use anchorwatch_home::{EditItem, Tree};
use rusqlite::{Connection, ErrorCode, TransactionBehavior, params_from_iter};

use crate::sqlite::{self, Database, MAX_DATABASE_BYTES};
use item::{Direction, State, Step};
use key::{Keys, Signer, Standing};
use object::{Object, Objects, Value};
use open::{HasKeys, Place};

mod item;
mod key;
mod object;
mod open;
mod wanted;

pub(crate) use item::{readable, say_the_same};
pub(crate) use wanted::{Wanted, refuse, remove};

/// The name under which `key4.db` is attached.
const SIGNATURES: &str = "signatures";

/// The attributes that NSS has signatures for, of trust objects (`sftkdb.c`).
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
    /// The database, as a person would name it.
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

    /// Whether the right to look was missing.
    pub(crate) fn is_permission(&self) -> bool {
        matches!(&self.why, Error::Home(error) if error.is_permission())
    }
}

/// Why a database cannot be changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A link where none is followed: it may lead to files of somebody else.
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
    #[error("{what}")]
    OddSchema { what: String },
    #[error("it cannot be read")]
    Unreadable(#[from] sqlite::Error),
    #[error("SQLite failed")]
    Sqlite(#[source] rusqlite::Error),
    /// The record was written by something else, or is damaged.
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

/// Makes the recorded changes of a `cert9.db`, or takes them back: all of them or none,
/// on disk when this returns. What is as it should be already is left as it is.
pub(crate) fn make(tree: &Tree, path: &Path, items: &[EditItem]) -> Result<(), Refused> {
    in_place(tree, path, items).map_err(|why| Refused {
        path: tree.shown(path),
        why,
    })
}

fn in_place(tree: &Tree, path: &Path, items: &[EditItem]) -> Result<(), Error> {
    let place = Place::find(tree, path)?;
    let (mut connection, has_keys) = place.open()?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    whole(&transaction, "main", "nssPublic")?;
    let keys = match has_keys {
        HasKeys::Yes => {
            whole(&transaction, SIGNATURES, "metaData")?;
            Keys::read(&transaction, SIGNATURES)?
        }
        HasKeys::No => Keys::NONE,
    };
    let edit = Edit {
        objects: Objects::read(&transaction, "main")?,
        connection: &transaction,
        has_keys,
        keys,
    };
    for item in items {
        edit.make(item, &item::understood(item)?)?;
    }
    transaction.commit()?;
    Ok(())
}

/// What the recorded objects are like now, in the words of the record: an item's `before`
/// or `after` where that is how it is.
pub(crate) fn look(
    tree: &Tree,
    path: &Path,
    items: &[EditItem],
) -> Result<Vec<Option<String>>, Refused> {
    let looked = || -> Result<_, Error> {
        let database = copy(tree, path, "nssPublic")?;
        let objects = Objects::read(database.connection(), "main")?;
        items
            .iter()
            .map(|item| Ok(objects.seen(item, &item::understood(item)?)))
            .collect::<Result<_, _>>()
    };
    looked().map_err(|why| Refused {
        path: tree.shown(path),
        why,
    })
}

/// A copy of a database in memory.
fn copy(tree: &Tree, path: &Path, table: &'static str) -> Result<Database, Error> {
    let database = Database::open(tree.read(path, MAX_DATABASE_BYTES)?, table)?;
    open::check_schema(database.connection(), "main", table)?;
    Ok(database)
}

/// Refuses a table that is not NSS's own or not sound.
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

/// How an object stands to what is recorded of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Now {
    Before,
    After,
    Other,
}

impl Objects {
    fn now(&self, step: &Step) -> Now {
        let present = self.numbered(step.number);
        let is_free = !self.numbers.contains(&step.number);
        match (&step.before, &step.after) {
            // Who deleted it meanwhile wants it back less than we do.
            (Some(_), Some(_)) if is_free => Now::Before,
            // An object that came back by itself, under another number, is there.
            (Some(before), None) if is_free && self.has_twin(before) => Now::Before,
            (None, Some(after)) if is_free && self.has_twin(after) => Now::Other,
            (None, Some(_)) if is_free => Now::Before,
            (Some(_), None) if is_free => Now::After,
            (before, after) => {
                let is = |state: &Option<State>, other: &Option<State>| {
                    let is_whole = other.is_none();
                    present
                        .zip(state.as_ref())
                        .is_some_and(|(present, state)| present.is(state, is_whole))
                };
                // Where only a signature is missing, both are the same.
                match (is(after, before), is(before, after)) {
                    (true, _) => Now::After,
                    (false, true) => Now::Before,
                    (false, false) => Now::Other,
                }
            }
        }
    }

    /// Whether another object is for the same certificate: NSS allows one of a class.
    fn has_twin(&self, state: &State) -> bool {
        ["a0", "a81", "a82"]
            .iter()
            .all(|column| state.attributes.contains_key(*column))
            && self.list.iter().any(|object| {
                ["a0", "a81", "a82"].iter().all(|column| {
                    object.attributes.get(*column)
                        == state.attributes.get(*column).and_then(Option::as_ref)
                })
            })
    }

    fn seen(&self, item: &EditItem, step: &Step) -> Option<String> {
        let (found, made) = match step.direction {
            Direction::Forward => (&item.before, &item.after),
            Direction::Back => (&item.after, &item.before),
        };
        match self.now(step) {
            Now::Before => found.clone(),
            Now::After => made.clone(),
            Now::Other => {
                let of = step.after.as_ref().or(step.before.as_ref());
                self.numbered(step.number)
                    .zip(of)
                    .map(|(object, state)| object.seen_as(state).encode())
            }
        }
    }
}

impl Object {
    /// Whether the attributes are those of the state, and no others if it is a whole one.
    fn is(&self, state: &State, is_whole: bool) -> bool {
        let recorded = |(column, value): (&String, &Option<Value>)| {
            self.attributes.get(column) == value.as_ref()
        };
        state.attributes.iter().all(recorded)
            && (!is_whole
                || self
                    .attributes
                    .keys()
                    .all(|column| state.attributes.contains_key(column)))
    }

    fn seen_as(&self, state: &State) -> State {
        let attributes = state.attributes.keys();
        State {
            attributes: attributes
                .map(|column| (column.clone(), self.attributes.get(column).cloned()))
                .collect(),
            ..State::default()
        }
    }
}

/// One transaction.
struct Edit<'connection> {
    connection: &'connection Connection,
    has_keys: HasKeys,
    keys: Keys,
    objects: Objects,
}

impl Edit<'_> {
    fn make(&self, item: &EditItem, step: &Step) -> Result<(), Error> {
        let (to, wanted) = match step.direction {
            Direction::Forward => (&step.after, Now::After),
            Direction::Back => (&step.before, Now::Before),
        };
        let now = self.objects.now(step);
        let is_there = self.objects.numbered(step.number).is_some();
        match (now, to) {
            (Now::Other, _) => return Err(self.changed(item, step)),
            // Nothing to do, but for signatures that are to be made.
            (now, Some(_))
                if now == wanted && !(is_there && step.direction == Direction::Forward) => {}
            (now, None) if now == wanted => {}
            (_, None) => self.delete(step.number)?,
            (_, Some(_)) if step.before.is_some() && step.after.is_some() && !is_there => {
                return Err(self.changed(item, step));
            }
            (_, Some(to)) => {
                self.write(step.number, to, is_there)?;
                match step.direction {
                    Direction::Forward => self.sign(item, step.number, to)?,
                    Direction::Back => self.sign_as_before(item, step.number, to)?,
                }
            }
        }
        Ok(())
    }

    fn changed(&self, item: &EditItem, step: &Step) -> Error {
        let now = self.objects.seen(item, step);
        let now = now.as_deref().unwrap_or("not there");
        Error::Changed {
            name: item.name.clone(),
            difference: format!("it is {}", readable(now)),
        }
    }

    fn write(&self, number: u32, to: &State, is_there: bool) -> Result<(), Error> {
        let columns: Vec<&String> = to.attributes.keys().collect();
        if let Some(missing) = columns
            .iter()
            .find(|column| !self.objects.columns.contains(**column))
        {
            return Err(Error::OddSchema {
                what: format!("nssPublic has no column {missing}"),
            });
        }
        // Every name is `a` and hexadecimal digits: the record was read so.
        let list = |each: fn(&String) -> String| {
            let names: Vec<String> = columns.iter().map(|column| each(column)).collect();
            names.join(", ")
        };
        let statement = if is_there {
            let sets = list(|column| format!("{column} = ?"));
            format!("UPDATE main.nssPublic SET {sets} WHERE id = ?")
        } else {
            let (names, places) = (list(Clone::clone), list(|_| "?".to_owned()));
            format!("INSERT INTO main.nssPublic ({names}, id) VALUES ({places}, ?)")
        };
        let number = Value::Integer(number.into());
        let values = to.attributes.values().map(Option::as_ref);
        self.connection
            .execute(&statement, params_from_iter(values.chain([Some(&number)])))?;
        Ok(())
    }

    fn delete(&self, number: u32) -> Result<(), Error> {
        self.connection
            .execute("DELETE FROM main.nssPublic WHERE id = ?", [number])?;
        for (attribute, _) in self.keys.of_object(number) {
            key::put(self.connection, SIGNATURES, (number, attribute), None)?;
        }
        Ok(())
    }

    /// Signs what was written, where we can.
    fn sign(&self, item: &EditItem, number: u32, state: &State) -> Result<(), Error> {
        for (attribute, value) in signed(state) {
            let signature = match (&self.keys.signer, value) {
                (Signer::NotNeeded, _) | (Signer::PrimaryPassword, None) => continue,
                (Signer::PrimaryPassword, Some(_)) => return Err(password_changed(item)),
                (Signer::EmptyPassword(_), None) => None,
                (Signer::EmptyPassword(key), Some(value)) => Some(
                    key.sign(
                        &octets(number, attribute, value)
                            .each_ref()
                            .map(AsRef::as_ref),
                    ),
                ),
            };
            let place = (number, attribute);
            key::put(self.connection, SIGNATURES, place, signature.as_deref())?;
        }
        Ok(())
    }

    /// Puts the signatures back as they were. One that was right is made again where the
    /// password is another empty one now; one that was wrong stays wrong.
    fn sign_as_before(&self, item: &EditItem, number: u32, state: &State) -> Result<(), Error> {
        if self.has_keys == HasKeys::No {
            return Ok(());
        }
        let is_same_password = self.keys.password == state.password;
        for (attribute, value) in signed(state) {
            let place = (number, attribute);
            let recorded = state.signatures.get(&attribute);
            let is_secret = matches!(self.keys.signer, Signer::PrimaryPassword)
                || matches!(recorded, Some((Standing::Unchecked, _))) && state.password.is_some();
            if is_secret && !is_same_password && value.is_some() {
                return Err(password_changed(item));
            }
            let signature = match (&self.keys.signer, recorded, value) {
                (Signer::EmptyPassword(key), Some((Standing::Signed, known)), Some(value))
                    if self.keys.standing(place, value, Some(known)) != Standing::Signed =>
                {
                    Some(
                        key.sign(
                            &octets(number, attribute, value)
                                .each_ref()
                                .map(AsRef::as_ref),
                        ),
                    )
                }
                (_, recorded, _) => recorded.map(|(_, known)| known.clone()),
            };
            key::put(self.connection, SIGNATURES, place, signature.as_deref())?;
        }
        Ok(())
    }
}

/// The attributes of a state that NSS has signatures for.
fn signed(state: &State) -> impl Iterator<Item = (u32, Option<&Value>)> {
    state.attributes.iter().filter_map(|(column, value)| {
        let attribute = object::attribute_of(column)?;
        SIGNED_ATTRIBUTES
            .contains(&attribute)
            .then_some((attribute, value.as_ref()))
    })
}

/// What a signature is over.
fn octets(number: u32, attribute: u32, value: &Value) -> [Vec<u8>; 3] {
    [
        number.to_be_bytes().to_vec(),
        attribute.to_be_bytes().to_vec(),
        value.octets().to_vec(),
    ]
}

fn password_changed(item: &EditItem) -> Error {
    Error::PasswordChanged {
        name: item.name.clone(),
    }
}

#[cfg(test)]
mod tests;
