//! Java's keystores: Debian's, every JDK's, and those that an option names.
//!
//! A JDK reads `lib/security/jssecacerts`, and `lib/security/cacerts` only if the
//! first is not there (JSSE Reference Guide, «X509TrustManager Interface»; run with
//! OpenJDK 17). Debian's JDKs have links to one file.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Error, Tree};
use anchorwatch_identity::container::MAX_CONTAINER_BYTES;

use crate::{
    Anchor, Client, Closed, Reading, Store, StoreKind, Trust, User,
    collect::is_no_file,
    installation::{Installations, owner},
    reading::with_cause,
};

#[cfg_attr(not(test), expect(dead_code, reason = "a block will use it"))]
pub(crate) mod blocked_lines;
#[cfg_attr(not(test), expect(dead_code, reason = "a block will use it"))]
pub(crate) mod filter;
mod jks;
mod keystore;
mod option;
mod places;

/// Debian's keystore, which its hook fills from the system's certificates.
const DEBIAN: &str = "/etc/ssl/certs/java/cacerts";

/// How many bytes of keystores are read for one reading; Debian's has 170 KB.
const MAX_ALL_BYTES: u64 = 256 << 20;

/// Reads the keystores of the system.
pub(crate) fn of_system(tree: &Tree, found: &Installations) -> Reading {
    let mut keystores = Keystores::new(tree, None);
    keystores.of_homes(&found.java_homes);
    keystores.add(DEBIAN.into(), Trust::Trusted);
    keystores.named(places::of_system(tree, &found.java_options));
    keystores.read()
}

/// Reads the keystores of one user.
pub(crate) fn of_user(tree: &Tree, user: &User, found: &Installations) -> Reading {
    let mut keystores = Keystores::new(tree, Some(user));
    keystores.of_homes(&found.java_homes);
    keystores.named(places::of_user(tree, user, &found.java_options));
    // What leads to the system's own was read as the system's.
    let debian = tree.identity(DEBIAN.as_ref()).ok();
    keystores.files.retain(|file| Some(file.identity) != debian);
    keystores.read()
}

/// The keystores of one reading, each file once.
struct Keystores<'a> {
    tree: &'a Tree,
    user: Option<&'a User>,
    files: Vec<File>,
    passwords: Vec<String>,
    reading: Reading,
}

struct File {
    path: PathBuf,
    identity: (u64, u64),
    /// What the keystore's own anchors are to the Javas that have the file.
    trust: Trust,
}

impl<'a> Keystores<'a> {
    fn new(tree: &'a Tree, user: Option<&'a User>) -> Self {
        Self {
            tree,
            user,
            files: Vec::new(),
            passwords: Vec::new(),
            reading: Reading::default(),
        }
    }

    fn of_homes(&mut self, homes: &[PathBuf]) {
        for home in homes {
            let security = home.join("lib/security");
            let is_first_there = self.add(security.join("jssecacerts"), Trust::Trusted);
            let trust = if is_first_there {
                Trust::None
            } else {
                Trust::Trusted
            };
            self.add(security.join("cacerts"), trust);
        }
    }

    fn named(&mut self, named: places::Named) {
        for path in named.files {
            self.add(path, Trust::Trusted);
        }
        self.passwords = named.passwords;
        self.reading.closed.extend(named.closed);
    }

    /// Takes a file on if something is there; one that several Javas have is believed
    /// if one of them believes it.
    fn add(&mut self, path: PathBuf, trust: Trust) -> bool {
        match self.tree.identity(&path) {
            Ok(identity) => {
                match self.files.iter_mut().find(|file| file.identity == identity) {
                    Some(file) if trust == Trust::Trusted => file.trust = trust,
                    Some(_) => {}
                    None => self.files.push(File {
                        path,
                        identity,
                        trust,
                    }),
                }
                true
            }
            Err(error) => {
                self.note(&path, &error);
                false
            }
        }
    }

    fn read(mut self) -> Reading {
        let mut bytes_left = MAX_ALL_BYTES;
        for file in std::mem::take(&mut self.files) {
            let limit = (MAX_CONTAINER_BYTES as u64).min(bytes_left);
            match self.tree.read(&file.path, limit) {
                Ok(content) => {
                    bytes_left -= content.len() as u64;
                    let store = self.store(&file, &content);
                    self.reading.stores.push(store);
                }
                Err(error) => self.note(&file.path, &error),
            }
        }
        self.reading
    }

    fn store(&self, file: &File, content: &[u8]) -> Store {
        let mut store = self.empty(&file.path);
        match keystore::read(content, &self.passwords) {
            Ok(keystore) => {
                store.anchors = keystore
                    .certificates
                    .into_iter()
                    .map(|(certificate, trust)| {
                        let trust = if file.trust == Trust::Trusted {
                            trust
                        } else {
                            Trust::None
                        };
                        Anchor::new(certificate, trust, &[Client::Java])
                    })
                    .collect();
                store.unreadable = keystore.unreadable;
                store.remarks = keystore.remarks;
            }
            Err(why) => store.error = Some(why),
        }
        store
    }

    fn empty(&self, path: &Path) -> Store {
        Store::new(self.tree, StoreKind::JavaKeystore, path, self.user)
    }

    fn note(&mut self, path: &Path, error: &Error) {
        if error.is_not_found() || is_no_file(error) {
            return;
        }
        if error.is_permission() {
            let uid = owner(self.tree, path, self.user);
            let closed = Closed::new(self.tree, path, uid, error);
            self.reading.closed.push(closed);
        } else {
            let mut store = self.empty(path);
            store.error = Some(with_cause(error));
            self.reading.stores.push(store);
        }
    }
}

#[cfg(test)]
mod tests;
