//! Removes roots from the folder whose files every update includes.

use std::path::{Path, PathBuf};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{Change, EntryKind, File, Node, Role, Tree};
use anchorwatch_identity::{Certificate, certificate_file::Form};
use anchorwatch_machine::{StoreKind, debian, store_builder};

use super::remark::DebianRemark;
use crate::{
    allowlist::Allowlist,
    draft::Draft,
    pem_filter::{Confining, Opened, Stripped},
    targets::Targets,
};

/// The end of a name that the distribution's tool takes (update-ca-certificates(8)).
const SUFFIX: &str = "crt";
/// How deep to search for files below the local folder. The distribution's tool has no limit,
/// and links can form a cycle.
const MAX_DEPTH: u32 = 16;

/// Plans to remove what the allowlist withholds.
pub(super) fn remove(tree: &Tree, allowlist: &Allowlist<'_>, draft: &mut Draft) {
    folder(tree, allowlist, debian::LOCAL.as_ref(), 0, draft);
}

/// The certificates that the next update puts into the store. What cannot be read is left out: an
/// audit and the filter of the store report it.
pub(super) fn certificates(tree: &Tree) -> Vec<Certificate> {
    let mut files = Vec::new();
    walk(tree, debian::LOCAL.as_ref(), 0, &mut files);
    let is_taken = |path: &&PathBuf| path.extension().is_some_and(|end| end == SUFFIX);
    let contents = files
        .iter()
        .filter(is_taken)
        .filter_map(|path| tree.read(path, store_builder::MAX_FILE_BYTES).ok());
    contents
        .flat_map(|content| certificate_file(&content).parts)
        .flat_map(|part| part.certificates)
        .filter(|found| found.form == Form::Pem)
        .map(|found| found.certificate)
        .collect()
}

fn walk(tree: &Tree, path: &Path, depth: u32, files: &mut Vec<PathBuf>) {
    for entry in tree.list(path).unwrap_or_default() {
        let path = path.join(&entry.name);
        if entry.kind == EntryKind::Directory && depth < MAX_DEPTH {
            walk(tree, &path, depth + 1, files);
        } else {
            files.push(path);
        }
    }
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
        (allowlist, Confining::Nowhere),
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
