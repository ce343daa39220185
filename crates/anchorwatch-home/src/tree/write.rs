//! Writing below the root: all of a change or nothing of it, on disk when it returns.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    io::Write,
    os::fd::{AsFd, AsRawFd, BorrowedFd},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, CWD, Gid, Mode, OFlags, Timespec, Timestamps, Uid, XattrFlags},
    io::Errno,
};

use super::{Tree, read_xattrs, relative};
use crate::{Change, Directory, Error, File, Node, Symlink};

impl Tree {
    /// Makes one change: all of it or nothing, on disk when this returns.
    ///
    /// A file is written without a name and given it at the end; a link, and a file that
    /// replaces another, goes by `temporary` beside its place and is renamed into it.
    ///
    /// # Errors
    /// [`Error::Changed`] if the path is no longer as the plan saw it, else [`Error::Io`].
    pub fn make(&self, change: &Change, temporary: &str) -> Result<(), Error> {
        // Seen and changed in one folder: whoever puts a link in the folder's place
        // meanwhile leads the change nowhere else.
        let place = self.parent(&change.path);
        let now = match &place {
            Ok((folder, name)) => self.node_in(folder.as_fd(), name, self.shown(&change.path))?,
            Err(error) if error.is_not_found() => Node::Absent,
            Err(_) => return place.map(drop),
        };
        self.expect(change, &now)?;
        let (folder, name) = place?;
        let shown = self.shown(&change.path);
        let (after, before) = (&change.after, &change.before);
        self.place_in((folder.as_fd(), &name), shown, after, before, temporary)
    }

    /// Whether a path is still as the plan of its change saw it.
    ///
    /// # Errors
    /// [`Error::Changed`] if not, [`Error::Io`] if that cannot be told.
    pub fn check(&self, change: &Change) -> Result<(), Error> {
        self.expect(change, &self.node(&change.path)?)
    }

