//! Browsers built on Chromium that no row of the table knows, recognized by their files.
//!
//! ```text
//! /etc/*/policies/{managed,recommended}/      policies; also below /etc/opt, where a vendor
//! /etc/opt/*/*/policies/…                     may have a folder for each product
//! ~/.config/{*,*/*}/Local State               a folder of profiles, if a folder in it has
//!                                             `Preferences` or `ServerCertificate`
//! ```
//!
//! Programs built on Electron have a `Local State` too, but no profile in a subfolder: they
//! are not counted. What such a browser obeys is unknown: its policies withdraw nothing from
//! a store, and `block` cannot refuse in it.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};
use anchorwatch_remark::Remark as _;

use super::{
    browser::{self, Browser},
    policy,
    remark::ChromiumRemark,
    server_certificate,
};
use crate::{Inaccessible, Inventory, Store, StoreKind, User, limit::Limit};

/// The most names looked at in one folder; `/etc` of a large server has some 400.
const MAX_NAMES: usize = 2_000;

/// Reads the policies in folders that no known browser reads.
pub(super) fn policies(tree: &Tree, found: &mut Inventory) {
    let known = browser::policy_folders().map(|folder| PathBuf::from(folder.path));
    let known: BTreeSet<PathBuf> = known.collect();
    let mut seen: BTreeSet<_> = known
        .iter()
        .filter_map(|it| tree.identity(it).ok())
        .collect();
    let vendors = folders(tree, None, Path::new("/etc/opt"), found);
    let products = vendors
        .iter()
        .flat_map(|it| inner_folders(tree, None, it, found));
    let products: Vec<PathBuf> = products.collect();
    let all = folders(tree, None, Path::new("/etc"), found).into_iter();
    for folder in all.chain(vendors).chain(products) {
        let folder = folder.join("policies");
        // A folder that is a link to a known one is read there.
        let is_new = tree.identity(&folder).is_ok_and(|it| seen.insert(it));
        if is_new && !known.contains(&folder) {
            let mut inside = Inventory::default();
            policy::read(tree, &folder, &mut inside);
            mark(tree, &folder, &mut inside.stores);
            if !inside.stores.is_empty() {
                found.browsers.insert(Browser::Unknown);
            }
            found.add(inside);
        }
    }
}

/// Reads the profiles of unknown browsers in a folder of configurations, and names each.
pub(super) fn profiles(tree: &Tree, user: &User, configuration: &Path, found: &mut Inventory) {
    for folder in places(tree, user.uid, configuration, found) {
        let kind = StoreKind::ChromiumServerCertificates;
        let mut inside = Inventory::default();
        let whole = Store::new(tree, kind, &folder, Some(user));
        inside.stores.push(whole);
        mark(tree, &folder, &mut inside.stores);
        server_certificate::of_profiles(tree, user, &folder, &mut inside);
        inside
            .stores
            .iter_mut()
            .for_each(|store| store.is_of_unknown_program = true);
        found.browsers.insert(Browser::Unknown);
        found.add(inside);
    }
}

/// The folders of profiles of unknown browsers in a folder of configurations.
pub(super) fn places(
    tree: &Tree,
    uid: Option<u32>,
    configuration: &Path,
    found: &mut Inventory,
) -> Vec<PathBuf> {
    let known: BTreeSet<PathBuf> = browser::profile_names()
        .map(|(_, name)| configuration.join(name))
        .collect();
    let mut seen: BTreeSet<_> = known
        .iter()
        .filter_map(|it| tree.identity(it).ok())
        .collect();
    let mut places = Vec::new();
    for outer in folders(tree, uid, configuration, found) {
        if known.contains(&outer) {
            continue;
        }
        let inner = if is_of_profiles(tree, &outer) {
            vec![outer]
        } else {
            let inner = inner_folders(tree, uid, &outer, found).into_iter();
            let inner = inner.filter(|it| !known.contains(it) && is_of_profiles(tree, it));
            inner.collect()
        };
        let is_new = |it: &PathBuf| tree.identity(it).is_ok_and(|it| seen.insert(it));
        places.extend(inner.into_iter().filter(is_new));
    }
    places
}

/// Whether a browser keeps its profiles in this folder.
fn is_of_profiles(tree: &Tree, folder: &Path) -> bool {
    let has = |path: PathBuf| tree.identity(&path).is_ok();
    if !has(folder.join("Local State")) {
        return false;
    }
    // What cannot be listed may have one.
    let Ok((profiles, _)) = names(tree, folder) else {
        return true;
    };
    let is_profile = |folder: &PathBuf| {
        let mut files = ["Preferences", server_certificate::NAME].iter();
        files.any(|file| has(folder.join(file)))
    };
    profiles.iter().any(is_profile)
}

/// Says of the first store that its browser is unknown, and of all that nothing which is set
/// up for known ones reaches them.
fn mark(tree: &Tree, folder: &Path, stores: &mut [Store]) {
    if let Some(first) = stores.first_mut() {
        let folder = tree.display_path(folder);
        let remark = ChromiumRemark::UnknownBrowser { folder };
        first.remarks.push(remark.told());
    }
    for store in stores {
        store.is_of_unknown_program = true;
    }
}

/// The folders in a folder. One that cannot be read, or has too many names, is added to what
/// is closed.
fn folders(tree: &Tree, uid: Option<u32>, folder: &Path, found: &mut Inventory) -> Vec<PathBuf> {
    match names(tree, folder) {
        Ok((folders, count)) => {
            if count > MAX_NAMES {
                let limit = Limit::Names {
                    max: MAX_NAMES as u64,
                    count: count as u64,
                };
                let closed = Inaccessible::limited(tree, folder, uid, &limit);
                found.closed.push(closed);
            }
            folders
        }
        Err(error) if error.is_not_found() || crate::store_builder::is_no_file(&error) => {
            Vec::new()
        }
        Err(error) => {
            let closed = Inaccessible::new(tree, folder, uid, &error);
            found.closed.push(closed);
            Vec::new()
        }
    }
}

/// The same one level down. What is closed to its user is closed to the user's browser.
fn inner_folders(
    tree: &Tree,
    uid: Option<u32>,
    folder: &Path,
    found: &mut Inventory,
) -> Vec<PathBuf> {
    let mut inside = Inventory::default();
    let folders = folders(tree, uid, folder, &mut inside);
    inside.closed.retain(|closed| !closed.is_denied);
    found.closed.extend(inside.closed);
    folders
}

/// The folders among the first names of a folder, and how many folders there are.
fn names(tree: &Tree, folder: &Path) -> Result<(Vec<PathBuf>, usize), anchorwatch_home::Error> {
    let is_folder = |kind| matches!(kind, EntryKind::Directory | EntryKind::Symlink);
    let entries = tree.list(folder)?.into_iter();
    let all: Vec<_> = entries.filter(|entry| is_folder(entry.kind)).collect();
    let count = all.len();
    let first = all.into_iter().take(MAX_NAMES);
    Ok((first.map(|entry| folder.join(entry.name)).collect(), count))
}

#[cfg(test)]
mod tests;
