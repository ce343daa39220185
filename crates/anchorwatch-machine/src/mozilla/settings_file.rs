//! A settings file, and the store that represents it.

use std::path::Path;

use anchorwatch_home::Tree;

use crate::{Client, Inventory, Setting, SettingKind, Store, StoreKind, User, not_read::NoFile};

/// The largest settings file that is read, in bytes. A well-used prefs.js has 100 kB.
pub(super) const MAX_SETTINGS_BYTES: u64 = 16 << 20;

/// Reads a settings file; `None` if it is missing. Other errors are recorded in `found`.
pub(super) fn read(
    tree: &Tree,
    store: Store,
    path: &Path,
    user: Option<&User>,
    found: &mut Inventory,
) -> Option<Vec<u8>> {
    match tree.read(path, MAX_SETTINGS_BYTES) {
        Ok(content) => return Some(content),
        Err(error) => {
            let uid = user.and_then(|user| user.uid);
            found.not_read(tree, store, path, uid, NoFile::Nothing, &error);
        }
    }
    None
}

/// Adds the settings of one file, and the store that represents it.
pub(super) fn add_settings(
    store: Store,
    client: Client,
    settings: Vec<(SettingKind, String)>,
    found: &mut Inventory,
) {
    found
        .settings
        .extend(settings.into_iter().map(|(kind, literal)| Setting {
            kind,
            store_id: store.id.clone(),
            literal,
            effective_for: vec![client],
        }));
    found.stores.push(store);
}

/// The store that represents a settings file.
pub(super) fn settings_file(tree: &Tree, path: &Path, user: Option<&User>) -> Store {
    Store::new(tree, StoreKind::Settings, path, user)
}
