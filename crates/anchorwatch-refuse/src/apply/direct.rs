//! Changes made by this process itself.

use std::path::PathBuf;

use anchorwatch_home::{Change, Node, Tree};

use anchorwatch_remark::Remark as _;

use crate::{ApplyError, mechanism, reverted::Revert, undo::remark::UndoRemark};

/// Makes a change with this process's rights.
pub(crate) fn make(tree: &Tree, change: &Change, temporary: &str) -> Result<(), ApplyError> {
    if change.after == Node::Database {
        return database(tree, change);
    }
    Ok(tree.make(change, temporary)?)
}

fn database(tree: &Tree, change: &Change) -> Result<(), ApplyError> {
    let edit = change.role.edit();
    let made = match edit.map(|edit| (edit, mechanism::reverter(edit.format.code()))) {
        Some((edit, Some(Revert::InPlace(in_place)))) => {
            (in_place.make)(tree, &change.path, &edit.items)
        }
        _ => Err(UndoRemark::UnknownDatabase.told()),
    };
    made.map_err(|why| ApplyError::Database {
        path: tree.display_path(&change.path),
        why,
    })
}

pub(crate) fn discard(tree: &Tree, leftovers: &[(PathBuf, String)]) {
    for (path, temporary) in leftovers {
        tree.discard_beside(path, temporary);
    }
}
