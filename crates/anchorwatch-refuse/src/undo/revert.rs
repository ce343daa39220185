//! Plans the undo of one recorded change for the current state of its path.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    Change, Edit, EditItem, Error, File, Node, NodeState, ReceiptId, RecordedChange, Role, Tree,
};
use anchorwatch_machine::user;
use anchorwatch_remark::{Remark as _, Told};

use super::remark::UndoRemark;
use crate::{
    mechanism, openssl,
    pem_filter::FilterRemark,
    reverted::{Planned, Revert, Reverted, RevertedInPlace},
    system_paths,
};

/// What undoing one recorded change means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Outcome {
    /// The change that undoes it; `None` if the path already has its earlier state.
    pub(crate) change: Option<Change>,
    /// Why it cannot be undone.
    pub(crate) conflict: Option<Told>,
    /// What the owner should know.
    pub(crate) warning: Option<Told>,
}

impl Outcome {
    pub(crate) fn conflict(why: Told) -> Self {
        Self {
            conflict: Some(why),
            ..Self::default()
        }
    }

    fn warning(what: &UndoRemark) -> Self {
        Self {
            warning: Some(what.told()),
            ..Self::default()
        }
    }
}

/// A change, and the node before it.
type Recorded = (RecordedChange, Node);

/// Simulates undoing recorded changes, newest first.
pub(crate) struct RevertPlanner<'tree> {
    tree: &'tree Tree,
    /// What later receipts changed that are not undone.
    changed_later: &'tree BTreeSet<PathBuf>,
    /// The paths as they will be after the changes planned so far.
    world: BTreeMap<PathBuf, Node>,
    /// The rows of databases as they will be, by database.
    rows: BTreeMap<PathBuf, Planned>,
}

impl<'tree> RevertPlanner<'tree> {
    pub(crate) fn new(tree: &'tree Tree, changed_later: &'tree BTreeSet<PathBuf>) -> Self {
        Self {
            tree,
            changed_later,
            world: BTreeMap::new(),
            rows: BTreeMap::new(),
        }
    }

