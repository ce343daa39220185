//! Mozilla's NSS databases: Chromium's, and those of Firefox's and Thunderbird's profiles.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Error, Node, Tree};

use crate::{Anchor, Client, Store, StoreKind, Trust, debian::with_cause};

mod database;
mod profiles_ini;
mod user;

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

/// What was found, and which places could not be looked into.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) stores: Vec<Store>,
    pub(crate) closed: Vec<Closed>,
}

/// A place that could not be looked into.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(crate) place: PathBuf,
    /// Whose place it is; `None`: the system's.
    pub(crate) uid: Option<u32>,
    /// Whether only the right to look was missing.
    pub(crate) is_denied: bool,
    pub(crate) why: String,
}

impl Closed {
    fn new(tree: &Tree, place: &Path, uid: Option<u32>, error: &Error) -> Self {
        Self {
            place: tree.shown(place),
            uid,
            is_denied: error.is_permission(),
            why: with_cause(error),
        }
    }
}

/// Reads the databases of every user of the tree.
pub(crate) fn stores(tree: &Tree) -> Found {
    let mut found = Found::default();
    let users = match user::users(tree) {
        Ok(users) => users,
        Err(error) if error.is_not_found() => Vec::new(),
        Err(error) => {
            found
                .closed
                .push(Closed::new(tree, user::PASSWD.as_ref(), None, &error));
            Vec::new()
        }
    };
    for user in users {
        chromium(tree, &user, &mut found);
        for (place, client) in PROFILES {
            profiles(tree, &user, place, client, &mut found);
        }
    }
    found
}

/// Chromium reads `~/.pki/nssdb`, and `~/.local/share/pki/nssdb` only if the first
/// is not there (measured with Chromium 156).
fn chromium(tree: &Tree, user: &user::User, found: &mut Found) {
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

fn profiles(tree: &Tree, user: &user::User, place: &str, client: Client, found: &mut Found) {
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
fn take(tree: &Tree, user: &user::User, folder: &Path, client: Client, found: &mut Found) {
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
            let mut store = empty(tree, user, &path);
            store.error = Some(with_cause(&error));
            found.stores.push(store);
            return;
        }
    };
    let mut store = empty(tree, user, &path);
    match database::read(content) {
        Ok(rows) => {
            store.unreadable = rows.unreadable;
            store.anchors = rows
                .certificates
                .into_iter()
                .map(|(certificate, trust)| Anchor {
                    certificate,
                    trust,
                    effective_for: if trust == Trust::Trusted {
                        vec![client]
                    } else {
                        Vec::new()
                    },
                })
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

fn empty(tree: &Tree, user: &user::User, path: &Path) -> Store {
    Store {
        id: format!("nss:{}", path.display()),
        kind: StoreKind::Nss,
        path: tree.shown(path),
        user: Some(user.name.clone()),
        anchors: Vec::new(),
        error: None,
        unreadable: Vec::new(),
    }
}
