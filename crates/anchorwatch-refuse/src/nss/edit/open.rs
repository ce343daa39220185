//! Opens a database in place, so that a program that has it open sees the change and loses none
//! of its own.
//!
//! **Trust:** the owner of the folder chose every byte of both files. Nothing in them may run:
//! no view, trigger, expression or foreign key. Only links that root made above the folder are
//! followed.

use std::{
    os::{fd::OwnedFd, unix::ffi::OsStrExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use anchorwatch_home::{Node, Tree};
use anchorwatch_machine::sqlite::{MAX_DATABASE_BYTES, real_path};
use rusqlite::{
    Connection, OpenFlags, TransactionBehavior,
    config::DbConfig,
    params,
    types::{ToSqlOutput, ValueRef},
};
use rustix::fs::{AtFlags, FileType, statat};

use super::{
    error::Error,
    schema::{DATABASES, SIGNATURES},
};
use crate::nss::remark::DatabaseProblem;

mod journal;

/// How long to wait for a lock of a running program. Browsers write for milliseconds.
const PATIENCE: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 5_000 });

/// A database folder, held open.
#[derive(Debug)]
pub(super) struct Place {
    folder: OwnedFd,
    /// The path of the folder, with all links resolved.
    real: PathBuf,
    /// The path of the database, as displayed.
    shown: PathBuf,
}

impl Place {
    /// Finds the folder of a `cert9.db`.
    pub(super) fn find(tree: &Tree, path: &Path) -> Result<Self, Error> {
        let shown = tree.display_path(path);
        refuse_links(tree, path)?;
        let folder = path.parent().unwrap_or_else(|| Path::new("/"));
        let folder = tree.open_folder(folder)?;
        let real = real_path(&folder).map_err(|source| Error::Io {
            path: shown.clone(),
            source: source.into(),
        })?;
        Ok(Self {
            folder,
            real,
            shown,
        })
    }

    /// Opens both files as one database, to be written in one transaction.
    pub(super) fn open(&self) -> Result<(Connection, HasKeys), Error> {
        self.check("cert9.db")?;
        let has_keys = match self.check("key4.db") {
            Ok(()) => HasKeys::Yes,
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                HasKeys::No
            }
            Err(error) => return Err(error),
        };
        for database in DATABASES {
            journal::check(&self.folder, &self.real, database, &self.shown)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let connection = Connection::open_with_flags(self.real.join("cert9.db"), flags)?;
        connection.busy_timeout(PATIENCE)?;
        harden(&connection)?;
        if has_keys == HasKeys::Yes {
            let path = self.real.join("key4.db");
            let path = ToSqlOutput::Borrowed(ValueRef::Text(path.as_os_str().as_bytes()));
            connection.execute(&format!("ATTACH ? AS {SIGNATURES}"), params![path])?;
        }
        for schema in has_keys.schemas().iter().copied() {
            connection.pragma_update(Some(schema), "synchronous", "EXTRA")?;
            if connection.is_readonly(schema)? {
                return Err(Error::ReadOnly { source: None });
            }
        }
        Ok((connection, has_keys))
    }

    /// Deletes the super-journals of stopped runs. Both databases must be locked and their
    /// journals processed: SQLite forgets the super-journals.
    pub(super) fn discard_super_journals(&self) {
        journal::discard_super_journals(&self.folder, &self.real, &self.shown);
    }

    /// Puts back what a failed commit left beside the databases, as the next program that
    /// writes would: one that only reads cannot. Where this fails too, the next run does it.
    pub(super) fn settle(&self) {
        let settled = self.open().and_then(|(mut connection, _)| {
            let _locked = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            self.discard_super_journals();
            Ok(())
        });
        drop(settled);
    }

    /// Checks that a file is regular and not too large.
    fn check(&self, name: &str) -> Result<(), Error> {
        let seen =
            statat(&self.folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(|errno| Error::Io {
                path: self.shown.with_file_name(name),
                source: errno.into(),
            })?;
        let path = || self.shown.with_file_name(name);
        match FileType::from_raw_mode(seen.st_mode) {
            FileType::RegularFile => {}
            FileType::Symlink => return Err(Error::Link { path: path() }),
            _ => return Err(anchorwatch_home::Error::NotARegularFile { path: path() }.into()),
        }
        if u64::try_from(seen.st_size).unwrap_or(u64::MAX) > MAX_DATABASE_BYTES {
            return Err(anchorwatch_home::Error::TooLarge {
                path: path(),
                max: MAX_DATABASE_BYTES,
            }
            .into());
        }
        Ok(())
    }
}

/// Whether there is a `key4.db`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HasKeys {
    Yes,
    No,
}

impl HasKeys {
    fn schemas(self) -> &'static [&'static str] {
        match self {
            Self::Yes => &["main", SIGNATURES],
            Self::No => &["main"],
        }
    }
}

/// Rejects links in place of the files or their folder, whoever made them. Above that, only
/// root's links are allowed, such as `/home` → `/data/home`.
pub(super) fn refuse_links(tree: &Tree, path: &Path) -> Result<(), Error> {
    for (height, place) in path.ancestors().enumerate() {
        if place.parent().is_none() {
            break;
        }
        if let Node::Symlink(link) = tree.node_without_content(place)?
            && (height < 2 || link.uid != 0)
        {
            return Err(Error::Link {
                path: tree.display_path(place),
            });
        }
    }
    Ok(())
}

/// Ensures that nothing in the file can run.
fn harden(connection: &Connection) -> Result<(), Error> {
    for (setting, is_on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    ] {
        connection.set_db_config(setting, is_on)?;
    }
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

/// Rejects everything but plain tables: a table's statement and its indexes may contain
/// expressions, which run when a row is written.
pub(super) fn check_schema(
    connection: &Connection,
    schema: &'static str,
    table: &'static str,
) -> Result<(), Error> {
    let mut statement = connection.prepare(&format!(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM {schema}.sqlite_schema"
    ))?;
    let mut rows = statement.query([])?;
    let mut is_there = false;
    while let Some(row) = rows.next()? {
        let text = |index| row.get::<_, String>(index);
        let (kind, name, of, sql) = (text(0)?, text(1)?, text(2)?, text(3)?);
        let is_ours = name.eq_ignore_ascii_case(table);
        let shown: String = name.chars().take(40).collect();
        match kind.as_str() {
            "table" if !is_ours => {}
            "table" if !is_plain(&sql, "CREATE TABLE ") => {
                let what = DatabaseProblem::TableNotPlain { name: shown };
                return Err(Error::OddSchema { what });
            }
            "table" => is_there = true,
            "index" if !of.eq_ignore_ascii_case(table) => {}
            "index" if sql.is_empty() || is_plain(&sql, "CREATE INDEX ") => {}
            kind => {
                let (name, kind) = (shown, kind.to_owned());
                let what = DatabaseProblem::ForeignObject { name, kind };
                return Err(Error::OddSchema { what });
            }
        }
    }
    if is_there {
        Ok(())
    } else {
        Err(anchorwatch_machine::sqlite::Error::NoTable { name: table }.into())
    }
}

/// Without a second parenthesis and without `WHERE` there is no room for an expression.
fn is_plain(sql: &str, start: &str) -> bool {
    sql.starts_with(start)
        && sql.bytes().filter(|byte| *byte == b'(').count() == 1
        && !sql.to_ascii_uppercase().contains("WHERE")
}
