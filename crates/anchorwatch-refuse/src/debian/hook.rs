//! The hook that filters the system store after every update.

use std::path::Path;

use anchorwatch_home::{EntryKind, Node, Tree, paths};

use super::remark::DebianRemark;
use crate::{
    PlanError,
    draft::Draft,
    plan_file::{plan_file, plan_removal},
};

/// `update-ca-certificates` runs the programs in this folder at its end (run-parts(8)).
pub(crate) const FOLDER: &str = "/etc/ca-certificates/update.d";
/// Sorts after the hook that builds Java's keystore. If another hook sorts after it, ours is
/// named after that one, with a hyphen in between: a later hook could add what ours has just
/// removed.
const NAME: &str = "zz-anchorwatch";
/// The longest file name on Linux.
const MAX_NAME_BYTES: usize = 255;

const TEXT: &str = "\
#!/bin/sh
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
# Takes the keys of /etc/anchorwatch/blocked.toml out of the system store again
# after each update. Nothing of the caller's environment is passed on.
exec /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/local/lib/anchorwatch/anchorwatch refilter
";

/// Plans the hook under a name that sorts last.
pub(crate) fn changes(tree: &Tree, draft: &mut Draft) -> Result<(), PlanError> {
    let (ours, others) = hooks(tree)?;
    let name = last_name(&others);
    if name.is_none() {
        let folder = tree.display_path(FOLDER.as_ref());
        draft.warn(&DebianRemark::HookNameTooLong { path: folder });
    }
    let name = name.unwrap_or_else(|| NAME.to_owned());
    let path = Path::new(FOLDER).join(&name);
    plan_file(tree, draft, path, TEXT.as_bytes(), 0o755, tree.owner())?;
    for old in ours.iter().filter(|old| **old != name) {
        plan_removal(tree, draft, &Path::new(FOLDER).join(old))?;
    }
    Ok(())
}

/// Names that run-parts(8) may run, ours and others', executable now or not.
fn hooks(tree: &Tree) -> Result<(Vec<String>, Vec<String>), PlanError> {
    let is_run = |name: &str| {
        name.bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-'))
    };
    let entries = tree.list(FOLDER.as_ref())?;
    let files = entries
        .into_iter()
        .filter(|entry| matches!(entry.kind, EntryKind::File | EntryKind::Symlink));
    let names = files.filter_map(|entry| entry.name.into_string().ok());
    Ok(names
        .filter(|name| is_run(name))
        .partition(|name| is_name_of_one(name)))
}

fn is_name_of_one(name: &str) -> bool {
    name.strip_suffix(NAME)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
}

/// A name for our hook that sorts after all of these, unless it would be too long.
fn last_name(others: &[String]) -> Option<String> {
    match others.iter().max() {
        // A name sorts after each of its prefixes.
        Some(last) if last.as_str() > NAME => {
            Some(format!("{last}-{NAME}")).filter(|name| name.len() <= MAX_NAME_BYTES)
        }
        _ => Some(NAME.to_owned()),
    }
}

/// Whether the hook is installed.
pub(crate) fn is_there(tree: &Tree) -> bool {
    hooks(tree).is_ok_and(|(ours, _)| {
        ours.iter().any(|name| {
            let path = Path::new(FOLDER).join(name);
            matches!(tree.node(&path), Ok(Node::File(_)))
        })
    })
}

/// Returns whether the hook is installed as it was written and can run, with the program
/// that it needs.
pub(crate) fn is_intact(tree: &Tree) -> bool {
    let is_ours = |name: &String| match tree.node(&Path::new(FOLDER).join(name)) {
        Ok(Node::File(hook)) => hook.mode & 0o100 != 0 && hook.content == TEXT.as_bytes(),
        _ => false,
    };
    let runs = match tree.node_without_content(paths::INSTALLED_BINARY.as_ref()) {
        Ok(Node::File(program)) => program.mode & 0o100 != 0,
        _ => false,
    };
    runs && hooks(tree).is_ok_and(|(ours, _)| ours.iter().any(is_ours))
}

/// Whether the path is a current or former path of the hook.
pub(crate) fn is_path_of_one(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    path.parent() == Some(FOLDER.as_ref()) && name.is_some_and(is_name_of_one)
}

#[cfg(test)]
mod tests;