    /// One outcome for each change, in the same order.
    pub(crate) fn all(&mut self, recorded: &[Recorded]) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let mut left = recorded;
        while let Some(((change, before), older)) = left.split_first() {
            let outcome = self.one(change, before, older);
            outcomes.push(outcome.unwrap_or_else(|error| Outcome::conflict(error.told())));
            left = older;
        }
        outcomes
    }

    fn one(
        &mut self,
        recorded: &RecordedChange,
        before: &Node,
        older: &[Recorded],
    ) -> Result<Outcome, Error> {
        if recorded.after.node == Node::Database {
            return Ok(self.database(recorded, older));
        }
        let now = self.now(&recorded.path)?;
        if now.is_same_as(before) {
            return Ok(Outcome::default());
        }
        let both_folders = matches!(
            (&recorded.after.node, &now),
            (Node::Directory(_), Node::Directory(_))
        );
        if both_folders {
            return self.folder(recorded, now, before);
        }
        if recorded.after.is_same_as(&now) {
            return Ok(self.back(recorded, now, before.clone()));
        }
        if is_further_back(recorded, &now, older) {
            return Ok(Outcome::default());
        }
        match recorded.role.edit() {
            Some(edit) => Ok(self.edit(recorded, edit, now, (before, older))),
            None => Ok(self.differs(recorded, &now)),
        }
    }

    /// A folder that we made stays if others keep files in it.
    fn folder(
        &mut self,
        recorded: &RecordedChange,
        now: Node,
        before: &Node,
    ) -> Result<Outcome, Error> {
        if self.is_empty_folder(&recorded.path)? {
            return Ok(self.back(recorded, now, before.clone()));
        }
        let path = self.tree.display_path(&recorded.path);
        Ok(Outcome::warning(&UndoRemark::FolderStays { path }))
    }

    /// Someone else has written the file since: only our part is undone.
    fn edit(
        &mut self,
        recorded: &RecordedChange,
        edit: &Edit,
        now: Node,
        (before, older): (&Node, &[Recorded]),
    ) -> Outcome {
        let file = match &now {
            Node::File(file) => file.clone(),
            Node::Absent => return self.gone(recorded),
            _ => return self.differs(recorded, &now),
        };
        let reverted = match mechanism::revert(edit, &file.content) {
            Ok(Reverted::Conflict(why)) => {
                let edit = Edit {
                    format: edit.format.clone(),
                    items: further_back(recorded, edit, older),
                };
                match mechanism::revert(&edit, &file.content) {
                    Ok(Reverted::Conflict(_)) | Err(_) => Ok(Reverted::Conflict(why)),
                    further => further,
                }
            }
            reverted => reverted,
        };
        let content = match reverted {
            Ok(Reverted::Nothing) => return Outcome::default(),
            Ok(Reverted::Content(content)) => content,
            Ok(Reverted::Remove) if *before == Node::Absent => {
                return self.back(recorded, now, Node::Absent);
            }
            Ok(Reverted::Remove) => Vec::new(),
            Ok(Reverted::Conflict(why)) | Err(why) => {
                return self.about(recorded, why);
            }
        };
        let after = Node::File(File {
            content,
            modified: None,
            ..file
        });
        self.back(recorded, now, after)
    }

    /// A database that is edited in place: each item is reverted on its own.
    fn database(&mut self, recorded: &RecordedChange, older: &[Recorded]) -> Outcome {
        let Some(edit) = recorded.role.edit() else {
            return self.about(recorded, UndoRemark::ReceiptWithoutEdit.told());
        };
        let Some(Revert::InPlace(in_place)) = mechanism::reverter(edit.format.code()) else {
            return self.about(recorded, UndoRemark::UnknownDatabase.told());
        };
        // A newer receipt may already have planned a change of an item.
        let planned = self.rows.entry(recorded.path.clone()).or_default();
        let revert =
            |items: &[EditItem]| (in_place.revert)(self.tree, &recorded.path, items, planned);
        let items = match revert(&edit.items) {
            RevertedInPlace::Items(items) => items,
            RevertedInPlace::Gone => return self.gone(recorded),
            RevertedInPlace::Conflict(why) => match revert(&further_back(recorded, edit, older)) {
                RevertedInPlace::Items(items) => items,
                _ => return self.about(recorded, why),
            },
        };
        planned.extend(
            items
                .iter()
                .map(|item| (item.name.clone(), item.after.clone())),
        );
        if items.is_empty() {
            return Outcome::default();
        }
        Outcome {
            change: Some(Change {
                path: recorded.path.clone(),
                role: Role::Shared(Edit {
                    format: edit.format.clone(),
                    items,
                }),
                actor: recorded.actor,
                before: Node::Database,
                after: Node::Database,
            }),
            ..Outcome::default()
        }
    }

    /// Deleting the file also removed our change. But an unmounted home is empty too, and will
    /// come back unchanged.
    fn gone(&self, recorded: &RecordedChange) -> Outcome {
        let path = self.tree.display_path(&recorded.path);
        match away(self.tree, recorded) {
            Some(home) => {
                let home = self.tree.display_path(&home);
                Outcome::conflict(UndoRemark::HomeNotMounted { path, home }.told())
            }
            None => Outcome::warning(&UndoRemark::FileGone { path }),
        }
    }

    /// Why one path cannot be undone.
    fn about(&self, recorded: &RecordedChange, why: Told) -> Outcome {
        let (path, why) = (self.tree.display_path(&recorded.path), why.into());
        Outcome::conflict(FilterRemark::AtPath { path, why }.told())
    }

    fn back(&mut self, recorded: &RecordedChange, now: Node, after: Node) -> Outcome {
        self.world.insert(recorded.path.clone(), after.clone());
        Outcome {
            change: Some(Change {
                path: recorded.path.clone(),
                role: recorded.role.clone(),
                actor: recorded.actor,
                before: now,
                after,
            }),
            ..Outcome::default()
        }
    }

    fn differs(&self, recorded: &RecordedChange, now: &Node) -> Outcome {
        let path = self.tree.display_path(&recorded.path);
        // A file in the store's folder that the watch filtered and that was deleted since must
        // not block the rest of the undo.
        let is_in_store =
            system_paths::is_in_folder(&recorded.path) && !system_paths::is_bundle(&recorded.path);
        let was_file = matches!(recorded.after.node, Node::File(_));
        if is_in_store && was_file && *now == Node::Absent {
            return Outcome::warning(&UndoRemark::FileGone { path });
        }
        // Nor must one whose owner renews it there, unless a later receipt wrote it.
        let is_ours = openssl::is_path_of_one(&recorded.path);
        let is_file = matches!(now, Node::File(_) | Node::Symlink(_));
        let is_rewritten = is_file && !self.changed_later.contains(&recorded.path);
        if is_in_store && !is_ours && is_rewritten {
            return Outcome::warning(&UndoRemark::FileRewritten { path });
        }
        let node = NodeState::from(now);
        Outcome::conflict(UndoRemark::PathIsNow { path, node }.told())
    }

    fn is_empty_folder(&self, path: &Path) -> Result<bool, Error> {
        let entries = self.tree.list(path)?;
        Ok(entries.iter().all(|entry| {
            // Leftovers of killed runs are removed before the folder is.
            ReceiptId::is_temporary(&entry.name)
                || self.world.get(&path.join(&entry.name)) == Some(&Node::Absent)
        }))
    }

    fn now(&self, path: &Path) -> Result<Node, Error> {
        match self.world.get(path) {
            Some(node) => Ok(node.clone()),
            None => self.tree.node(path),
        }
    }
}

