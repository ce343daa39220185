//! OpenSSL looks for `hash.0`, `hash.1` and so on, and stops at the first missing one. When a
//! link is removed, a harmless root with the same hash must move up into the gap.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
};

use anchorwatch_home::Node;
use anchorwatch_machine::hash_name;

use crate::own_file::OwnFile;

/// The hashes of names that are removed, and of our own files: all names with these hashes must
/// be known.
pub(crate) fn concerned(
    wanted: &BTreeMap<OsString, Node>,
    current: &BTreeMap<OsString, Node>,
    own_files: &[OwnFile],
) -> BTreeSet<String> {
    let mut hashes = gone(wanted, current);
    hashes.extend(of_ours(own_files));
    hashes
}

/// The hashes of our own files.
pub(crate) fn of_ours(own_files: &[OwnFile]) -> BTreeSet<String> {
    let ours = own_files.iter().map(|own| format!("{:08x}", own.hash));
    ours.collect()
}

/// The hash in a name that OpenSSL looks for.
pub(crate) fn hash_of(name: &OsStr) -> Option<String> {
    let (hash, _number) = hash_name::parse(name.to_str()?)?;
    Some(hash)
}

fn gone(wanted: &BTreeMap<OsString, Node>, current: &BTreeMap<OsString, Node>) -> BTreeSet<String> {
    let names = current.keys().filter(|name| !wanted.contains_key(*name));
    names.filter_map(|name| hash_of(name)).collect()
}

/// Renumbers the links after each removed name.
pub(crate) fn close_gaps(
    wanted: &mut BTreeMap<OsString, Node>,
    current: &BTreeMap<OsString, Node>,
) {
    for hash in gone(wanted, current) {
        let mut left: Vec<(u32, OsString)> = wanted
            .keys()
            .filter_map(|name| {
                let (other, number) = hash_name::parse(name.to_str()?)?;
                (other == hash).then(|| (number, name.clone()))
            })
            .collect();
        // A folder or FIFO is not moved: only the numbers beside it are free.
        left.retain(|(_, name)| matches!(wanted.get(name), Some(Node::File(_) | Node::Symlink(_))));
        left.sort();
        let nodes: Vec<Node> = left
            .iter()
            .filter_map(|(_, name)| wanted.remove(name))
            .collect();
        let mut numbers = 0_u32..;
        for node in nodes {
            let names = numbers
                .by_ref()
                .map(|number| OsString::from(format!("{hash}.{number}")));
            if let Some(name) = { names }.find(|name| !wanted.contains_key(name)) {
                wanted.insert(name, node);
            }
        }
    }
}
