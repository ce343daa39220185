//! Leaving no record: the journal goes once nothing is left to take back.
//!
//! **Not checked:** whether the storage keeps old blocks. What is deleted is not wiped;
//! against someone who takes the disk apart only encryption helps.

use std::path::{Path, PathBuf};

use super::{Journal, ReceiptId, Status};
use crate::{Change, Directory, Error, Node, Role, paths};

/// Our files in a receipt's folder. The receipt goes first: a folder without one is
/// passed over, and one without the others is damaged, should the run be killed here.
const FILES: [&str; 3] = ["receipt.json", "status", "rebuilt"];

/// Our folders, each inside the next, which go if nobody else keeps anything in them.
const FOLDERS: [&str; 4] = [
    paths::JOURNAL,
    "/var/lib/anchorwatch",
    "/etc/anchorwatch",
    "/usr/local/lib/anchorwatch",
];

impl Journal<'_> {
    /// Deletes every receipt and our empty folders. Returns what stays, because it is
    /// none of ours.
    ///
    /// # Errors
    /// [`Error::StillNeeded`] while a receipt is not taken back: without it nobody
    /// could. [`Error::Io`] where something cannot be deleted.
    pub fn forget(&self) -> Result<Vec<PathBuf>, Error> {
        for receipt in self.receipts()? {
            if receipt.status != Status::Undone {
                let id = receipt.id.to_string();
                return Err(Error::StillNeeded { id });
            }
        }
        for id in self.ids()? {
            self.forget_one(&id)?;
        }
        self.delete(paths::LOCK.as_ref())?;
        let mut stays = Vec::new();
        for folder in FOLDERS {
            stays.extend(self.delete_if_empty(folder.as_ref())?);
        }
        Ok(stays)
    }

    /// Deletes what killed runs left in the journal: files that had not taken their place,
    /// and the folders of those that could not change anything, which have no receipt and
    /// may hold copies of large files. To be called with the lock held, since a run that
    /// has just begun looks the same.
    ///
    /// # Errors
    /// [`Error::Io`] where something cannot be deleted.
    pub fn sweep(&self) -> Result<(), Error> {
        for id in self.ids()?.iter().filter(|id| id.is_of_a_time()) {
            for name in FILES {
                self.delete(&self.folder(id).join(format!(".{name}.new")))?;
            }
            if !self.has_receipt(id)? {
                self.forget_one(id)?;
            }
        }
        Ok(())
    }

    fn forget_one(&self, id: &ReceiptId) -> Result<(), Error> {
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
            before @ Node::File(_) => self.take_away(path, before),
            _ => Ok(()),
        }
    }

    /// The folder itself, if it stays.
    fn delete_if_empty(&self, path: &Path) -> Result<Option<PathBuf>, Error> {
        let Node::Directory(folder) = self.tree.node(path)? else {
            return Ok(None);
        };
        if !self.tree.list(path)?.is_empty() {
            return Ok(Some(self.tree.shown(path)));
        }
        let Directory { mode, uid, gid } = folder;
        self.take_away(path, Node::Directory(Directory { mode, uid, gid }))?;
        Ok(None)
    }

    fn take_away(&self, path: &Path, before: Node) -> Result<(), Error> {
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

/// The name under whose temporary one a file of ours is written.
fn temporary(name: &str) -> Option<&str> {
    name.strip_prefix('.')?.strip_suffix(".new")
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
