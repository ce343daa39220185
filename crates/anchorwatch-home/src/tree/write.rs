//! Writes below the root: a change is made completely or not at all, and is on disk on return.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    io::Write,
    os::fd::{AsFd, AsRawFd, BorrowedFd},
    path::{Component, Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, CWD, Gid, Mode, OFlags, Timespec, Timestamps, Uid, XattrFlags},
    io::Errno,
};

use super::{
    Tree,
    new_file::{mine, rename_new},
    node::read_xattrs,
    relative,
};
use crate::{Change, Directory, Error, File, Node, NodeState, Symlink, change::is_security_label};

impl Tree {
    /// Makes one change, completely or not at all. It is on disk when this returns.
    ///
    /// A new file is written without a name and named at the end. A link, and a file that
    /// replaces another, is written as `temporary` in the same folder and then renamed.
    ///
    /// # Errors
    /// [`Error::Changed`] if the path is no longer as it was when the plan was made; otherwise
    /// [`Error::Io`].
    pub fn make(&self, change: &Change, temporary: &str) -> Result<(), Error> {
        // The folder is opened once, for the check and for the change: a link that someone puts
        // in its place meanwhile cannot redirect the change.
        let place = self.parent(&change.path);
        let now = match &place {
            Ok((folder, name)) => {
                self.node_in(folder.as_fd(), name, self.display_path(&change.path))?
            }
            Err(error) if error.is_not_found() => Node::Absent,
            Err(_) => return place.map(drop),
        };
        self.expect(change, &now)?;
        let (folder, name) = place?;
        let shown = self.display_path(&change.path);
        let (after, before) = (&change.after, &change.before);
        self.place_in((folder.as_fd(), &name), shown, after, before, temporary)
    }

    /// Checks that a path is still as it was when its change was planned.
    ///
    /// # Errors
    /// [`Error::Changed`] if it is not, [`Error::Io`] if it cannot be read.
    pub fn check(&self, change: &Change) -> Result<(), Error> {
        self.expect(change, &self.node(&change.path)?)
    }

    fn expect(&self, change: &Change, now: &Node) -> Result<(), Error> {
        if now.is_same_as(&change.before) {
            return Ok(());
        }
        Err(Error::Changed {
            path: self.display_path(&change.path),
            expected: Box::new(NodeState::from(&change.before)),
            found: Box::new(NodeState::from(now)),
        })
    }

    pub(super) fn place(
        &self,
        path: &Path,
        after: &Node,
        before: &Node,
        temporary: &str,
    ) -> Result<(), Error> {
        let (folder, name) = self.parent(path)?;
        let place = (folder.as_fd(), name.as_os_str());
        self.place_in(place, self.display_path(path), after, before, temporary)
    }

