//! Stores of other systems that are files in a tree: what users added on Android.
//!
//! ```text
//! /data/misc/user/N/cacerts-added/HASH.N   of the user with this number
//! /data/misc/keychain/certs-added/HASH.N   of all users, before Android 5
//! ```
//!
//! Source: AOSP's `TrustedCertificateStore.java` (Conscrypt) and, for the second, Go's
//! `root_linux.go`, which still reads it. **Not tried here** on a device. Chrome trusts
//! what its user added; other programs do so if they ask for it («Network security
//! configuration»), and are not named. Roots of the system image itself are not read: which
//! of them its maker shipped is unknown here.

use std::path::{Path, PathBuf};

use anchorwatch_home::{EntryKind, Tree};

use crate::{
    Client, Inaccessible, Inventory, Store, StoreKind,
    limit::Limit,
    store_builder::{Collector, TrustedBy},
};

const USERS: &str = "/data/misc/user";
const ADDED: &str = "cacerts-added";
const ADDED_FOR_ALL: &str = "/data/misc/keychain/certs-added";

/// The most users that are read; Android allows far fewer.
const MAX_USERS: usize = 1_000;
/// The most files of one folder that are read.
const MAX_FILES: usize = 10_000;

/// Reads what was added for every user of an Android tree; empty on other systems.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    let users = names(tree, USERS.as_ref(), MAX_USERS, &mut found);
    for user in users {
        let folder = user.join(ADDED);
        added(tree, &folder, &[Client::Chromium], &mut found);
    }
    let clients = [Client::Chromium, Client::Go];
    added(tree, ADDED_FOR_ALL.as_ref(), &clients, &mut found);
    found
}

fn added(tree: &Tree, folder: &Path, clients: &[Client], found: &mut Inventory) {
    let files = names(tree, folder, MAX_FILES, found);
    if files.is_empty() {
        return;
    }
    let trusted_by = TrustedBy {
        pem: clients.to_vec(),
        der: clients.to_vec(),
        is_a_named_file: false,
        is_opened_whatever_it_is: true,
    };
    let store = Store::new(tree, StoreKind::NamedDirectory, folder, None);
    let mut collector = Collector::new(store);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        collector.take_path(tree, &path, &name, &trusted_by);
    }
    found.stores.push(collector.finish());
}

/// The paths in a folder; empty if it does not exist.
fn names(tree: &Tree, folder: &Path, max: usize, found: &mut Inventory) -> Vec<PathBuf> {
    match tree.list(folder) {
        Ok(entries) => {
            if entries.len() > max {
                let limit = Limit::Names {
                    max: max as u64,
                    count: entries.len() as u64,
                };
                let closed = Inaccessible::limited(tree, folder, None, &limit);
                found.closed.push(closed);
            }
            entries
                .into_iter()
                .filter(|entry| entry.kind != EntryKind::Other)
                .take(max)
                .map(|entry| folder.join(entry.name))
                .collect()
        }
        Err(error) => {
            if !error.is_not_found() {
                found
                    .closed
                    .push(Inaccessible::new(tree, folder, None, &error));
            }
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Trust;

    fn a_certificate() -> Vec<u8> {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
        params.self_signed(&key).unwrap().der().to_vec()
    }

    fn read(path: &str, content: &[u8]) -> Inventory {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        of_system(&Tree::open(folder.path()).unwrap())
    }

    #[test]
    fn what_users_added_is_trusted_and_what_they_removed_is_not_read() {
        let der = a_certificate();
        for (path, clients) in [
            (
                "data/misc/user/0/cacerts-added/5ed36f99.0",
                vec![Client::Chromium],
            ),
            (
                "data/misc/user/10/cacerts-added/5ed36f99.1",
                vec![Client::Chromium],
            ),
            (
                "data/misc/keychain/certs-added/5ed36f99.0",
                vec![Client::Chromium, Client::Go],
            ),
        ] {
            let found = read(path, &der);
            let anchor = &found.stores[0].anchors[0];
            assert_eq!(
                (anchor.trust, &anchor.effective_for),
                (Trust::Trusted, &clients),
                "{path}"
            );
        }
        for path in [
            "data/misc/user/0/cacerts-removed/5ed36f99.0",
            "data/misc/user/cacerts-added",
            "data/misc/keychain/pins",
        ] {
            assert_eq!(read(path, &der), Inventory::default(), "{path}");
        }
    }

    #[test]
    fn a_file_that_is_no_certificate_is_said() {
        for content in [&b"x"[..], &[0x30, 0x82, 0xff], &a_certificate()[..300]] {
            let found = read("data/misc/user/0/cacerts-added/5ed36f99.0", content);
            assert_eq!(found.stores[0].unreadable.len(), 1);
        }
    }
}
