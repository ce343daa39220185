//! Files below one root folder, and nothing outside it.
//!
//! Every path is resolved by the kernel with `openat2(RESOLVE_IN_ROOT)`, or by the same rules
//! where it gives up ([`resolve`]): an absolute link inside a disk image points into the
//! image, and `..` stops at its root. A
//! FIFO, a device or a folder never blocks a read, and no read is longer than its
//! caller allows. Files are replaced, never rewritten in place.

use std::{
    collections::BTreeMap,
    io::Read,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, FileType, Mode, OFlags, ResolveFlags, Stat},
    io::Errno,
};

use crate::{Directory, Error, File, Node, Symlink};

mod fault;
mod folder;
mod lock;
mod resolve;
mod way;
mod write;

pub use fault::Fault;
pub use folder::Folder;
pub(crate) use write::is_the_systems;
pub use write::write_new_file;

/// The largest file that a change may take up: a bundle of roots has under 1 MiB.
const MAX_CHANGED_FILE_BYTES: u64 = 256 << 20;

/// How often a file is read that a program writes meanwhile. Browsers write their
/// databases in fractions of a second.
const MOST_READS: u32 = 3;

/// How many links in a path's place are followed; the kernel's own limit is 40.
const MOST_LINKS: u32 = 40;

/// A folder, and whatever is below it.
#[derive(Debug)]
pub struct Tree {
    root: OwnedFd,
    path: PathBuf,
    owner: (u32, u32),
    steps: fault::Steps,
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name, without folder.
    pub name: std::ffi::OsString,
    /// What it is, links not followed.
    pub kind: EntryKind,
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A symbolic link.
    Symlink,
    /// A folder.
    Directory,
    /// Anything else.
    Other,
}

