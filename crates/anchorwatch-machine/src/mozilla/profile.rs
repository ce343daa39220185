//! A user's profiles: the database, preferences and exceptions of each.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};

use super::remark::MozillaRemark;
use super::{
    cert_override, last_opened, others,
    prefs::{Language, Prefs},
    profiles_ini,
    program::PROGRAMS,
    proxy,
    settings_file::{add_settings, read, settings_file},
};
use crate::limit::Limit;
use crate::{Client, Inaccessible, Inventory, SettingKind, StoreKind, User, nss};
use anchorwatch_remark::Remark as _;

/// The most profiles that are read, including folders that are not profiles.
const MAX_PROFILES: usize = 1_000;

/// The most exceptions of one profile that are reported one by one.
const MAX_OVERRIDES: usize = 1_000;

/// A user's profile folders, for every program.
pub fn of_user(tree: &Tree, user: &User) -> Vec<(Client, PathBuf)> {
    let mut profiles = Vec::new();
    for (client, place) in places(tree, user) {
        // The audit reports read errors.
        let found = folders(tree, user, &place, &mut Inventory::default());
        profiles.extend(found.into_iter().map(|folder| (client, folder)));
    }
    profiles
}

/// The profile folders in a home. An unknown program is built on Firefox.
pub(super) fn places(tree: &Tree, user: &User) -> Vec<(Client, PathBuf)> {
    let known = PROGRAMS.iter().flat_map(|program| {
        let places = program.profiles.iter();
        places.map(|place| (program.client, PathBuf::from(place)))
    });
    let others = others::profiles(tree, user).into_iter();
    known
        .chain(others.map(|place| (Client::Firefox, place)))
        .collect()
}

/// Whether a program has the profile open: it then holds a lock on this file.
pub fn in_use(tree: &Tree, profile: &Path) -> bool {
    tree.is_locked(&profile.join(".parentlock"))
        .unwrap_or(false)
}

/// Reads every profile of a profile folder.
pub(super) fn all(tree: &Tree, user: &User, place: &Path, client: Client, found: &mut Inventory) {
    for profile in &folders(tree, user, place, found) {
        one(tree, user, profile, client, found);
    }
}

/// Reads the database of a profile.
pub(super) fn database(
    tree: &Tree,
    user: Option<&User>,
    profile: &Path,
    client: Client,
    found: &mut Inventory,
) {
    nss::take(tree, user, profile, &[client], found);
    let path = tree.display_path(&profile.join("cert9.db"));
    let mut stores = found.stores.iter_mut();
    if let Some(store) = stores.find(|store| store.kind == StoreKind::Nss && store.path == path) {
        store.is_of_unknown_program |= is_of_unknown_program(tree, profile);
    }
}

/// Whether an unknown program uses the profile: it opened it last, or the profile folder
/// belongs to such a program.
#[must_use]
pub fn is_of_unknown_program(tree: &Tree, profile: &Path) -> bool {
    // A profile that is named from elsewhere may belong to any program of this kind.
    let is_known = PROGRAMS.iter().any(|program| program.has_profile(profile));
    let mut above = profile.ancestors().skip(1).take(2);
    (!is_known && above.any(|folder| others::has_profiles(tree, folder)))
        || last_opened::by_unknown_program(tree, profile)
}

/// Reads one profile.
pub(super) fn one(tree: &Tree, user: &User, profile: &Path, client: Client, found: &mut Inventory) {
    database(tree, Some(user), profile, client, found);
    preferences(tree, user, profile, client, found);
    overrides(tree, user, profile, client, found);
}

fn folders(tree: &Tree, user: &User, place: &Path, found: &mut Inventory) -> BTreeSet<PathBuf> {
    let folder = user.home.join(place);
    let mut named: BTreeSet<PathBuf> = BTreeSet::new();
    let entries = match tree.list(&folder) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return named,
        Err(error) => {
            found
                .closed
                .push(Inaccessible::new(tree, &folder, user.uid, &error));
            return named;
        }
    };
    match profiles_ini::folders(tree, &folder) {
        Ok(folders) => named.extend(folders),
        Err(error) => found.closed.push(Inaccessible::new(
            tree,
            &folder.join("profiles.ini"),
            user.uid,
            &error,
        )),
    }
    let inside = entries
        .iter()
        .filter(|entry| matches!(entry.kind, EntryKind::Directory | EntryKind::Symlink));
    named.extend(inside.map(|entry| folder.join(&entry.name)));
    if named.len() > MAX_PROFILES {
        let limit = Limit::Profiles {
            max: MAX_PROFILES as u64,
        };
        let closed = Inaccessible::limited(tree, &folder, user.uid, &limit);
        found.closed.push(closed);
    }
    named.into_iter().take(MAX_PROFILES).collect()
}

/// A program reads `prefs.js`, which it writes itself, and then `user.js`.
fn preferences(tree: &Tree, user: &User, profile: &Path, client: Client, found: &mut Inventory) {
    let mut both = Prefs::default();
    let mut chooser = None;
    for name in ["prefs.js", "user.js"] {
        let path = profile.join(name);
        let store = settings_file(tree, &path, Some(user));
        if let Some(content) = read(tree, store, &path, Some(user), found) {
            let prefs = Prefs::read(&String::from_utf8_lossy(&content), Language::Preferences);
            if proxy::is_chosen_by(&prefs) {
                chooser = Some(path);
            }
            both.set.extend(prefs.set);
        }
    }
    if let (Some(chooser), Some(literal)) = (chooser, proxy::of_prefs(&both)) {
        let store = settings_file(tree, &chooser, Some(user));
        add_settings(
            store,
            client,
            vec![(SettingKind::ProxyConfiguration, literal)],
            found,
        );
    }
}

fn overrides(tree: &Tree, user: &User, profile: &Path, client: Client, found: &mut Inventory) {
    let path = profile.join("cert_override.txt");
    let mut store = settings_file(tree, &path, Some(user));
    let Some(content) = read(tree, store.clone(), &path, Some(user), found) else {
        return;
    };
    let text = String::from_utf8_lossy(&content);
    let count = cert_override::read(&text).count();
    if count == 0 {
        return;
    }
    if count > MAX_OVERRIDES {
        let limit = MozillaRemark::OverridesLimit {
            count: count as u64,
            max: MAX_OVERRIDES as u64,
        };
        store.unreadable.push(limit.told());
    }
    let settings = cert_override::read(&text)
        .take(MAX_OVERRIDES)
        .map(|literal| (SettingKind::CertificateOverride, literal));
    add_settings(store, client, settings.collect(), found);
}
