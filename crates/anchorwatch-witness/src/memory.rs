//! What a witness must not forget: an SQLite database.
//!
//! It has the last checkpoint of each log that was cosigned, and the keys whose memory it is. A
//! program that serves holds it exclusively, so that no two witnesses use one key's memory.
//!
//! **Not checked:** that it is the newest one. Whoever puts an old copy back makes the witness
//! forget.

use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt as _, path::Path, time::Duration};

use anchorwatch_transparency::{CheckpointKey, WitnessRecord, origin_hash};
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior,
    config::DbConfig, params,
};

use crate::MemoryProblem;

/// What SQLite's header says of such a database: "AWWI".
const APPLICATION_ID: u32 = 0x4157_5749;

/// The version of its tables.
const VERSION: u32 = 1;

const TABLES: &str = "
    CREATE TABLE witness_key (verifier_key TEXT PRIMARY KEY) STRICT;
    CREATE TABLE checkpoint (
        origin_hash TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        unix_seconds INTEGER NOT NULL,
        note TEXT NOT NULL
    ) STRICT;
    CREATE TABLE fork (origin_hash TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT;
";

/// How long another program may hold the database until it counts as locked.
const BUSY: Duration = Duration::from_secs(2);

/// `PRAGMA synchronous`: FULL, and the folder is synced too once a commit has removed its journal.
/// Otherwise a power cut can bring the journal back, and with it the state before.
const EXTRA: u32 = 3;

/// The database.
#[derive(Debug)]
pub struct Memory {
    connection: Connection,
}

/// What is kept of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) unix_seconds: u64,
    pub(crate) note: String,
}

impl Memory {
    /// Makes an empty database, readable by its owner only.
    ///
    /// # Errors
    /// [`MemoryProblem::Exists`] if something is there, or why it cannot be written.
    pub fn create(path: &Path) -> Result<Self, MemoryProblem> {
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => MemoryProblem::Exists,
            _ => MemoryProblem::Io,
        })?;
        let mut connection = connect(path)?;
        let begun = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        begun.execute_batch(TABLES)?;
        begun.pragma_update(None, "application_id", APPLICATION_ID)?;
        begun.pragma_update(None, "user_version", VERSION)?;
        begun.commit()?;
        Ok(Self { connection })
    }

    /// Opens a database, looks for damage, and keeps all others out until it is dropped.
    ///
    /// # Errors
    /// [`MemoryProblem`].
    pub fn open(path: &Path) -> Result<Self, MemoryProblem> {
        match path.metadata() {
            Ok(it) if it.is_file() => {}
            Ok(_) => return Err(MemoryProblem::Other),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(MemoryProblem::Missing);
            }
            Err(_) => return Err(MemoryProblem::Io),
        }
        let connection = connect(path)?;
        let number = |name| connection.pragma_query_value(None, name, |it| it.get::<_, u32>(0));
        if number("application_id")? != APPLICATION_ID || number("user_version")? != VERSION {
            return Err(MemoryProblem::Other);
        }
        let check = |it: &rusqlite::Row<'_>| it.get::<_, String>(0);
        if connection.query_row("PRAGMA integrity_check(1)", [], check)? != "ok" {
            return Err(MemoryProblem::Damaged);
        }
        Ok(Self { connection })
    }

    /// Says that this is a key's memory: what the others' keys cosigned binds it too.
    ///
    /// # Errors
    /// [`MemoryProblem`] if it cannot be written.
    pub fn add_key(&self, key: &CheckpointKey) -> Result<(), MemoryProblem> {
        let add = "INSERT OR IGNORE INTO witness_key VALUES (?1)";
        self.connection.execute(add, params![key.to_string()])?;
        Ok(())
    }

    /// The keys whose memory it is.
    ///
    /// # Errors
    /// [`MemoryProblem`] if they cannot be read.
    pub fn keys(&self) -> Result<Vec<CheckpointKey>, MemoryProblem> {
        let all = "SELECT verifier_key FROM witness_key ORDER BY rowid";
        let mut asked = self.connection.prepare(all)?;
        let keys = asked.query_map([], |it| it.get::<_, String>(0))?;
        keys.map(|key| key?.parse().map_err(|_| MemoryProblem::Damaged))
            .collect()
    }

    /// What is kept of the log with this hash of its origin.
    pub(crate) fn kept(&self, origin_hash: &str) -> Result<Option<Kept>, MemoryProblem> {
        kept(&self.connection, origin_hash)
    }

    /// The first other tree that the log with this hash of its origin signed, if it did.
    pub(crate) fn fork(&self, origin_hash: &str) -> Result<Option<String>, MemoryProblem> {
        let find = "SELECT note FROM fork WHERE origin_hash = ?1";
        let mut asked = self.connection.prepare(find)?;
        let row = asked.query_row(params![origin_hash], |it| it.get(0));
        Ok(row.optional()?)
    }

    /// Begins to read and write in one step. Dropping it changes nothing.
    pub(crate) fn begin(&mut self) -> Result<Step<'_>, MemoryProblem> {
        let begun = TransactionBehavior::Immediate;
        Ok(Step(self.connection.transaction_with_behavior(begun)?))
    }
}

