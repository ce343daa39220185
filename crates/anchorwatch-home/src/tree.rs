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
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    os::unix::ffi::OsStringExt as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, FileType, Mode, OFlags, ResolveFlags, Stat},
    io::Errno,
};

use crate::{
    Entry, EntryKind, Error,
    image::{Image, LastLink},
};

mod fault;
mod folder;
mod hash;
mod image;
mod lock;
mod looked;
mod new_file;
mod node;
mod read;
mod resolve;
mod way;
mod write;

pub use fault::Fault;
pub use folder::Folder;
use image::InImage;
pub use looked::LookedAt;
pub use new_file::{NewFolder, replace_file, write_new_file, write_new_secret};

/// The largest file that a change may contain. A bundle of roots is smaller than 1 MiB.
const MAX_CHANGED_FILE_BYTES: u64 = 256 << 20;

/// How many links are followed for one path. The kernel's own limit is 40.
const MOST_LINKS: u32 = 40;

/// A folder and everything below it.
#[derive(Debug)]
pub struct Tree {
    backend: Backend,
    path: PathBuf,
    owner: (u32, u32),
    steps: fault::Steps,
    looks: looked::Looks,
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
            looks: looked::Looks::default(),
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

    /// Opens a path below the root; every link is resolved inside the tree.
    pub(crate) fn open_below(
        &self,
        path: &Path,
        flags: OFlags,
        mode: Mode,
        action: &'static str,
    ) -> Result<OwnedFd, Error> {
        self.looks.note_open(path, flags);
        let root = self.root()?;
        let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        let opened = match fs::openat2(root, relative(path), flags, mode, resolve) {
            Err(Errno::AGAIN) => resolve::open_in_root(root, relative(path), flags, mode),
            opened => opened,
        };
        opened.map_err(Error::io(action, self.display_path(path)))
    }

    fn parent(&self, path: &Path) -> Result<(OwnedFd, std::ffi::OsString), Error> {
        let name = path
            .file_name()
            .ok_or_else(|| Error::io("use as a file", self.display_path(path))(Errno::INVAL))?;
        self.looks.note(path, true, false);
        let above = path.parent().unwrap_or_else(|| Path::new("/"));
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = self.open_below(above, flags, Mode::empty(), "open the folder")?;
        Ok((folder, name.to_owned()))
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

#[cfg(test)]
mod tests;
