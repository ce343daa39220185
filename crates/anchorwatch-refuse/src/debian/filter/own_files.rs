//! Our certificates, which refuse a key or hold a root to names, and the links by which OpenSSL
//! finds them.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use anchorwatch_home::{File, Node, Symlink};
use anchorwatch_machine::debian::DIRECTORY;

use super::hash_links;
use crate::{confine, own_file::OwnFile};

/// Adds each file, and a link with the first free number for it. Other links stay unchanged:
/// OpenSSL opens every number up to the first missing one.
pub(crate) fn place(
    own_files: &[OwnFile],
    (uid, gid): (u32, u32),
    wanted: &mut BTreeMap<OsString, Node>,
) {
    for own in own_files {
        let file = Node::File(File {
            content: own.content.clone(),
            mode: 0o644,
            uid,
            gid,
            xattrs: BTreeMap::new(),
            modified: None,
        });
        place_node(own, file, (uid, gid), wanted);
    }
}

/// Adds a link to the file of each root that the owner consents to, as the distribution's tool makes
/// it, and a link with the first free number for that.
pub(crate) fn place_links(
    links: &[(OwnFile, PathBuf)],
    (uid, gid): (u32, u32),
    wanted: &mut BTreeMap<OsString, Node>,
) {
    for (own, target) in links {
        let new = Node::Symlink(Symlink {
            target: target.clone(),
            uid,
            gid,
        });
        let node = match wanted.get(&own.name) {
            Some(there @ Node::Symlink(link)) if link.target == *target => there.clone(),
            _ => new,
        };
        place_node(own, node, (uid, gid), wanted);
    }
}

fn place_node(own: &OwnFile, node: Node, owner: (u32, u32), wanted: &mut BTreeMap<OsString, Node>) {
    let present = wanted.get(&own.name);
    if !present.is_some_and(|there| there.is_same_as(&node)) {
        wanted.insert(own.name.clone(), node);
    }
    link(own, owner, wanted);
}

/// Whether a broken link has the hash of one of our files: OpenSSL's search ends at the first
/// link that it cannot open.
pub(crate) fn is_in_the_way(own_files: &[OwnFile], name: &OsStr, node: &Node) -> bool {
    // That file is restored, and then the link works again.
    let leads_to_ours = |own: &OwnFile| match node {
        Node::Symlink(link) => link.target == Path::new(&own.name),
        _ => false,
    };
    have_hash_of(own_files, Path::new(name)) && !own_files.iter().any(leads_to_ours)
}

/// Whether OpenSSL looks up one of our files by this name's hash.
pub(crate) fn have_hash_of(own_files: &[OwnFile], path: &Path) -> bool {
    let hash = path.file_name().and_then(hash_links::hash_of);
    let is_of_ours = |own: &OwnFile| Some(format!("{:08x}", own.hash)) == hash;
    hash.is_some() && own_files.iter().any(is_of_ours)
}

/// What becomes of a path that held a confined certificate of an earlier run, or leads to one:
/// `Some(None)` if it goes. `None` if it is something else.
pub(crate) fn stale(own_files: &[OwnFile], path: &Path, node: &Node) -> Option<Option<Node>> {
    if path.parent() != Some(DIRECTORY.as_ref()) {
        return None;
    }
    if confine::is_path_of_one(path) {
        return Some(None);
    }
    let target = match node {
        Node::Symlink(link) if link.target.components().count() == 1 => &link.target,
        _ => return None,
    };
    if !confine::is_path_of_one(&Path::new(DIRECTORY).join(target)) {
        return None;
    }
    // That file is written again.
    let is_ours = own_files.iter().any(|own| target == Path::new(&own.name));
    Some(is_ours.then(|| node.clone()))
}

fn link(own: &OwnFile, (uid, gid): (u32, u32), wanted: &mut BTreeMap<OsString, Node>) {
    let mut numbers = 0_u32..;
    let target = Path::new(&own.name);
    let free = numbers.find_map(|number| {
        let name = OsString::from(format!("{:08x}.{number}", own.hash));
        match wanted.get(&name) {
            None => Some(Some(name)),
            Some(Node::Symlink(link)) if link.target == target => Some(None),
            Some(_) => None,
        }
    });
    if let Some(Some(name)) = free {
        let link = Symlink {
            target: PathBuf::from(target),
            uid,
            gid,
        };
        wanted.insert(name, Node::Symlink(link));
    }
}

#[cfg(test)]
mod tests;
