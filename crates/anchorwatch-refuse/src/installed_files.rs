//! The files that only we write: the list of refused keys, the installed program, and the hook
//! and the watch that run it.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_home::{BlockList, Node, Tree, paths};

use crate::{
    PlanError,
    debian::{hook, remark::DebianRemark, watch},
    draft::Draft,
    plan_file::plan_file,
};

/// Every file that only this program writes, except the hook.
const OWN_FILES: [&str; 5] = [
    paths::BLOCK_LIST,
    paths::CONSENTS,
    paths::INSTALLED_BINARY,
    paths::JOURNAL,
    paths::LOCK,
];

pub(super) fn changes(
    tree: &Tree,
    list: &BlockList,
    program: &[u8],
    draft: &mut Draft,
) -> Result<(), PlanError> {
    let owner = tree.owner();
    plan_file(
        tree,
        draft,
        paths::BLOCK_LIST,
        list.encode().as_bytes(),
        0o644,
        owner,
    )?;
    if matches!(tree.node(hook::FOLDER.as_ref())?, Node::Directory(_)) {
        plan_file(tree, draft, paths::INSTALLED_BINARY, program, 0o755, owner)?;
        hook::changes(tree, draft)?;
        watch::changes(tree, draft)?;
        writable_by_others(tree, draft)?;
    } else {
        let folder = tree.display_path(hook::FOLDER.as_ref());
        draft.warn(&DebianRemark::HookFolderMissing { path: folder });
    }
    Ok(())
}

/// Whether the path is one of our files or a folder above it.
pub(super) fn is_ours(path: &Path) -> bool {
    hook::is_path_of_one(path)
        || OWN_FILES
            .iter()
            .chain(&[hook::FOLDER])
            .chain(&watch::FILES)
            .any(|own| Path::new(own).starts_with(path))
}

/// The hook runs a program in these folders with root's rights, and reads a list in them.
fn writable_by_others(tree: &Tree, draft: &mut Draft) -> Result<(), PlanError> {
    let above: BTreeSet<&Path> = OWN_FILES
        .iter()
        .flat_map(|file| Path::new(file).ancestors().skip(1))
        .chain(Path::new(hook::FOLDER).ancestors())
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
            draft.warn(&DebianRemark::HookFolderWritable {
                path: tree.display_path(folder),
                uid: found.uid.into(),
                mode: format!("{:04o}", found.mode),
            });
        }
    }
    Ok(())
}
