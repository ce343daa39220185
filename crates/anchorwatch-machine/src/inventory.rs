//! The result of reading a part of the tree.

use std::{collections::BTreeSet, path::PathBuf};

use crate::{Anchor, Client, Inaccessible, Setting, Store, StoreKind, chromium::browser::Browser};

/// The result of reading a part of the tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Every existing store, in the order in which they were read.
    pub stores: Vec<Store>,
    /// Settings that switch verification off or lead traffic elsewhere.
    pub settings: Vec<Setting>,
    /// Places that could not be read.
    pub closed: Vec<Inaccessible>,
    /// Programs that a setting makes trust one of the system's stores.
    pub followers: BTreeSet<(StoreKind, Client)>,
    /// The installed browsers that are built on Chromium.
    pub(crate) browsers: BTreeSet<Browser>,
    /// Folders that settings turn into homes, and that are still to be read.
    pub(crate) homes: BTreeSet<PathBuf>,
}

impl Inventory {
    /// Adds another result.
    pub fn add(&mut self, other: Self) {
        for store in other.stores {
            self.add_store(store);
        }
        for setting in other.settings {
            self.add_setting(setting);
        }
        self.homes.extend(other.homes);
        self.browsers.extend(other.browsers);
        self.closed.extend(other.closed);
        for (kind, client) in other.followers {
            self.follow(kind, client);
        }
    }

    /// Records that a program trusts one of the system's stores.
    pub(crate) fn follow(&mut self, kind: StoreKind, client: Client) {
        self.followers.insert((kind, client));
        let stores = self.stores.iter_mut();
        let stores = stores.filter(|store| store.kind.stands_for(kind));
        for anchor in stores.flat_map(|store| &mut store.anchors) {
            follow(kind, anchor, client);
        }
    }

    /// The same text in one file is one setting, whichever program reads it.
    fn add_setting(&mut self, setting: Setting) {
        let same = self.settings.iter_mut().find(|other| {
            other.store_id == setting.store_id
                && other.kind == setting.kind
                && other.literal == setting.literal
        });
        match same {
            Some(same) => {
                same.effective_for.extend(setting.effective_for);
                same.effective_for.sort();
                same.effective_for.dedup();
            }
            None => self.settings.push(setting),
        }
    }

    /// A file that several settings name, or that programs of several owners read, is one
    /// store, trusted by all of those programs.
    pub(crate) fn add_store(&mut self, mut store: Store) {
        let followers = self
            .followers
            .iter()
            .filter(|(kind, _)| store.kind.stands_for(*kind));
        for (kind, client) in followers {
            for anchor in &mut store.anchors {
                follow(*kind, anchor, *client);
            }
        }
        let is_shared = matches!(
            store.kind,
            StoreKind::NamedFile
                | StoreKind::NamedDirectory
                | StoreKind::JavaKeystore
                | StoreKind::Certifi
                | StoreKind::Settings
                | StoreKind::Nss
                | StoreKind::FirefoxPolicy
                | StoreKind::FirefoxAutoconfig
                | StoreKind::P11KitSource
        );
        let same = self.stores.iter_mut().find(|other| other.id == store.id);
        match same.filter(|_| is_shared) {
            Some(same) => same.unite(store),
            None => self.stores.push(store),
        }
    }
}

/// Node.js reads OpenSSL's own places as OpenSSL does: a folder by hash names.
fn follow(kind: StoreKind, anchor: &mut Anchor, client: Client) {
    let is_openssls = matches!(
        kind,
        StoreKind::DebianDirectory | StoreKind::OpensslDirectory | StoreKind::OpensslFile
    );
    let is_read = anchor.effective_for.contains(&Client::Openssl);
    if client != Client::Node || !is_openssls || is_read {
        anchor.trusted_by(client);
    }
}
