//! Checks the files beside a database before SQLite uses them.
//!
//! A rollback journal left by a killed run is rolled back by the next program that opens the
//! database. It may end with the name of a *super-journal*, which lists the other databases of
//! the same transaction. SQLite opens that file and every file that it names, and deletes it
//! once none of them needs it, if its name looks like SQLite's (pager.c, `pager_delsuper`,
//! 3.54). The names are paths on this machine, whatever tree the database is in: a hostile
//! image could make SQLite open any file, and wait forever for a FIFO.
//!
//! **Not checked:** files that another program puts there between this check and SQLite's.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    os::{fd::OwnedFd, unix::ffi::OsStrExt as _},
    path::Path,
};

use anchorwatch_machine::sqlite::{is_super_journal_of, recovery::MAGIC};
use rustix::{
    fs::{AtFlags, Dir, Mode, OFlags, ResolveFlags, openat, openat2, unlinkat},
    io::Errno,
};

use crate::nss::{
    edit::{error::Error, schema::DATABASES},
    remark::DatabaseProblem,
};

/// Suffixes of the files that SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The length of the name, a checksum, and the magic.
const TRAILER_BYTES: usize = 16;

/// The longest path (PATH_MAX).
const MAX_NAME_BYTES: usize = 4096;

/// More names than any profile folder has.
const MAX_NAMES: usize = 100_000;

/// The largest super-journal: the names of two journals.
const MAX_SUPER_BYTES: u64 = 4 * MAX_NAME_BYTES as u64;

/// Rejects files that no run of SQLite over these two databases leaves behind.
pub(super) fn check(
    folder: &OwnedFd,
    real: &Path,
    database: &str,
    shown: &Path,
) -> Result<(), Error> {
    for ending in BESIDE {
        let name = format!("{database}{ending}");
        let Some(file) = open(folder, &name, shown)? else {
            continue;
        };
        if ending == "-journal"
            && let Some(other) = super_journal(file).map_err(|source| Error::Io {
                path: shown.with_file_name(&name),
                source,
            })?
        {
            check_super(folder, real, &other, shown)?;
        }
    }
    Ok(())
}

/// Opens a regular file of the folder; `None` if it does not exist.
fn open(folder: &OwnedFd, name: &str, shown: &Path) -> Result<Option<File>, Error> {
    let path = shown.with_file_name(name);
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    let failed = |path, errno: Errno| Error::Io {
        path,
        source: errno.into(),
    };
    // Checking first avoids blocking on a FIFO and opening a device.
    let seen = match openat2(folder, name, flags, Mode::empty(), resolve) {
        Ok(seen) => File::from(seen),
        Err(Errno::NOENT) => return Ok(None),
        Err(Errno::LOOP) => return Err(Error::Link { path }),
        Err(errno) => return Err(failed(path, errno)),
    };
    let seen = seen.metadata().map_err(|source| Error::Io {
        path: path.clone(),
        source,
    })?;
    if seen.file_type().is_symlink() {
        return Err(Error::Link { path });
    }
    if !seen.is_file() {
        return Err(anchorwatch_home::Error::NotARegularFile { path }.into());
    }
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match openat2(folder, name, flags, Mode::empty(), resolve) {
        Ok(file) => Ok(Some(file.into())),
        Err(errno) => Err(failed(path, errno)),
    }
}

/// The name at a journal's end, if the magic is there.
fn super_journal(mut file: File) -> std::io::Result<Option<Vec<u8>>> {
    let length = file.seek(SeekFrom::End(0))?;
    let most = (MAX_NAME_BYTES + TRAILER_BYTES) as u64;
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut end = Vec::new();
    file.take(most).read_to_end(&mut end)?;
    let Some((before, trailer)) = end.split_last_chunk::<TRAILER_BYTES>() else {
        return Ok(None);
    };
    let (sizes, mark) = trailer.split_at(TRAILER_BYTES - MAGIC.len());
    if *mark != MAGIC {
        return Ok(None);
    }
    let size = sizes
        .first_chunk::<4>()
        .map_or(u32::MAX, |octets| u32::from_be_bytes(*octets));
    // A name longer than the file is invalid; SQLite ignores it too.
    let start = usize::try_from(size)
        .ok()
        .and_then(|size| before.len().checked_sub(size));
    Ok(Some(start.map_or_else(
        || before.to_vec(),
        |start| before.get(start..).unwrap_or_default().to_vec(),
    )))
}

/// A super-journal must be beside the databases, have a name that SQLite gives, and name only
/// these two.
fn check_super(folder: &OwnedFd, real: &Path, name: &[u8], shown: &Path) -> Result<(), Error> {
    let odd = || Error::OddSchema {
        what: DatabaseProblem::ForeignJournal {
            name: String::from_utf8_lossy(name).into_owned(),
        },
    };
    let mut beside = real.as_os_str().as_bytes().to_vec();
    beside.push(b'/');
    let file = name.strip_prefix(&*beside).ok_or_else(odd)?;
    let file = std::str::from_utf8(file).map_err(|_| odd())?;
    if !is_super_journal(file) {
        return Err(odd());
    }
    let Some(content) = open(folder, file, shown)? else {
        return Ok(());
    };
    if speaks_of_these_alone(content, &beside).map_err(|source| Error::Io {
        path: shown.with_file_name(file),
        source,
    })? {
        Ok(())
    } else {
        Err(odd())
    }
}

/// Deletes every super-journal that names only these two databases. One that cannot be deleted
/// is harmless: no journal names it.
pub(super) fn discard_super_journals(folder: &OwnedFd, real: &Path, shown: &Path) {
    let mut beside = real.as_os_str().as_bytes().to_vec();
    beside.push(b'/');
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let listed = openat(folder, ".", flags, Mode::empty()).and_then(Dir::new);
    let Ok(entries) = listed else {
        return;
    };
    let names = entries.flatten().take(MAX_NAMES);
    for name in names.filter_map(|entry| entry.file_name().to_str().ok().map(str::to_owned)) {
        if is_super_journal(&name)
            && let Ok(Some(content)) = open(folder, &name, shown)
            && let Ok(true) = speaks_of_these_alone(content, &beside)
        {
            let _kept = unlinkat(folder, &name, AtFlags::empty());
        }
    }
}

fn is_super_journal(name: &str) -> bool {
    DATABASES
        .iter()
        .any(|database| is_super_journal_of(name, database))
}

/// Whether every name in a super-journal is a journal of these two databases.
fn speaks_of_these_alone(content: File, beside: &[u8]) -> std::io::Result<bool> {
    let mut names = Vec::new();
    content.take(MAX_SUPER_BYTES).read_to_end(&mut names)?;
    let is_ours = |name: &[u8]| {
        DATABASES.iter().any(|database| {
            name.strip_prefix(beside) == Some(format!("{database}-journal").as_bytes())
        })
    };
    let mut names = names
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty());
    Ok(names.all(is_ours))
}
