//! The files that are ours alone: the list of refused keys, the installed program, and
//! the hook and the watch that run it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anchorwatch_home::{BlockList, Change, Directory, EntryKind, File, Node, Role, Tree, paths};

use super::{Draft, debian::watch};
use crate::PlanError;

/// The folder whose programs `update-ca-certificates` runs at its end (run-parts(8)).
const HOOK_FOLDER: &str = "/etc/ca-certificates/update.d";
/// Sorts after the hook that builds Java's keystore. Where another sorts after it, ours is
/// called by that one's name and a hyphen before it: a hook that runs later could add what
/// ours has just taken out.
const HOOK_NAME: &str = "zz-anchorwatch";
/// The longest name of a file that Linux takes.
const MAX_NAME: usize = 255;

/// Every file that this program alone writes, but for the hook.
const OWN_FILES: [&str; 5] = [
    paths::BLOCK_LIST,
    paths::CONSENTS,
    paths::INSTALLED_BINARY,
    paths::JOURNAL,
    paths::LOCK,
];

const HOOK_TEXT: &str = "\
#!/bin/sh
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
# Takes the keys of /etc/anchorwatch/blocked.toml out of the system store again
# after each update. Nothing of the caller's environment is passed on.
exec /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/local/lib/anchorwatch/anchorwatch refilter
";

pub(super) fn changes(
    tree: &Tree,
    list: &BlockList,
    program: &[u8],
    draft: &mut Draft,
) -> Result<(), PlanError> {
    let owner = tree.owner();
    want_file(
        tree,
        draft,
        paths::BLOCK_LIST,
        list.encode().as_bytes(),
        0o644,
        owner,
    )?;
    if matches!(tree.node(HOOK_FOLDER.as_ref())?, Node::Directory(_)) {
        want_file(tree, draft, paths::INSTALLED_BINARY, program, 0o755, owner)?;
        hook(tree, draft)?;
        watch::changes(tree, draft)?;
        writable_by_others(tree, draft)?;
    } else {
        let folder = tree.shown(HOOK_FOLDER.as_ref());
        draft.warnings.push(format!(
            "there is no {}, so nothing keeps the keys out after an update of the certificates",
            folder.display()
        ));
    }
    Ok(())
}

/// Plans the hook under a name that sorts last.
fn hook(tree: &Tree, draft: &mut Draft) -> Result<(), PlanError> {
    let (ours, others) = hooks(tree)?;
    let name = last_name(&others);
    if name.is_none() {
        let folder = tree.shown(HOOK_FOLDER.as_ref());
        draft.warnings.push(format!(
            "a program of {} has so long a name that ours cannot sort after it: what it does to the certificates is not looked at after an update",
            folder.display()
        ));
    }
    let name = name.unwrap_or_else(|| HOOK_NAME.to_owned());
    let path = Path::new(HOOK_FOLDER).join(&name);
    want_file(tree, draft, path, HOOK_TEXT.as_bytes(), 0o755, tree.owner())?;
    for old in ours.iter().filter(|old| **old != name) {
        want_nothing(tree, draft, &Path::new(HOOK_FOLDER).join(old))?;
    }
    Ok(())
}

/// What run-parts(8) may run, by name, ours and the others', whether it is executable today
/// or not.
fn hooks(tree: &Tree) -> Result<(Vec<String>, Vec<String>), PlanError> {
    let is_run = |name: &str| {
        name.bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-'))
    };
    let entries = tree.list(HOOK_FOLDER.as_ref())?;
    let files = entries
        .into_iter()
        .filter(|entry| matches!(entry.kind, EntryKind::File | EntryKind::Symlink));
    let names = files.filter_map(|entry| entry.name.into_string().ok());
    Ok(names
        .filter(|name| is_run(name))
        .partition(|name| is_hook_s_name(name)))
}

fn is_hook_s_name(name: &str) -> bool {
    name.strip_suffix(HOOK_NAME)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
}

/// A name of ours that sorts after all of these, unless it would be too long.
fn last_name(others: &[String]) -> Option<String> {
    match others.iter().max() {
        // Whatever begins with a name sorts after it.
        Some(last) if last.as_str() > HOOK_NAME => {
            Some(format!("{last}-{HOOK_NAME}")).filter(|name| name.len() <= MAX_NAME)
        }
        _ => Some(HOOK_NAME.to_owned()),
    }
}

