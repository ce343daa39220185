//! Changes in a folder, name by name.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::Path,
};

use anchorwatch_home::{Change, Node, Role};

/// The change of one name in a folder.
pub(super) struct Difference {
    pub(super) name: OsString,
    pub(super) before: Node,
    pub(super) after: Node,
}

impl Difference {
    pub(super) fn change(self, folder: &Path, role: Role) -> Change {
        Change {
            path: folder.join(&self.name),
            role,
            actor: None,
            before: self.before,
            after: self.after,
        }
    }
}

pub(super) fn differences(
    current: &BTreeMap<OsString, Node>,
    wanted: &BTreeMap<OsString, Node>,
) -> Vec<Difference> {
    let names: BTreeSet<&OsString> = current.keys().chain(wanted.keys()).collect();
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