impl Tree {
    /// Opens the folder.
    ///
    /// # Errors
    /// [`Error::Io`] if it is not there or is no folder.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root =
            fs::open(path, flags, Mode::empty()).map_err(Error::io("open the folder", path))?;
        Self::of_folder(root, path)
    }

    /// A tree whose root folder is open already, and is named `shown` to people.
    ///
    /// # Errors
    /// [`Error::Io`] if it is no folder.
    pub fn of_folder(root: OwnedFd, shown: &Path) -> Result<Self, Error> {
        let seen = fs::fstat(&root).map_err(Error::io("look at", shown))?;
        if FileType::from_raw_mode(seen.st_mode) != FileType::Directory {
            return Err(Error::io("open the folder", shown)(Errno::NOTDIR));
        }
        Ok(Self {
            root,
            path: shown.to_owned(),
            owner: (seen.st_uid, seen.st_gid),
            steps: fault::Steps::default(),
        })
    }

    /// The same tree, in which something goes wrong at a chosen step: for tests alone.
    #[must_use]
    pub fn dangerous_with(self, fault: Fault) -> Self {
        Self {
            steps: fault::Steps::with(fault),
            ..self
        }
    }

    /// How many calls that change a file this value was asked for so far.
    #[must_use]
    pub fn step_count(&self) -> u64 {
        self.steps.count()
    }

    /// The root folder, for a process that is to see the same tree.
    ///
    /// # Errors
    /// [`Error::Io`] if no further file can be opened.
    pub fn root_folder(&self) -> Result<OwnedFd, Error> {
        self.root.try_clone().map_err(|source| Error::Io {
            action: "open once more",
            path: self.path.clone(),
            source,
        })
    }

    /// A folder below the root, held open as a place to open others from.
    ///
    /// # Errors
    /// [`Error::Io`], also if it is no folder.
    pub fn open_folder(&self, path: &Path) -> Result<OwnedFd, Error> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        self.open_below(path, flags, Mode::empty(), "open the folder")
    }

    /// Whether this is the running system's own root.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.path == Path::new("/")
    }

    /// The path as a person would name it from outside the tree.
    #[must_use]
    pub fn shown(&self, path: &Path) -> PathBuf {
        let inside = relative(path);
        if inside == Path::new(".") {
            return self.path.clone();
        }
        self.path.join(inside)
    }

    /// The path within the tree of one that a person is shown; nothing for one elsewhere.
    #[must_use]
    pub fn inner(&self, shown: &Path) -> Option<PathBuf> {
        let below = shown.strip_prefix(&self.path).ok()?;
        Some(Path::new("/").join(below))
    }

    /// Where a path's last name really stands: links in its place are followed, and
    /// the path that they lead to is returned, whether anything is there or not.
    ///
    /// # Errors
    /// [`Error::Io`] if that cannot be told, as for links that lead round in a circle.
    pub fn resting_place(&self, path: &Path) -> Result<PathBuf, Error> {
        let mut place = path.to_owned();
        for _ in 0..MOST_LINKS {
            match self.link_at(&place)? {
                Some(target) => place = place.parent().unwrap_or(path).join(target),
                None => return Ok(place),
            }
        }
        Err(Error::io("follow the links at", self.shown(path))(
            Errno::LOOP,
        ))
    }

    fn link_at(&self, path: &Path) -> Result<Option<PathBuf>, Error> {
        let (folder, name) = match self.parent(path) {
            Ok(found) => found,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error),
        };
        match fs::readlinkat(&folder, &name, Vec::new()) {
            Ok(target) => Ok(Some(PathBuf::from(std::ffi::OsString::from_vec(
                target.into_bytes(),
            )))),
            Err(Errno::INVAL | Errno::NOENT) => Ok(None),
            Err(errno) => Err(Error::io("read the link", self.shown(path))(errno)),
        }
    }

    /// The user and group that new files in the tree belong to: the tree's own if we
    /// may give files away, else ours. A container's tree may belong to another root.
    #[must_use]
    pub fn owner(&self) -> (u32, u32) {
        if rustix::process::geteuid().is_root() {
            self.owner
        } else {
            effective_user()
        }
    }

    /// The user and group that a path belongs to, links followed inside the tree.
    ///
    /// # Errors
    /// [`Error::Io`] if it leads nowhere.
    pub fn owner_of(&self, path: &Path) -> Result<(u32, u32), Error> {
        let seen = self.seen(path)?;
        Ok((seen.st_uid, seen.st_gid))
    }

    /// What a path leads to, links followed inside the tree: the same pair for two
    /// paths means the same file or folder.
    ///
    /// # Errors
    /// [`Error::Io`] if it leads nowhere.
    pub fn identity(&self, path: &Path) -> Result<(u64, u64), Error> {
        let seen = self.seen(path)?;
        Ok((seen.st_dev, seen.st_ino))
    }

    fn seen(&self, path: &Path) -> Result<Stat, Error> {
        let fd = self.open_below(path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), "find")?;
        fs::fstat(&fd).map_err(Error::io("look at", self.shown(path)))
    }

    /// Reads a regular file, links followed inside the tree.
    ///
    /// **Not checked:** a write that began before the reading and ended after it, on a
    /// file system whose times are coarser than that.
    ///
    /// # Errors
    /// [`Error::NotARegularFile`], [`Error::TooLarge`], [`Error::ChangesWhileRead`], or
    /// [`Error::Io`].
    pub fn read(&self, path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
        Ok(self.read_with_stat(path, max_bytes)?.0)
    }

    /// Reads one of the owner's settings, whole: a tree without the file has the default.
    ///
    /// # Errors
    /// [`Error::Format`] if `of_text` does not understand it, and those of
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
            path: self.shown(path),
            source,
        })
    }

    /// Reads a file of ours: only if its owner is the tree's and nobody else can write it.
    ///
    /// # Errors
    /// [`Error::NotOurs`], and those of [`read`](Self::read).
    pub fn read_own(&self, path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
        let (content, stat) = self.read_with_stat(path, max_bytes)?;
        if self.is_ours(&stat) {
            Ok(content)
        } else {
            Err(Error::NotOurs {
                path: self.shown(path),
                uid: stat.st_uid,
                mode: stat.st_mode & 0o7777,
            })
        }
    }

    /// The names in a folder, sorted, without `.` and `..`.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder is not there or cannot be read.
    pub fn list(&self, path: &Path) -> Result<Vec<Entry>, Error> {
        let failed = || Error::io("list the folder", self.shown(path));
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

    /// What stands at the path itself, its last link not followed.
    ///
    /// # Errors
    /// [`Error::Io`] if that cannot be told; [`Error::TooLarge`] for a file too large to keep.
    pub fn node(&self, path: &Path) -> Result<Node, Error> {
        match self.parent(path) {
            Ok((folder, name)) => self.node_in(folder.as_fd(), &name, self.shown(path)),
            Err(error) if error.is_not_found() => Ok(Node::Absent),
            Err(error) => Err(error),
        }
    }

    fn node_in(
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

    /// The same without a file's content and attributes: to see whose it is.
    ///
    /// # Errors
    /// [`Error::Io`] if that cannot be told.
    pub fn node_without_content(&self, path: &Path) -> Result<Node, Error> {
        if path.parent().is_none() {
            let (uid, gid, mode) = self.root_stat()?;
            return Ok(Node::Directory(Directory { mode, uid, gid }));
        }
        let (folder, name) = match self.parent(path) {
            Ok(found) => found,
            Err(error) if error.is_not_found() => return Ok(Node::Absent),
            Err(error) => return Err(error),
        };
        let stat = match fs::statat(&folder, &name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) => return Ok(Node::Absent),
            Err(errno) => return Err(Error::io("look at", self.shown(path))(errno)),
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

    fn root_stat(&self) -> Result<(u32, u32, u32), Error> {
        let stat = fs::fstat(&self.root).map_err(Error::io("look at", &*self.path))?;
        Ok((stat.st_uid, stat.st_gid, stat.st_mode & 0o7777))
    }

    /// Opens a path below the root; every link is resolved inside the tree.
    pub(crate) fn open_below(
        &self,
        path: &Path,
        flags: OFlags,
        mode: Mode,
        action: &'static str,
    ) -> Result<OwnedFd, Error> {
        let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        let opened = match fs::openat2(&self.root, relative(path), flags, mode, resolve) {
            Err(Errno::AGAIN) => {
                resolve::open_in_root(self.root.as_fd(), relative(path), flags, mode)
            }
            opened => opened,
        };
        opened.map_err(Error::io(action, self.shown(path)))
    }

    /// Whether a path leads to a named pipe, which [`Self::read`] does not open: what a
    /// program reads there is what another one writes at that moment.
    #[must_use]
    pub fn is_pipe(&self, path: &Path) -> bool {
        self.seen(path)
            .is_ok_and(|seen| FileType::from_raw_mode(seen.st_mode) == FileType::Fifo)
    }

    fn read_with_stat(&self, path: &Path, max_bytes: u64) -> Result<(Vec<u8>, Stat), Error> {
        let shown = self.shown(path);
        // Looking first keeps a FIFO from blocking and a device from being opened.
        let seen = self.seen(path)?;
        if FileType::from_raw_mode(seen.st_mode) != FileType::RegularFile {
            return Err(Error::NotARegularFile { path: shown });
        }
        for _ in 0..MOST_READS {
            if let Some(read) = self.read_at_one_moment(path, max_bytes, &shown)? {
                return Ok(read);
            }
        }
        Err(Error::ChangesWhileRead { path: shown })
    }

    /// The whole file with what the system says of it; nothing if it was written meanwhile.
    fn read_at_one_moment(
        &self,
        path: &Path,
        max_bytes: u64,
        shown: &Path,
    ) -> Result<Option<(Vec<u8>, Stat)>, Error> {
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
        Ok(is_one.then_some((content, before)))
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

    fn parent(&self, path: &Path) -> Result<(OwnedFd, std::ffi::OsString), Error> {
        let name = path
            .file_name()
            .ok_or_else(|| Error::io("use as a file", self.shown(path))(Errno::INVAL))?;
        let above = path.parent().unwrap_or_else(|| Path::new("/"));
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = self.open_below(above, flags, Mode::empty(), "open the folder")?;
        Ok((folder, name.to_owned()))
    }

    fn kind(&self, path: &Path, hint: FileType) -> Result<EntryKind, Error> {
        Ok(match hint {
            FileType::RegularFile => EntryKind::File,
            FileType::Symlink => EntryKind::Symlink,
            FileType::Directory => EntryKind::Directory,
            // Some file systems do not say in the listing.
            FileType::Unknown => {
                let (folder, name) = self.parent(path)?;
                let stat = fs::statat(&folder, &name, AtFlags::SYMLINK_NOFOLLOW)
                    .map_err(Error::io("look at", self.shown(path)))?;
                match FileType::from_raw_mode(stat.st_mode) {
                    FileType::Unknown => EntryKind::Other,
                    known => self.kind(path, known)?,
                }
            }
            _ => EntryKind::Other,
        })
    }
}

/// The user and group that new files belong to.
#[must_use]
pub fn effective_user() -> (u32, u32) {
    (
        rustix::process::geteuid().as_raw(),
        rustix::process::getegid().as_raw(),
    )
}

/// A path without its leading `/`; the root itself is `.`.
fn relative(path: &Path) -> &Path {
    let inside = path.strip_prefix("/").unwrap_or(path);
    if inside.as_os_str().is_empty() {
        Path::new(".")
    } else {
        inside
    }
}

fn read_all(fd: OwnedFd, max_bytes: u64, shown: PathBuf) -> Result<Vec<u8>, Error> {
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

fn read_xattrs(fd: BorrowedFd<'_>) -> rustix::io::Result<BTreeMap<Vec<u8>, Vec<u8>>> {
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

#[cfg(test)]
mod tests;
