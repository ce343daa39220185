//! Removes the refused keys from Java's keystores: Debian's, those of each JDK, and those named
//! by options.
//!
//! Java has a list of refused certificates ([`blocked_certs`](super::blocked_certs)) but not of
//! refused keys, so a re-issued or renamed twin must be removed from the keystore. Debian's
//! keystore is edited and not rebuilt: its hook adds and removes only the certificates that it gets. Entries
//! that were added by hand, or whose file is gone, would not come back by themselves, so each
//! removed entry is kept in the receipt.
//!
//! **Not covered:** a root imported by hand after the block, until the next certificate update;
//! running programs that have already read their keystore.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_container::MAX_CONTAINER_BYTES;
use anchorwatch_home::{
    BlockList, Change, Edit, EditFormat, EditItem, EntryKind, File, Node, NodeState, Role, Tree,
};
use anchorwatch_machine::{StoreKind, User, java};
use anchorwatch_remark::Remark as _;

use super::remark::JavaRemark;
use crate::{
    allowlist::Allowlist,
    confine::ConfineRemark,
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    name_list::{self, Name},
    pem_filter::FilterRemark,
    system_paths,
    targets::{AffectedStore, Targets},
    writable,
};

pub(crate) mod filter;
pub(crate) mod revert;

pub(crate) const MECHANISM: Mechanism = Mechanism::of_places("java_keystore", Reach::ByKey);

/// The format of the edit, which determines its items.
pub(crate) const FORMAT: &str = "java_keystore";

/// Keystores that tools fill from the system's certificates at every update: Debian's, and that
/// of Adoptium's packages.
const FILLED: [&str; 2] = [java::DEBIAN, "/etc/ssl/certs/adoptium/cacerts"];

/// Where packages of Debian and vendors install JDKs, each with its own keystores or links.
const MACHINES: &str = "/usr/lib/jvm";

/// The prefix that Debian's hook puts before a file name to form an entry's name.
const DEBIANS_PREFIX: &str = "debian:";

/// Whether a path is a keystore that tools fill from the system's certificates.
pub(crate) fn is_filled(tree: &Tree, path: &Path) -> bool {
    let real = tree.resolve_final(path);
    real.is_ok_and(|real| FILLED.iter().any(|filled| real == Path::new(filled)))
}

/// Plans the keystores outside users' homes.
pub(crate) fn of_system(tree: &Tree, targets: &Targets, users: &[User], draft: &mut Draft) {
    let places = writable::roots_alone(tree, keystores(targets), users, draft);
    cover_all(tree, targets, None, &places, draft);
}

/// Plans the keystores below a user's home.
pub(crate) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    let places = writable::of_home(tree, keystores(targets), user, draft);
    cover_all(tree, targets, Some(user), &places, draft);
}

fn cover_all(
    tree: &Tree,
    targets: &Targets,
    user: Option<&User>,
    places: &[(&AffectedStore, PathBuf)],
    draft: &mut Draft,
) {
    if places.is_empty() {
        return;
    }
    let passwords = java::passwords(tree, user);
    for (place, path) in places {
        cover(tree, targets, &passwords, place, path, draft);
    }
}

/// Removes refused keys again after the system's certificates were updated, from the keystores
/// that tools fill and from each JDK's own. `draft` already contains the changes of the system
/// store, which show what the tool restores by itself.
pub(crate) fn after_update(
    tree: &Tree,
    list: &BlockList,
    allowlist: &Allowlist<'_>,
    draft: &mut Draft,
) {
    let passwords = java::passwords(tree, None);
    let by_key = Allowlist::by_key(list);
    for path in filled(tree) {
        // The distribution's tool does not control a JDK's own roots, so only refused keys are
        // removed.
        let is_filled = FILLED.iter().any(|filled| path == Path::new(filled));
        let allowlist = if is_filled { allowlist } else { &by_key };
        let filtered = keystore(tree, allowlist, &passwords, &path, draft);
        let Ok(Some(mut change)) = filtered else {
            continue;
        };
        if let Role::Shared(edit) = &change.role
            && edit.items.iter().all(|item| is_brought_back(item, draft))
        {
            change.role = Role::Rebuilt;
        }
        draft.changes.push(change);
    }
}

/// Removes what the store may not show from the keystores that tools fill from it, if that is
/// more than the refused keys.
pub(crate) fn of_admission(
    tree: &Tree,
    targets: &Targets,
    allowlist: &Allowlist<'_>,
    draft: &mut Draft,
) {
    if targets.list.unlisted().is_none() {
        return;
    }
    let passwords = java::passwords(tree, None);
    let mut there = filled(tree);
    there.retain(|path| FILLED.iter().any(|filled| path == Path::new(filled)));
    for path in &there {
        if let Ok(change) = keystore(tree, allowlist, &passwords, path, draft) {
            draft.changes.extend(change);
        }
    }
    let confined = draft.confined.iter();
    let names: BTreeSet<String> = confined
        .map(|held| held.certificate.subject().to_string())
        .collect();
    if !there.is_empty() && !names.is_empty() {
        let names = names.into_iter().map(|name| Name::Named { name });
        let names = name_list::bounded(names.collect());
        draft.warn(&ConfineRemark::JavaRefuses { names });
    }
}

