//! Taking changes back, by receipt.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use anchorwatch_home::{
    Change, Journal, Lock, Node, Receipt, ReceiptId, RecordedChange, Role, Status, Tree,
};

use crate::block;

/// Why changes cannot be taken back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or changed.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
    /// The world has changed since: taking the change back would undo someone else's.
    #[error("{} paths are no longer as this program left them: {}", conflicts.len(), conflicts.join("; "))]
    Conflicts {
        /// What differs, a sentence each.
        conflicts: Vec<String>,
    },
    /// The distribution's tool did not rebuild its store.
    #[error("update-ca-certificates failed: {why}")]
    Rebuild {
        /// What it said.
        why: String,
    },
}

/// Which receipts to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All that are not taken back yet, newest first.
    All,
    /// One.
    One(ReceiptId),
}

/// What would be taken back. Nothing is changed yet.
#[derive(Debug)]
pub struct Plan {
    /// The receipts, newest first, each with its changes in the order in which they are made.
    pub receipts: Vec<(ReceiptId, Vec<Change>)>,
    /// Whether the distribution's tool must build its store anew, because it did so
    /// since and the old bundle would bring back what was removed meanwhile.
    pub rebuild: Rebuild,
    /// What the owner should know first, a sentence each.
    pub warnings: Vec<String>,
}

/// Whether the distribution's tool must build its store anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuild {
    /// No: every file comes back from the journal.
    NotNeeded,
    /// Yes, and it is run.
    Run,
    /// Yes, but this is not the running system: its owner must run it.
    LeftToOwner,
}

/// Plans to take receipts back.
///
/// # Errors
/// [`Error::Conflicts`] where the world has changed since.
pub fn plan(tree: &Tree, which: &Which) -> Result<Plan, Error> {
    let mut receipts = Journal::new(tree).receipts()?;
    for receipt in &receipts {
        refuse_foreign(tree, receipt)?;
    }
    receipts.retain(|receipt| receipt.status != Status::Undone);
    if let Which::One(id) = which {
        receipts.retain(|receipt| receipt.id == *id);
        if receipts.is_empty() {
            return Err(anchorwatch_home::Error::NoSuchReceipt { id: id.to_string() }.into());
        }
    }
    let mut planning = Planning {
        tree,
        world: BTreeMap::new(),
        conflicts: Vec::new(),
        warnings: Vec::new(),
        is_rebuild: false,
    };
    let mut planned = Vec::new();
    for receipt in receipts.iter().rev() {
        planned.push((receipt.id.clone(), planning.receipt(receipt)?));
    }
    if !planning.conflicts.is_empty() {
        return Err(Error::Conflicts {
            conflicts: planning.conflicts,
        });
    }
    let rebuild = match (planning.is_rebuild, tree.is_live()) {
        (false, _) => Rebuild::NotNeeded,
        (true, true) => Rebuild::Run,
        (true, false) => Rebuild::LeftToOwner,
    };
    Ok(Plan {
        receipts: planned,
        rebuild,
        warnings: planning.warnings,
    })
}

impl Plan {
    /// Whether there is nothing to take back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.receipts.is_empty()
    }

    /// Takes the receipts back.
    ///
    /// # Errors
    /// [`Error::Home`] where a file cannot be written or changed since the plan;
    /// a second run goes on from there.
    pub fn apply(self, tree: &Tree) -> Result<(), Error> {
        let lock = Lock::take(tree)?;
        let journal = Journal::new(tree);
        for receipt in journal
            .receipts()?
            .iter()
            .filter(|receipt| self.takes_back(&receipt.id))
        {
            journal.discard_leftovers(receipt);
        }
        for (id, changes) in &self.receipts {
            for change in changes {
                tree.make(change, &format!(".anchorwatch-undo-{id}"))?;
            }
        }
        if self.rebuild == Rebuild::Run {
            // What another receipt refuses stays refused: the tool runs the hook, and
            // the hook needs the lock.
            drop(lock);
            rebuild()?;
            let _lock = Lock::wait(tree)?;
            return self.close(&journal);
        }
        self.close(&journal)
    }

    fn takes_back(&self, id: &ReceiptId) -> bool {
        self.receipts.iter().any(|(taken, _)| taken == id)
    }

    fn close(&self, journal: &Journal<'_>) -> Result<(), Error> {
        for (id, _) in &self.receipts {
            journal.set_status(id, Status::Undone)?;
        }
        Ok(())
    }
}

