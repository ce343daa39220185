//! A folder of records that a long run adds to, and that survives a kill at any moment.
//!
//! A record file is `000001.jsonl.part` while it grows, and `000001.jsonl` once it is complete.
//! Bytes are appended at its end in one piece; if that fails half-way, as on a full disk, the
//! piece is cut off again. Nothing that was appended is ever rewritten. What the bytes mean is
//! the caller's business.
//!
//! Files are the user's alone (mode 0600), because they say what was measured, where and when.
//! The folder is locked while the value lives, so that two runs cannot write into it.
//!
//! **Not covered:** a power failure can lose what the kernel had not written; complete files
//! are on disk, and a growing one only as far as the kernel got.

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::fd::{AsFd as _, OwnedFd},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, CWD, Dir, FlockOperation, Mode, OFlags, RenameFlags},
    io::Errno,
};
use sha2::{Digest as _, Sha256};

use crate::Error;

const COMPLETE: &str = ".jsonl";
const GROWING: &str = ".jsonl.part";

/// A number has at least this many digits, so that names sort as numbers do.
const DIGITS: usize = 6;

/// How much of a file is in memory while it is hashed, in bytes.
const HASHED_AT_ONCE: usize = 1 << 16;

/// A folder of records, locked.
#[derive(Debug)]
pub struct RecordFolder {
    fd: OwnedFd,
    path: PathBuf,
}

/// A record file in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// Counted from 1, in the order in which they were begun.
    pub number: u64,
    /// Whether it is complete: nothing is added to it any more.
    pub is_complete: bool,
}

/// The record file that grows.
#[derive(Debug)]
pub struct GrowingRecord {
    file: File,
    number: u64,
    length: u64,
    path: PathBuf,
}

impl RecordFolder {
    /// Opens the folder, and makes it if it is not there; its parent must be.
    ///
    /// # Errors
    /// [`Error::Busy`] while another run uses it, otherwise [`Error::Io`].
    pub fn open_or_make(path: &Path) -> Result<Self, Error> {
        match fs::mkdir(path, Mode::from_raw_mode(0o700)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(Error::io("make the folder", path)(errno)),
        }
        Self::open(path)
    }

    /// Opens the folder.
    ///
    /// # Errors
    /// [`Error::Busy`] while another run uses it, otherwise [`Error::Io`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = fs::openat(CWD, path, flags, Mode::empty());
        let fd = fd.map_err(Error::io("open the folder", path))?;
        let path = path.to_owned();
        match fs::flock(&fd, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { fd, path }),
            Err(Errno::WOULDBLOCK) => Err(Error::Busy { path }),
            Err(errno) => Err(Error::io("lock", path)(errno)),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of a record file.
    #[must_use]
    pub fn name_of(record: Record) -> String {
        name(record)
    }

