//! Files of certificates that settings of the machine name, which the watch looks at too.
//!
//! Only those that root alone can write: a file that changes starts root's service.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_machine::{Store, StoreKind};

use crate::{system_paths, writable};

/// The most files; a machine's settings name a few. For each systemd takes one of the 128 queues
/// that the kernel gives root by default (`fs.inotify.max_user_instances`).
const MOST: usize = 30;

/// The files that these stores are, sorted.
pub(crate) fn of(tree: &Tree, stores: &[Store]) -> Vec<PathBuf> {
    let named = stores.iter().filter(|store| {
        let is_file = matches!(store.kind, StoreKind::NamedFile | StoreKind::OpensslFile);
        is_file && store.user.is_none()
    });
    let paths = named.filter_map(|store| tree.strip_root(&store.path));
    let real = paths.filter_map(|path| tree.resolve_final(&path).ok());
    let mut files: Vec<PathBuf> = real.filter(|path| is_watchable(tree, path)).collect();
    files.sort();
    files.dedup();
    files.truncate(MOST);
    files
}

fn is_watchable(tree: &Tree, path: &Path) -> bool {
    // Others mean something in a unit.
    let is_plain = path.to_str().is_some_and(|text| {
        let is_kept = |octet: u8| octet.is_ascii_alphanumeric() || b"/._-+@".contains(&octet);
        text.bytes().all(is_kept)
    });
    is_plain
        && !system_paths::is_store(tree, path)
        && !system_paths::is_in_folder(path)
        && matches!(writable::others_can_write(tree, path), Ok(false))
}