    fn expect(&self, change: &Change, now: &Node) -> Result<(), Error> {
        if now.is_same_as(&change.before) {
            return Ok(());
        }
        let difference = format!("there was {}, now there is {now}", change.before);
        Err(Error::Changed {
            path: self.shown(&change.path),
            difference,
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
        self.place_in(place, self.shown(path), after, before, temporary)
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
            // A database is edited where it stands, by who knows its form.
            Node::Other | Node::Database => return Err(cannot("write")(Errno::INVAL)),
        }
        self.step()
            .and_then(|()| fs::fsync(folder))
            .map_err(cannot("flush the folder of"))
    }

    /// Whether the next call that changes a file may be made; see [`Fault`](super::Fault).
    fn step(&self) -> rustix::io::Result<()> {
        self.steps.next()
    }

    fn discard(&self, folder: BorrowedFd<'_>, name: &str) {
        if self.step().is_ok() {
            // The name is free where there is nothing; any other failure shows at the
            // next step.
            let _gone = fs::unlinkat(folder, name, AtFlags::empty());
        }
    }

    /// Takes away what a killed run may have left beside a path.
    pub fn discard_beside(&self, path: &Path, temporary: &str) {
        if let Ok((folder, _)) = self.parent(path) {
            self.discard(folder.as_fd(), temporary);
        }
    }

    /// Makes a folder of ours and the folders above it, where they are missing.
    pub(crate) fn make_own_folder(&self, path: &Path) -> Result<(), Error> {
        let mut sofar = PathBuf::from("/");
        // What was changed on a machine is nobody else's business.
        let mut mode = 0o755;
        for part in relative(path).components() {
            sofar.push(part);
            if part.as_os_str() == "anchorwatch" {
                mode = 0o700;
            }
            let (folder, name) = self.parent(&sofar)?;
            let (uid, gid) = self.owner();
            let made = Directory { mode, uid, gid };
            let made = self.make_folder(folder.as_fd(), &name, &made);
            match made.and_then(|()| fs::fsync(&folder)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(errno) => return Err(Error::io("make the folder", self.shown(&sofar))(errno)),
            }
        }
        Ok(())
    }

    /// Writes a file of ours, all of it or nothing, on disk when this returns.
    pub(crate) fn write_own(&self, path: &Path, content: &[u8]) -> Result<(), Error> {
        let (uid, gid) = self.owner();
        let file = File {
            content: content.to_vec(),
            mode: 0o600,
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
}

/// Writes a file that does not exist yet, outside any tree: all of it or nothing.
///
/// # Errors
/// [`Error::Io`] if it exists already or cannot be written.
pub fn write_new_file(path: &Path, content: &[u8]) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|above| !above.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    let tree = Tree::open(folder)?;
    let name = path
        .file_name()
        .ok_or_else(|| Error::io("use as a file", path)(Errno::INVAL))?;
    let file = File {
        content: content.to_vec(),
        mode: 0o644,
        uid: rustix::process::geteuid().as_raw(),
        gid: rustix::process::getegid().as_raw(),
        xattrs: BTreeMap::new(),
        modified: None,
    };
    let inside = Path::new("/").join(name);
    if tree.node(&inside)? != Node::Absent {
        return Err(Error::io("make the new file", path)(Errno::EXIST));
    }
    tree.place(
        &inside,
        &Node::File(file),
        &Node::Absent,
        &format!(".{}.new", name.to_string_lossy()),
    )
}

impl Tree {
    /// Writes a file that has no name, and gives it its name when all of it is on disk: a
    /// run that is killed before leaves nothing. Only a file that replaces another goes by
    /// the temporary name, for the moment between two calls.
    fn place_file(
        &self,
        (folder, name): (BorrowedFd<'_>, &OsStr),
        temporary: &str,
        file: &File,
    ) -> rustix::io::Result<()> {
        self.step()?;
        let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
        let opened = if self.steps.knows_nameless_files() {
            fs::openat(folder, c".", flags, Mode::from_raw_mode(0o600))
        } else {
            Err(Errno::OPNOTSUPP)
        };
        match opened {
            Ok(fd) => {
                let open = std::fs::File::from(fd);
                self.fill(&open, file)?;
                match self.name_it(&open, (folder, name), temporary) {
                    Err(errno) if has_no_other_way(errno) => {}
                    named => return named,
                }
            }
            Err(errno) if has_no_other_way(errno) => {}
            Err(errno) => return Err(errno),
        }
        self.write_named(folder, temporary, file)
            .and_then(|()| self.step())
            .and_then(|()| fs::renameat(folder, temporary, folder, name))
            .inspect_err(|_| self.discard(folder, temporary))
    }

    fn name_it(
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
        // A leftover of a run that was killed: its name is ours alone.
        self.discard(folder, name);
        self.step()?;
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(folder, name, flags, Mode::from_raw_mode(0o600))?;
        self.fill(&std::fs::File::from(fd), file)
    }

    fn fill(&self, mut open: &std::fs::File, file: &File) -> rustix::io::Result<()> {
        // In two halves, so that a cut inside a file is one of the points that are tried.
        let (first, second) = file.content.split_at(file.content.len() / 2);
        for half in [first, second] {
            self.step()?;
            open.write_all(half)
                .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
        }
        self.step()?;
        dress(open, file)?;
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
        // The process's umask took bits away.
        fs::fchmod(&fd, Mode::from_raw_mode(made.mode))
    }
}

/// Gives an open file that has none its name. By the file itself where the kernel lets us,
/// else by what `/proc` shows of it.
fn link(open: &std::fs::File, folder: BorrowedFd<'_>, name: &OsStr) -> rustix::io::Result<()> {
    match fs::linkat(open, c"", folder, name, AtFlags::EMPTY_PATH) {
        Err(Errno::NOENT | Errno::PERM | Errno::INVAL) => {}
        linked => return linked,
    }
    let shown = format!("/proc/self/fd/{}", open.as_raw_fd());
    fs::linkat(CWD, shown, folder, name, AtFlags::SYMLINK_FOLLOW)
}

/// Whether a file system or a kernel knows no files without a name, or nothing shows us
/// ours. What may not be written at all fails the same way by its temporary name.
fn has_no_other_way(errno: Errno) -> bool {
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

/// Gives an open file everything but its content.
fn dress(open: &std::fs::File, file: &File) -> rustix::io::Result<()> {
    let stat = fs::fstat(open)?;
    if (stat.st_uid, stat.st_gid) != (file.uid, file.gid) {
        let (uid, gid) = (Uid::from_raw(file.uid), Gid::from_raw(file.gid));
        fs::fchown(open, Some(uid), Some(gid))?;
    }
    // A folder's default access list gives new files one of their own.
    for attribute in read_xattrs(open.as_fd())?.keys() {
        if !file.xattrs.contains_key(attribute) && !is_the_systems(attribute) {
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

/// Labels that the system's security module gives as it likes.
pub(crate) fn is_the_systems(attribute: &[u8]) -> bool {
    matches!(
        attribute,
        b"security.selinux" | b"security.ima" | b"security.evm" | b"security.SMACK64"
    )
}
