//! Mozilla-based programs that are not known here: programs built on Firefox have many
//! names, and are wherever their owner unpacked them.
//!
//! Their profiles are read like all others: `profiles.ini` says where they are. The
//! programs themselves are read by [`copies`](super::copies).

use std::path::{Path, PathBuf};

use anchorwatch_home::{EntryKind, Tree};

use super::program::{PROGRAMS, is_program};
use crate::User;

/// Folders of programs that came without a package, or in a package of their own.
const OF_SYSTEM: [&str; 8] = [
    "/opt",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share",
    "/usr/local",
    "/usr/local/lib",
    "/usr/local/share",
    "/usr/local/bin",
];

/// The same, relative to a home.
const OF_USER: [&str; 11] = [
    "",
    "opt",
    "apps",
    "bin",
    "Applications",
    "Downloads",
    ".local/share",
    ".local/opt",
    ".local/lib",
    ".local/bin",
    ".tarball-installations",
];

/// Where profile folders are, relative to a home.
const PROFILES: [&str; 3] = ["", ".config", ".local/share"];

/// More names than these folders have.
const MAX_NAMES: usize = 20_000;

/// The largest `profiles.ini` that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The programs of Tor and Mullvad are one folder deeper than others.
const INSIDE: &str = "Browser";

/// The programs in the system's folders.
pub(super) fn of_system(tree: &Tree) -> Vec<PathBuf> {
    let folders = OF_SYSTEM.iter().map(Path::new);
    folders.flat_map(|folder| programs(tree, folder)).collect()
}

/// The programs in a user's folders.
pub(super) fn of_user(tree: &Tree, user: &User) -> Vec<PathBuf> {
    let folders = OF_USER.iter().map(|folder| user.home.join(folder));
    folders.flat_map(|folder| programs(tree, &folder)).collect()
}

/// Profile folders of unknown programs, relative to a home.
pub(super) fn profiles(tree: &Tree, user: &User) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for below in PROFILES {
        for name in folders(tree, &user.home.join(below)) {
            let is_own = below.is_empty() && !name.starts_with('.');
            let place = Path::new(below).join(&name);
            let is_known = PROGRAMS
                .iter()
                .flat_map(|program| program.profiles)
                .any(|known| Path::new(known) == place);
            if !is_own && !is_known && has_profiles(tree, &user.home.join(&place)) {
                found.push(place);
            }
        }
    }
    found
}

/// Whether it is a profile folder of an unknown program.
pub(super) fn has_profiles(tree: &Tree, folder: &Path) -> bool {
    let text = tree.read(&folder.join("profiles.ini"), MAX_BYTES);
    let has = |text: &[u8], start: &str| {
        let mut lines = text.split(|octet| *octet == b'\n');
        lines.any(|line| line.trim_ascii().starts_with(start.as_bytes()))
    };
    // Other programs also have a file of this name.
    text.is_ok_and(|text| has(&text, "[Profile") && has(&text, "Path="))
}

fn programs(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let names = folders(tree, folder).into_iter();
    let places = names.flat_map(|name| {
        let place = folder.join(name);
        [place.clone(), place.join(INSIDE)]
    });
    places.filter(|place| is_program(tree, place)).collect()
}

fn folders(tree: &Tree, folder: &Path) -> Vec<String> {
    let entries = tree.list(folder).unwrap_or_default().into_iter();
    entries
        .filter(|entry| matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink))
        .filter_map(|entry| entry.name.into_string().ok())
        .take(MAX_NAMES)
        .collect()
}

#[cfg(test)]
mod tests;
