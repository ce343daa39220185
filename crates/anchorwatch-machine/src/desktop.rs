//! How a desktop starts its programs: switches on their command lines, and the proxy that
//! it gives them.
//!
//! ```text
//! *.desktop        the lines `Exec=…`                      Desktop Entry Specification §7
//! /etc/chromium.d  shell that Debian's wrapper runs first  chromium 156, /usr/bin/chromium
//! *-flags.conf     switches, one or more a line            Arch's and Flatpak's wrappers
//! kioslaverc       KDE's proxy, which Chromium follows     proxy_config_service_linux.cc
//! ```
//!
//! **Not checked:** scripts that start a browser (a program named by `Exec` may be one),
//! aliases, service units, GNOME's settings database.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};

use crate::limit::Limit;
use crate::{
    Client, Inaccessible, Inventory, Setting, SettingKind, Store, StoreKind, User,
    chromium::sandbox_homes, not_read::NoFile, redact::redact,
};

mod kde;
mod switch;

pub(crate) use switch::kind as switch_kind;

/// Folders of desktop files of the system.
pub(crate) const SYSTEM_FOLDERS: [&str; 5] = [
    "/usr/share/applications",
    "/usr/local/share/applications",
    "/var/lib/flatpak/exports/share/applications",
    "/var/lib/snapd/desktop/applications",
    "/etc/xdg/autostart",
];
/// Folders of desktop files within a home.
pub(crate) const USER_FOLDERS: [&str; 4] = [
    ".local/share/applications",
    ".local/share/flatpak/exports/share/applications",
    ".config/autostart",
    "Desktop",
];
/// What Debian's wrapper runs before it starts Chromium.
const WRAPPER: &str = "/etc/chromium.d";
/// Debian's wrappers do not read `~/.config/*-flags.conf` (measured with Chromium's); those
/// of other distributions do.
const DEBIAN: &str = "/etc/debian_version";

/// The largest file that is read, in bytes; an office suite's desktop file with all its
/// translations has 100 KB.
const MAX_FILE_BYTES: u64 = 4 << 20;
/// The most files and folders that are read for the system or one user, and the bytes of
/// all files; a full desktop has under a thousand files with a few megabytes.
const MAX_FILES: usize = 20_000;
const MAX_FOLDERS: usize = 2_000;
const MAX_BYTES: u64 = 256 << 20;
/// How deep a folder is searched for files; menus have one level of subfolders.
const MAX_DEPTH: usize = 4;

/// How a file is read: returns every switch or proxy in it.
type Reader = fn(&str) -> Vec<(SettingKind, String)>;

/// Reads what belongs to the system.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    let mut look = Look::new(tree, None, &mut found);
    for folder in SYSTEM_FOLDERS {
        look.folder(
            folder.as_ref(),
            &|name| name.ends_with(".desktop"),
            switch::of_desktop_file,
        );
    }
    // The wrapper itself skips these two.
    let is_run = |name: &str| name != "README" && !name.contains(".dpkg");
    look.folder(WRAPPER.as_ref(), &is_run, switch::of_lines);
    look.file("/etc/xdg/kioslaverc".as_ref(), kde::proxies);
    found
}

/// Reads what belongs to one user.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut found = Inventory::default();
    // Inaccessible homes are reported where the profiles are read.
    let mut configurations: Vec<PathBuf> = sandbox_homes(tree, user, &mut Vec::new())
        .iter()
        .flat_map(|home| home.configuration())
        .collect();
    let own = user.home.join(".config");
    let mut look = Look::new(tree, Some(user), &mut found);
    for folder in USER_FOLDERS {
        let folder = user.home.join(folder);
        look.folder(
            &folder,
            &|name| name.ends_with(".desktop"),
            switch::of_desktop_file,
        );
    }
    look.file(&own.join("kioslaverc"), kde::proxies);
    if matches!(
        tree.node(DEBIAN.as_ref()),
        Ok(anchorwatch_home::Node::Absent)
    ) {
        configurations.push(own);
    }
    for folder in configurations {
        look.here(
            &folder,
            &|name| name.ends_with("-flags.conf"),
            switch::of_lines,
        );
    }
    found
}

