//! OpenSSL looks for `hash.0`, `hash.1` and so on, and stops at the first that is
//! missing: a harmless root of the same name must move up into a gap.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
};

use anchorwatch_home::Node;

use crate::debian;

/// Moves the links behind each name that is gone up into its place.
pub(super) fn close_gaps(
    wanted: &mut BTreeMap<OsString, Node>,
    current: &BTreeMap<OsString, Node>,
) {
    let hash_of = |name: &OsString| {
        name.to_str()
            .and_then(debian::hash_name)
            .map(|(hash, _)| hash)
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