fn keystores(targets: &Targets) -> impl Iterator<Item = &AffectedStore> {
    let mut places = targets.places.iter();
    std::iter::from_fn(move || places.find(|place| place.kind == StoreKind::JavaKeystore))
}

fn cover(
    tree: &Tree,
    targets: &Targets,
    passwords: &[String],
    place: &AffectedStore,
    path: &Path,
    draft: &mut Draft,
) {
    let limited = targets.limited.of_these(&place.limited);
    let allowlist = Allowlist::by_key_and_root(&targets.list, &limited);
    if !draft.changes_path(path) {
        match keystore(tree, &allowlist, passwords, path, draft) {
            Ok(change) => {
                let restart = JavaRemark::KeystoreReadAtStart.told();
                if change.is_some() && !draft.warnings.contains(&restart) {
                    draft.warnings.push(restart);
                }
                draft.changes.extend(change);
            }
            Err(NotCovered) => return,
        }
    }
    draft.covered.push(Covered {
        mechanism: MECHANISM,
        path: place.path.clone(),
        clients: place.clients.clone(),
    });
}

/// The keystore may contain a refused key that is not removed; the reason is reported.
struct NotCovered;

/// The change that takes the refused keys out of a file; `None` if there is nothing to change.
fn keystore(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    passwords: &[String],
    path: &Path,
    draft: &mut Draft,
) -> Result<Option<Change>, NotCovered> {
    let shown = tree.display_path(path);
    let file = match tree.node(path) {
        Ok(Node::File(file)) if file.content.len() <= MAX_CONTAINER_BYTES => file,
        Ok(node) => {
            draft.cannot_see(&JavaRemark::KeystoreNotRead {
                path: shown,
                node: NodeState::from(&node),
            });
            return Err(NotCovered);
        }
        Err(error) => {
            draft.blind(&error);
            return Err(NotCovered);
        }
    };
    let is_refused = |certificate: &_| allowlist.withholds(certificate);
    let filtered = match filter::without(&file.content, passwords, &is_refused) {
        Ok(filtered) => filtered,
        Err(why) => {
            let why = why.into();
            draft.cannot_see(&FilterRemark::AtPath { path: shown, why });
            return Err(NotCovered);
        }
    };
    for why in filtered.blind_spots {
        let (path, why) = (shown.clone(), why.into());
        draft.cannot_see(&FilterRemark::AtPath { path, why });
    }
    let Some(content) = filtered.content else {
        return Ok(None);
    };
    let certificates = filtered.removed.iter();
    let certificates = certificates.filter_map(|removed| removed.certificate.clone());
    for certificate in certificates {
        draft.withhold(certificate, path.to_owned());
    }
    let items = filtered.removed.into_iter().map(|removed| EditItem {
        name: removed.alias,
        before: Some(removed.entry),
        after: None,
    });
    let edit = Edit {
        format: EditFormat::new(FORMAT),
        items: items.collect(),
    };
    Ok(Some(Change {
        path: path.to_owned(),
        role: Role::Shared(edit),
        actor: None,
        after: Node::File(File {
            content,
            modified: None,
            ..file.clone()
        }),
        before: Node::File(file),
    }))
}

/// The existing keystores, without links: their targets are in the list too.
fn filled(tree: &Tree) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = FILLED.into_iter().map(PathBuf::from).collect();
    let machines = tree.list(MACHINES.as_ref()).unwrap_or_default();
    let machines = machines
        .iter()
        .filter(|entry| entry.kind == EntryKind::Directory);
    for machine in machines {
        let security = Path::new(MACHINES).join(&machine.name).join("lib/security");
        paths.extend(["jssecacerts", "cacerts"].map(|name| security.join(name)));
    }
    paths.retain(|path| matches!(tree.node_without_content(path), Ok(Node::File(_))));
    paths
}

/// Whether Debian's tool re-creates the entry by itself: it just made the entry from a link
/// that this run removes, and makes both at every update.
fn is_brought_back(item: &EditItem, draft: &Draft) -> bool {
    let Some(name) = item.name.strip_prefix(DEBIANS_PREFIX) else {
        return false;
    };
    draft.changes.iter().any(|change| {
        let file = change.path.file_name().and_then(|file| file.to_str());
        change.role == Role::Rebuilt
            && change.after == Node::Absent
            && system_paths::is_in_folder(&change.path)
            && file.is_some_and(|file| file.to_lowercase() == name)
    })
}

#[cfg(test)]
mod tests;
