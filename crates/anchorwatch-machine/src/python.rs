//! Bundles that Python packages bring: certifi's, pip's copy of it, botocore's, and those
//! of Conda environments.
//!
//! Debian's own packages also contain the file but do not use it: their `where()` names the
//! system's bundle (python3-certifi 2022.9.24-1, python3-pip 23.0.1+dfsg-1, read and run).

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

use anchorwatch_home::Tree;
use sha2::{Digest, Sha256};

use crate::{
    Anchor, Client, Inventory, Store, StoreKind, Trust, User,
    not_read::NoFile,
    store_builder::{Collector, TrustedBy},
    user::owner,
};

/// The largest bundle that is read, in bytes; certifi's has under 300 KB.
const MAX_BUNDLE_BYTES: u64 = 16 << 20;

/// The most bytes of bundles read in one inventory, counting repeated ones: more than four
/// hundred environments with certifi's.
const MAX_ALL_BYTES: u64 = 128 << 20;

/// The largest program next to a bundle that is read; certifi's has 4 KB.
const MAX_PROGRAM_BYTES: u64 = 1 << 20;

/// Whether a file of this name lists what pip installs.
pub(crate) fn is_requirements(name: &str) -> bool {
    let is_named = name.starts_with("requirements") || name.starts_with("constraints");
    let ending = Path::new(name).extension();
    is_named && ending.is_some_and(|ending| ending == "txt" || ending == "in")
}

/// Reads the bundles.
pub(crate) fn read(tree: &Tree, paths: &[PathBuf], user: Option<&User>) -> Inventory {
    let mut bundles = Bundles {
        tree,
        user,
        parsed: HashMap::new(),
        bytes_left: MAX_ALL_BYTES,
        inventory: Inventory::default(),
    };
    for path in paths {
        bundles.take(path);
    }
    bundles.inventory
}

struct Bundles<'a> {
    tree: &'a Tree,
    user: Option<&'a User>,
    /// Environments have copies of one file: each content is parsed once.
    parsed: HashMap<([u8; 32], &'static [Client]), Store>,
    bytes_left: u64,
    inventory: Inventory,
}

impl Bundles<'_> {
    fn take(&mut self, path: &Path) {
        // Conda's file, usually linked to by OpenSSL's: then they are one store.
        if path.ends_with("ssl/cacert.pem") && self.is_conda_s_one_bundle(path) {
            return;
        }
        let limit = MAX_BUNDLE_BYTES.min(self.bytes_left);
        match self.tree.read(path, limit) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                let store = self.store(path, &content);
                self.inventory.stores.push(store);
            }
            Err(error) => {
                let uid = owner(self.tree, path, self.user);
                let store = self.empty(path);
                self.inventory
                    .not_read(self.tree, store, path, uid, NoFile::Nothing, &error);
            }
        }
    }

    fn is_conda_s_one_bundle(&self, path: &Path) -> bool {
        let identity = |name| self.tree.identity(&path.with_file_name(name)).ok();
        identity("cert.pem").is_some_and(|one| identity("cacert.pem") == Some(one))
    }

    fn empty(&self, path: &Path) -> Store {
        Store::new(self.tree, StoreKind::Certifi, path, self.user)
    }

    fn store(&mut self, path: &Path, content: &[u8]) -> Store {
        let mut store = self.empty(path);
        let hash = Sha256::digest(content).into();
        let mut clients = clients(path);
        if clients == OF_OPENSSL && self.is_conda_s_one_bundle(path) {
            clients = &[Client::Openssl, Client::Curl, Client::PythonSsl];
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let parsed = self.parsed.entry((hash, clients)).or_insert_with(|| {
            let mut collector = Collector::new(store.clone());
            let trusted_by = TrustedBy::of_named_file(clients.to_vec());
            collector.take(content, &name, &trusted_by);
            collector.finish()
        });
        let trust = if names_the_systems_bundle(self.tree, path) {
            Trust::None
        } else {
            Trust::Trusted
        };
        store.unreadable.clone_from(&parsed.unreadable);
        store.remarks.clone_from(&parsed.remarks);
        store.anchors = parsed
            .anchors
            .iter()
            .map(|anchor| match anchor.trust {
                Trust::Trusted => {
                    Anchor::new(anchor.certificate.clone(), trust, &anchor.effective_for)
                }
                _ => anchor.clone(),
            })
            .collect();
        store
    }
}

/// Who reads the default file of an OpenSSL of Conda's.
const OF_OPENSSL: &[Client] = &[Client::Openssl, Client::PythonSsl];

/// Who opens a bundle, depending on its package.
fn clients(path: &Path) -> &'static [Client] {
    let has = |name: &str| {
        path.components()
            .any(|part| part == Component::Normal(name.as_ref()))
    };
    if has("pip") || has("notpip") {
        &[Client::Pip]
    } else if has("botocore") {
        &[Client::AwsCli]
    } else if path.ends_with("ssl/cacert.pem") {
        &[Client::Curl]
    } else if path.ends_with("ssl/cert.pem") {
        OF_OPENSSL
    } else {
        &[Client::PythonRequests]
    }
}

/// Whether the program next to the bundle is Debian's, which ends with a definition of its
/// own. A read error counts as «no».
fn names_the_systems_bundle(tree: &Tree, path: &Path) -> bool {
    const NAME: &str = "\nDEBIAN_CA_CERTS_PATH = '/etc/ssl/certs/ca-certificates.crt'\n";
    const DEFINITION: &str = "\ndef where() -> str:\n";
    let program = path.with_file_name("core.py");
    let Ok(text) = tree.read(&program, MAX_PROGRAM_BYTES) else {
        return false;
    };
    let text = String::from_utf8_lossy(&text);
    text.contains(NAME)
        && text
            .rsplit_once(DEFINITION)
            .is_some_and(|(_, body)| body.starts_with("    return DEBIAN_CA_CERTS_PATH\n"))
}

#[cfg(test)]
mod tests;
