//! Why a witness cannot work with its memory.

use anchorwatch_remark::{List, Remark as _, remarks};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[List::of::<MemoryProblem>(
    "why a witness's database cannot be used",
)];

remarks! {
    /// Why the database of a witness cannot be used. Then nothing is cosigned.
    #[non_exhaustive]
    pub enum MemoryProblem {
        /// There is no such file.
        "witness_memory_missing" => Missing,
        /// Something is there already.
        "witness_memory_exists" => Exists,
        /// The operating system does not let it be opened, read or written, or the disk is full.
        "witness_memory_io" => Io,
        /// Another program uses it.
        "witness_memory_locked" => Locked,
        /// It is not a database of a witness, or one of a later version.
        "witness_memory_other" => Other,
        /// It is damaged.
        "witness_memory_damaged" => Damaged,
        /// SQLite would not write durably.
        "witness_memory_not_durable" => NotDurable,
        /// It is not the memory of this key.
        "witness_memory_unknown_key" => UnknownKey,
        /// It has a record of a larger tree of this log.
        "witness_memory_later" => Later,
        /// The clock is far behind the last cosignature of this log.
        "witness_clock" => Clock {
            /// When it last cosigned, in seconds of Unix time.
            last: u64,
        },
    }
}

impl std::fmt::Display for MemoryProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for MemoryProblem {}

impl From<rusqlite::Error> for MemoryProblem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked,
            Some(Code::NotADatabase) => Self::Other,
            Some(Code::DatabaseCorrupt) => Self::Damaged,
            Some(_) => Self::Io,
            // A column of another type, a row that is missing.
            None => Self::Damaged,
        }
    }
}