/// Whether the path has the state before an older change: a stopped run undid both, but could
/// not record it.
fn is_further_back(recorded: &RecordedChange, now: &Node, older: &[Recorded]) -> bool {
    older
        .iter()
        .any(|(change, before)| change.path == recorded.path && now.is_same_as(before))
}

/// The same for files that others also write: their items, as they were before the oldest
/// change of each.
fn further_back(recorded: &RecordedChange, edit: &Edit, older: &[Recorded]) -> Vec<EditItem> {
    let edits = older
        .iter()
        .filter(|(change, _)| change.path == recorded.path)
        .filter_map(|(change, _)| change.role.edit());
    let older: Vec<&EditItem> = edits.flat_map(|edit| &edit.items).collect();
    let collapsed = |item: &EditItem| {
        let oldest = older.iter().rfind(|one| one.name == item.name);
        EditItem {
            before: oldest.map_or(&item.before, |one| &one.before).clone(),
            ..item.clone()
        }
    };
    edit.items.iter().map(collapsed).collect()
}

/// The home in which a user's file was changed, if it is empty now.
fn away(tree: &Tree, recorded: &RecordedChange) -> Option<PathBuf> {
    let uid = recorded.actor?.uid;
    let homes = user::users(tree).0.into_iter();
    let mut homes = homes
        .filter(|user| user.uid == Some(uid))
        .map(|user| user.home);
    homes.find(|home| {
        let is_empty = || match tree.list(home) {
            Ok(entries) => entries.iter().all(|entry| is_of_no_user(&entry.name)),
            Err(error) => error.is_not_found(),
        };
        recorded.path.starts_with(home) && is_empty()
    })
}

/// Files in a home that eCryptfs has not decrypted yet, and in an empty file system.
fn is_of_no_user(name: &OsStr) -> bool {
    let names = [
        ".Private",
        ".ecryptfs",
        "Access-Your-Private-Data.desktop",
        "README.txt",
        "lost+found",
    ];
    names.iter().any(|one| name == *one)
}
