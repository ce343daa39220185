//! The system store without the certificates whose keys are refused.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anchorwatch_home::{BlockList, Change, EntryKind, File, Node, Role, Tree};

use super::{Draft, Error};
use crate::{
    collect::{self, MAX_FILE_BYTES},
    debian::{self, BUNDLE, BUNDLE_NAME, DIRECTORY},
};

mod cut;
mod hash_links;

pub(crate) use cut::Cut;

/// The changes that bring the store to where no file of it shows a refused key.
///
/// One file that cannot be read keeps no other from being filtered.
pub(crate) fn changes(tree: &Tree, list: &BlockList, draft: &mut Draft) -> Result<(), Error> {
    bundle(tree, list, draft)?;
    directory(tree, list, draft)
}

fn bundle(tree: &Tree, list: &BlockList, draft: &mut Draft) -> Result<(), Error> {
    let path = PathBuf::from(BUNDLE);
    let file = match tree.node(&path)? {
        Node::File(file) => file,
        Node::Absent => {
            return Err(Error::NoSystemStore {
                bundle: tree.shown(&path),
            });
        }
        _ => {
            return Err(Error::ManagedElsewhere {
                bundle: tree.shown(&path),
            });
        }
    };
    let cut = Cut::of(&file.content, list, &path, draft);
    if cut.still_shows_refused_key {
        return Err(Error::StillThere {
            path: tree.shown(&path),
        });
    }
    if let Some(content) = cut.rest {
        let after = Node::File(File {
            content,
            modified: None,
            ..file.clone()
        });
        draft.changes.push(Change {
            path,
            role: Role::Rebuilt,
            actor: None,
            before: Node::File(file),
            after,
        });
    }
    Ok(())
}

fn directory(tree: &Tree, list: &BlockList, draft: &mut Draft) -> Result<(), Error> {
    let differences = differences_in(tree, DIRECTORY.as_ref(), list, draft)?;
    let changes = differences.into_iter().map(|difference| {
        let role = role_of(&difference.name, &difference.before);
        difference.change(DIRECTORY.as_ref(), role)
    });
    draft.changes.extend(changes);
    Ok(())
}

/// The changes that bring any folder of certificates to where no file of it shows a
/// refused key.
pub(super) fn folder(
    tree: &Tree,
    path: &Path,
    list: &BlockList,
    role: Role,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    for difference in differences_in(tree, path, list, draft)? {
        draft.changes.push(difference.change(path, role.clone()));
    }
    Ok(())
}

fn differences_in(
    tree: &Tree,
    folder: &Path,
    list: &BlockList,
    draft: &mut Draft,
) -> Result<Vec<Difference>, anchorwatch_home::Error> {
    let mut current: BTreeMap<OsString, Node> = BTreeMap::new();
    let mut wanted: BTreeMap<OsString, Node> = BTreeMap::new();
    for entry in tree.list(folder)? {
        let is_file = matches!(entry.kind, EntryKind::File | EntryKind::Symlink);
        if entry.name == BUNDLE_NAME || !is_file {
            continue;
        }
        let path = folder.join(&entry.name);
        match filtered_entry(tree, list, &path, draft) {
            Ok((node, after)) => {
                if let Some(after) = after {
                    wanted.insert(entry.name.clone(), after);
                }
                current.insert(entry.name, node);
            }
            // A link to nothing or to a folder is no certificate to any program.
            Err(error) if error.is_not_found() || collect::is_no_file(&error) => {}
            Err(error) => draft.blind(&error),
        }
    }
    hash_links::close_gaps(&mut wanted, &current);
    Ok(differences(&current, &wanted))
}

/// What stands at the path, and what is to stand there; `None`: nothing.
fn filtered_entry(
    tree: &Tree,
    list: &BlockList,
    path: &Path,
    draft: &mut Draft,
) -> Result<(Node, Option<Node>), anchorwatch_home::Error> {
    let content = tree.read(path, MAX_FILE_BYTES)?;
    let node = tree.node(path)?;
    let cut = Cut::of(&content, list, path, draft);
    let after = match (cut.rest, cut.is_mixed) {
        (None, _) => Some(node.clone()),
        (Some(_), false) => None,
        // A link to a file of this folder shows what that file holds after its own cut.
        (Some(_), true) if is_inner_link(&node) => Some(node.clone()),
        (Some(rest), true) => Some(as_file(&node, rest)),
    };
    if cut.still_shows_refused_key {
        draft
            .blind_spots
            .push(format!("{} still shows a refused key", path.display()));
    }
    Ok((node, after))
}

fn is_inner_link(node: &Node) -> bool {
    matches!(node, Node::Symlink(link) if link.target.components().count() == 1 && link.target.is_relative())
}

fn as_file(node: &Node, content: Vec<u8>) -> Node {
    let made = |uid, gid, content| File {
        content,
        mode: 0o644,
        uid,
        gid,
        xattrs: BTreeMap::new(),
        modified: None,
    };
    Node::File(match node {
        Node::File(file) => File {
            content,
            modified: None,
            ..file.clone()
        },
        Node::Symlink(link) => made(link.uid, link.gid, content),
        _ => made(0, 0, content),
    })
}

/// What is to change at one name of a folder.
struct Difference {
    name: OsString,
    before: Node,
    after: Node,
}

impl Difference {
    fn change(self, folder: &Path, role: Role) -> Change {
        Change {
            path: folder.join(&self.name),
            role,
            actor: None,
            before: self.before,
            after: self.after,
        }
    }
}

fn differences(
    current: &BTreeMap<OsString, Node>,
    wanted: &BTreeMap<OsString, Node>,
) -> Vec<Difference> {
    let names: std::collections::BTreeSet<&OsString> =
        current.keys().chain(wanted.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let before = current.get(name).unwrap_or(&Node::Absent);
            let after = wanted.get(name).unwrap_or(&Node::Absent);
            (before != after).then(|| Difference {
                name: name.clone(),
                before: before.clone(),
                after: after.clone(),
            })
        })
        .collect()
}

/// Links into the distribution's and the local folder, and hash links, are made anew
/// by every update; a file that someone put here by hand is not.
fn role_of(name: &OsString, before: &Node) -> Role {
    let is_hash_link = name.to_str().is_some_and(debian::is_hash_name);
    let is_made_anew = match before {
        Node::Symlink(link) => {
            is_hash_link
                || link.target.starts_with(debian::SHIPPED)
                || link.target.starts_with(debian::LOCAL)
        }
        Node::Absent => true,
        _ => false,
    };
    if is_made_anew {
        Role::Rebuilt
    } else {
        Role::Own
    }
}
