//! Our certificates that OpenSSL refuses, and the links by which it finds them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, EntryKind, Error, File, Node, Role, Symlink, Tree};
use anchorwatch_machine::debian::DIRECTORY;

use super::{differences::differences, hash_links};
use crate::openssl::{self, RejectFile};

/// Adds each file, and a link with the first free number for it. Other links stay unchanged:
/// OpenSSL opens every number up to the first missing one.
pub(crate) fn place(
    rejects: &[RejectFile],
    (uid, gid): (u32, u32),
    wanted: &mut BTreeMap<OsString, Node>,
) {
    for reject in rejects {
        let file = Node::File(File {
            content: reject.content.clone(),
            mode: 0o644,
            uid,
            gid,
            xattrs: BTreeMap::new(),
            modified: None,
        });
        let is_there = wanted
            .get(&reject.name)
            .is_some_and(|node| node.is_same_as(&file));
        if !is_there {
            wanted.insert(reject.name.clone(), file);
        }
        link(reject, (uid, gid), wanted);
    }
}

/// Whether a broken link has the hash of one of our files: OpenSSL's search ends at the first
/// link that it cannot open.
pub(crate) fn is_in_the_way(rejects: &[RejectFile], name: &OsStr, node: &Node) -> bool {
    // That file is restored, and then the link works again.
    let leads_to_ours = |reject: &RejectFile| match node {
        Node::Symlink(link) => link.target == Path::new(&reject.name),
        _ => false,
    };
    have_hash_of(rejects, Path::new(name)) && !rejects.iter().any(leads_to_ours)
}

/// Whether OpenSSL looks up one of our files by this name's hash.
pub(crate) fn have_hash_of(rejects: &[RejectFile], path: &Path) -> bool {
    let hash = path.file_name().and_then(hash_links::hash_of);
    let is_of_ours = |reject: &RejectFile| Some(format!("{:08x}", reject.hash)) == hash;
    hash.is_some() && rejects.iter().any(is_of_ours)
}

/// Plans the changes after which no link leads to our removed files, and link numbers have
/// no gap.
///
/// `openssl rehash` renumbers links, so recording the first numbers is not enough; and the
/// distribution's tool re-creates links only when a certificate was added or removed.
pub(crate) fn without_stale_links(tree: &Tree, changes: &[&Change]) -> Result<Vec<Change>, Error> {
    let going: BTreeSet<&OsStr> = changes
        .iter()
        .filter(|change| change.after == Node::Absent)
        .filter(|change| openssl::is_path_of_one(&change.path))
        .filter_map(|change| change.path.file_name())
        .collect();
    if going.is_empty() {
        return Ok(Vec::new());
    }
    let folder = Path::new(DIRECTORY);
    let is_stale = |node: &Node| match node {
        Node::Symlink(link) => going.contains(link.target.as_os_str()),
        _ => false,
    };
    let links: Vec<(&OsStr, &Node)> = changes
        .iter()
        .filter(|change| change.path.parent() == Some(folder))
        .filter_map(|change| Some((change.path.file_name()?, &change.after)))
        .collect();
    let entries = tree.list(folder)?;
    // Only names of these hashes are read and kept: a folder may have a million others, and
    // one that cannot be read keeps nothing from being undone.
    let mut hashes = BTreeSet::new();
    for entry in entries.iter().filter(|one| one.kind == EntryKind::Symlink) {
        if let Some(hash) = hash_links::hash_of(&entry.name)
            && is_stale(&tree.node(&folder.join(&entry.name))?)
        {
            hashes.insert(hash);
        }
    }
    let added = links.iter().filter(|(_, after)| is_stale(after));
    hashes.extend(added.filter_map(|(name, _)| hash_links::hash_of(name)));
    let is_concerned =
        |name: &OsStr| hash_links::hash_of(name).is_some_and(|hash| hashes.contains(&hash));
    let mut current = BTreeMap::new();
    for entry in entries {
        if is_concerned(&entry.name) {
            let node = tree.node(&folder.join(&entry.name))?;
            current.insert(entry.name, node);
        }
    }
    for (name, after) in links {
        match after {
            _ if !is_concerned(name) => {}
            Node::Absent => drop(current.remove(name)),
            after => drop(current.insert(name.to_owned(), after.clone())),
        }
    }
    let mut wanted = current.clone();
    wanted.retain(|_, node| !is_stale(node));
    hash_links::close_gaps(&mut wanted, &current);
    let differences = differences(&current, &wanted).into_iter();
    Ok(differences
        .map(|difference| difference.change(folder, Role::Rebuilt))
        .collect())
}

fn link(reject: &RejectFile, (uid, gid): (u32, u32), wanted: &mut BTreeMap<OsString, Node>) {
    let mut numbers = 0_u32..;
    let target = Path::new(&reject.name);
    let free = numbers.find_map(|number| {
        let name = OsString::from(format!("{:08x}.{number}", reject.hash));
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
