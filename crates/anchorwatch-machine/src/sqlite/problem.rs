//! What SQLite refuses.

use rusqlite::{Error, ErrorCode};

anchorwatch_remark::remarks! {
    /// What SQLite refuses.
    pub enum SqliteProblem {
        /// The bytes are not a database, or an encrypted one.
        "sqlite_not_a_database" => NotADatabase,
        /// The database is damaged.
        "sqlite_damaged" => Damaged,
        /// A value is of another kind than expected.
        "sqlite_value" => Value,
        /// Anything else.
        "sqlite_code" => Code {
            /// SQLite's extended result code.
            code: u64,
        },
    }
}

impl From<&Error> for SqliteProblem {
    fn from(error: &Error) -> Self {
        let Some(inner) = error.sqlite_error() else {
            return Self::Value;
        };
        match inner.code {
            ErrorCode::NotADatabase => Self::NotADatabase,
            ErrorCode::DatabaseCorrupt => Self::Damaged,
            _ => Self::Code {
                code: u64::from(inner.extended_code.unsigned_abs()),
            },
        }
    }
}
