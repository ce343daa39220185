//! The system store without the certificates whose keys are refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Path, PathBuf},
};

use anchorwatch_home::{BlockList, Change, EntryKind, File, Node, Role, Tree};
use anchorwatch_identity::{Certificate, pem};

use super::Error;
use crate::debian::{self, BUNDLE, BUNDLE_NAME, DIRECTORY, MAX_FILE_BYTES, with_cause};

/// A certificate that is taken out of a file of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldOut {
    /// The certificate.
    pub certificate: Certificate,
    /// The file or link, below the tree's root.
    pub path: PathBuf,
}

#[derive(Debug, Default)]
pub(super) struct Filtered {
    pub(super) changes: Vec<Change>,
    pub(super) held_out: Vec<HeldOut>,
    pub(super) warnings: Vec<String>,
}

/// The changes that bring the store to where no file of it shows a refused key.
pub(super) fn changes(tree: &Tree, list: &BlockList) -> Result<Filtered, Error> {
    let mut filtered = Filtered::default();
    bundle(tree, list, &mut filtered)?;
    directory(tree, list, &mut filtered)?;
    Ok(filtered)
}

fn bundle(tree: &Tree, list: &BlockList, filtered: &mut Filtered) -> Result<(), Error> {
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
    let cut = Cut::of(&file.content, list, &path, filtered);
    let Some(content) = cut.rest else {
        return Ok(());
    };
    if shows_refused_key(&content, list) {
        return Err(Error::StillThere {
            path: tree.shown(&path),
        });
    }
    let after = Node::File(File {
        content,
        modified: None,
        ..file.clone()
    });
    filtered.changes.push(Change {
        path,
        role: Role::Rebuilt,
        before: Node::File(file),
        after,
    });
    Ok(())
}

/// A file's content with the refused certificates cut out.
struct Cut {
    /// What is left; `None` if nothing had to be cut.
    rest: Option<Vec<u8>>,
    /// Whether a certificate is left.
    is_mixed: bool,
}

impl Cut {
    fn of(content: &[u8], list: &BlockList, path: &Path, filtered: &mut Filtered) -> Self {
        let mut rest = Vec::with_capacity(content.len());
        let mut from = 0;
        let mut is_mixed = false;
        let mut is_cut = false;
        for block in pem::blocks(content) {
            match block.certificate {
                Ok(certificate) if list.refuses(&certificate.spki_sha256()) => {
                    rest.extend_from_slice(&content[from..block.range.start]);
                    from = block.range.end;
                    is_cut = true;
                    filtered.held_out.push(HeldOut {
                        certificate,
                        path: path.to_owned(),
                    });
                }
                Ok(_) => is_mixed = true,
                Err(error) => {
                    is_mixed = true;
                    filtered.warnings.push(format!(
                        "{}: {}; it is left in place",
                        path.display(),
                        with_cause(&error)
                    ));
                }
            }
        }
        rest.extend_from_slice(&content[from..]);
        Self {
            rest: is_cut.then_some(rest),
            is_mixed,
        }
    }
}

fn shows_refused_key(content: &[u8], list: &BlockList) -> bool {
    pem::blocks(content).into_iter().any(|block| {
        block
            .certificate
            .is_ok_and(|certificate| list.refuses(&certificate.spki_sha256()))
    })
}

fn directory(tree: &Tree, list: &BlockList, filtered: &mut Filtered) -> Result<(), Error> {
    let mut current: BTreeMap<OsString, Node> = BTreeMap::new();
    let mut wanted: BTreeMap<OsString, Node> = BTreeMap::new();
    for entry in tree.list(DIRECTORY.as_ref())? {
        if entry.name == BUNDLE_NAME || !matches!(entry.kind, EntryKind::File | EntryKind::Symlink)
        {
            continue;
        }
        let path = Path::new(DIRECTORY).join(&entry.name);
        let node = tree.node(&path)?;
        let content = match tree.read(&path, MAX_FILE_BYTES) {
            Ok(content) => content,
            Err(error) => {
                if !error.is_not_found()
                    && !matches!(error, anchorwatch_home::Error::NotARegularFile { .. })
                {
                    filtered
                        .warnings
                        .push(format!("{}; it is left in place", with_cause(&error)));
                }
                Vec::new()
            }
        };
        let cut = Cut::of(&content, list, &path, filtered);
        let after = match (cut.rest, cut.is_mixed) {
            (None, _) => Some(node.clone()),
            (Some(_), false) => None,
            // A link to a file of this folder shows what that file holds after its own cut.
            (Some(_), true) if is_inner_link(&node) => Some(node.clone()),
            (Some(rest), true) => Some(as_file(&node, rest)),
        };
        if let Some(after) = after {
            wanted.insert(entry.name.clone(), after);
        }
        current.insert(entry.name, node);
    }
    close_gaps(&mut wanted, &current);
    filtered.changes.extend(differences(&current, &wanted));
    Ok(())
}

fn is_inner_link(node: &Node) -> bool {
    matches!(node, Node::Symlink(link) if link.target.components().count() == 1 && link.target.is_relative())
}

fn as_file(node: &Node, content: Vec<u8>) -> Node {
    Node::File(match node {
        Node::File(file) => File {
            content,
            modified: None,
            ..file.clone()
        },
        Node::Symlink(link) => File {
            content,
            mode: 0o644,
            uid: link.uid,
            gid: link.gid,
            xattrs: BTreeMap::new(),
            modified: None,
        },
        _ => File {
            content,
            mode: 0o644,
            uid: 0,
            gid: 0,
            xattrs: BTreeMap::new(),
            modified: None,
        },
    })
}

/// OpenSSL looks for `hash.0`, `hash.1` and so on, and stops at the first that is
/// missing: a harmless root of the same name must move up into the gap.
fn close_gaps(wanted: &mut BTreeMap<OsString, Node>, current: &BTreeMap<OsString, Node>) {
    let hash_of = |name: &OsString| {
        name.to_str()
            .and_then(debian::hash_name)
            .map(|(hash, _)| hash.to_owned())
    };
    let gone: BTreeSet<String> = current
        .keys()
        .filter(|name| !wanted.contains_key(*name))
        .filter_map(hash_of)
        .collect();
    for hash in gone {
        let mut left: Vec<(u32, OsString)> = wanted
            .keys()
            .filter_map(|name| {
                let (other, number) = debian::hash_name(name.to_str()?)?;
                (other == hash).then(|| (number, name.clone()))
            })
            .collect();
        left.sort();
        let nodes: Vec<Node> = left
            .iter()
            .filter_map(|(_, name)| wanted.remove(name))
            .collect();
        for (number, node) in nodes.into_iter().enumerate() {
            wanted.insert(OsString::from(format!("{hash}.{number}")), node);
        }
    }
}

fn differences(
    current: &BTreeMap<OsString, Node>,
    wanted: &BTreeMap<OsString, Node>,
) -> Vec<Change> {
    let names: BTreeSet<&OsString> = current.keys().chain(wanted.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let before = current.get(name).unwrap_or(&Node::Absent);
            let after = wanted.get(name).unwrap_or(&Node::Absent);
            (before != after).then(|| Change {
                path: Path::new(DIRECTORY).join(name),
                role: role_of(name, before),
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
