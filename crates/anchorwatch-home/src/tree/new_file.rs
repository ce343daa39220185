//! A new file or folder outside any tree, at a path that the user chose: all of it appears at once, and
//! nothing that is there already is ever replaced.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    os::fd::{AsFd as _, BorrowedFd, OwnedFd},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, Mode, OFlags, RenameFlags},
    io::Errno,
};

use super::Tree;
use crate::{Error, File};

/// Writes a new file, completely or not at all.
///
/// # Errors
/// [`Error::Io`] if it exists already, also if somebody made it while this wrote, or if it cannot be
/// written.
pub fn write_new_file(path: &Path, content: &[u8]) -> Result<(), Error> {
    write_new(path, content, 0o644)
}

/// As [`write_new_file`], for a file that nobody but its owner may read. At no moment has it any
/// other mode.
///
/// # Errors
/// The same.
pub fn write_new_secret(path: &Path, content: &[u8]) -> Result<(), Error> {
    write_new(path, content, 0o600)
}

/// Replaces a file of the user's, as a whole, if it still has the content that was read before.
///
/// # Errors
/// [`Error::Busy`] if somebody changed it meanwhile, otherwise [`Error::Io`].
pub fn replace_file(path: &Path, before: &[u8], content: &[u8]) -> Result<(), Error> {
    let (above, name) = place(path)?;
    let tree = Tree::open(above)?;
    let inside = Path::new("/").join(name);
    let most = before.len() as u64;
    if !matches!(tree.read(&inside, most), Ok(now) if now == before) {
        let path = path.to_owned();
        return Err(Error::Busy { path });
    }
    tree.write_readable(&inside, content)
}

fn write_new(path: &Path, content: &[u8], mode: u32) -> Result<(), Error> {
    let (above, name) = place(path)?;
    let tree = Tree::open(above)?;
    let (folder, name) = tree.parent(&Path::new("/").join(name))?;
    // Before all of it is written for nothing.
    refuse_existing(folder.as_fd(), &name).map_err(Error::io("make the new file", path))?;
    let temporary = temporary(&name);
    tree.make_new((folder.as_fd(), &name), &temporary, &mine(content, mode))
        .map_err(Error::io("make the new file", path))?;
    fs::fsync(&folder).map_err(Error::io("flush the folder of", path))
}

/// A new folder of new files. It gets its name when [`place`](Self::place) is called, and until then
/// is removed with everything in it if this is dropped.
///
/// **Not covered:** a kill before that leaves the files in a hidden folder beside it.
#[derive(Debug)]
pub struct NewFolder {
    above: OwnedFd,
    name: OsString,
    path: PathBuf,
    temporary: String,
    files: Vec<OsString>,
    is_placed: bool,
}

impl NewFolder {
    /// Writes the files, each with its name.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder exists already, or if something cannot be written.
    pub fn write(path: &Path, files: &[(&str, &[u8])]) -> Result<Self, Error> {
        let (above, name) = place(path)?;
        let opened = fs::open(above, FOLDER, Mode::empty());
        let cannot = |errno| Error::io("make the folder", path)(errno);
        let made = Self {
            above: opened.map_err(Error::io("open the folder", above))?,
            // Two runs at a time do not share it.
            temporary: temporary(OsStr::new(&format!(
                "{}.{}",
                name.to_string_lossy(),
                std::process::id()
            ))),
            name: name.to_owned(),
            path: path.to_owned(),
            files: files.iter().map(|(file, _)| file.into()).collect(),
            is_placed: false,
        };
        refuse_existing(made.above.as_fd(), name).map_err(cannot)?;
        // A run with this number may have been killed.
        made.discard();
        fs::mkdirat(
            &made.above,
            made.temporary.as_str(),
            Mode::from_raw_mode(0o755),
        )
        .map_err(cannot)?;
        let folder = Tree::of_folder(made.open().map_err(cannot)?, path)?;
        for (file, content) in files {
            let path = path.join(file);
            let (inside, file) = folder.parent(&Path::new("/").join(file))?;
            let temporary = temporary(&file);
            folder
                .make_new((inside.as_fd(), &file), &temporary, &mine(content, 0o644))
                .map_err(Error::io("make the new file", path))?;
        }
        Ok(made)
    }

