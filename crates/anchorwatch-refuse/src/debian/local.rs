//! Removes roots from the folder whose files every update includes.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Change, EntryKind, File, Node, Role, Tree};
use anchorwatch_machine::{StoreKind, debian, store_builder};

use super::remark::DebianRemark;
use crate::{
    allowlist::Allowlist,
    draft::Draft,
    pem_filter::{Confining, Opened, Stripped},
    targets::Targets,
};

/// How deep to search for files below the local folder. The distribution's tool has no limit,
/// and links can form a cycle.
const MAX_DEPTH: u32 = 16;

/// Plans to remove what the allowlist withholds.
pub(super) fn remove(tree: &Tree, allowlist: &Allowlist<'_>, draft: &mut Draft) {
    folder(tree, allowlist, debian::LOCAL.as_ref(), 0, draft);
}

/// Reports the roots that the distribution ships: its next update would restore them.
pub(super) fn report_shipped(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    for place in &targets.places {
        if place.kind == StoreKind::DebianPackaged {
            draft.does_not_refuse(&DebianRemark::ShippedRootStays {
                path: tree.display_path(&place.path),
            });
        }
    }
}

fn folder(tree: &Tree, allowlist: &Allowlist<'_>, path: &Path, depth: u32, draft: &mut Draft) {
    let entries = match tree.list(path) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return,
        Err(error) => return draft.blind(&error),
    };
    for entry in entries {
        let path = path.join(&entry.name);
        if entry.kind == EntryKind::Directory && depth < MAX_DEPTH {
            folder(tree, allowlist, &path, depth + 1, draft);
        } else if let Err(error) = file(tree, allowlist, path, draft) {
            let is_no_certificate = error.is_not_found() || store_builder::is_no_file(&error);
            if !is_no_certificate {
                draft.blind(&error);
            }
        }
    }
}

fn file(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    path: PathBuf,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let content = tree.read(&path, store_builder::MAX_FILE_BYTES)?;
    let cut = Stripped::of(
        &content,
        Opened::Whole,
        (allowlist, Confining::Elsewhere),
        &path,
        draft,
    );
    let Some(rest) = cut.rest else {
        return Ok(());
    };
    let before = tree.node(&path)?;
    // A link is removed; its target stays.
    let after = match &before {
        Node::File(file) if cut.is_mixed => Node::File(File {
            content: rest,
            modified: None,
            ..file.clone()
        }),
        _ => Node::Absent,
    };
    draft.changes.push(Change {
        path,
        role: Role::Own,
        actor: None,
        before,
        after,
    });
    Ok(())
}