/// A receipt that someone else put into the journal could make undo write anything
/// anywhere; only what a block touches is taken back, and never with special rights.
fn refuse_foreign(tree: &Tree, receipt: &Receipt) -> Result<(), Error> {
    let is_special = |node: &Node| matches!(node, Node::File(file) if file.mode & 0o7000 != 0);
    let foreign = receipt.changes.iter().find(|change| {
        !block::may_touch(&change.path)
            || is_special(&change.before.node)
            || change
                .path
                .components()
                .any(|part| part.as_os_str() == "..")
    });
    match foreign {
        Some(change) => Err(anchorwatch_home::Error::ForeignReceipt {
            id: receipt.id.to_string(),
            path: tree.shown(&change.path),
        }
        .into()),
        None => Ok(()),
    }
}

struct Planning<'tree> {
    tree: &'tree Tree,
    /// The paths as they will be after what is planned so far.
    world: BTreeMap<PathBuf, Node>,
    conflicts: Vec<String>,
    warnings: Vec<String>,
    is_rebuild: bool,
}

impl Planning<'_> {
    fn receipt(&mut self, receipt: &Receipt) -> Result<Vec<Change>, Error> {
        let mut changes = Vec::new();
        for recorded in receipt.changes.iter().rev() {
            if recorded.role == Role::Rebuilt && receipt.is_rebuilt {
                self.is_rebuild = true;
                continue;
            }
            let now = self.now(&recorded.path)?;
            let before = Journal::new(self.tree).node_before(&receipt.id, recorded)?;
            if now.is_same_as(&before) {
                continue;
            }
            if self.is_ours(recorded, &now)? {
                self.world.insert(recorded.path.clone(), before.clone());
                changes.push(Change {
                    path: recorded.path.clone(),
                    role: recorded.role,
                    before: now,
                    after: before,
                });
            }
        }
        Ok(changes)
    }

    /// Whether the path is as we left it; notes what differs if it is not.
    fn is_ours(&mut self, recorded: &RecordedChange, now: &Node) -> Result<bool, Error> {
        let shown = self.tree.shown(&recorded.path);
        let both_folders = matches!(
            (&recorded.after.node, now),
            (Node::Directory(_), Node::Directory(_))
        );
        if both_folders {
            let is_empty = self.is_empty_folder(&recorded.path)?;
            if !is_empty {
                self.warnings.push(format!(
                    "{} stays: there are other files in it",
                    shown.display()
                ));
            }
            return Ok(is_empty);
        }
        let is_ours = recorded.after.is_same_as(now);
        if !is_ours {
            self.conflicts
                .push(format!("{} is now {now}", shown.display()));
        }
        Ok(is_ours)
    }

    fn is_empty_folder(&self, path: &Path) -> Result<bool, Error> {
        let entries = self.tree.list(path)?;
        Ok(entries
            .iter()
            .all(|entry| self.world.get(&path.join(&entry.name)) == Some(&Node::Absent)))
    }

    fn now(&self, path: &Path) -> Result<Node, Error> {
        match self.world.get(path) {
            Some(node) => Ok(node.clone()),
            None => Ok(self.tree.node(path)?),
        }
    }
}

fn rebuild() -> Result<(), Error> {
    let output = Command::new("/usr/sbin/update-ca-certificates")
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .output()
        .map_err(|error| Error::Rebuild {
            why: error.to_string(),
        })?;
    // The tool ends well even where a hook did not; it only says so.
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let failures: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("E: "))
        .collect();
    if output.status.success() && failures.is_empty() {
        Ok(())
    } else if failures.is_empty() {
        Err(Error::Rebuild {
            why: said.trim().to_owned(),
        })
    } else {
        Err(Error::Rebuild {
            why: failures.join("; "),
        })
    }
}
