//! Deletes the journal once nothing is left to undo.
//!
//! **Not checked:** whether the storage device keeps old blocks. Deleted data is not wiped; only
//! encryption protects against someone who takes the disk apart.

use std::path::{Path, PathBuf};

use super::{Journal, ReceiptId, Status};
use crate::{Change, Directory, Error, Node, Role, paths};

/// The files in a receipt's folder. The receipt is deleted first: if the run is killed here, a
/// folder without a receipt is skipped, but a receipt without the other files is damaged.
const FILES: [&str; 3] = ["receipt.json", "status", "rebuilt"];

/// Anchorwatch's folders, each inside the next. They are deleted unless someone else keeps
/// files in them.
const FOLDERS: [&str; 4] = [
    paths::JOURNAL,
    "/var/lib/anchorwatch",
    "/etc/anchorwatch",
    "/usr/local/lib/anchorwatch",
];

impl Journal<'_> {
    /// Deletes every receipt and the folders that are then empty. Returns the folders that stay
    /// because they hold files of others.
    ///
    /// # Errors
    /// [`Error::StillNeeded`] while a receipt is not undone, because nobody could undo it without
    /// its record. [`Error::Io`] if something cannot be deleted.
    pub fn forget(&self) -> Result<Vec<PathBuf>, Error> {
        for receipt in self.receipts()? {
            if receipt.status != Status::Undone {
                let id = receipt.id.to_string();
                return Err(Error::StillNeeded { id });
            }
        }
        for id in self.ids()? {
            self.delete_receipt(&id)?;
        }
        self.delete(paths::LOCK.as_ref())?;
        let mut stays = Vec::new();
        for folder in FOLDERS {
            stays.extend(self.delete_if_empty(folder.as_ref())?);
        }
        Ok(stays)
    }

    /// Deletes what killed runs left in the journal: files that were not yet renamed into place,
    /// and the folders of runs that could not change anything, which have no receipt and may hold
    /// copies of large files. Call it with the lock held, because a run that has just begun looks
    /// the same.
    ///
    /// # Errors
    /// [`Error::Io`] if something cannot be deleted.
    pub fn sweep(&self) -> Result<(), Error> {
        for id in self.ids()?.iter().filter(|id| id.has_timestamp()) {
            for name in FILES {
                self.delete(&self.folder(id).join(format!(".{name}.new")))?;
            }
            if !self.has_receipt(id)? {
                self.delete_receipt(id)?;
            }
        }
        Ok(())
    }

    fn delete_receipt(&self, id: &ReceiptId) -> Result<(), Error> {
        let folder = self.folder(id);
        let blobs = folder.join("blobs");
        if self.tree.node(&blobs)? != Node::Absent {
            for entry in self.tree.list(&blobs)? {
                let is_ours = |name: &str| is_hash(name) || temporary(name).is_some_and(is_hash);
                if entry.name.to_str().is_some_and(is_ours) {
                    self.delete(&blobs.join(entry.name))?;
                }
            }
            self.delete_if_empty(&blobs)?;
        }
        for name in FILES {
            self.delete(&folder.join(name))?;
            self.delete(&folder.join(format!(".{name}.new")))?;
        }
        self.delete_if_empty(&folder)?;
        Ok(())
    }

    fn delete(&self, path: &Path) -> Result<(), Error> {
        match self.tree.node(path)? {
            before @ Node::File(_) => self.delete_node(path, before),
            _ => Ok(()),
        }
    }

    /// Deletes an empty folder. Returns its path if it stays.
    fn delete_if_empty(&self, path: &Path) -> Result<Option<PathBuf>, Error> {
        let Node::Directory(folder) = self.tree.node(path)? else {
            return Ok(None);
        };
        if !self.tree.list(path)?.is_empty() {
            return Ok(Some(self.tree.display_path(path)));
        }
        let Directory { mode, uid, gid } = folder;
        self.delete_node(path, Node::Directory(Directory { mode, uid, gid }))?;
        Ok(None)
    }

    fn delete_node(&self, path: &Path, before: Node) -> Result<(), Error> {
        let change = Change {
            path: path.to_owned(),
            role: Role::Own,
            actor: None,
            before,
            after: Node::Absent,
        };
        self.tree.make(&change, ".anchorwatch-forget")
    }
}

/// Returns the final name of a file from its temporary name.
fn temporary(name: &str) -> Option<&str> {
    name.strip_prefix('.')?.strip_suffix(".new")
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
