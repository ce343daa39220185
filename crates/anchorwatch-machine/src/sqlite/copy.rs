//! A copy of a database as the next program would read it, including the files next to it.

use std::{
    ffi::OsString,
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::ffi::{OsStrExt as _, OsStringExt as _},
    },
    path::{Path, PathBuf},
};

use anchorwatch_home::{Error, Node, Tree};
use rustix::{fs::readlinkat, io::Errno};

use super::{DatabaseProblem, MAX_DATABASE_BYTES, recovery};

/// How often a database is read again while a program writes to it.
const MOST_READS: usize = 3;

/// A database, read at one moment.
#[derive(Debug)]
pub struct Copy {
    /// What a program would find in it.
    pub content: Vec<u8>,
    /// Why a program may find something else.
    pub unclear: Option<DatabaseProblem>,
}

/// Reads a database, including changes that no program has merged yet.
///
/// # Errors
/// Those of [`Tree::read`] for the database itself.
pub fn read(tree: &Tree, path: &Path) -> Result<Copy, Error> {
    if is_link(tree, path) {
        return Ok(Copy {
            content: tree.read(path, MAX_DATABASE_BYTES)?,
            unclear: Some(DatabaseProblem::IsALink),
        });
    }
    let mut beside = Beside::read(tree, path);
    for _ in 0..MOST_READS {
        let content = tree.read(path, MAX_DATABASE_BYTES)?;
        // The files next to it at the time of the read belong to it.
        let after = Beside::read(tree, path);
        if beside == after {
            return Ok(after.merged(content));
        }
        beside = after;
    }
    Ok(Copy {
        content: tree.read(path, MAX_DATABASE_BYTES)?,
        unclear: Some(DatabaseProblem::IsWritten),
    })
}

/// Whether a path is anything but missing or an empty file.
pub fn has_content(tree: &Tree, path: &Path) -> bool {
    match tree.read(path, 0) {
        // With a limit of 0 bytes, a file with any content is too large.
        Ok(_) => false,
        Err(error) => !error.is_not_found(),
    }
}

/// The file that SQLite keeps next to a database under this ending.
pub fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(ending);
    PathBuf::from(path)
}

/// The path of an open folder, with every link resolved.
pub fn real_path(folder: &OwnedFd) -> Result<PathBuf, Errno> {
    let link = format!("/proc/self/fd/{}", folder.as_raw_fd());
    let target = readlinkat(rustix::fs::CWD, link, Vec::new())?;
    Ok(PathBuf::from(OsString::from_vec(target.into_bytes())))
}

/// The files next to a database.
#[derive(Debug, PartialEq, Eq)]
struct Beside {
    journal: Result<Option<Vec<u8>>, DatabaseProblem>,
    log: Result<Option<Vec<u8>>, DatabaseProblem>,
}

impl Beside {
    fn read(tree: &Tree, database: &Path) -> Self {
        let file = |ending| {
            let path = beside(database, ending);
            match tree.read(&path, MAX_DATABASE_BYTES) {
                Ok(content) if content.is_empty() => Ok(None),
                Ok(content) => Ok(Some(content)),
                Err(error) if error.is_not_found() => Ok(None),
                Err(error) => Err(DatabaseProblem::BesideUnread {
                    path: tree.display_path(&path),
                    why: (&error).into(),
                }),
            }
        };
        let mut found = Self {
            journal: file("-journal"),
            log: file("-wal"),
        };
        if let Ok(Some(journal)) = &found.journal {
            match is_needed(tree, database, journal) {
                Ok(true) => {}
                Ok(false) => found.journal = Ok(None),
                Err(why) => found.journal = Err(not_understood(tree, database, "-journal", why)),
            }
        }
        found
    }

    fn merged(self, content: Vec<u8>) -> Copy {
        let plain = |unclear| Copy {
            content: content.clone(),
            unclear: Some(unclear),
        };
        let (journal, log) = match (self.journal, self.log) {
            (Ok(journal), Ok(log)) => (journal, log),
            (Err(unclear), _) | (_, Err(unclear)) => return plain(unclear),
        };
        if journal.is_none() && log.is_none() {
            return Copy {
                content,
                unclear: None,
            };
        }
        let mut merged = content.clone();
        let max = MAX_DATABASE_BYTES;
        let rolled = journal.map_or(Ok(()), |journal| {
            recovery::roll_back(&mut merged, &journal, max)
        });
        let applied = rolled
            .and_then(|()| log.map_or(Ok(()), |log| recovery::apply_log(&mut merged, &log, max)));
        match applied {
            Ok(()) => Copy {
                content: merged,
                unclear: None,
            },
            Err(why) => plain(DatabaseProblem::ChangesNotUnderstood { why }),
        }
    }
}

/// Whether the next program that opens the database rolls the journal back: the journal of
/// a transaction over several databases is void once its super-journal is gone.
fn is_needed(tree: &Tree, database: &Path, journal: &[u8]) -> Result<bool, recovery::Error> {
    if !recovery::is_hot(journal) {
        return Ok(false);
    }
    let Some(name) = recovery::super_journal(journal)? else {
        return Ok(true);
    };
    let name = Path::new(std::ffi::OsStr::from_bytes(name));
    let (Some(folder), Some(named)) = (database.parent(), name.file_name()) else {
        return Err(recovery::Error::OddName);
    };
    // The path is from the machine that wrote it, and the tree may be that machine's disk.
    let real = tree.open_folder(folder).ok();
    let real = real.and_then(|folder| real_path(&folder).ok());
    let is_here = name.parent().is_some_and(|there| {
        there == folder || there == tree.display_path(folder) || real.as_deref() == Some(there)
    });
    let of_database = database.file_name().and_then(|name| name.to_str());
    // A transaction over NSS's two databases begins with `cert9.db`, any other with this
    // database; the super-journal is named after the first.
    let is_ours = named.to_str().is_some_and(|named| {
        let mut begins = ["cert9.db"].into_iter().chain(of_database);
        begins.any(|database| is_super_journal_of(named, database))
    });
    if !is_here || !is_ours {
        return Err(recovery::Error::OddName);
    }
    Ok(has_content(tree, &folder.join(named)))
}

/// Whether SQLite gives such a name to the super-journal of a transaction that began with
/// this database.
pub fn is_super_journal_of(name: &str, database: &str) -> bool {
    let number = name
        .strip_prefix(database)
        .and_then(|ending| ending.strip_prefix("-mj"));
    number.is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn not_understood(
    tree: &Tree,
    database: &Path,
    ending: &str,
    why: recovery::Error,
) -> DatabaseProblem {
    let path = tree.display_path(&beside(database, ending));
    DatabaseProblem::BesideNotUnderstood { path, why }
}

fn is_link(tree: &Tree, database: &Path) -> bool {
    matches!(tree.node_without_content(database), Ok(Node::Symlink(_)))
}
