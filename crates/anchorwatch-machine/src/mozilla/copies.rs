//! Mozilla-based programs outside known folders: unpacked in a home or in `/opt`, brought by
//! Flatpak or snap, or under other names.
//!
//! ```text
//! a folder with application.ini and omni.ja or libxul.so      found by the walk, in folders
//!                                                             of programs, behind the links
//!                                                             and scripts of PATH, in
//!                                                             desktop entries
//! compatibility.ini in a profile: LastPlatformDir, LastAppDir the program that opened it last
//! ```
//!
//! Each is read like a known one: its policies, its AutoConfig and any replacement for
//! NSS's list of roots. Its own name determines the folder of the machine's settings
//! (Gecko's `nsXREDirProvider.cpp`); Flatpak's programs have them in an extension
//! (Flathub's manifest of org.mozilla.firefox).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;

use super::{
    autoconfig,
    last_opened::{last_opened_with, unknown},
    others, policy, profile,
    program::{Copies, MAX_BYTES},
};
use crate::Inaccessible;
use crate::limit::Limit;
use crate::{Client, Inventory, User, nss};

mod named;
mod sandboxed;

/// The most programs read for one owner; a person who tests browsers has some twenty.
const MAX_COPIES: usize = 200;

/// What a program says about itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Identity {
    client: Client,
    settings: PathBuf,
}

/// Reads the system's programs; `walked` are those that a walk over its folders found.
pub(crate) fn of_system(tree: &Tree, walked: &[PathBuf]) -> Inventory {
    let mut found = Inventory::default();
    read(tree, None, system(tree, walked), &mut found);
    for (client, settings) in sandboxed::settings_of_system(tree) {
        read_settings(tree, None, client, settings, &mut found);
    }
    found
}

/// Reads one user's programs.
pub(crate) fn of_user(tree: &Tree, user: &User, walked: &[PathBuf]) -> Inventory {
    let mut found = Inventory::default();
    read(tree, Some(user), users(tree, user, walked), &mut found);
    for (client, settings) in sandboxed::settings_of_user(tree, user) {
        read_settings(tree, Some(user), client, settings, &mut found);
    }
    found
}

/// Reads programs that a walk found in one folder.
pub(crate) fn of_folder(tree: &Tree, user: Option<&User>, walked: &[PathBuf]) -> Inventory {
    let mut found = Inventory::default();
    read(tree, user, unknown(tree, walked.to_vec()), &mut found);
    found
}

/// The folders of the system's programs, without those in known places.
fn system(tree: &Tree, walked: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders = walked.to_vec();
    folders.extend(others::of_system(tree));
    folders.extend(sandboxed::of_system(tree));
    // A program in a home belongs to its owner, and is read with that owner's rights.
    let homes = named::homes(tree);
    let named = named::of_system(tree).into_iter();
    folders.extend(named.filter(|folder| !homes.iter().any(|home| folder.starts_with(home))));
    unknown(tree, folders)
}

/// The folders of one user's programs, and of programs that the user's profiles were opened
/// with.
fn users(tree: &Tree, user: &User, walked: &[PathBuf]) -> Vec<PathBuf> {
    let mut folders = walked.to_vec();
    folders.extend(others::of_user(tree, user));
    folders.extend(sandboxed::of_user(tree, user));
    folders.extend(named::of_user(tree, user));
    for (_, profile) in profile::of_user(tree, user) {
        folders.extend(last_opened_with(tree, &profile));
    }
    unknown(tree, folders)
}

fn read(tree: &Tree, user: Option<&User>, folders: Vec<PathBuf>, found: &mut Inventory) {
    if let Some(first) = folders.get(MAX_COPIES) {
        let limit = Limit::MozillaCopies {
            max: MAX_COPIES as u64,
        };
        let uid = user.and_then(|user| user.uid);
        found
            .closed
            .push(Inaccessible::limited(tree, first, uid, &limit));
    }
    let mut by_name: BTreeMap<Identity, Vec<PathBuf>> = BTreeMap::new();
    for folder in folders.into_iter().take(MAX_COPIES) {
        by_name
            .entry(identity(tree, &folder))
            .or_default()
            .push(folder);
    }
    for (Identity { client, settings }, folders) in by_name {
        for folder in &folders {
            nss::list_of_program(tree, user, folder, client, found);
        }
        let copies = Copies {
            client,
            settings,
            folders,
            user,
        };
        policy::read_copies(tree, &copies, found);
        autoconfig::read_copies(tree, &copies, found);
    }
}

fn read_settings(
    tree: &Tree,
    user: Option<&User>,
    client: Client,
    settings: PathBuf,
    found: &mut Inventory,
) {
    let copies = Copies {
        client,
        settings,
        folders: Vec::new(),
        user,
    };
    policy::read_copies(tree, &copies, found);
    autoconfig::read_copies(tree, &copies, found);
}

/// `Name=` in its `application.ini`, in lower case, names its folder in `/etc`.
fn identity(tree: &Tree, folder: &Path) -> Identity {
    let text = tree.read(&folder.join("application.ini"), MAX_BYTES);
    let text = text.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let mut names = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Name="));
    let is_plain = |name: &&str| {
        let mut letters = name.chars();
        !name.is_empty() && letters.all(|one| one.is_ascii_alphanumeric() || "-_ ".contains(one))
    };
    let name = names.next().map(str::trim).filter(is_plain);
    let name = name.unwrap_or("firefox").to_lowercase();
    let client = match name.as_str() {
        "thunderbird" | "betterbird" => Client::Thunderbird,
        _ => Client::Firefox,
    };
    Identity {
        client,
        settings: Path::new("/etc").join(name),
    }
}

#[cfg(test)]
mod tests;
