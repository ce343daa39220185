//! Mozilla's NSS databases: where they lie, and what a program makes of one.
//!
//! A database is a folder: `cert9.db` has the certificates and their trust, `key4.db`
//! the signatures of the trust, `pkcs11.txt` the modules that are loaded beside it.

use std::path::Path;

use anchorwatch_home::{Node, Tree};

use crate::{Anchor, Client, Closed, Reading, Store, StoreKind, Trust, User, reading::with_cause};
use signature::Signatures;

mod database;
mod modules;
mod pass_key;
mod signature;
mod sqlite;

pub(crate) use modules::{named as module_named, stores as module_stores};

/// The largest database that is read, in bytes. A profile's has under 1 MB.
const MAX_DATABASE_BYTES: u64 = 256 << 20;

/// The machine's database, of Red Hat's design: applications that ask for it find it
/// below every user's own (nsssysinit(8)). None of the programs that we name does.
const SYSTEM: &str = "/etc/pki/nssdb";

/// Reads the machine's own database.
pub(crate) fn of_system(tree: &Tree) -> Reading {
    let mut found = Reading::default();
    take(tree, None, SYSTEM.as_ref(), &[], &mut found);
    found
}

/// Reads what Chromium believes of one user's.
///
/// Chromium reads `~/.pki/nssdb`, and `~/.local/share/pki/nssdb` only if the first
/// is not there (measured with Chromium 156).
pub(crate) fn of_user(tree: &Tree, user: &User) -> Reading {
    let mut found = Reading::default();
    for place in [".pki/nssdb", ".local/share/pki/nssdb"] {
        let folder = user.home.join(place);
        match tree.list(&folder) {
            Ok(_) => {
                take(tree, Some(user), &folder, &[Client::Chromium], &mut found);
                break;
            }
            Err(error) if error.is_not_found() => {}
            Err(error) => {
                found
                    .closed
                    .push(Closed::new(tree, &folder, user.uid, &error));
                break;
            }
        }
    }
    found
}

/// Reads one database, if the folder has one, and what its modules bring.
pub(crate) fn take(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Reading,
) {
    take_certificates(tree, user, folder, clients, found);
    modules::of_database(tree, user, folder, clients, found);
}

fn take_certificates(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Reading,
) {
    let path = folder.join("cert9.db");
    let mut store = Store::new(tree, StoreKind::Nss, &path, user);
    if let Some(known) = found.stores.iter_mut().find(|known| known.id == store.id) {
        return believed_too(known, clients);
    }
    let content = match tree.read(&path, MAX_DATABASE_BYTES) {
        Ok(content) => content,
        Err(error) if error.is_not_found() => return,
        Err(error) if error.is_permission() => {
            let uid = user.and_then(|user| user.uid);
            found.closed.push(Closed::new(tree, &path, uid, &error));
            return;
        }
        Err(error) => {
            store.error = Some(with_cause(&error));
            found.stores.push(store);
            return;
        }
    };
    match database::read(content, signatures(tree, folder)) {
        Ok(rows) => {
            store.unreadable = rows.unreadable;
            store.anchors = rows
                .certificates
                .into_iter()
                .map(|(certificate, trust)| Anchor::new(certificate, trust, clients))
                .collect();
            unmerged(tree, folder, &mut store);
        }
        Err(error) => store.error = Some(with_cause(&error)),
    }
    found.stores.push(store);
}

/// One database that several programs use.
fn believed_too(store: &mut Store, clients: &[Client]) {
    for anchor in &mut store.anchors {
        if anchor.trust == Trust::Trusted {
            anchor.effective_for.extend(clients);
            anchor.effective_for.sort();
            anchor.effective_for.dedup();
        }
    }
}

/// The signatures of trust values, where they can be checked for certain: `key4.db` is
/// there, whole, and its password empty. Otherwise values are believed as they stand.
fn signatures(tree: &Tree, folder: &Path) -> Option<Signatures> {
    let path = folder.join("key4.db");
    let is_link = matches!(tree.node(&path), Ok(Node::Symlink(_)));
    let is_unmerged = beside("key4.db")
        .iter()
        .any(|name| has_content(tree, &folder.join(name)));
    if is_link || is_unmerged {
        return None;
    }
    let content = tree.read(&path, MAX_DATABASE_BYTES).ok()?;
    Signatures::read(content).ok()?
}

/// SQLite keeps what a running program has not merged yet in files beside the database,
/// or beside what a link in its place leads to. NSS never asks for a write-ahead log;
/// Firefox's own databases have one.
fn unmerged(tree: &Tree, folder: &Path, store: &mut Store) {
    if matches!(tree.node(&folder.join("cert9.db")), Ok(Node::Symlink(_))) {
        store.unreadable.push(
            "cert9.db is a link; changes that are not merged yet lie beside what it leads to"
                .to_owned(),
        );
    }
    for name in beside("cert9.db") {
        let path = folder.join(name);
        if has_content(tree, &path) {
            let path = tree.shown(&path);
            store.unreadable.push(format!(
                "{} may hold changes that are not in the database yet",
                path.display()
            ));
        }
    }
}

fn beside(name: &str) -> [String; 2] {
    [format!("{name}-wal"), format!("{name}-journal")]
}

fn has_content(tree: &Tree, path: &Path) -> bool {
    match tree.read(path, 0) {
        // Not a byte is read: a file with any is too large.
        Ok(_) => false,
        Err(error) => !error.is_not_found(),
    }
}

#[cfg(test)]
mod tests;
