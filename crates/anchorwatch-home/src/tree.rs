//! Files below one root folder, and nothing outside it.
//!
//! Every path is resolved by the kernel with `openat2(RESOLVE_IN_ROOT)`, or by the same rules
//! where the kernel gives up ([`resolve`]): an absolute link inside a disk image points into
//! the image, and `..` stops at its root. A FIFO, a device or a folder never blocks a read, and
//! no read exceeds the caller's limit. Files are replaced, never rewritten in place.
//!
//! The files may also be those of a container image ([`image`]): then there is no folder, and
//! nothing can be changed.

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

use crate::{
    Directory, Entry, EntryKind, Error, File, Node, Symlink,
    image::{Image, LastLink},
};

mod fault;
mod folder;
mod hash;
mod image;
mod lock;
mod resolve;
mod way;
mod write;

pub use fault::Fault;
pub use folder::Folder;
use image::{InImage, OfFile};
pub use write::write_new_file;

/// The largest file that a change may contain. A bundle of roots is smaller than 1 MiB.
const MAX_CHANGED_FILE_BYTES: u64 = 256 << 20;

/// How often a file is read while another program writes it. Browsers write their databases in
/// fractions of a second.
const MOST_READS: u32 = 3;

/// How many links are followed for one path. The kernel's own limit is 40.
const MOST_LINKS: u32 = 40;

/// A folder and everything below it.
#[derive(Debug)]
pub struct Tree {
    backend: Backend,
    path: PathBuf,
    owner: (u32, u32),
    steps: fault::Steps,
}

/// Where the files of a tree are.
#[derive(Debug)]
enum Backend {
    Folder(OwnedFd),
    Image(Box<Image>),
}

/// What is known about a path without reading it.
#[derive(Debug, Clone, Copy)]
struct Seen {
    kind: EntryKind,
    is_fifo: bool,
    mode: u32,
    uid: u32,
    gid: u32,
    identity: (u64, u64),
}

impl From<Stat> for Seen {
    fn from(stat: Stat) -> Self {
        let kind = FileType::from_raw_mode(stat.st_mode);
        Self {
            kind: match kind {
                FileType::RegularFile => EntryKind::File,
                FileType::Symlink => EntryKind::Symlink,
                FileType::Directory => EntryKind::Directory,
                _ => EntryKind::Other,
            },
            is_fifo: kind == FileType::Fifo,
            mode: stat.st_mode & 0o7777,
            uid: stat.st_uid,
            gid: stat.st_gid,
            identity: (stat.st_dev, stat.st_ino),
        }
    }
}

