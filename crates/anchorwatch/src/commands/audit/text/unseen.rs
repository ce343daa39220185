//! What was not checked. Several unreadable places in one home are one line.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
};

use anchorwatch_machine::{Audit, Impact, NotChecked, Unseen, limit::is_permission_denied};

use crate::page::Page;
use crate::words::Words;

/// How many unreadable places of a home are merged into one line.
const FEW: usize = 3;

pub(super) fn not_checked(page: &mut Page, audit: &Audit, root: &Path, words: &Words) {
    page.head(&words.say("not-checked-head"));
    for (_, entry) in entries(audit, root, words) {
        page.point(&entry);
    }
}

/// Each entry as a sentence; places that could hold a root come first.
pub(super) fn entries(audit: &Audit, root: &Path, words: &Words) -> Vec<(Impact, String)> {
    let mut homes: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for home in audit
        .not_checked
        .iter()
        .filter_map(|entry| closed_home(entry, root))
    {
        *homes.entry(home).or_default() += 1;
    }
    homes.retain(|_, count| *count >= FEW);
    let mut entries: Vec<&NotChecked> = audit.not_checked.iter().collect();
    entries.sort_by_key(|entry| entry.weight != Impact::Inconclusive);
    let mut said = Vec::new();
    for entry in entries {
        let home = closed_home(entry, root);
        match home.and_then(|home| homes.get_mut(&home).map(|count| (home, count))) {
            // Merged into the first of them.
            Some((_, 0)) => {}
            Some((home, count)) => {
                let facts = [
                    ("path", home.display().to_string().into()),
                    ("count", (*count).into()),
                ];
                said.push((entry.weight, words.with("audit-closed-home", &facts)));
                *count = 0;
            }
            None => {
                let text = words.not_checked(&entry.what, &entry.why);
                said.push((entry.weight, text));
            }
        }
    }
    said
}

/// The homes of others that the asking user may not read, and how many entries are about them.
pub(super) fn closed_homes(audit: &Audit, root: &Path) -> (usize, usize) {
    let stated = audit.not_checked.iter();
    let stated = stated.filter(|entry| entry.weight == Impact::Informational);
    let closed: Vec<PathBuf> = stated
        .filter_map(|entry| closed_home(entry, root))
        .collect();
    let homes: BTreeSet<&PathBuf> = closed.iter().collect();
    (homes.len(), closed.len())
}

/// The home (or another folder two levels below the root) that contains an unreadable place.
fn closed_home(entry: &NotChecked, root: &Path) -> Option<PathBuf> {
    // A part is of a store that was read.
    let Unseen::Place { path } = &entry.what else {
        return None;
    };
    let inside = path.strip_prefix(root).ok()?;
    let parts: Vec<Component<'_>> = inside.components().collect();
    let steps = match parts.first()? {
        Component::Normal(first) if *first == "root" => 1,
        _ => 2,
    };
    let is_whole = is_permission_denied(&entry.why) && parts.len() >= steps;
    is_whole.then(|| root.join(parts.into_iter().take(steps).collect::<PathBuf>()))
}

#[cfg(test)]
mod tests;