/// Plans a file of ours with the folders above it, unless it stands there so already.
pub(crate) fn want_file(
    tree: &Tree,
    draft: &mut Draft,
    path: impl AsRef<Path>,
    content: &[u8],
    mode: u32,
    (uid, gid): (u32, u32),
) -> Result<(), anchorwatch_home::Error> {
    let after = Node::File(File {
        content: content.to_vec(),
        mode,
        uid,
        gid,
        xattrs: BTreeMap::new(),
        modified: None,
    });
    want_node(tree, draft, path, after)
}

/// Plans a node of ours with the folders above it, unless it stands there so already.
pub(super) fn want_node(
    tree: &Tree,
    draft: &mut Draft,
    path: impl AsRef<Path>,
    after: Node,
) -> Result<(), anchorwatch_home::Error> {
    let path = path.as_ref().to_owned();
    want_folders_above(tree, draft, &path, tree.owner())?;
    let before = tree.node(&path)?;
    if !before.is_same_as(&after) {
        draft.changes.push(Change {
            path,
            role: Role::Own,
            actor: None,
            before,
            after,
        });
    }
    Ok(())
}

/// Plans that a file of ours goes.
pub(super) fn want_nothing(
    tree: &Tree,
    draft: &mut Draft,
    path: &Path,
) -> Result<(), anchorwatch_home::Error> {
    let before = tree.node(path)?;
    if before != Node::Absent {
        draft.changes.push(Change {
            path: path.to_owned(),
            role: Role::Own,
            actor: None,
            before,
            after: Node::Absent,
        });
    }
    Ok(())
}

pub(super) fn want_folders_above(
    tree: &Tree,
    draft: &mut Draft,
    path: &Path,
    (uid, gid): (u32, u32),
) -> Result<(), anchorwatch_home::Error> {
    let above: Vec<&Path> = path
        .ancestors()
        .skip(1)
        .filter(|folder| folder.parent().is_some())
        .collect();
    for folder in above.into_iter().rev() {
        if !draft.changes_path(folder) && tree.node(folder)? == Node::Absent {
            draft.changes.push(Change {
                path: folder.to_owned(),
                role: Role::Own,
                actor: None,
                before: Node::Absent,
                after: Node::Directory(Directory {
                    mode: 0o755,
                    uid,
                    gid,
                }),
            });
        }
    }
    Ok(())
}

/// Whether the hook is installed.
pub(super) fn has_hook(tree: &Tree) -> bool {
    hooks(tree).is_ok_and(|(ours, _)| {
        ours.iter().any(|name| {
            let path = Path::new(HOOK_FOLDER).join(name);
            matches!(tree.node(&path), Ok(Node::File(_)))
        })
    })
}

/// Whether the hook is installed as it was written and can run, with the program and the
/// list that it needs.
pub(super) fn hook_stands(tree: &Tree) -> bool {
    let is_ours = |name: &String| match tree.node(&Path::new(HOOK_FOLDER).join(name)) {
        Ok(Node::File(hook)) => hook.mode & 0o100 != 0 && hook.content == HOOK_TEXT.as_bytes(),
        _ => false,
    };
    let runs = match tree.node_without_content(paths::INSTALLED_BINARY.as_ref()) {
        Ok(Node::File(program)) => program.mode & 0o100 != 0,
        _ => false,
    };
    runs && hooks(tree).is_ok_and(|(ours, _)| ours.iter().any(is_ours))
}

/// Whether the path is a file of ours or a folder above one.
pub(super) fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let is_hook = path.parent() == Some(HOOK_FOLDER.as_ref()) && name.is_some_and(is_hook_s_name);
    is_hook
        || OWN_FILES
            .iter()
            .chain(&[HOOK_FOLDER])
            .chain(&watch::FILES)
            .any(|own| Path::new(own).starts_with(path))
}

/// The hook runs with root's rights what lies below these folders, by a list that lies
/// below them.
fn writable_by_others(tree: &Tree, draft: &mut Draft) -> Result<(), PlanError> {
    let above: BTreeSet<&Path> = OWN_FILES
        .iter()
        .flat_map(|file| Path::new(file).ancestors().skip(1))
        .chain(Path::new(HOOK_FOLDER).ancestors())
        .chain(
            watch::FILES
                .iter()
                .flat_map(|file| Path::new(file).ancestors().skip(1)),
        )
        .collect();
    let (owner, _) = tree.owner();
    for folder in above.into_iter().filter(|folder| folder.parent().is_some()) {
        if let Node::Directory(found) = tree.node(folder)?
            && (found.mode & 0o022 != 0 || (found.uid != owner && found.uid != 0))
        {
            draft.warnings.push(format!(
                "{} belongs to user {} with mode {:04o}: who can write there can become root through the hook",
                tree.shown(folder).display(),
                found.uid,
                found.mode
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
