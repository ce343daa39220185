//! Which of several policies is in force.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The policies in force: for each key, the index of its file and the value.
pub(super) type InForce<'a> = BTreeMap<&'a str, (usize, &'a Value)>;

/// Later files win, and any managed file wins over a recommended one.
pub(super) fn in_force(policies: &[Map<String, Value>], managed_count: usize) -> InForce<'_> {
    let (managed, recommended) = policies.split_at(managed_count.min(policies.len()));
    let after = recommended.iter().zip(managed_count..);
    let first = managed.iter().zip(0..);
    after
        .chain(first)
        .flat_map(|(file, place)| file.iter().map(move |(key, value)| (key, place, value)))
        .map(|(key, place, value)| (key.as_str(), (place, value)))
        .collect()
}
