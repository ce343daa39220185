//! Resolves a path inside a root, name by name, where the kernel gives up.
//!
//! `openat2(RESOLVE_IN_ROOT)` fails with `EAGAIN` at a `..` if, meanwhile, any file was renamed
//! or any mount changed, anywhere on the machine (openat2(2)). Retrying would let others decide:
//! any local user could rename files in a loop and keep a path from ever being read. So the path
//! is walked here instead, each name by a call that cannot fail that way. The folders above stay
//! open, and `..` returns to the folder that was walked through: if a folder is moved meanwhile,
//! no step leads out of the root.
//!
//! **Not covered:** the mount option `nosymfollow`. Paths with more folders than the process may
//! hold open fail with `EMFILE`.

use std::{
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    path::Path,
};

use std::os::unix::ffi::OsStrExt;

use rustix::{
    fs::{self, FileType, Mode, OFlags, Stat},
    io::{Errno, Result},
};

/// The kernel's own limit (path_resolution(7)).
const MOST_LINKS: u32 = 40;

/// Opens a name only to look at it, whatever its type.
const LOOK: OFlags = OFlags::PATH.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// File systems whose links may lead anywhere, whatever their text says.
const PROC_SUPER_MAGIC: i64 = 0x9fa0;
const SECURITYFS_MAGIC: i64 = 0x7363_6673;

/// The inode number of the root of every proc file system.
const PROC_ROOT_INODE: u64 = 1;

/// Opens a path as `openat2` does with `RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS`.
pub(super) fn open_in_root(
    root: BorrowedFd<'_>,
    path: &Path,
    flags: OFlags,
    mode: Mode,
) -> Result<OwnedFd> {
    let mut walk = Walk {
        root,
        above: Vec::new(),
        names: Vec::new(),
        links: 0,
    };
    walk.enter(path.as_os_str().as_bytes())?;
    while let Some(name) = walk.names.pop() {
        match name.as_slice() {
            b"." => {}
            b".." => drop(walk.above.pop()),
            name => {
                if let Some(opened) = walk.step(name, flags, mode)? {
                    return Ok(opened);
                }
            }
        }
    }
    // The path ends in a folder that was walked through.
    fs::openat(walk.here(), ".", flags, mode)
}

struct Walk<'r> {
    root: BorrowedFd<'r>,
    /// The folders from below the root down to the current one.
    above: Vec<OwnedFd>,
    /// The remaining names, the next one last.
    names: Vec<Vec<u8>>,
    links: u32,
}

impl Walk<'_> {
    fn here(&self) -> BorrowedFd<'_> {
        self.above.last().map_or(self.root, AsFd::as_fd)
    }

    /// Puts the names of a path, or of a link's target, before the remaining ones.
    fn enter(&mut self, path: &[u8]) -> Result<()> {
        if path.is_empty() {
            return Err(Errno::NOENT);
        }
        if path.starts_with(b"/") {
            self.above.clear();
        }
        if path.ends_with(b"/") {
            // A trailing slash requires a folder.
            self.names.push(b".".to_vec());
        }
        let names = path.split(|byte| *byte == b'/').rev();
        self.names
            .extend(names.filter(|name| !name.is_empty()).map(<[u8]>::to_vec));
        Ok(())
    }

    /// Resolves the next name. Returns what the path leads to if that was the last one.
    fn step(&mut self, name: &[u8], flags: OFlags, mode: Mode) -> Result<Option<OwnedFd>> {
        let is_last = self.names.is_empty();
        let seen = match self.look(name, is_last) {
            Err(Errno::NOENT) if is_last && flags.contains(OFlags::CREATE) => {
                return self.open_last(name, flags, mode);
            }
            seen => seen?,
        };
        let stat = fs::fstat(&seen)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::Symlink if !(is_last && flags.contains(OFlags::NOFOLLOW)) => {
                self.follow(&seen, &stat, is_last)?;
                Ok(None)
            }
            kind if is_last && flags.contains(OFlags::PATH) => {
                let is_fitting = kind == FileType::Directory || !flags.contains(OFlags::DIRECTORY);
                is_fitting.then_some(Some(seen)).ok_or(Errno::NOTDIR)
            }
            _ if is_last => self.open_last(name, flags, mode),
            FileType::Directory => {
                self.above.push(seen);
                Ok(None)
            }
            _ => Err(Errno::NOTDIR),
        }
    }

    fn look(&self, name: &[u8], is_last: bool) -> Result<OwnedFd> {
        let look = |flags| fs::openat(self.here(), name, flags, Mode::empty());
        if is_last {
            return look(LOOK);
        }
        // Opened as a folder, so that an automount is triggered (open(2), `O_PATH`).
        match look(LOOK | OFlags::DIRECTORY) {
            Err(Errno::NOTDIR) => look(LOOK),
            seen => seen,
        }
    }

    fn open_last(&mut self, name: &[u8], flags: OFlags, mode: Mode) -> Result<Option<OwnedFd>> {
        match fs::openat(self.here(), name, flags | OFlags::NOFOLLOW, mode) {
            // A link has replaced the name since it was looked at.
            Err(Errno::LOOP) if !flags.contains(OFlags::NOFOLLOW) => {
                self.count_link()?;
                self.names.push(name.to_vec());
                Ok(None)
            }
            opened => opened.map(Some),
        }
    }

    fn follow(&mut self, link: &OwnedFd, stat: &Stat, is_last: bool) -> Result<()> {
        self.count_link()?;
        let folder = fs::fstat(self.here())?;
        if is_magic(link, &folder)? {
            return Err(Errno::LOOP);
        }
        if is_last && is_planted(stat, &folder) {
            return Err(Errno::ACCESS);
        }
        let target = fs::readlinkat(link, "", Vec::new())?;
        self.enter(target.as_bytes())
    }

    fn count_link(&mut self) -> Result<()> {
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(Errno::LOOP);
        }
        Ok(())
    }
}

/// Returns whether a link leads elsewhere than its text says, such as `/proc/PID/root`
/// (symlink(7)). The links in `/proc` itself are ordinary ones.
fn is_magic(link: &OwnedFd, folder: &Stat) -> Result<bool> {
    Ok(match fs::fstatfs(link)?.f_type {
        PROC_SUPER_MAGIC => folder.st_ino != PROC_ROOT_INODE,
        SECURITYFS_MAGIC => true,
        _ => false,
    })
}

/// Returns whether someone else put a link into a folder like `/tmp` that belongs neither to them
/// nor to this user: the rule of `fs.protected_symlinks` (proc_sys_fs(5)), which applies to the
/// last name of a path.
fn is_planted(link: &Stat, folder: &Stat) -> bool {
    let sticky_and_open = Mode::SVTX | Mode::WOTH;
    Mode::from_raw_mode(folder.st_mode).contains(sticky_and_open)
        && link.st_uid != rustix::process::geteuid().as_raw()
        && link.st_uid != folder.st_uid
}

#[cfg(test)]
mod tests;
