//! Why a place could not be read: nothing is there, permission is missing, or the content
//! is not understood.

use std::path::Path;

use anchorwatch_home::{Error, Tree};

use crate::{Inaccessible, Inventory, Store, read_problem::ReadProblem, store_builder::is_no_file};

/// How to treat a folder, a device or a loop of links where a file is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoFile {
    /// As nothing, as the programs that look there do.
    Nothing,
    /// As something that could not be read: a path that someone named, or a database.
    Unread,
}

impl Inventory {
    /// Records that `path` could not be read. `store` represents the place, `uid` is its
    /// owner. A named pipe is never nothing: what a program reads there, another one writes
    /// at that moment.
    pub(crate) fn not_read(
        &mut self,
        tree: &Tree,
        mut store: Store,
        path: &Path,
        uid: Option<u32>,
        no_file: NoFile,
        error: &Error,
    ) {
        let is_nothing = no_file == NoFile::Nothing && is_no_file(error) && !tree.is_pipe(path);
        if error.is_not_found() || is_nothing {
            return;
        }
        if error.is_permission() {
            self.closed.push(Inaccessible::new(tree, path, uid, error));
        } else {
            store.error = Some(ReadProblem::told_of(error));
            self.add_store(store);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::StoreKind;

    /// How many places the path adds as inaccessible, and how many stores as not read.
    fn said(tree: &Tree, path: &str, no_file: NoFile) -> (usize, usize) {
        let mut inventory = Inventory::default();
        let path = Path::new(path);
        let store = Store::new(tree, StoreKind::Settings, path, None);
        let error = tree.read(path, 10).unwrap_err();
        inventory.not_read(tree, store, path, None, no_file, &error);
        (inventory.closed.len(), inventory.stores.len())
    }

    #[test]
    fn nothing_is_said_of_nothing_and_never_nothing_of_something() {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::open(folder.path()).unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("folder")).unwrap();
        std::os::unix::fs::symlink("loop", at("loop")).unwrap();
        fs::write(at("large"), [0; 11]).unwrap();
        let status = std::process::Command::new("mkfifo")
            .arg(at("pipe"))
            .status();
        assert!(status.unwrap().success());
        for (name, expected) in [
            ("/nowhere", (0, 0)),
            ("/folder", (0, 0)),
            ("/loop", (0, 0)),
            ("/pipe", (0, 1)),
            ("/large", (0, 1)),
        ] {
            assert_eq!(said(&tree, name, NoFile::Nothing), expected, "{name}");
            let is_there = usize::from(name != "/nowhere");
            assert_eq!(said(&tree, name, NoFile::Unread), (0, is_there), "{name}");
        }
    }
}