    /// Gives the folder its name.
    ///
    /// # Errors
    /// [`Error::Io`] if somebody has used the name meanwhile.
    pub fn place(mut self) -> Result<(), Error> {
        let temporary = OsStr::new(&self.temporary);
        rename_new(self.above.as_fd(), temporary, &self.name)
            .map_err(Error::io("make the folder", &self.path))?;
        self.is_placed = true;
        fs::fsync(&self.above).map_err(Error::io("flush the folder of", &self.path))
    }

    /// Removes what was made under the temporary name. What cannot be removed hurts nobody.
    fn discard(&self) {
        let Ok(folder) = self.open() else {
            return;
        };
        for file in &self.files {
            let _gone = fs::unlinkat(&folder, file.as_os_str(), AtFlags::empty());
            let _gone = fs::unlinkat(&folder, temporary(file), AtFlags::empty());
        }
        let _gone = fs::unlinkat(&self.above, self.temporary.as_str(), AtFlags::REMOVEDIR);
    }

    /// Opens what has the temporary name. A link there is somebody else's, and leads to their files or
    /// to the user's own.
    fn open(&self) -> rustix::io::Result<OwnedFd> {
        let flags = FOLDER | OFlags::NOFOLLOW;
        fs::openat(&self.above, self.temporary.as_str(), flags, Mode::empty())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.is_placed {
            self.discard();
        }
    }
}

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);

/// The folder of a path, and its name there.
fn place(path: &Path) -> Result<(&Path, &OsStr), Error> {
    let above = path.parent().filter(|it| !it.as_os_str().is_empty());
    let name = path
        .file_name()
        .ok_or_else(|| Error::io("use as a file", path)(Errno::INVAL))?;
    Ok((above.unwrap_or_else(|| Path::new(".")), name))
}

fn temporary(name: &OsStr) -> String {
    format!(".{}.new", name.to_string_lossy())
}

pub(super) fn mine(content: &[u8], mode: u32) -> File {
    File {
        content: content.to_vec(),
        mode,
        uid: rustix::process::geteuid().as_raw(),
        gid: rustix::process::getegid().as_raw(),
        xattrs: BTreeMap::new(),
        modified: None,
    }
}

fn refuse_existing(folder: BorrowedFd<'_>, name: &OsStr) -> rustix::io::Result<()> {
    match fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(_) => Err(Errno::EXIST),
        Err(Errno::NOENT) => Ok(()),
        Err(errno) => Err(errno),
    }
}