impl Tree {
    /// Opens the folder.
    ///
    /// # Errors
    /// [`Error::Io`] if it does not exist or is not a folder.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root =
            fs::open(path, flags, Mode::empty()).map_err(Error::io("open the folder", path))?;
        Self::of_folder(root, path)
    }

    /// Creates a tree from an open root folder. `shown` is its name for users.
    ///
    /// # Errors
    /// [`Error::Io`] if it is not a folder.
    pub fn of_folder(root: OwnedFd, shown: &Path) -> Result<Self, Error> {
        let seen = fs::fstat(&root).map_err(Error::io("look at", shown))?;
        if FileType::from_raw_mode(seen.st_mode) != FileType::Directory {
            return Err(Error::io("open the folder", shown)(Errno::NOTDIR));
        }
        Ok(Self {
            backend: Backend::Folder(root),
            path: shown.to_owned(),
            owner: (seen.st_uid, seen.st_gid),
            steps: fault::Steps::default(),
        })
    }

    /// Returns the same tree, with a fault at a chosen step. For tests only.
    #[must_use]
    pub fn dangerous_with(self, fault: Fault) -> Self {
        Self {
            steps: fault::Steps::with(fault),
            ..self
        }
    }

    /// Returns how many steps, calls that change a file, were requested from this value so far.
    #[must_use]
    pub fn step_count(&self) -> u64 {
        self.steps.count()
    }

    /// Returns the root folder, for another process that needs the same tree.
    ///
    /// # Errors
    /// [`Error::Io`] if no more files can be opened, [`Error::InAnImage`].
    pub fn root_folder(&self) -> Result<OwnedFd, Error> {
        self.root()?
            .try_clone_to_owned()
            .map_err(|source| Error::Io {
                action: "open once more",
                path: self.path.clone(),
                source,
            })
    }

    fn root(&self) -> Result<BorrowedFd<'_>, Error> {
        match &self.backend {
            Backend::Folder(root) => Ok(root.as_fd()),
            Backend::Image(_) => Err(Error::InAnImage {
                path: self.path.clone(),
            }),
        }
    }

    fn image(&self) -> Option<InImage<'_>> {
        match &self.backend {
            Backend::Folder(_) => None,
            Backend::Image(image) => Some(InImage { image, tree: self }),
        }
    }

    /// Opens a folder below the root, as a starting point for opening others.
    ///
    /// # Errors
    /// [`Error::Io`], also if it is not a folder; [`Error::InAnImage`].
    pub fn open_folder(&self, path: &Path) -> Result<OwnedFd, Error> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        self.open_below(path, flags, Mode::empty(), "open the folder")
    }

    /// Returns whether this is the root of the running system.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self.backend, Backend::Folder(_)) && self.path == Path::new("/")
    }

    /// Returns the path as a user would name it from outside the tree.
    #[must_use]
    pub fn display_path(&self, path: &Path) -> PathBuf {
        let inside = relative(path);
        if inside == Path::new(".") {
            return self.path.clone();
        }
        self.path.join(inside)
    }

    /// Returns the path inside the tree for one from outside; `None` if it is elsewhere.
    #[must_use]
    pub fn strip_root(&self, shown: &Path) -> Option<PathBuf> {
        let below = shown.strip_prefix(&self.path).ok()?;
        Some(Path::new("/").join(below))
    }

    /// Follows the links at a path's last name and returns the path that they lead to, whether or
    /// not anything exists there.
    ///
    /// # Errors
    /// [`Error::Io`] if a link cannot be read, or links form a loop.
    pub fn resolve_final(&self, path: &Path) -> Result<PathBuf, Error> {
        let mut place = path.to_owned();
        for _ in 0..MOST_LINKS {
            let target = match self.image() {
                Some(image) => image.link_at(&place)?,
                None => self.link_at(&place)?,
            };
            match target {
                Some(target) => place = place.parent().unwrap_or(path).join(target),
                None => return Ok(place),
            }
        }
        Err(Error::io("follow the links at", self.display_path(path))(
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
            Err(errno) => Err(Error::io("read the link", self.display_path(path))(errno)),
        }
    }

    /// Returns the user and group for new files in the tree: the tree's owner if this process may
    /// give files away, else its own user. A container's tree may belong to another root.
    #[must_use]
    pub fn owner(&self) -> (u32, u32) {
        if rustix::process::geteuid().is_root() {
            self.owner
        } else {
            effective_user()
        }
    }

    /// Returns the user and group of a path; links are followed inside the tree.
    ///
    /// # Errors
    /// [`Error::Io`] if nothing exists there.
    pub fn owner_of(&self, path: &Path) -> Result<(u32, u32), Error> {
        let seen = self.seen(path)?;
        Ok((seen.uid, seen.gid))
    }

    /// Returns the identity of what a path leads to; links are followed inside the tree. Two
    /// paths with the same pair are the same file or folder.
    ///
    /// # Errors
    /// [`Error::Io`] if nothing exists there.
    pub fn identity(&self, path: &Path) -> Result<(u64, u64), Error> {
        Ok(self.seen(path)?.identity)
    }

    fn seen(&self, path: &Path) -> Result<Seen, Error> {
        if let Some(image) = self.image() {
            return image.seen(path, LastLink::Follow);
        }
        let fd = self.open_below(path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), "find")?;
        let stat = fs::fstat(&fd).map_err(Error::io("look at", self.display_path(path)))?;
        Ok(stat.into())
    }

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

    /// Returns the names in a folder, sorted, without `.` and `..`.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder does not exist or cannot be read.
    pub fn list(&self, path: &Path) -> Result<Vec<Entry>, Error> {
        if let Some(image) = self.image() {
            return image.list(path);
        }
        let failed = || Error::io("list the folder", self.display_path(path));
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

    /// Opens a path below the root; every link is resolved inside the tree.
    pub(crate) fn open_below(
        &self,
        path: &Path,
        flags: OFlags,
        mode: Mode,
        action: &'static str,
    ) -> Result<OwnedFd, Error> {
        let root = self.root()?;
        let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        let opened = match fs::openat2(root, relative(path), flags, mode, resolve) {
            Err(Errno::AGAIN) => resolve::open_in_root(root, relative(path), flags, mode),
            opened => opened,
        };
        opened.map_err(Error::io(action, self.display_path(path)))
    }

    /// Returns whether a path leads to a named pipe. [`Self::read`] does not open one: a program
    /// that reads it gets what another program writes at that moment.
    #[must_use]
    pub fn is_pipe(&self, path: &Path) -> bool {
        self.seen(path).is_ok_and(|seen| seen.is_fifo)
    }

    fn read_with_seen(&self, path: &Path, max_bytes: u64) -> Result<(Vec<u8>, Seen), Error> {
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
            .ok_or_else(|| Error::io("use as a file", self.display_path(path))(Errno::INVAL))?;
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

/// Returns the user and group for new files of this process.
#[must_use]
pub fn effective_user() -> (u32, u32) {
    (
        rustix::process::geteuid().as_raw(),
        rustix::process::getegid().as_raw(),
    )
}

/// Returns a path without its leading `/`; `.` for the root itself.
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
