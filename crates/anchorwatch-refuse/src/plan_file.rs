//! Plans files and links that only we write, and the folders above them.

use std::{collections::BTreeMap, path::Path};

use anchorwatch_home::{Change, Directory, File, Node, Role, Tree};

use crate::draft::Draft;

/// Plans our file and its parent folders, unless it already exists with this content.
pub(crate) fn plan_file(
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
    plan_node(tree, draft, path, after)
}

/// Plans our node and its parent folders, unless it already exists as wanted.
pub(crate) fn plan_node(
    tree: &Tree,
    draft: &mut Draft,
    path: impl AsRef<Path>,
    after: Node,
) -> Result<(), anchorwatch_home::Error> {
    let path = path.as_ref().to_owned();
    plan_folders_above(tree, draft, &path, tree.owner())?;
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

/// Plans the removal of our file.
pub(crate) fn plan_removal(
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

pub(crate) fn plan_folders_above(
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