/// Renames what has a temporary name, unless the new name is in use.
pub(super) fn rename_new(
    folder: BorrowedFd<'_>,
    temporary: &OsStr,
    name: &OsStr,
) -> rustix::io::Result<()> {
    match fs::renameat_with(folder, temporary, folder, name, RenameFlags::NOREPLACE) {
        // Not every file system can do that, such as NFS.
        Err(Errno::INVAL | Errno::NOSYS) => {
            refuse_existing(folder, name)?;
            fs::renameat(folder, temporary, folder, name)
        }
        renamed => renamed,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::Fault;

    const FILES: [(&str, &[u8]); 2] = [("a.csv", b"1"), ("b.csv", b"2")];

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_only_if_nobody_changed_it_meanwhile() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("draft");
        std::fs::write(&path, "one").unwrap();
        for other in ["on", "ones", "two"] {
            let replaced = replace_file(&path, other.as_bytes(), b"new");
            assert!(matches!(replaced, Err(Error::Busy { .. })), "{other}");
        }
        replace_file(&path, b"one", b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(names(above.path()), ["draft"]);
    }

    #[test]
    fn a_secret_is_its_owner_s_alone_and_replaces_nothing() {
        use std::os::unix::fs::PermissionsExt as _;
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("key");
        write_new_secret(&path, b"secret").unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o600);
        assert!(write_new_secret(&path, b"other").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"secret");
    }

    /// Somebody makes the file after it was looked for.
    #[test]
    fn a_name_that_is_taken_while_the_file_is_written_keeps_its_file() {
        for fault in [None, Some(Fault::NoNamelessFiles)] {
            let above = tempfile::tempdir().unwrap();
            std::fs::write(above.path().join("seen"), "theirs").unwrap();
            let tree = Tree::open(above.path()).unwrap();
            let tree = match fault {
                Some(fault) => tree.dangerous_with(fault),
                None => tree,
            };
            let (folder, name) = tree.parent(Path::new("/seen")).unwrap();
            let made = tree.make_new((folder.as_fd(), &name), ".seen.new", &mine(b"ours", 0o644));
            assert_eq!(made, Err(Errno::EXIST), "{fault:?}");
            assert_eq!(std::fs::read(above.path().join("seen")).unwrap(), b"theirs");
            assert_eq!(names(above.path()), ["seen"], "{fault:?}");
        }
    }

    /// Each step is refused once, as on a full disk, and is the last one of a killed run once.
    #[test]
    fn a_file_is_whole_or_not_there_wherever_it_ends() {
        for fault in [Fault::RefusedAt, Fault::KilledAt] {
            let mut at = 0;
            loop {
                let above = tempfile::tempdir().unwrap();
                let tree = Tree::open(above.path()).unwrap().dangerous_with(fault(at));
                let (folder, name) = tree.parent(Path::new("/seen")).unwrap();
                let file = mine(b"whole", 0o644);
                let made = tree.make_new((folder.as_fd(), &name), ".seen.new", &file);
                if made.is_ok() {
                    break;
                }
                assert_eq!(names(above.path()), [] as [&str; 0], "{at}");
                at += 1;
            }
            assert!(at > 3, "{at}");
        }
    }

    #[test]
    fn a_folder_appears_with_all_its_files_or_leaves_nothing() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("tables");
        let made = NewFolder::write(&path, &FILES).unwrap();
        assert!(!path.exists());
        drop(made);
        assert_eq!(names(above.path()), [] as [&str; 0]);
        NewFolder::write(&path, &FILES).unwrap().place().unwrap();
        assert_eq!(names(above.path()), ["tables"]);
        assert_eq!(names(&path), ["a.csv", "b.csv"]);
        assert!(NewFolder::write(&path, &FILES).is_err());
        // A file that cannot be made takes the others with it.
        let other = above.path().join("other");
        assert!(NewFolder::write(&other, &[FILES[0], ("x/y", b"")]).is_err());
        assert_eq!(names(above.path()), ["tables"]);
    }

    #[test]
    fn a_folder_replaces_none_that_was_made_meanwhile() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("tables");
        let made = NewFolder::write(&path, &FILES).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(made.place().is_err());
        assert_eq!(names(above.path()), ["tables"]);
        assert_eq!(names(&path), [] as [&str; 0]);
    }

    #[test]
    fn leftovers_are_removed_and_never_through_a_link() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("tables");
        let left = format!(".tables.{}.new", std::process::id());
        let left = above.path().join(left);
        std::fs::create_dir(&left).unwrap();
        std::fs::write(left.join("a.csv"), "half").unwrap();
        NewFolder::write(&path, &FILES).unwrap().place().unwrap();
        assert_eq!(names(above.path()), ["tables"]);
        let mine = above.path().join("mine");
        std::fs::rename(&path, &mine).unwrap();
        symlink(&mine, &left).unwrap();
        assert!(NewFolder::write(&path, &FILES).is_err());
        assert_eq!(names(&mine), ["a.csv", "b.csv"]);
    }
}
