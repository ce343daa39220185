//! The folders in which configurations of unknown programs are searched.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};

/// The most files searched for one owner; `/etc` of a desktop has some two thousand.
pub(crate) const MAX_FILES: usize = 50_000;

/// Folders that are searched, and how deep.
pub(super) const OF_SYSTEM: [(&str, u32); 4] = [
    ("/etc", 8),
    // What cloud-init was given (cloud-init's manual, «Instance-data»).
    ("/var/lib/cloud", 3),
    ("/usr/local/etc", 8),
    ("/var/lib/snapd/environment", 1),
];
pub(super) const OF_USER: [(&str, u32); 5] = [
    ("", 0),
    (".config", 4),
    (".local/etc", 3),
    (".local/share", 2),
    ("etc", 2),
];
/// How deep the dot folders of a home are searched.
pub(super) const DOT_DEPTH: u32 = 2;

/// Names of folders without any program's choice of roots: what servers and tunnels require
/// of their clients, large folders, and folders that are read as something else.
const PASSED_OVER: [&str; 51] = [
    ".kube",
    ".minikube",
    "etcd",
    "kubernetes",
    "rancher",
    "workspaceStorage",
    ".cache",
    ".cargo",
    ".git",
    ".gnupg",
    ".local",
    ".mozilla",
    // In .config, since Firefox 147.
    "mozilla",
    ".npm",
    ".pki",
    ".rustup",
    ".thunderbird",
    "node_modules",
    "extensions",
    "Trash",
    "Cache",
    "CachedData",
    "GPUCache",
    "Crash Reports",
    "logs",
    "repository",
    "caches",
    "alternatives",
    "apparmor.d",
    "apache2",
    "bind",
    "ca-certificates",
    "dovecot",
    "freeradius",
    "haproxy",
    "httpd",
    "ipsec.d",
    "letsencrypt",
    "lighttpd",
    "mysql",
    "nginx",
    "openvpn",
    "pki",
    "postfix",
    "ssl",
    "strongswan.d",
    "swanctl",
    "vpnc",
    "wireguard",
    "wpa_supplicant",
    "NetworkManager",
];

/// Whether a folder of a home is searched for the dot before its name.
pub(super) fn is_dotted(name: &str) -> bool {
    name.starts_with('.') && name != ".config" && !PASSED_OVER.contains(&name)
}

/// What a search does with what it finds.
pub(crate) trait Search {
    /// Called before a folder is listed. Returns whether to enter it. Below it the search goes this
    /// much deeper.
    fn enters(&mut self, folder: &Path, identity: (u64, u64), depth_left: u32) -> bool;
    /// A file, or a link to one. Returns whether to go on.
    fn file(&mut self, path: &Path) -> bool;
    /// A folder that is too deep to be entered.
    fn too_deep(&mut self) {}
}

/// The folders of a home from which a search begins, and how deep it goes.
pub(crate) fn bases_of_user(tree: &Tree, home: &Path) -> Vec<(PathBuf, u32)> {
    let known = OF_USER.map(|(folder, depth)| (home.join(folder), depth));
    let entries = tree.list(home).unwrap_or_default().into_iter();
    let dotted = entries.filter(|entry| {
        let may_be_folder = matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink);
        may_be_folder && entry.name.to_str().is_none_or(is_dotted)
    });
    let dotted = dotted.map(|entry| (home.join(entry.name), DOT_DEPTH));
    known.into_iter().chain(dotted).collect()
}

/// Searches a folder. Returns whether the search wanted to go on until the end.
pub(crate) fn over(tree: &Tree, base: &Path, depth: u32, search: &mut impl Search) -> bool {
    let mut folders = VecDeque::from([(base.to_owned(), depth)]);
    while let Some((folder, depth)) = folders.pop_front() {
        // Links may form a loop. Inaccessible folders are reported where they are known to matter.
        let identity = tree.identity(&folder);
        if !identity.is_ok_and(|identity| search.enters(&folder, identity, depth)) {
            continue;
        }
        for entry in tree.list(&folder).unwrap_or_default() {
            let name = entry.name.to_string_lossy();
            let path = folder.join(&entry.name);
            match entry.kind {
                EntryKind::Directory if PASSED_OVER.contains(&&*name) => {}
                EntryKind::Directory if depth > 0 => {
                    folders.push_back((path, depth - 1));
                }
                // The home itself is no folder of configurations.
                EntryKind::Directory if folder != base => search.too_deep(),
                EntryKind::File | EntryKind::Symlink => {
                    // Files that people keep elsewhere are linked from their usual place.
                    let is_folder = entry.kind == EntryKind::Symlink
                        && depth > 0
                        && !PASSED_OVER.contains(&&*name)
                        && tree.list(&path).is_ok();
                    if is_folder {
                        folders.push_back((path, depth - 1));
                    } else if !search.file(&path) {
                        return false;
                    }
                }
                _ => {}
            }
        }
    }
    true
}
