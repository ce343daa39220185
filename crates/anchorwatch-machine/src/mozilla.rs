//! Firefox and Thunderbird: profiles, policies, preferences, AutoConfig.
//!
//! ```text
//! per user    profile folders: cert9.db and its modules, prefs.js, user.js, cert_override.txt
//! machine     policies.json   (in /etc/firefox/policies, else in the program's distribution)
//!             *.js            default preferences, next to the program and in /etc/firefox
//!             the .cfg that a default preference names: AutoConfig, a program
//! ```
//!
//! No preference of Firefox 153 on Linux makes it trust the system's roots:
//! `security.enterprise_roots.enabled`, and with it the policy
//! `Certificates.ImportEnterpriseRoots`, was measured to have no effect there.

use anchorwatch_home::Tree;

use crate::{Client, Inventory, Setting, SettingKind, Store, StoreKind, User, not_read::NoFile};
use program::PROGRAMS;

pub mod autoconfig;
pub mod cert_override;
pub(crate) mod copies;
mod others;
pub(crate) mod policy;
mod prefs;
pub mod profile;
mod profiles_ini;
pub mod program;
mod proxy;
pub mod refusal;
pub(crate) mod remark;

pub use remark::MozillaRemark;

/// The largest settings file that is read, in bytes. A well-used prefs.js has 100 kB.
const MAX_SETTINGS_BYTES: u64 = 16 << 20;

/// Reads the settings of the system.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    for program in &PROGRAMS {
        let copies = program.copies(tree);
        policy::read_copies(tree, &copies, &mut found);
        autoconfig::read_copies(tree, &copies, &mut found);
    }
    found
}

/// Reads one user's settings and profiles.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut found = Inventory::default();
    for program in &PROGRAMS {
        policy::of_user(tree, program, user, &mut found);
    }
    for (client, place) in profile::places(tree, user) {
        profile::all(tree, user, &place, client, &mut found);
    }
    found
}

/// Reads one profile, at any path (`--profile`).
pub(crate) fn of_profile(
    tree: &Tree,
    user: Option<&User>,
    folder: &std::path::Path,
    client: Client,
    found: &mut Inventory,
) {
    match user {
        Some(user) => profile::one(tree, user, folder, client, found),
        None => profile::database(tree, None, folder, client, found),
    }
}

/// Reads a settings file; `None` if it is missing. Other errors are recorded in `found`.
fn read(
    tree: &Tree,
    store: Store,
    path: &std::path::Path,
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
fn add_settings(
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
fn settings_file(tree: &Tree, path: &std::path::Path, user: Option<&User>) -> Store {
    Store::new(tree, StoreKind::Settings, path, user)
}
