//! What is at a path, with everything that a change must restore, and the names in a folder.

use std::{
    collections::BTreeMap,
    os::fd::{AsFd as _, BorrowedFd},
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, FileType, Mode, OFlags},
    io::Errno,
};

use super::{MAX_CHANGED_FILE_BYTES, Seen, Tree, image::OfFile, read::read_all};
use crate::{Directory, Entry, EntryKind, Error, File, Node, Symlink};

impl Tree {
    /// Returns the names in a folder, sorted, without `.` and `..`.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder does not exist or cannot be read.
    pub fn list(&self, path: &Path) -> Result<Vec<Entry>, Error> {
        if let Some(image) = self.image() {
            return image.list(path);
        }
        let failed = || Error::io("list the folder", self.display_path(path));
        self.looks.note(path, false, true);
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = self.open_below(path, flags, Mode::empty(), "open the folder")?;
        let mut entries = Vec::new();
        for entry in fs::Dir::new(fd).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                let kind = self.kind(
                    &path.join(std::ffi::OsStr::from_bytes(name)),
                    entry.file_type(),
                )?;
                entries.push(Entry {
                    name: std::ffi::OsString::from_vec(name.to_vec()),
                    kind,
                });
            }
        }
        entries.sort_by(|one, two| one.name.cmp(&two.name));
        Ok(entries)
    }

    /// Returns what is at the path itself; a link at its end is not followed.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read, [`Error::TooLarge`] for a file too large to keep.
    pub fn node(&self, path: &Path) -> Result<Node, Error> {
        if let Some(image) = self.image() {
            return image.node(path, OfFile::Everything);
        }
        match self.parent(path) {
            Ok((folder, name)) => self.node_in(folder.as_fd(), &name, self.display_path(path)),
            Err(error) if error.is_not_found() => Ok(Node::Absent),
            Err(error) => Err(error),
        }
    }

    pub(super) fn node_in(
        &self,
        folder: BorrowedFd<'_>,
        name: &std::ffi::OsStr,
        shown: PathBuf,
    ) -> Result<Node, Error> {
        let stat = match fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) => return Ok(Node::Absent),
            Err(errno) => return Err(Error::io("look at", shown)(errno)),
        };
        let (mode, uid, gid) = (stat.st_mode & 0o7777, stat.st_uid, stat.st_gid);
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => self.file_node(folder, name, shown),
            FileType::Symlink => {
                let target = fs::readlinkat(folder, name, Vec::new())
                    .map_err(Error::io("read the link", shown))?;
                let target = PathBuf::from(std::ffi::OsString::from_vec(target.into_bytes()));
                Ok(Node::Symlink(Symlink { target, uid, gid }))
            }
            FileType::Directory => Ok(Node::Directory(Directory { mode, uid, gid })),
            _ => Ok(Node::Other),
        }
    }

    /// Returns the same without a file's content and attributes, for example to see its owner.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read.
    pub fn node_without_content(&self, path: &Path) -> Result<Node, Error> {
        if path.parent().is_none() {
            let Seen { mode, uid, gid, .. } = self.seen(path)?;
            return Ok(Node::Directory(Directory { mode, uid, gid }));
        }
        if let Some(image) = self.image() {
            return image.node(path, OfFile::Metadata);
        }
        let (folder, name) = match self.parent(path) {
            Ok(found) => found,
            Err(error) if error.is_not_found() => return Ok(Node::Absent),
            Err(error) => return Err(error),
        };
        let stat = match fs::statat(&folder, &name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) => return Ok(Node::Absent),
            Err(errno) => return Err(Error::io("look at", self.display_path(path))(errno)),
        };
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return self.node(path);
        }
        Ok(Node::File(File {
            content: Vec::new(),
            mode: stat.st_mode & 0o7777,
            uid: stat.st_uid,
            gid: stat.st_gid,
            xattrs: BTreeMap::new(),
            modified: None,
        }))
    }

    /// Returns whether a path leads to a named pipe. [`Self::read`] does not open one: a program
    /// that reads it gets what another program writes at that moment.
    #[must_use]
    pub fn is_pipe(&self, path: &Path) -> bool {
        self.seen(path).is_ok_and(|seen| seen.is_fifo)
    }

    fn file_node(
        &self,
        folder: BorrowedFd<'_>,
        name: &std::ffi::OsStr,
        shown: PathBuf,
    ) -> Result<Node, Error> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd =
            fs::openat(folder, name, flags, Mode::empty()).map_err(Error::io("read", &*shown))?;
        let stat = fs::fstat(&fd).map_err(Error::io("look at", &*shown))?;
        let xattrs =
            read_xattrs(fd.as_fd()).map_err(Error::io("read the attributes of", &*shown))?;
        let content = read_all(fd, MAX_CHANGED_FILE_BYTES, shown)?;
        Ok(Node::File(File {
            content,
            mode: stat.st_mode & 0o7777,
            uid: stat.st_uid,
            gid: stat.st_gid,
            xattrs,
            modified: Some((
                stat.st_mtime,
                i64::try_from(stat.st_mtime_nsec).unwrap_or(0),
            )),
        }))
    }

    fn kind(&self, path: &Path, hint: FileType) -> Result<EntryKind, Error> {
        Ok(match hint {
            FileType::RegularFile => EntryKind::File,
            FileType::Symlink => EntryKind::Symlink,
            FileType::Directory => EntryKind::Directory,
            // Some file systems do not give the type in the listing.
            FileType::Unknown => {
                let (folder, name) = self.parent(path)?;
                let stat = fs::statat(&folder, &name, AtFlags::SYMLINK_NOFOLLOW)
                    .map_err(Error::io("look at", self.display_path(path)))?;
                match FileType::from_raw_mode(stat.st_mode) {
                    FileType::Unknown => EntryKind::Other,
                    known => self.kind(path, known)?,
                }
            }
            _ => EntryKind::Other,
        })
    }
}

pub(super) fn read_xattrs(fd: BorrowedFd<'_>) -> rustix::io::Result<BTreeMap<Vec<u8>, Vec<u8>>> {
    let mut xattrs = BTreeMap::new();
    let mut names = vec![0; 64 << 10];
    let length = match fs::flistxattr(fd, &mut names[..]) {
        Ok(length) => length,
        Err(Errno::NOTSUP) => return Ok(xattrs),
        Err(errno) => return Err(errno),
    };
    names.truncate(length);
    for name in names
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let mut value = vec![0; 64 << 10];
        let length = fs::fgetxattr(fd, name, &mut value[..])?;
        value.truncate(length);
        xattrs.insert(name.to_vec(), value);
    }
    Ok(xattrs)
}
