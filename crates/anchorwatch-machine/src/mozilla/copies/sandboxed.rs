//! Programs that Flatpak and snap bring, and the machine's settings for Flatpak's programs.
//!
//! ```text
//! /var/lib/flatpak/app/ID/ARCH/BRANCH/active/files/lib/firefox    the same below a home's
//!                                                                 .local/share/flatpak
//! /var/lib/flatpak/extension/ID.systemconfig/ARCH/BRANCH          its /etc/firefox
//! /snap/NAME/current/usr/lib/firefox
//! ```
//!
//! Source: flatpak(1) and flatpak-installation(5), the README of Flathub's
//! org.mozilla.firefox, Snapcraft's «Filesystem».

use std::path::{Path, PathBuf};

use anchorwatch_home::{EntryKind, Tree};

use crate::mozilla::program::{MAX_BYTES, is_program};
use crate::{Client, User};

const FLATPAK: &str = "/var/lib/flatpak";
const FLATPAK_OF_USER: &str = ".local/share/flatpak";

/// Files that name more Flatpak folders.
const FLATPAK_LISTS: &str = "/etc/flatpak/installations.d";

const SNAPS: [&str; 2] = ["/snap", "/var/lib/snapd/snap"];

/// Where the program is inside.
const WITHIN: [&str; 8] = [
    "",
    "lib",
    "lib64",
    "share",
    "opt",
    "usr/lib",
    "usr/share",
    "bin",
];

/// The most names read of one folder; a desktop has a hundred.
const MAX_NAMES: usize = 1_000;

pub(super) fn of_system(tree: &Tree) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for flatpak in flatpaks(tree) {
        of_flatpak(tree, &flatpak, &mut found);
    }
    for snap in SNAPS.iter().flat_map(|folder| below(tree, folder.as_ref())) {
        within(tree, &snap.join("current"), &mut found);
    }
    found
}

pub(super) fn of_user(tree: &Tree, user: &User) -> Vec<PathBuf> {
    let mut found = Vec::new();
    of_flatpak(tree, &user.home.join(FLATPAK_OF_USER), &mut found);
    found
}

pub(super) fn settings_of_system(tree: &Tree) -> Vec<(Client, PathBuf)> {
    let folders = flatpaks(tree).into_iter();
    folders.flat_map(|folder| settings(tree, &folder)).collect()
}

pub(super) fn settings_of_user(tree: &Tree, user: &User) -> Vec<(Client, PathBuf)> {
    settings(tree, &user.home.join(FLATPAK_OF_USER))
}

fn flatpaks(tree: &Tree) -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from(FLATPAK)];
    for list in below(tree, FLATPAK_LISTS.as_ref()) {
        let text = tree.read(&list, MAX_BYTES).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let paths = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Path="));
        let paths = paths.map(|path| PathBuf::from(path.trim()));
        folders.extend(paths.filter(|path| path.is_absolute()).take(MAX_NAMES));
    }
    folders
}

fn of_flatpak(tree: &Tree, folder: &Path, found: &mut Vec<PathBuf>) {
    for application in below(tree, &folder.join("app")) {
        for branch in branches(tree, &application) {
            within(tree, &branch.join("active/files"), found);
        }
    }
}

/// An extension that comes from no repository has its files in the branch's own folder.
fn settings(tree: &Tree, folder: &Path) -> Vec<(Client, PathBuf)> {
    let extensions = below(tree, &folder.join("extension")).into_iter();
    let is_settings = |path: &PathBuf| path.to_string_lossy().ends_with(".systemconfig");
    let mut found = Vec::new();
    for extension in extensions.filter(is_settings) {
        let name = extension.to_string_lossy().to_lowercase();
        let client = if name.contains("thunderbird") {
            Client::Thunderbird
        } else {
            Client::Firefox
        };
        for branch in branches(tree, &extension) {
            found.push((client, branch.join("active/files")));
            found.push((client, branch));
        }
    }
    found
}

fn branches(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let machines = below(tree, folder).into_iter();
    let is_link = |path: &Path| path.ends_with("current");
    machines
        .filter(|path| !is_link(path))
        .flat_map(|machine| below(tree, &machine))
        .collect()
}

fn within(tree: &Tree, folder: &Path, found: &mut Vec<PathBuf>) {
    let folders = WITHIN.iter().flat_map(|inside| {
        let inside = folder.join(inside);
        below(tree, &inside).into_iter().chain([inside])
    });
    found.extend(folders.filter(|folder| is_program(tree, folder)));
}

fn below(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let entries = tree.list(folder).unwrap_or_default().into_iter();
    entries
        .filter(|entry| entry.kind != EntryKind::Other)
        .take(MAX_NAMES)
        .map(|entry| folder.join(entry.name))
        .collect()
}