    /// The record files, in their order. Both forms of one number are there if a run was killed
    /// while it completed the file; the complete one counts.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn records(&self) -> Result<Vec<Record>, Error> {
        let mut records: Vec<Record> = self.names()?.iter().filter_map(|it| record(it)).collect();
        records.sort_by_key(|it| (it.number, !it.is_complete));
        records.dedup_by_key(|it| it.number);
        Ok(records)
    }

    /// Where a record file is.
    #[must_use]
    pub fn record_path(&self, record: Record) -> PathBuf {
        self.path.join(name(record))
    }

    /// Opens a record file to read it.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::NotARegularFile`] or [`Error::TooLarge`].
    pub fn read_record(&self, record: Record, max: u64) -> Result<Vec<u8>, Error> {
        self.read(&name(record), max)
    }

    /// Reads a file of the folder.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::NotARegularFile`] or [`Error::TooLarge`].
    pub fn read(&self, name: &str, max: u64) -> Result<Vec<u8>, Error> {
        let path = self.path.join(name);
        let mut content = Vec::new();
        let file = self.open_file(name)?;
        let read = file.take(max.saturating_add(1)).read_to_end(&mut content);
        read.map_err(|source| io_error("read", &path, source))?;
        if content.len() as u64 > max {
            return Err(Error::TooLarge { path, max });
        }
        Ok(content)
    }

    /// The SHA-256 of a file of the folder, which is not held in memory.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::NotARegularFile`] or [`Error::TooLarge`]: a sparse file can be
    /// longer than anyone would wait for.
    pub fn file_sha256(&self, name: &str, max: u64) -> Result<[u8; 32], Error> {
        let path = self.path.join(name);
        let failed = |source| io_error("read", &path, source);
        let file = self.open_file(name)?;
        let length = file.metadata().map_err(failed)?.len();
        // It may grow meanwhile.
        let mut file = file.take(max.saturating_add(1));
        let (mut hash, mut read) = (Sha256::new(), 0);
        let mut buffer = vec![0; HASHED_AT_ONCE];
        while length <= max && read <= max {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(hash.finalize().into()),
                Ok(count) => {
                    hash.update(buffer.get(..count).unwrap_or_default());
                    read += count as u64;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(source) => return Err(failed(source)),
            }
        }
        Err(Error::TooLarge { path, max })
    }

    /// Opens a file of the folder, to read it piece by piece.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::NotARegularFile`].
    pub fn open_file(&self, name: &str) -> Result<File, Error> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let path = self.path.join(name);
        let fd = fs::openat(&self.fd, name, flags, Mode::empty());
        let file = File::from(fd.map_err(Error::io("read", &path))?);
        let metadata = file.metadata();
        let metadata = metadata.map_err(|source| io_error("look at", &path, source))?;
        if metadata.is_file() {
            Ok(file)
        } else {
            Err(Error::NotARegularFile { path })
        }
    }

    /// Writes a file completely or not at all; it is on disk when this returns. A file of that name
    /// is replaced, so this is for what is written before a run begins.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), Error> {
        let temporary = self.write_temporary(name, content)?;
        let failed = || Error::io("make the new file", self.path.join(name));
        fs::renameat(&self.fd, &temporary, &self.fd, name).map_err(failed())?;
        fs::fsync(&self.fd).map_err(failed())
    }

    /// As [`write`](Self::write), but never replaces a file.
    ///
    /// # Errors
    /// [`Error::Io`], also if there is such a file already.
    pub fn write_new(&self, name: &str, content: &[u8]) -> Result<(), Error> {
        let temporary = self.write_temporary(name, content)?;
        self.rename(&temporary, name)
    }

    /// Replaces a half-written one of an earlier run. Nothing is written into a file that is there:
    /// it would keep its owner and its mode, and whoever has it open could change it later.
    fn write_temporary(&self, name: &str, content: &[u8]) -> Result<String, Error> {
        let temporary = format!("{name}.part");
        match fs::unlinkat(&self.fd, &temporary, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(errno) => {
                let path = self.path.join(name);
                return Err(Error::io("make the new file", path)(errno));
            }
        }
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW;
        let mut file = self.create(&temporary, flags)?;
        let written = file.write_all(content).and_then(|()| file.sync_all());
        let path = self.path.join(name);
        written.map_err(|source| io_error("make the new file", &path, source))?;
        Ok(temporary)
    }

    /// Begins a record file.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn begin(&self, number: u64) -> Result<GrowingRecord, Error> {
        let (path, name) = self.growing(number);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW;
        let file = self.create(&name, flags)?;
        Ok(GrowingRecord {
            file,
            number,
            length: 0,
            path,
        })
    }

    /// Goes on with a record file after its first `length` bytes; the others are cut off.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn go_on(&self, number: u64, length: u64) -> Result<GrowingRecord, Error> {
        let (path, name) = self.growing(number);
        let mut file = self.create(&name, OFlags::WRONLY | OFlags::NOFOLLOW)?;
        let cut = file.set_len(length);
        let cut = cut.and_then(|()| std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)));
        cut.map_err(|source| io_error("make the new file", &path, source))?;
        Ok(GrowingRecord {
            file,
            number,
            length,
            path,
        })
    }

    /// Gives a record file whose content is complete its final name. It is on disk then.
    ///
    /// # Errors
    /// [`Error::Io`]; the file still has its name as a growing one.
    pub fn complete(&self, record: GrowingRecord) -> Result<(), Error> {
        let synced = record.file.sync_all();
        synced.map_err(|source| io_error("make the new file", &record.path, source))?;
        let of = |is_complete| {
            let number = record.number;
            name(Record {
                number,
                is_complete,
            })
        };
        self.rename(&of(false), &of(true))
    }

    fn growing(&self, number: u64) -> (PathBuf, String) {
        let name = name(Record {
            number,
            is_complete: false,
        });
        (self.path.join(&name), name)
    }

    fn create(&self, name: &str, flags: OFlags) -> Result<File, Error> {
        let mode = Mode::from_raw_mode(0o600);
        // Never waits for a reader of what is no file.
        let flags = flags | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, name, flags, mode);
        let path = self.path.join(name);
        let file = File::from(fd.map_err(Error::io("make the new file", &path))?);
        let metadata = file.metadata();
        let metadata = metadata.map_err(|source| io_error("look at", &path, source))?;
        if metadata.is_file() {
            Ok(file)
        } else {
            Err(Error::NotARegularFile { path })
        }
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), Error> {
        let path = self.path.join(to);
        let renamed = fs::renameat_with(&self.fd, from, &self.fd, to, RenameFlags::NOREPLACE);
        let renamed = match renamed {
            // Some file systems cannot check and rename in one step.
            Err(Errno::INVAL | Errno::NOSYS) if !self.has(to) => {
                fs::renameat(&self.fd, from, &self.fd, to)
            }
            other => other,
        };
        renamed.map_err(Error::io("make the new file", &path))?;
        fs::fsync(&self.fd).map_err(Error::io("make the new file", &path))
    }

    fn has(&self, name: &str) -> bool {
        fs::statat(self.fd.as_fd(), name, AtFlags::SYMLINK_NOFOLLOW).is_ok()
    }

    /// The names of all files in it.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let failed = || Error::io("list the folder", &self.path);
        let entries = Dir::read_from(&self.fd).map_err(failed())?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed())?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }
}