/// One search of a tree, for the system or for a user.
struct Look<'a> {
    tree: &'a Tree,
    user: Option<&'a User>,
    found: &'a mut Inventory,
    /// Folders that were read: links can form a loop.
    seen: BTreeSet<(u64, u64)>,
    files_left: usize,
    bytes_left: u64,
}

impl<'a> Look<'a> {
    fn new(tree: &'a Tree, user: Option<&'a User>, found: &'a mut Inventory) -> Self {
        Self {
            tree,
            user,
            found,
            seen: BTreeSet::new(),
            files_left: MAX_FILES,
            bytes_left: MAX_BYTES,
        }
    }

    /// Reads the files with these names in a folder and below it, following links.
    fn folder(&mut self, folder: &Path, is_wanted: &dyn Fn(&str) -> bool, reader: Reader) {
        let mut folders = vec![(folder.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let Ok(identity) = self.tree.identity(&folder) else {
                // Missing or inaccessible; listing it gives the same result.
                self.here(&folder, is_wanted, reader);
                continue;
            };
            if !self.seen.insert(identity) {
                continue;
            }
            let below = self.here(&folder, is_wanted, reader);
            if depth < MAX_DEPTH && folders.len() + below.len() < MAX_FOLDERS {
                folders.extend(below.into_iter().map(|folder| (folder, depth + 1)));
            } else if !below.is_empty() {
                self.passed_over(&folder);
            }
        }
    }

    /// Reads the files with these names in one folder, and returns what else in it may be a
    /// folder.
    fn here(
        &mut self,
        folder: &Path,
        is_wanted: &dyn Fn(&str) -> bool,
        reader: Reader,
    ) -> Vec<PathBuf> {
        let entries = match self.tree.list(folder) {
            Ok(entries) => entries,
            Err(error) => {
                if !error.is_not_found() && !error.is_loop_of_links() {
                    let uid = self.user.and_then(|user| user.uid);
                    let closed = Inaccessible::new(self.tree, folder, uid, &error);
                    self.found.closed.push(closed);
                }
                return Vec::new();
            }
        };
        let mut below = Vec::new();
        for entry in entries {
            let path = folder.join(&entry.name);
            match entry.kind {
                EntryKind::File | EntryKind::Symlink
                    if is_wanted(&entry.name.to_string_lossy()) =>
                {
                    if self.files_left == 0 || self.bytes_left == 0 {
                        self.passed_over(folder);
                        break;
                    }
                    self.files_left -= 1;
                    self.file(&path, reader);
                }
                EntryKind::Directory | EntryKind::Symlink => below.push(path),
                _ => {}
            }
        }
        below
    }

    /// Reads one file; a file without settings is left out of the result.
    fn file(&mut self, path: &Path, reader: Reader) {
        let store = Store::new(self.tree, StoreKind::Settings, path, self.user);
        match self.tree.read(path, MAX_FILE_BYTES.min(self.bytes_left)) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                let settings = reader(&String::from_utf8_lossy(&content));
                if settings.is_empty() {
                    return;
                }
                let settings = settings.into_iter().map(|(kind, words)| Setting {
                    kind,
                    store_id: store.id.clone(),
                    literal: redact(&words),
                    effective_for: vec![Client::Chromium],
                });
                self.found.settings.extend(settings);
            }
            Err(error) => {
                let uid = self.user.and_then(|user| user.uid);
                return self
                    .found
                    .not_read(self.tree, store, path, uid, NoFile::Nothing, &error);
            }
        }
        self.found.stores.push(store);
    }

    fn passed_over(&mut self, folder: &Path) {
        let uid = self.user.and_then(|user| user.uid);
        let closed = Inaccessible::limited(self.tree, folder, uid, &Limit::FilesOrFolders);
        self.found.closed.push(closed);
    }
}

#[cfg(test)]
mod tests;