    fn place_in(
        &self,
        (folder, name): (BorrowedFd<'_>, &OsStr),
        shown: PathBuf,
        after: &Node,
        before: &Node,
        temporary: &str,
    ) -> Result<(), Error> {
        let cannot = |action| Error::io(action, shown.clone());
        match after {
            Node::Absent => {
                let flags = if matches!(before, Node::Directory(_)) {
                    AtFlags::REMOVEDIR
                } else {
                    AtFlags::empty()
                };
                self.step()
                    .and_then(|()| fs::unlinkat(folder, name, flags))
                    .map_err(cannot("remove"))?;
            }
            Node::File(file) => {
                self.place_file((folder, name), temporary, file)
                    .map_err(cannot("write"))?;
            }
            Node::Symlink(link) => {
                self.write_symlink(folder, temporary, link)
                    .and_then(|()| self.step())
                    .and_then(|()| fs::renameat(folder, temporary, folder, name))
                    .inspect_err(|_| self.discard(folder, temporary))
                    .map_err(cannot("write the link"))?;
            }
            Node::Directory(made) => {
                self.make_folder(folder, name, made)
                    .map_err(cannot("make the folder"))?;
            }
            // A database is edited in place, by code that knows its format.
            Node::Other | Node::Database => return Err(cannot("write")(Errno::INVAL)),
        }
        self.step()
            .and_then(|()| fs::fsync(folder))
            .map_err(cannot("flush the folder of"))
    }

    /// Counts the next call that changes a file, and fails if it may not be made; see
    /// [`Fault`](super::Fault).
    fn step(&self) -> rustix::io::Result<()> {
        self.steps.next()
    }

    fn discard(&self, folder: BorrowedFd<'_>, name: &str) {
        if self.step().is_ok() {
            // If nothing is there the name is free. Any other failure shows at the next step.
            let _gone = fs::unlinkat(folder, name, AtFlags::empty());
        }
    }

    /// Deletes what a killed run may have left beside a path.
    pub fn discard_beside(&self, path: &Path, temporary: &str) {
        if let Ok((folder, _)) = self.parent(path) {
            self.discard(folder.as_fd(), temporary);
        }
    }

    /// Creates one of Anchorwatch's folders, and any missing folders above it.
    pub(crate) fn make_own_folder(&self, path: &Path) -> Result<(), Error> {
        // Only the owner may see what was changed on a machine.
        self.make_folders(path, 0o700)
    }

    /// Creates one of Anchorwatch's folders that every program may read, and any missing folders
    /// above it.
    pub(crate) fn make_open_folder(&self, path: &Path) -> Result<(), Error> {
        self.make_folders(path, 0o755)
    }

    /// Makes Anchorwatch's own folder, and what is below it, with the mode.
    fn make_folders(&self, path: &Path, own_mode: u32) -> Result<(), Error> {
        let mut so_far = PathBuf::from("/");
        let mut mode = 0o755;
        for part in relative(path).components() {
            so_far.push(part);
            if part.as_os_str() == "anchorwatch" {
                mode = own_mode;
            }
            let (folder, name) = self.parent(&so_far)?;
            let (uid, gid) = self.owner();
            let made = Directory { mode, uid, gid };
            let made = self.make_folder(folder.as_fd(), &name, &made);
            match made.and_then(|()| fs::fsync(&folder)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(errno) => {
                    return Err(Error::io("make the folder", self.display_path(&so_far))(
                        errno,
                    ));
                }
            }
        }
        Ok(())
    }

    /// Writes one of Anchorwatch's files, completely or not at all. It is on disk when this
    /// returns.
    pub(crate) fn write_own(&self, path: &Path, content: &[u8]) -> Result<(), Error> {
        self.write_with_mode(path, content, 0o600)
    }

    /// The same, for a file that every program may read.
    pub(crate) fn write_own_for_all(&self, path: &Path, content: &[u8]) -> Result<(), Error> {
        self.write_with_mode(path, content, 0o644)
    }

    fn write_with_mode(&self, path: &Path, content: &[u8], mode: u32) -> Result<(), Error> {
        let (uid, gid) = self.owner();
        let file = File {
            content: content.to_vec(),
            mode,
            uid,
            gid,
            xattrs: BTreeMap::new(),
            modified: None,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.place(
            path,
            &Node::File(file),
            &Node::Absent,
            &format!(".{name}.new"),
        )
    }

    /// Writes a file that everybody may read, and any missing folders above it: completely or not
    /// at all. Whoever reads a file that this replaces sees the old or the new one.
    pub(crate) fn write_readable(&self, path: &Path, content: &[u8]) -> Result<(), Error> {
        self.make_readable_folders(path.parent().unwrap_or(path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = Node::File(mine(content, 0o644));
        self.place(path, &file, &Node::Absent, &format!(".{name}.new"))
    }

    fn make_readable_folders(&self, path: &Path) -> Result<(), Error> {
        let mut so_far = PathBuf::from("/");
        let parts = path.components();
        for part in parts.filter(|it| matches!(it, Component::Normal(_))) {
            so_far.push(part);
            let (folder, name) = self.parent(&so_far)?;
            let File { uid, gid, .. } = mine(&[], 0);
            let made = Directory {
                mode: 0o755,
                uid,
                gid,
            };
            let made = self.make_folder(folder.as_fd(), &name, &made);
            match made.and_then(|()| fs::fsync(&folder)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(errno) => {
                    let shown = self.display_path(&so_far);
                    return Err(Error::io("make the folder", shown)(errno));
                }
            }
        }
        Ok(())
    }
}

impl Tree {
    /// Writes a file without a name, and names it once all of it is on disk: a run that is killed
    /// earlier leaves nothing. Only a file that replaces another has the temporary name, for the
    /// moment between two calls.
    fn place_file(
        &self,
        (folder, name): (BorrowedFd<'_>, &OsStr),
        temporary: &str,
        file: &File,
    ) -> rustix::io::Result<()> {
        if let Some(open) = self.write_nameless(folder, file)? {
            match self.give_name(&open, (folder, name), temporary) {
                Err(errno) if lacks_nameless_files(errno) => {}
                named => return named,
            }
        }
        self.write_named(folder, temporary, file)
            .and_then(|()| self.step())
            .and_then(|()| fs::renameat(folder, temporary, folder, name))
            .inspect_err(|_| self.discard(folder, temporary))
    }

    /// As [`place_file`](Self::place_file), but nothing is replaced: the name must be free.
    pub(super) fn make_new(
        &self,
        (folder, name): (BorrowedFd<'_>, &OsStr),
        temporary: &str,
        file: &File,
    ) -> rustix::io::Result<()> {
        if let Some(open) = self.write_nameless(folder, file)? {
            self.step()?;
            match link(&open, folder, name) {
                Err(errno) if lacks_nameless_files(errno) => {}
                named => return named,
            }
        }
        self.write_named(folder, temporary, file)
            .and_then(|()| self.step())
            .and_then(|()| rename_new(folder, OsStr::new(temporary), name))
            .inspect_err(|_| self.discard(folder, temporary))
    }

    /// Writes a file that has no name yet; `None` if the file system has no such files.
    fn write_nameless(
        &self,
        folder: BorrowedFd<'_>,
        file: &File,
    ) -> rustix::io::Result<Option<std::fs::File>> {
        self.step()?;
        let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
        let opened = if self.steps.supports_nameless_files() {
            fs::openat(folder, c".", flags, Mode::from_raw_mode(0o600))
        } else {
            Err(Errno::OPNOTSUPP)
        };
        match opened {
            Ok(fd) => {
                let open = std::fs::File::from(fd);
                self.fill(&open, file)?;
                Ok(Some(open))
            }
            Err(errno) if lacks_nameless_files(errno) => Ok(None),
            Err(errno) => Err(errno),
        }
    }

    fn give_name(
        &self,
        open: &std::fs::File,
        (folder, name): (BorrowedFd<'_>, &OsStr),
        temporary: &str,
    ) -> rustix::io::Result<()> {
        self.step()?;
        match link(open, folder, name) {
            Err(Errno::EXIST) => {}
            named => return named,
        }
        self.discard(folder, temporary);
        self.step()?;
        link(open, folder, OsStr::new(temporary))?;
        self.step()
            .and_then(|()| fs::renameat(folder, temporary, folder, name))
            .inspect_err(|_| self.discard(folder, temporary))
    }

    fn write_named(
        &self,
        folder: BorrowedFd<'_>,
        name: &str,
        file: &File,
    ) -> rustix::io::Result<()> {
        // A leftover of a run that was killed: no other program uses this name.
        self.discard(folder, name);
        self.step()?;
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(folder, name, flags, Mode::from_raw_mode(0o600))?;
        self.fill(&std::fs::File::from(fd), file)
    }

    fn fill(&self, mut open: &std::fs::File, file: &File) -> rustix::io::Result<()> {
        // In two halves, so that a test can cut off a write in the middle of a file.
        let (first, second) = file.content.split_at(file.content.len() / 2);
        for half in [first, second] {
            self.step()?;
            open.write_all(half)
                .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
        }
        self.step()?;
        set_metadata(open, file)?;
        self.step()?;
        fs::fsync(open)
    }

    fn write_symlink(
        &self,
        folder: BorrowedFd<'_>,
        name: &str,
        link: &Symlink,
    ) -> rustix::io::Result<()> {
        self.discard(folder, name);
        self.step()?;
        fs::symlinkat(&link.target, folder, name)?;
        let stat = fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        if (stat.st_uid, stat.st_gid) != (link.uid, link.gid) {
            let (uid, gid) = (Uid::from_raw(link.uid), Gid::from_raw(link.gid));
            let flags = AtFlags::SYMLINK_NOFOLLOW;
            fs::chownat(folder, name, Some(uid), Some(gid), flags)?;
        }
        Ok(())
    }

    fn make_folder(
        &self,
        folder: BorrowedFd<'_>,
        name: &OsStr,
        made: &Directory,
    ) -> rustix::io::Result<()> {
        self.step()?;
        fs::mkdirat(folder, name, Mode::from_raw_mode(made.mode))?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(folder, name, flags, Mode::empty())?;
        let stat = fs::fstat(&fd)?;
        self.step()?;
        if (stat.st_uid, stat.st_gid) != (made.uid, made.gid) {
            let (uid, gid) = (Uid::from_raw(made.uid), Gid::from_raw(made.gid));
            fs::fchown(&fd, Some(uid), Some(gid))?;
        }
        // The umask of the process removed bits.
        fs::fchmod(&fd, Mode::from_raw_mode(made.mode))
    }
}

/// Names an open file that has no name: directly where the kernel allows it, else through its
/// link in `/proc`.
fn link(open: &std::fs::File, folder: BorrowedFd<'_>, name: &OsStr) -> rustix::io::Result<()> {
    match fs::linkat(open, c"", folder, name, AtFlags::EMPTY_PATH) {
        Err(Errno::NOENT | Errno::PERM | Errno::INVAL) => {}
        linked => return linked,
    }
    let shown = format!("/proc/self/fd/{}", open.as_raw_fd());
    fs::linkat(CWD, shown, folder, name, AtFlags::SYMLINK_FOLLOW)
}

/// Returns whether the error means that the file system or kernel does not support files without
/// a name, or that `/proc` does not show them. If the file may not be written at all, the
/// temporary name fails in the same way.
fn lacks_nameless_files(errno: Errno) -> bool {
    matches!(
        errno,
        Errno::OPNOTSUPP
            | Errno::NOSYS
            | Errno::ISDIR
            | Errno::INVAL
            | Errno::NOENT
            | Errno::PERM
            | Errno::ACCESS
            | Errno::XDEV
    )
}

/// Sets everything but the content of an open file.
fn set_metadata(open: &std::fs::File, file: &File) -> rustix::io::Result<()> {
    let stat = fs::fstat(open)?;
    if (stat.st_uid, stat.st_gid) != (file.uid, file.gid) {
        let (uid, gid) = (Uid::from_raw(file.uid), Gid::from_raw(file.gid));
        fs::fchown(open, Some(uid), Some(gid))?;
    }
    // A folder's default ACL gives new files an ACL of their own.
    for attribute in read_xattrs(open.as_fd())?.keys() {
        if !file.xattrs.contains_key(attribute) && !is_security_label(attribute) {
            fs::fremovexattr(open, attribute.as_slice())?;
        }
    }
    for (attribute, value) in &file.xattrs {
        fs::fsetxattr(open, attribute.as_slice(), value, XattrFlags::empty())?;
    }
    fs::fchmod(open, Mode::from_raw_mode(file.mode))?;
    let Some((tv_sec, tv_nsec)) = file.modified else {
        return Ok(());
    };
    let time = Timespec { tv_sec, tv_nsec };
    let times = Timestamps {
        last_access: time,
        last_modification: time,
    };
    fs::futimens(open, &times)
}
