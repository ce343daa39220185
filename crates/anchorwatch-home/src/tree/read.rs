//! Reads regular files: never a FIFO or a device, never more than the caller's limit, and never
//! a file that another program writes at the same time.

use std::{
    io::Read as _,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::fs::{self, Mode, OFlags, Stat};

use super::{Seen, Tree};
use crate::{EntryKind, Error};

/// How often a file is read while another program writes it. Browsers write their databases in
/// fractions of a second.
const MOST_READS: u32 = 3;

impl Tree {
    /// Reads a regular file; links are followed inside the tree.
    ///
    /// **Not checked:** a write that began before the read and ended after it, on a file system
    /// whose timestamps are coarser than that.
    ///
    /// # Errors
    /// [`Error::NotARegularFile`], [`Error::TooLarge`], [`Error::ChangesWhileRead`], or
    /// [`Error::Io`].
    pub fn read(&self, path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
        Ok(self.read_with_seen(path, max_bytes)?.0)
    }

    /// Reads the beginning of a regular file: as much as shows what it is.
    ///
    /// # Errors
    /// [`Error::NotARegularFile`] or [`Error::Io`]; in an image [`Error::TooLarge`] if the
    /// image does not keep the file's content.
    pub fn read_start(&self, path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
        if let Some(image) = self.image() {
            let (mut content, _) = image.read(path, u64::MAX)?;
            content.truncate(usize::try_from(max_bytes).unwrap_or(usize::MAX));
            return Ok(content);
        }
        let shown = self.display_path(path);
        if self.seen(path)?.kind != EntryKind::File {
            return Err(Error::NotARegularFile { path: shown });
        }
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let fd = self.open_below(path, flags, Mode::empty(), "read")?;
        let mut content = Vec::new();
        let read = std::fs::File::from(fd)
            .take(max_bytes)
            .read_to_end(&mut content);
        match read {
            Ok(_) => Ok(content),
            Err(source) => Err(Error::Io {
                action: "read",
                path: shown,
                source,
            }),
        }
    }

    /// Reads and parses one of the owner's files. A tree without the file gets the default.
    ///
    /// # Errors
    /// [`Error::Format`] if `of_text` cannot parse it, and those of
    /// [`read_own_securely`](Self::read_own_securely).
    pub(crate) fn read_setting<T: Default>(
        &self,
        path: &Path,
        max_bytes: u64,
        of_text: impl FnOnce(&[u8]) -> Result<T, Box<dyn std::error::Error + Send + Sync>>,
    ) -> Result<T, Error> {
        let Some(text) = self.way().read(path, max_bytes)? else {
            return Ok(T::default());
        };
        of_text(&text).map_err(|source| Error::Format {
            path: self.display_path(path),
            source,
        })
    }

    /// Reads one of Anchorwatch's files, only if the tree's owner owns it and nobody else can
    /// write it.
    ///
    /// # Errors
    /// [`Error::NotOurs`], and those of [`read`](Self::read).
    pub fn read_own(&self, path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
        let (content, seen) = self.read_with_seen(path, max_bytes)?;
        if self.is_ours(&seen) {
            Ok(content)
        } else {
            Err(Error::NotOurs {
                path: self.display_path(path),
                uid: seen.uid,
                mode: seen.mode,
            })
        }
    }

    pub(super) fn read_with_seen(
        &self,
        path: &Path,
        max_bytes: u64,
    ) -> Result<(Vec<u8>, Seen), Error> {
        if let Some(image) = self.image() {
            return image.read(path, max_bytes);
        }
        let shown = self.display_path(path);
        // Checking the type first keeps a FIFO from blocking and a device from being opened.
        let seen = self.seen(path)?;
        if seen.kind != EntryKind::File {
            return Err(Error::NotARegularFile { path: shown });
        }
        for _ in 0..MOST_READS {
            if let Some(read) = self.read_at_one_moment(path, max_bytes, &shown)? {
                return Ok(read);
            }
        }
        Err(Error::ChangesWhileRead { path: shown })
    }

    /// Returns the whole file and its metadata; `None` if it was written meanwhile.
    fn read_at_one_moment(
        &self,
        path: &Path,
        max_bytes: u64,
        shown: &Path,
    ) -> Result<Option<(Vec<u8>, Seen)>, Error> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let fd = self.open_below(path, flags, Mode::empty(), "read")?;
        let stat = || fs::fstat(&fd).map_err(Error::io("look at", shown));
        let before = stat()?;
        let again = fd.try_clone().map_err(|source| Error::Io {
            action: "read",
            path: shown.to_owned(),
            source,
        })?;
        let content = read_all(again, max_bytes, shown.to_owned())?;
        let moment = |stat: &Stat| {
            (
                stat.st_size,
                (stat.st_mtime, stat.st_mtime_nsec),
                (stat.st_ctime, stat.st_ctime_nsec),
            )
        };
        let is_one = moment(&before) == moment(&stat()?);
        Ok(is_one.then_some((content, before.into())))
    }
}

pub(super) fn read_all(fd: OwnedFd, max_bytes: u64, shown: PathBuf) -> Result<Vec<u8>, Error> {
    let mut content = Vec::new();
    let read = std::fs::File::from(fd)
        .take(max_bytes.saturating_add(1))
        .read_to_end(&mut content);
    if let Err(source) = read {
        return Err(Error::Io {
            action: "read",
            path: shown,
            source,
        });
    }
    if content.len() as u64 > max_bytes {
        return Err(Error::TooLarge {
            path: shown,
            max: max_bytes,
        });
    }
    Ok(content)
}
