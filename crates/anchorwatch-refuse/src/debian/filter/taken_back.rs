//! What undoing a block requires in the certificates' folder, beside the changes of its receipts.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    path::Path,
};

use anchorwatch_home::{BlockList, Change, EntryKind, Error, Node, Role, Tree, paths};
use anchorwatch_machine::debian::DIRECTORY;

use super::{differences::differences, hash_links};
use crate::{confine, openssl};

/// Plans the changes after which confined certificates are gone with the list that made them,
/// no link leads to our removed files, and link numbers have no gap.
pub(crate) fn beside_undo(tree: &Tree, changes: &[&Change]) -> Result<Vec<Change>, Error> {
    let mut beside = if still_confines(tree, changes) {
        Vec::new()
    } else {
        confined_files(tree, changes)?
    };
    let all: Vec<&Change> = changes.iter().copied().chain(&beside).collect();
    let links = without_stale_links(tree, &all)?;
    beside.extend(links);
    Ok(beside)
}

/// Whether the owner's list still holds roots to names after these changes.
fn still_confines(tree: &Tree, changes: &[&Change]) -> bool {
    let mut written = changes.iter().rev();
    let written = written.find(|change| change.path == Path::new(paths::BLOCK_LIST));
    let list = match written.map(|change| &change.after) {
        Some(Node::File(file)) => BlockList::of_text(&file.content).ok(),
        Some(_) => Some(BlockList::default()),
        None => BlockList::read(tree).ok(),
    };
    // What cannot be read changes nothing.
    list.is_none_or(|list| list.confines_unlisted())
}

/// Removes the confined certificates that these changes do not remove.
fn confined_files(tree: &Tree, changes: &[&Change]) -> Result<Vec<Change>, Error> {
    let folder = Path::new(DIRECTORY);
    let mut going = Vec::new();
    let entries = match tree.list(folder) {
        Err(error) if error.is_not_found() => return Ok(going),
        entries => entries?,
    };
    for entry in entries {
        let path = folder.join(&entry.name);
        let is_planned = || changes.iter().any(|change| change.path == path);
        if !confine::is_path_of_one(&path) || is_planned() {
            continue;
        }
        let node = tree.node(&path)?;
        if let Node::File(file) = &node
            && confine::is_shown_in(&file.content)
        {
            going.push(Change {
                path,
                role: Role::Rebuilt,
                actor: None,
                before: node,
                after: Node::Absent,
            });
        }
    }
    Ok(going)
}

/// `openssl rehash` renumbers links, so recording the first numbers is not enough; and the
/// distribution's tool re-creates links only when a certificate was added or removed.
fn without_stale_links(tree: &Tree, changes: &[&Change]) -> Result<Vec<Change>, Error> {
    let is_ours = |path: &Path| openssl::is_path_of_one(path) || confine::is_path_of_one(path);
    let going: BTreeSet<&OsStr> = changes
        .iter()
        .filter(|change| change.after == Node::Absent && is_ours(&change.path))
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
