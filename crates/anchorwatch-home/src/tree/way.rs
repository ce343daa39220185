//! Checks that nobody else could have replaced one of Anchorwatch's files.

use std::{
    ffi::OsString,
    os::unix::ffi::OsStringExt as _,
    path::{Component, Path, PathBuf},
};

use rustix::{
    fs::{self, FileType, Mode, OFlags},
    io::Errno,
};

use super::{EntryKind, MOST_LINKS, Seen, Tree};
use crate::{Error, image::LastLink};

/// The folders on the way to Anchorwatch's files. Each is checked once.
pub(crate) struct Way<'a> {
    tree: &'a Tree,
    seen: Vec<PathBuf>,
}

impl Tree {
    /// Starts an empty set of checked folders.
    pub(crate) fn way(&self) -> Way<'_> {
        Way {
            tree: self,
            seen: Vec::new(),
        }
    }

    /// Reads one of Anchorwatch's files as [`read_own`](Self::read_own) does, and only if nobody
    /// else can change a name in any folder on the way to it, links included.
    ///
    /// # Errors
    /// [`Error::NotOurs`] for the file or a folder, and those of [`read`](Self::read).
    pub fn read_own_securely(&self, path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
        let read = self.way().read(path, max_bytes)?;
        read.ok_or_else(|| Error::io("find", self.display_path(path))(Errno::NOENT))
    }

    pub(super) fn is_ours(&self, seen: &Seen) -> bool {
        (seen.uid == 0 || seen.uid == self.owner.0) && seen.mode & 0o022 == 0
    }

    /// Looks at a name; returns its target too if it is a link.
    fn look(&self, name: &Path) -> Result<(Seen, Option<PathBuf>), Error> {
        if let Some(image) = self.image() {
            let target = if name.file_name().is_some() {
                image.link_at(name)?
            } else {
                None
            };
            return Ok((image.seen(name, LastLink::Keep)?, target));
        }
        let shown = || self.display_path(name);
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = self.open_below(name, flags, Mode::empty(), "find")?;
        let stat = fs::fstat(&opened).map_err(Error::io("look at", shown()))?;
        let target = if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink {
            let target = fs::readlinkat(&opened, "", Vec::new())
                .map_err(Error::io("read the link", shown()))?;
            Some(PathBuf::from(OsString::from_vec(target.into_bytes())))
        } else {
            None
        };
        Ok((stat.into(), target))
    }
}

impl Way<'_> {
    /// Reads one of Anchorwatch's files; `None` if it does not exist.
    pub(crate) fn read(&mut self, path: &Path, max_bytes: u64) -> Result<Option<Vec<u8>>, Error> {
        if !self.exists(path)? {
            return Ok(None);
        }
        match self.tree.read_own(path, max_bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Checks every name on the way and, where one is a link, every name on the way to its
    /// target.
    fn exists(&mut self, path: &Path) -> Result<bool, Error> {
        let mut ways = vec![path.to_owned()];
        let mut links = 0;
        while let Some(way) = ways.pop() {
            for name in names(&way) {
                if self.seen.contains(&name) {
                    continue;
                }
                match self.check(&name) {
                    Ok(None) => {}
                    Ok(Some(target)) => {
                        links += 1;
                        if links > MOST_LINKS {
                            let shown = self.tree.display_path(path);
                            return Err(Error::io("follow the links at", shown)(Errno::LOOP));
                        }
                        ways.push(name.parent().unwrap_or(path).join(target));
                    }
                    Err(error) if error.is_not_found() => return Ok(false),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(true)
    }

    /// Returns the target of a name if it is a link. A folder must belong to the tree's owner; a
    /// file is checked when it is read.
    fn check(&mut self, name: &Path) -> Result<Option<PathBuf>, Error> {
        let (seen, target) = self.tree.look(name)?;
        match seen.kind {
            EntryKind::Directory if !self.tree.is_ours(&seen) => Err(Error::NotOurs {
                path: self.tree.display_path(name),
                uid: seen.uid,
                mode: seen.mode,
            }),
            EntryKind::Directory => {
                self.seen.push(name.to_owned());
                Ok(None)
            }
            _ => Ok(target),
        }
    }
}

/// Returns the root, then the path of each name on the way.
fn names(path: &Path) -> Vec<PathBuf> {
    let mut place = PathBuf::from("/");
    let mut names = vec![place.clone()];
    for part in path.components() {
        match part {
            Component::Normal(_) | Component::ParentDir => place.push(part),
            Component::RootDir | Component::CurDir | Component::Prefix(_) => continue,
        }
        names.push(place.clone());
    }
    names
}
