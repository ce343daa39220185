//! Mozilla's NSS databases: Chromium's, and those of Firefox's and Thunderbird's profiles.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Node, Tree};

use crate::{Anchor, Client, Closed, Reading, Store, StoreKind, User, reading::with_cause};

mod database;
mod profiles_ini;

/// The largest database that is read, in bytes. A profile's has under 1 MB.
const MAX_DATABASE_BYTES: u64 = 256 << 20;

/// Where profiles lie: Debian's packages, snap's and Flatpak's.
const PROFILES: [(&str, Client); 6] = [
    (".mozilla/firefox", Client::Firefox),
    ("snap/firefox/common/.mozilla/firefox", Client::Firefox),
    (
        ".var/app/org.mozilla.firefox/.mozilla/firefox",
        Client::Firefox,
    ),
    (".thunderbird", Client::Thunderbird),
    ("snap/thunderbird/common/.thunderbird", Client::Thunderbird),
    (
        ".var/app/org.mozilla.Thunderbird/.thunderbird",
        Client::Thunderbird,
    ),
];

/// Reads the databases of one user.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Reading {
    let mut found = Reading::default();
    chromium(tree, user, &mut found);
    for (place, client) in PROFILES {
        profiles(tree, user, place, client, &mut found);
    }
    found
}

/// Chromium reads `~/.pki/nssdb`, and `~/.local/share/pki/nssdb` only if the first
/// is not there (measured with Chromium 156).
fn chromium(tree: &Tree, user: &User, found: &mut Reading) {
    for place in [".pki/nssdb", ".local/share/pki/nssdb"] {
        let folder = user.home.join(place);
        match tree.list(&folder) {
            Ok(_) => {
                take(tree, user, &folder, Client::Chromium, found);
                return;
            }
            Err(error) if error.is_not_found() => {}
            Err(error) => {
                found
                    .closed
                    .push(Closed::new(tree, &folder, user.uid, &error));
                return;
            }
        }
    }
}

fn profiles(tree: &Tree, user: &User, place: &str, client: Client, found: &mut Reading) {
    let folder = user.home.join(place);
    match tree.list(&folder) {
        Ok(entries) => {
            let mut named: BTreeSet<PathBuf> = BTreeSet::new();
            match profiles_ini::folders(tree, &folder) {
                Ok(folders) => named.extend(folders),
                Err(error) => found.closed.push(Closed::new(
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
            for profile in named {
                take(tree, user, &profile, client, found);
            }
        }
        Err(error) if error.is_not_found() => {}
        Err(error) => {
            found
                .closed
                .push(Closed::new(tree, &folder, user.uid, &error));
        }
    }
}

/// Reads one database, if the folder has one.
fn take(tree: &Tree, user: &User, folder: &Path, client: Client, found: &mut Reading) {
    let path = folder.join("cert9.db");
    let content = match tree.read(&path, MAX_DATABASE_BYTES) {
        Ok(content) => content,
        Err(error) if error.is_not_found() => return,
        Err(error) if error.is_permission() => {
            found
                .closed
                .push(Closed::new(tree, &path, user.uid, &error));
            return;
        }
        Err(error) => {
            let mut store = Store::new(tree, StoreKind::Nss, &path, Some(user));
            store.error = Some(with_cause(&error));
            found.stores.push(store);
            return;
        }
    };
    let mut store = Store::new(tree, StoreKind::Nss, &path, Some(user));
    match database::read(content) {
        Ok(rows) => {
            store.unreadable = rows.unreadable;
            store.anchors = rows
                .certificates
                .into_iter()
                .map(|(certificate, trust)| Anchor::new(certificate, trust, &[client]))
                .collect();
            unmerged(tree, folder, &mut store);
        }
        Err(error) => store.error = Some(with_cause(&error)),
    }
    found.stores.push(store);
}

/// SQLite keeps what a running program has not merged yet in files beside the database,
/// or beside what a link in its place leads to.
fn unmerged(tree: &Tree, folder: &Path, store: &mut Store) {
    if matches!(tree.node(&folder.join("cert9.db")), Ok(Node::Symlink(_))) {
        store.unreadable.push(
            "cert9.db is a link; changes that are not merged yet lie beside what it leads to"
                .to_owned(),
        );
    }
    for name in ["cert9.db-wal", "cert9.db-journal"] {
        let path = folder.join(name);
        let is_there = match tree.read(&path, 0) {
            // Not a byte is read: a file with any is too large.
            Ok(_) => false,
            Err(error) => !error.is_not_found(),
        };
        if is_there {
            let path = tree.shown(&path);
            store.unreadable.push(format!(
                "{} may hold changes that are not in the database yet",
                path.display()
            ));
        }
    }
}
