//! Removes a root from every store that holds it, by its key.
//!
//! Only what was named is removed, and every change is in a receipt. Roots that the
//! distribution ships are not deleted, because its next update would restore them; such keys
//! are refused with [`block`] instead.

use std::path::{Path, PathBuf};

use anchorwatch_home::{BlockList, BlockedKey, Change, EntryKind, File, Node, Role, Tree};
use anchorwatch_machine::{Rights, Store, StoreKind, debian, store_builder};

use crate::{
    LayoutRefusal, PlanError,
    allowlist::Allowlist,
    block::{self, Plan},
    debian::{filter, remark::DebianRemark},
    draft::Draft,
    pem_filter::{Opened, Stripped},
    residual_trust,
    targets::{Goal, Targets},
};

/// How deep to search for files below the local folder. The distribution's tool has no limit,
/// and links can form a cycle.
const MAX_DEPTH: u32 = 16;

/// Plans to remove keys from every store. `stores` is the result of an audit.
///
/// # Errors
/// [`PlanError`] says why the tree cannot be changed.
pub fn plan(
    tree: &Tree,
    rights: Rights,
    keys: Vec<BlockedKey>,
    stores: &[Store],
) -> Result<Plan, PlanError> {
    if let Some(refusal) = LayoutRefusal::of(tree) {
        return Err(PlanError::Layout(refusal));
    }
    let runs = block::runs(tree);
    let list = BlockList::default().with(keys.clone());
    let targets = Targets::of(Goal::Remove, tree, list, stores);
    let allowlist = Allowlist::by_key(&targets.list);
    let mut draft = Draft::default();
    local_folder(tree, &targets.list, debian::LOCAL.as_ref(), 0, &mut draft);
    if targets
        .places
        .iter()
        .any(|place| place.kind.is_the_systems())
    {
        filter::changes(tree, &targets, &allowlist, &mut draft)?;
    }
    for place in &targets.places {
        if place.kind == StoreKind::DebianPackaged {
            draft.does_not_refuse(&DebianRemark::ShippedRootStays {
                path: tree.display_path(&place.path),
            });
        }
    }
    block::everywhere_else(tree, rights, &targets, &allowlist, &mut draft);
    let elsewhere = residual_trust::still_trusted_elsewhere(tree, stores, &targets.list, &draft);
    draft.not_refused.extend(elsewhere);
    Ok(Plan::new(
        format!("remove {}", block::counted(keys.len())),
        draft,
        keys,
        runs,
    ))
}

/// The files that the distribution's tool reads at every update.
fn local_folder(tree: &Tree, list: &BlockList, folder: &Path, depth: u32, draft: &mut Draft) {
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return,
        Err(error) => return draft.blind(&error),
    };
    for entry in entries {
        let path = folder.join(&entry.name);
        if entry.kind == EntryKind::Directory && depth < MAX_DEPTH {
            local_folder(tree, list, &path, depth + 1, draft);
        } else if let Err(error) = local_file(tree, list, path, draft) {
            let is_no_certificate = error.is_not_found() || store_builder::is_no_file(&error);
            if !is_no_certificate {
                draft.blind(&error);
            }
        }
    }
}

fn local_file(
    tree: &Tree,
    list: &BlockList,
    path: PathBuf,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let content = tree.read(&path, store_builder::MAX_FILE_BYTES)?;
    let cut = Stripped::of(
        &content,
        Opened::Whole,
        &Allowlist::by_key(list),
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
