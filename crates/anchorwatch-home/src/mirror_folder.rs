//! A folder of files that publishers hand out, over any web server or on a stick.
//!
//! A file that was handed out never changes, except for a few that lead to the others: those are
//! replaced last, each as a whole. So a reader sees what was there before or what is there now, and
//! never a half, whenever a run is cut off.

use std::{
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, FlockOperation, Mode},
    io::Errno,
};

use crate::{Error, Tree};

/// A folder of such files, locked: two runs do not write into it at a time.
#[derive(Debug)]
pub struct MirrorFolder {
    tree: Tree,
    lock: OwnedFd,
}

impl MirrorFolder {
    /// Opens the folder, and makes it if it is not there; its parent must be.
    ///
    /// # Errors
    /// [`Error::Busy`] while another run uses it, otherwise [`Error::Io`].
    pub fn open_or_make(path: &Path) -> Result<Self, Error> {
        match fs::mkdir(path, Mode::from_raw_mode(0o755)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(Error::io("make the folder", path)(errno)),
        }
        Self::of_tree(Tree::open(path)?)
    }

    fn of_tree(tree: Tree) -> Result<Self, Error> {
        let lock = tree.root_folder()?;
        let path = tree.display_path(Path::new("/"));
        match fs::flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { tree, lock }),
            Err(Errno::WOULDBLOCK) => Err(Error::Busy { path }),
            Err(errno) => Err(Error::io("lock", path)(errno)),
        }
    }

    /// Adds files that never change. One that is there with the same content stays as it is, so a
    /// run that was cut off can be repeated.
    ///
    /// # Errors
    /// [`Error::Io`] if a file is there with other content, or cannot be written.
    pub fn add(&self, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
        for (name, content) in files {
            let path = inside(name);
            match self.tree.read(&path, content.len() as u64) {
                Ok(there) if there == *content => {}
                Err(why) if why.is_not_found() => self.tree.write_readable(&path, content)?,
                Ok(_) | Err(Error::TooLarge { .. }) => {
                    let shown = self.tree.display_path(&path);
                    return Err(Error::io("make the new file", shown)(Errno::EXIST));
                }
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }

    /// Replaces a file that leads to others, which are there already.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn replace(&self, name: &str, content: &[u8]) -> Result<(), Error> {
        self.tree.write_readable(&inside(name), content)
    }
}

impl Drop for MirrorFolder {
    /// Unlocks explicitly: a child that was forked meanwhile has a copy of the descriptor.
    fn drop(&mut self) {
        let _closed_too = fs::flock(&self.lock, FlockOperation::Unlock);
    }
}

fn inside(name: &str) -> PathBuf {
    Path::new("/").join(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    fn files() -> Vec<(String, Vec<u8>)> {
        let file = |name: &str, content: &str| (name.to_owned(), content.as_bytes().to_vec());
        vec![file("list/a", "one"), file("approved/1/2", "two")]
    }

    fn read(folder: &Path, name: &str) -> Option<String> {
        std::fs::read_to_string(folder.join(name)).ok()
    }

    #[test]
    fn what_was_handed_out_never_changes_and_what_leads_there_does() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("mirror");
        let folder = MirrorFolder::open_or_make(&path).unwrap();
        assert!(matches!(
            MirrorFolder::open_or_make(&path),
            Err(Error::Busy { .. })
        ));
        folder.add(&files()).unwrap();
        folder.add(&files()).unwrap();
        for other in ["tw", "twx", "twos"] {
            let other = ("approved/1/2".to_owned(), other.as_bytes().to_vec());
            assert!(folder.add(&[other]).is_err());
        }
        assert_eq!(read(&path, "approved/1/2").as_deref(), Some("two"));
        for content in ["first", "second"] {
            folder.replace("latest", content.as_bytes()).unwrap();
            assert_eq!(read(&path, "latest").as_deref(), Some(content));
        }
        drop(folder);
        MirrorFolder::open_or_make(&path).unwrap();
    }

    /// After a cut at any step a reader finds what it is led to.
    #[test]
    fn a_run_that_is_cut_off_leaves_the_old_or_the_new_and_can_be_repeated() {
        for fault in [Fault::RefusedAt, Fault::KilledAt] {
            let mut at = 0;
            loop {
                let above = tempfile::tempdir().unwrap();
                let path = above.path();
                std::fs::write(path.join("latest"), "old").unwrap();
                let tree = Tree::open(path).unwrap().dangerous_with(fault(at));
                let folder = MirrorFolder::of_tree(tree).unwrap();
                let made = folder.add(&files());
                let made = made.and_then(|()| folder.replace("latest", b"new"));
                drop(folder);
                for (name, content) in files() {
                    let there = std::fs::read(path.join(name)).ok();
                    assert!(there.is_none_or(|it| it == content), "{at}");
                }
                let latest = read(path, "latest").unwrap();
                if latest == "new" {
                    assert_eq!(read(path, "list/a").as_deref(), Some("one"));
                    assert_eq!(read(path, "approved/1/2").as_deref(), Some("two"));
                } else {
                    assert_eq!((latest.as_str(), made.is_err()), ("old", true));
                }
                let folder = MirrorFolder::open_or_make(path).unwrap();
                folder.add(&files()).unwrap();
                folder.replace("latest", b"new").unwrap();
                assert_eq!(read(path, "latest").as_deref(), Some("new"));
                if made.is_ok() {
                    break;
                }
                at += 1;
            }
            assert!(at > 10, "{at}");
        }
    }
}
