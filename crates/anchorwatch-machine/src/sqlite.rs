//! Other programs' SQLite databases: read from a copy in memory, as tables, never in place.
//!
//! **Trust:** the file's owner chose every byte. SQLite's own checks are switched on, and a
//! view in place of the table, which is a program that runs when it is read, is rejected.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _, Row, types::ValueRef};

use crate::read_problem::ReadProblem;

pub use problem::SqliteProblem;

pub use copy::{Copy, beside, has_content, is_super_journal_of, read, real_path};

mod copy;
mod problem;
pub mod recovery;

/// The largest database that is read, in bytes. A profile's has under 1 MB.
pub const MAX_DATABASE_BYTES: u64 = 256 << 20;

/// More rows than any profile has; bounds the work on a hostile database.
pub const MAX_ROWS: usize = 100_000;

/// Why a database cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not what SQLite writes, or it rejects them.
    #[error("the database cannot be read as SQLite")]
    Sqlite(#[from] rusqlite::Error),
    /// More than [`MAX_ROWS`].
    #[error("the database has more than {MAX_ROWS} rows")]
    TooManyRows,
    /// The table to read is missing.
    #[error("the database has no table {name}")]
    NoTable {
        /// Its name.
        name: &'static str,
    },
    /// Something else has the table's name.
    #[error("{name} is a {kind} and not a table")]
    NotATable {
        /// The table's name.
        name: &'static str,
        /// Its type, in SQLite's words.
        kind: String,
    },
}

anchorwatch_remark::remarks! {
    /// Why a database could not be read, or why a program may find something else in it.
    pub enum DatabaseProblem {
        /// SQLite refuses the bytes.
        "database_not_sqlite" => NotSqlite {
            /// What it refuses.
            why: SqliteProblem,
        },
        /// More rows than are read.
        "database_rows_limit" => RowsLimit {
            /// How many are read.
            max: u64,
        },
        /// The table is missing.
        "database_without_table" => WithoutTable {
            /// Its name.
            name: String,
        },
        /// Something else has the table's name.
        "database_not_a_table" => NotATable {
            /// The name.
            name: String,
            /// What it is, in SQLite's words.
            kind: String,
        },
        /// A link: what is not merged yet is beside its target.
        "database_is_a_link" => IsALink,
        /// A program writes it at the same time.
        "database_is_written" => IsWritten,
        /// A file beside it could not be read.
        "database_beside_unread" => BesideUnread {
            /// The file.
            path: PathBuf,
            /// What prevented it.
            why: ReadProblem,
        },
        /// A file beside it is not understood.
        "database_beside_not_understood" => BesideNotUnderstood {
            /// The file.
            path: PathBuf,
            /// What is wrong with it.
            why: recovery::Error,
        },
        /// The files beside it are not understood.
        "database_changes_not_understood" => ChangesNotUnderstood {
            /// What is wrong with them.
            why: recovery::Error,
        },
    }
}

impl From<&Error> for DatabaseProblem {
    fn from(error: &Error) -> Self {
        match error {
            Error::Sqlite(error) => Self::NotSqlite { why: error.into() },
            Error::TooManyRows => Self::RowsLimit {
                max: MAX_ROWS as u64,
            },
            Error::NoTable { name } => Self::WithoutTable {
                name: (*name).to_owned(),
            },
            Error::NotATable { name, kind } => Self::NotATable {
                name: (*name).to_owned(),
                kind: kind.clone(),
            },
        }
    }
}

/// A database, and the one table in it that may be read.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    table: &'static str,
}

impl Database {
    /// Opens a database in order to read this table.
    pub fn open(mut content: Vec<u8>, table: &'static str) -> Result<Self, Error> {
        use_rollback_journal(&mut content);
        let connection = in_memory(&content)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        let kind: Option<String> = connection
            .query_row(
                "SELECT type FROM sqlite_schema WHERE name = ?",
                [table],
                |row| row.get(0),
            )
            .optional()?;
        match kind.as_deref() {
            None => Err(Error::NoTable { name: table }),
            Some("table") => Ok(Self { connection, table }),
            // A database can carry views, which are programs that run when they are read.
            Some(kind) => Err(Error::NotATable {
                name: table,
                kind: kind.to_owned(),
            }),
        }
    }

    /// The copy in memory, for statements about this table.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Calls the function for every row of the table.
    pub(crate) fn each(&self, mut take: impl FnMut(&Row<'_>)) -> Result<(), Error> {
        let mut statement = self
            .connection
            .prepare(&format!("SELECT * FROM {}", self.table))?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            if count > MAX_ROWS {
                return Err(Error::TooManyRows);
            }
            take(row);
        }
        Ok(())
    }
}

/// The bytes of a column; empty if the table has no such column or it holds no bytes.
pub fn blob(row: &Row<'_>, column: &str) -> Vec<u8> {
    match row.get_ref(column) {
        Ok(ValueRef::Blob(bytes) | ValueRef::Text(bytes)) => bytes.to_vec(),
        _ => Vec::new(),
    }
}

/// A database in write-ahead mode asks for a second file when it is opened; the
/// header's two version octets say which mode it is (SQLite file format §1.3).
fn use_rollback_journal(content: &mut [u8]) {
    if let Some(versions) = content.get_mut(18..20)
        && versions == [2, 2]
    {
        versions.copy_from_slice(&[1, 1]);
    }
}

fn in_memory(content: &[u8]) -> Result<Connection, Error> {
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact("main", content, content.len(), true)?;
    Ok(connection)
}