/// A step of the memory, which happens as a whole or not at all.
pub(crate) struct Step<'a>(Transaction<'a>);

impl Step<'_> {
    pub(crate) fn kept(&self, origin_hash: &str) -> Result<Option<Kept>, MemoryProblem> {
        kept(&self.0, origin_hash)
    }

    /// Keeps what was cosigned. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`MemoryProblem`]: then the cosignature must not be given out.
    pub(crate) fn keep(
        self,
        record: &WitnessRecord,
        unix_seconds: u64,
    ) -> Result<(), MemoryProblem> {
        // The witness compared already. No tree that is kept is ever replaced by a smaller one.
        let changed = self.0.execute(
            "INSERT INTO checkpoint (origin_hash, size, unix_seconds, note)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (origin_hash) DO UPDATE
             SET size = excluded.size, unix_seconds = excluded.unix_seconds, note = excluded.note
             WHERE size <= excluded.size AND unix_seconds <= excluded.unix_seconds",
            params![
                origin_hash(record.origin()),
                signed(record.head().size)?,
                signed(unix_seconds)?,
                record.note()
            ],
        )?;
        if changed != 1 {
            return Err(MemoryProblem::Later);
        }
        Ok(self.0.commit()?)
    }
}

impl Step<'_> {
    /// Keeps a tree that a log signed besides the one that is kept; one is enough to convict it.
    pub(crate) fn keep_fork(self, origin_hash: &str, note: &str) -> Result<(), MemoryProblem> {
        let keep = "INSERT OR IGNORE INTO fork VALUES (?1, ?2)";
        self.0.execute(keep, params![origin_hash, note])?;
        Ok(self.0.commit()?)
    }
}

fn kept(connection: &Connection, origin_hash: &str) -> Result<Option<Kept>, MemoryProblem> {
    let find = "SELECT unix_seconds, note FROM checkpoint WHERE origin_hash = ?1";
    let mut asked = connection.prepare(find)?;
    let row = |it: &rusqlite::Row<'_>| Ok((it.get::<_, i64>(0)?, it.get(1)?));
    let Some((unix_seconds, note)) = asked.query_row(params![origin_hash], row).optional()? else {
        return Ok(None);
    };
    let unix_seconds = u64::try_from(unix_seconds).map_err(|_| MemoryProblem::Damaged)?;
    Ok(Some(Kept { unix_seconds, note }))
}

/// Sizes and times of checkpoints are below 2^63.
fn signed(number: u64) -> Result<i64, MemoryProblem> {
    i64::try_from(number).map_err(|_| MemoryProblem::Other)
}

/// Opens a file that is there, durable and for this program alone.
fn connect(path: &Path) -> Result<Connection, MemoryProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let mode = |it: &rusqlite::Row<'_>| it.get::<_, String>(0);
    let mode = connection.pragma_update_and_check(None, "journal_mode", "DELETE", mode)?;
    connection.pragma_update(None, "synchronous", EXTRA)?;
    let synchronous: u32 = connection.pragma_query_value(None, "synchronous", |it| it.get(0))?;
    if mode != "delete" || synchronous != EXTRA {
        return Err(MemoryProblem::NotDurable);
    }
    // In this mode of locking, the lock is kept from now on.
    let begun = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    begun.commit()?;
    Ok(connection)
}
