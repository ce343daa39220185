//! A folder that stays open while its content is read.
//!
//! Otherwise a walk over thousands of folders resolves each path from the root twice: to see
//! where it leads, and to list it.

use std::{
    ffi::{OsStr, OsString},
    mem::MaybeUninit,
    os::{
        fd::OwnedFd,
        unix::ffi::{OsStrExt, OsStringExt},
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, FileType, Mode, OFlags, RawDir, SeekFrom},
    io::Errno,
};

use super::{Backend, Entry, EntryKind, Tree, image::ImageFolder, relative};
use crate::{Error, image::LastLink};

const FLAGS: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);

/// How many bytes of names the kernel returns at once.
const BUFFER_BYTES: usize = 32 << 10;

/// An open folder of a tree.
#[derive(Debug)]
pub struct Folder<'t> {
    open: Open<'t>,
    /// Its path as a user would name it.
    shown: PathBuf,
}

#[derive(Debug)]
enum Open<'t> {
    Folder(OwnedFd),
    Image(ImageFolder<'t>),
}

impl Tree {
    /// Opens a folder; links are followed inside the tree.
    ///
    /// # Errors
    /// [`Error::Io`] if it does not exist, is not a folder or cannot be read.
    pub fn folder(&self, path: &Path) -> Result<Folder<'_>, Error> {
        let shown = self.display_path(path);
        let action = "open the folder";
        let open = match &self.backend {
            Backend::Folder(_) => {
                Open::Folder(self.open_below(path, FLAGS, Mode::empty(), action)?)
            }
            Backend::Image(image) => {
                let inside = relative(path).as_os_str().as_bytes();
                let node = image.find(inside, LastLink::Follow);
                let folder = node.and_then(|node| ImageFolder::new(image, node));
                Open::Image(folder.map_err(Error::io(action, shown.as_path()))?)
            }
        };
        Ok(Folder { open, shown })
    }

    /// Returns whether every user may read what a path leads to and search the folders that the
    /// path names below the root. A program of a user ignores what only root can read.
    ///
    /// **Not checked:** access control lists, and folders behind a link.
    ///
    /// # Errors
    /// [`Error::Io`] if nothing exists there.
    pub fn is_open_to_all(&self, path: &Path) -> Result<bool, Error> {
        let root = Path::new("/");
        for place in path.ancestors().take_while(|place| *place != root) {
            let mode = Mode::from_raw_mode(self.seen(place)?.mode);
            let needed = if place == path {
                Mode::ROTH
            } else {
                Mode::XOTH
            };
            if !mode.contains(needed) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Folder<'_> {
    /// Returns the identity of a name in the folder; a link is not followed. For anything but a
    /// link it equals [`Tree::identity`].
    ///
    /// # Errors
    /// [`Error::Io`] if the name does not exist.
    pub fn identity_of(&self, name: &OsStr) -> Result<(u64, u64), Error> {
        let name = self.one(name)?;
        let failed = || Error::io("look at", self.shown.join(name));
        let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
        match &self.open {
            Open::Folder(fd) => {
                let seen = fs::statat(fd, name, flags).map_err(failed())?;
                Ok((seen.st_dev, seen.st_ino))
            }
            Open::Image(folder) => folder.identity_of(name).map_err(failed()),
        }
    }

    /// Opens a folder in this folder. Links are refused, so it cannot lead out of the tree.
    ///
    /// # Errors
    /// [`Error::Io`] if it does not exist, is not a folder or cannot be read.
    pub fn below(&self, name: &OsStr) -> Result<Self, Error> {
        let name = self.one(name)?;
        let shown = self.shown.join(name);
        let open = match &self.open {
            Open::Folder(fd) => {
                fs::openat(fd, name, FLAGS | OFlags::NOFOLLOW, Mode::empty()).map(Open::Folder)
            }
            Open::Image(folder) => folder.below(name).map(Open::Image),
        };
        let open = open.map_err(Error::io("open the folder", shown.as_path()))?;
        Ok(Self { open, shown })
    }

    /// Returns the names in the folder, sorted, without `.` and `..`.
    ///
    /// # Errors
    /// [`Error::Io`] if they cannot be read.
    pub fn list(&self) -> Result<Vec<Entry>, Error> {
        let fd = match &self.open {
            Open::Folder(fd) => fd,
            Open::Image(folder) => return Ok(folder.list()),
        };
        let failed = || Error::io("list the folder", self.shown.as_path());
        fs::seek(fd, SeekFrom::Start(0)).map_err(failed())?;
        let mut buffer = [MaybeUninit::uninit(); BUFFER_BYTES];
        let mut folder = RawDir::new(fd, &mut buffer);
        let mut entries = Vec::new();
        while let Some(entry) = folder.next() {
            let entry = entry.map_err(failed())?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                let name = OsString::from_vec(name.to_vec());
                let kind = self.kind_of(fd, &name, entry.file_type())?;
                entries.push(Entry { name, kind });
            }
        }
        entries.sort_by(|one, two| one.name.cmp(&two.name));
        Ok(entries)
    }

    fn kind_of(&self, fd: &OwnedFd, name: &OsStr, hint: FileType) -> Result<EntryKind, Error> {
        let known = match hint {
            // Some file systems do not give the type in the listing.
            FileType::Unknown => {
                let stat = fs::statat(fd, name, AtFlags::SYMLINK_NOFOLLOW)
                    .map_err(Error::io("look at", self.shown.join(name)))?;
                FileType::from_raw_mode(stat.st_mode)
            }
            known => known,
        };
        Ok(match known {
            FileType::RegularFile => EntryKind::File,
            FileType::Symlink => EntryKind::Symlink,
            FileType::Directory => EntryKind::Directory,
            _ => EntryKind::Other,
        })
    }

    /// Checks that a name is a single name: a path, or `..`, could lead elsewhere.
    fn one<'n>(&self, name: &'n OsStr) -> Result<&'n OsStr, Error> {
        let bytes = name.as_bytes();
        let is_one = !matches!(bytes, b"" | b"." | b"..") && !bytes.contains(&b'/');
        is_one
            .then_some(name)
            .ok_or_else(|| Error::io("use as a name", self.shown.join(name))(Errno::INVAL))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn machine() -> (tempfile::TempDir, Tree) {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("root");
        std::fs::create_dir_all(root.join("home/ana/.ssh")).unwrap();
        std::fs::create_dir(place.path().join("outside")).unwrap();
        std::fs::write(root.join("home/note"), b"x").unwrap();
        symlink("/home/ana", root.join("link")).unwrap();
        symlink("../../outside", root.join("home/out")).unwrap();
        symlink("ana", root.join("home/near")).unwrap();
        let tree = Tree::open(&root).unwrap();
        (place, tree)
    }

    #[test]
    fn an_open_folder_lists_the_same_as_its_path() {
        let (_place, tree) = machine();
        for path in ["/", "/home", "/home/ana", "/link"] {
            let folder = tree.folder(path.as_ref()).unwrap();
            let entries = folder.list().unwrap();
            assert_eq!(entries, tree.list(path.as_ref()).unwrap(), "{path}");
            assert_eq!(folder.list().unwrap(), entries, "once more");
            for entry in entries {
                let below = Path::new(path).join(&entry.name);
                if entry.kind == EntryKind::Directory {
                    let identity = folder.identity_of(&entry.name).unwrap();
                    assert_eq!(identity, tree.identity(&below).unwrap());
                    let open = folder.below(&entry.name).unwrap();
                    assert_eq!(open.list().unwrap(), tree.list(&below).unwrap());
                }
            }
        }
        for path in ["/none", "/home/note", "/home/out"] {
            assert!(tree.folder(path.as_ref()).is_err(), "{path}");
        }
    }

    #[test]
    fn a_private_folder_or_file_is_not_open_to_all() {
        use std::os::unix::fs::PermissionsExt as _;

        let (place, tree) = machine();
        let note = Path::new("/home/note");
        let mode = |path: &str, mode| {
            let path = place.path().join("root").join(path);
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        mode("home", 0o711);
        mode("home/note", 0o644);
        assert!(tree.is_open_to_all(note).unwrap());
        mode("home/note", 0o640);
        assert!(!tree.is_open_to_all(note).unwrap());
        mode("home/note", 0o644);
        mode("home", 0o750);
        assert!(!tree.is_open_to_all(note).unwrap());
        assert!(tree.is_open_to_all("/home/none".as_ref()).is_err());
    }

    #[test]
    fn no_name_leads_out_of_an_open_folder() {
        let (_place, tree) = machine();
        let home = tree.folder("/home".as_ref()).unwrap();
        assert!(home.below("ana".as_ref()).is_ok());
        for name in [
            "out",
            "near",
            "note",
            "none",
            "..",
            ".",
            "",
            "/",
            "ana/.ssh",
            "/home/ana",
            "../home",
        ] {
            assert!(home.below(name.as_ref()).is_err(), "{name}");
        }
        for name in ["..", "", "ana/.ssh", "/home/ana", "none"] {
            assert!(home.identity_of(name.as_ref()).is_err(), "{name}");
        }
    }
}
