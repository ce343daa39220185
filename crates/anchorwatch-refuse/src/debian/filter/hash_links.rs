//! OpenSSL looks for `hash.0`, `hash.1` and so on, and stops at the first that is
//! missing: a harmless root of the same name must move up into a gap.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
};

use anchorwatch_home::Node;
use anchorwatch_machine::debian;

use crate::openssl::RejectFile;

/// The hashes of which a name goes, and those under which ours are found: all names of
/// these must be known.
pub(crate) fn concerned(
    wanted: &BTreeMap<OsString, Node>,
    current: &BTreeMap<OsString, Node>,
    rejects: &[RejectFile],
) -> BTreeSet<String> {
    let ours = rejects.iter().map(|reject| format!("{:08x}", reject.hash));
    gone(wanted, current).into_iter().chain(ours).collect()
}

/// The hash of a name that OpenSSL looks for.
pub(crate) fn hash_of(name: &OsStr) -> Option<String> {
    let (hash, _number) = debian::hash_name(name.to_str()?)?;
    Some(hash)
}

fn gone(wanted: &BTreeMap<OsString, Node>, current: &BTreeMap<OsString, Node>) -> BTreeSet<String> {
    let names = current.keys().filter(|name| !wanted.contains_key(*name));
    names.filter_map(|name| hash_of(name)).collect()
}

/// Moves the links behind each name that is gone up into its place.
pub(crate) fn close_gaps(
    wanted: &mut BTreeMap<OsString, Node>,
    current: &BTreeMap<OsString, Node>,
) {
    for hash in gone(wanted, current) {
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
