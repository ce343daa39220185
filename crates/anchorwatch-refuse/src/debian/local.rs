//! Removes roots from the folder whose files every update includes.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

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
    for path in files(tree) {
        let removed = path.and_then(|path| file(tree, allowlist, path, draft));
        if let Err(error) = removed {
            let is_no_certificate = error.is_not_found() || store_builder::is_no_file(&error);
            if !is_no_certificate {
                draft.blind(&error);
            }
        }
    }
}

/// The certificates that the next update puts into the store, by file. What cannot be read is left
/// out: an audit reports it.
pub(super) fn certificates(tree: &Tree) -> Vec<(PathBuf, Vec<Certificate>)> {
    let is_taken = |path: &PathBuf| path.extension().is_some_and(|end| end == SUFFIX);
    let taken = files(tree).into_iter().flatten().filter(is_taken);
    let contents = taken.filter_map(|path| {
        let content = tree.read(&path, store_builder::MAX_FILE_BYTES).ok()?;
        let parts = certificate_file(&content).parts.into_iter();
        let found = parts.flat_map(|part| part.certificates);
        let found = found.filter(|found| found.form == Form::Pem);
        Some((path, found.map(|found| found.certificate).collect()))
    });
    contents.collect()
}

/// The name under which the distribution's tool links to a file (update-ca-certificates(8)).
pub(super) fn link_name(path: &Path) -> Option<OsString> {
    let name = path.file_stem()?.to_str()?;
    let name = name.replace([' ', ','], "_").replace(['(', ')'], "=");
    Some(OsString::from(name + ".pem"))
}

/// The files of the local folder, and why a folder in it could not be listed.
fn files(tree: &Tree) -> Vec<Result<PathBuf, anchorwatch_home::Error>> {
    let mut files = Vec::new();
    walk(tree, debian::LOCAL.as_ref(), 0, &mut files);
    files
}

fn walk(
    tree: &Tree,
    path: &Path,
    depth: u32,
    files: &mut Vec<Result<PathBuf, anchorwatch_home::Error>>,
) {
    let entries = match tree.list(path) {
        Ok(entries) => entries,
        Err(error) => return files.push(Err(error)),
    };
    for entry in entries {
        let path = path.join(&entry.name);
        if entry.kind == EntryKind::Directory && depth < MAX_DEPTH {
            walk(tree, &path, depth + 1, files);
        } else {
            files.push(Ok(path));
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
