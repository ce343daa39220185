//! Chromium and the browsers built on it: policies, the certificate manager of each
//! profile, and the NSS databases inside snap and Flatpak.
//!
//! The NSS database of the home itself is read with the others, in [`crate::nss`].

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;

use crate::{Client, Inaccessible, Inventory, User, nss};

pub mod browser;
pub(crate) mod json;
mod policy;
mod policy_effects;
pub(crate) mod remark;
mod sandbox;
mod server_certificate;
mod unknown;

use browser::Browser;
pub(crate) use browser::profile_names;
pub use policy::Policies;
pub(crate) use policy_effects::PolicyEffects;
pub use remark::ChromiumRemark;
pub(crate) use sandbox::homes as sandbox_homes;

/// Reads the policies of every browser, and what they withdraw from other stores.
pub(crate) fn of_system(tree: &Tree) -> (Inventory, PolicyEffects) {
    let mut found = Inventory::default();
    let mut orders = PolicyEffects::default();
    for browser in Browser::ALL {
        for folder in browser.policy_folders() {
            let mut inside = Inventory::default();
            let order = policy::read(tree, folder.as_ref(), &mut inside);
            if browser.is_refusable() {
                orders.add(browser, order);
            }
            apart_unless(browser.is_refusable(), &mut inside);
            found.add(inside);
        }
        if browser.is_of_system(tree) {
            found.browsers.insert(browser);
        }
    }
    unknown::policies(tree, &mut found);
    (found, orders)
}

/// Nothing that is set up for the other browsers reaches the stores of one that no policy reaches.
fn apart_unless(is_reached: bool, inside: &mut Inventory) {
    for store in &mut inside.stores {
        store.is_of_unknown_program = !is_reached;
    }
}

/// Reads the profiles in a folder of configurations.
fn of_configuration(
    tree: &Tree,
    user: &User,
    folder: &Path,
    is_reached: impl Fn(Browser, &str) -> bool,
    found: &mut Inventory,
) {
    for (browser, name) in profile_names() {
        let mut inside = Inventory::default();
        server_certificate::of_profiles(tree, user, &folder.join(name), &mut inside);
        if !inside.stores.is_empty() {
            apart_unless(is_reached(browser, name), &mut inside);
        }
        found.add(inside);
    }
    unknown::profiles(tree, user, folder, found);
}

/// The folders of profiles of browsers that no row knows, in a folder of configurations.
pub(crate) fn unknown_places(
    tree: &Tree,
    uid: Option<u32>,
    folder: &Path,
    found: &mut Inventory,
) -> Vec<PathBuf> {
    unknown::places(tree, uid, folder, found)
}

/// Reads one user's profiles, and the separate databases of snap and Flatpak.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut found = Inventory::default();
    let folder = user.home.join(".config");
    let is_reached = |_, name: &str| browser::is_reached(tree, name);
    of_configuration(tree, user, &folder, is_reached, &mut found);
    let started = Browser::ALL
        .into_iter()
        .filter(|browser| browser.is_of_home(tree, &user.home));
    found.browsers.extend(started);
    // One revision of a snap has two names, its own and `current`.
    let mut seen = BTreeSet::new();
    for home in sandbox::homes(tree, user, &mut found.closed) {
        for folder in home.configuration() {
            // Which policies a sandbox shows its browser is not looked at.
            let is_reached = |browser: Browser, _: &str| browser.is_refusable();
            of_configuration(tree, user, &folder, is_reached, &mut found);
        }
        for folder in home.databases() {
            match tree.identity(&folder) {
                Ok(identity) if seen.insert(identity) => {
                    nss::take(tree, Some(user), &folder, &[Client::Chromium], &mut found);
                }
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => found
                    .closed
                    .push(Inaccessible::new(tree, &folder, user.uid, &error)),
            }
        }
    }
    found
}

/// Reads the profiles in a folder that a command line names (`--user-data-dir`).
pub(crate) fn of_profiles(tree: &Tree, user: Option<&User>, folder: &Path, found: &mut Inventory) {
    // Without a user the files belong to the system.
    let nobody = User {
        name: String::new(),
        uid: None,
        gid: None,
        home: folder.to_owned(),
    };
    server_certificate::of_profiles(tree, user.unwrap_or(&nobody), folder, found);
}

#[cfg(test)]
mod tests;