impl GrowingRecord {
    /// Its number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Appends a piece, completely or not at all.
    ///
    /// # Errors
    /// [`Error::Io`], as on a full disk. What was written of the piece is cut off again; if even
    /// that fails, the reader has to.
    pub fn append(&mut self, piece: &[u8]) -> Result<(), Error> {
        match self.file.write_all(piece) {
            Ok(()) => {
                self.length += piece.len() as u64;
                Ok(())
            }
            Err(source) => {
                let _cut = self.file.set_len(self.length);
                Err(io_error("make the new file", &self.path, source))
            }
        }
    }
}

/// The SHA-256 of a file's content, in hexadecimal.
#[must_use]
pub fn content_sha256(content: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(content))
}

fn name(record: Record) -> String {
    let suffix = if record.is_complete {
        COMPLETE
    } else {
        GROWING
    };
    format!("{:0DIGITS$}{suffix}", record.number)
}

fn record(name: &str) -> Option<Record> {
    let (digits, is_complete) = match name.strip_suffix(GROWING) {
        Some(digits) => (digits, false),
        None => (name.strip_suffix(COMPLETE)?, true),
    };
    let is_number = digits.len() >= DIGITS && digits.bytes().all(|it| it.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    // Another one always fits after it.
    let number = number.filter(|it| *it < u64::MAX / 2)?;
    Some(Record {
        number,
        is_complete,
    })
}

fn io_error(action: &'static str, path: &Path, source: std::io::Error) -> Error {
    let path = path.to_owned();
    Error::Io {
        action,
        path,
        source,
    }
}

#[cfg(test)]
mod tests;
