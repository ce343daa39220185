//! Files and folders of certificates that settings name.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Node, Tree};

use crate::store_builder::StoreRemark;
use crate::{
    Client, Inventory, Store, StoreKind, User, hash_name, layout,
    not_read::NoFile,
    store_builder::{Collector, MAX_FILE_BYTES, TrustedBy},
};

/// The most names in a folder that are read; Debian's has some 430.
const MAX_NAMES: usize = 10_000;

/// The most bytes read for everything that one owner's settings name.
const MAX_BYTES: u64 = 1 << 30;

/// Programs that open every file of a folder, not only those with hash names: those built
/// on GnuTLS (measured with git and Wget), and Go (`crypto/x509`, `root_unix.go`).
const OPENING_EVERY_FILE: [Client; 3] = [Client::Wget, Client::Git, Client::Go];

/// Programs that accept a folder where a file is expected (requests, `adapters.py`;
/// measured with pip).
const TAKING_A_FOLDER: [Client; 3] = [Client::PythonRequests, Client::Pip, Client::AwsCli];

/// Programs that read DER and PKCS #12 under a hash name, and a file where a folder is
/// expected: OpenSSL's own lookup does, curl's and Cargo's do not (measured).
const READING_DER: [Client; 3] = [Client::Openssl, Client::PythonSsl, Client::Node];

/// A place that a setting names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReferencedBundles {
    pub(super) path: PathBuf,
    pub(super) shape: Shape,
}

/// Whether a setting names it as a file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    File,
    Directory,
}

/// Reads every named place that exists and is not the system's own.
pub(super) fn read(
    tree: &Tree,
    user: Option<&User>,
    named: &BTreeMap<ReferencedBundles, BTreeSet<Client>>,
    inventory: &mut Inventory,
) {
    let mut reader = Reader {
        tree,
        user,
        inventory,
        bytes_left: MAX_BYTES,
    };
    for (named, clients) in named {
        let clients: Vec<Client> = clients.iter().copied().collect();
        match named.shape {
            Shape::File => reader.file(&named.path, &clients),
            Shape::Directory => reader.directory(&named.path, &clients),
        }
    }
}

struct Reader<'a> {
    tree: &'a Tree,
    user: Option<&'a User>,
    inventory: &'a mut Inventory,
    bytes_left: u64,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path, clients: &[Client]) {
        if let Some(kind) = layout::bundle_at(self.tree, path) {
            return self.follow(kind, clients);
        }
        if self.tree.list(path).is_ok() {
            let folder = TAKING_A_FOLDER;
            let clients: Vec<Client> = clients
                .iter()
                .copied()
                .filter(|client| folder.contains(client))
                .collect();
            if !clients.is_empty() {
                self.directory(path, &clients);
            }
            return;
        }
        self.one_file(path, TrustedBy::of_named_file(clients.to_vec()));
    }

    /// OpenSSL reads a file entry by entry where a folder is expected.
    fn file_as_a_folder(&mut self, path: &Path, clients: &[Client]) {
        let readers = clients.iter().filter(|one| READING_DER.contains(one));
        let readers: Vec<Client> = readers.copied().collect();
        let trusted_by = TrustedBy {
            der: readers.clone(),
            is_a_named_file: false,
            ..TrustedBy::of_named_file(readers)
        };
        self.one_file(path, trusted_by);
    }

    fn one_file(&mut self, path: &Path, trusted_by: TrustedBy) {
        let mut collector = self.collector(StoreKind::NamedFile, path);
        match self.tree.read(path, MAX_FILE_BYTES.min(self.bytes_left)) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                collector.take(&content, &path.display().to_string(), &trusted_by);
            }
            // Every program sees an empty file.
            Err(_) if path == Path::new("/dev/null") => return,
            Err(error) => return self.not_read(collector, path, &error),
        }
        self.inventory.stores.push(collector.finish());
    }

    fn directory(&mut self, path: &Path, clients: &[Client]) {
        if let Some(kind) = layout::directory_at(self.tree, path) {
            return self.follow(kind, clients);
        }
        let mut collector = self.collector(StoreKind::NamedDirectory, path);
        match self.tree.list(path) {
            Ok(entries) => {
                if entries.len() > MAX_NAMES {
                    let max = MAX_NAMES as u64;
                    collector.note(&StoreRemark::NamesLimit { max });
                }
                for entry in entries.into_iter().take(MAX_NAMES) {
                    let name = entry.name.to_string_lossy();
                    let trusted_by = by_name(&name, clients);
                    let is_file = matches!(entry.kind, EntryKind::File | EntryKind::Symlink);
                    if is_file && !trusted_by.pem.is_empty() {
                        let file = path.join(&entry.name);
                        collector.take_path(self.tree, &file, &name, &trusted_by);
                    }
                }
            }
            Err(_) if self.is_file(path) => return self.file_as_a_folder(path, clients),
            Err(error) => return self.not_read(collector, path, &error),
        }
        self.inventory.stores.push(collector.finish());
    }

    fn collector(&self, kind: StoreKind, path: &Path) -> Collector {
        Collector::new(Store::new(self.tree, kind, path, self.user))
    }

    fn not_read(&mut self, collector: Collector, path: &Path, error: &anchorwatch_home::Error) {
        let uid = self.user.and_then(|user| user.uid);
        let store = collector.finish();
        self.inventory
            .not_read(self.tree, store, path, uid, NoFile::Unread, error);
    }

    fn follow(&mut self, kind: StoreKind, clients: &[Client]) {
        for client in clients {
            self.inventory.follow(kind, *client);
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        let stands = self.tree.resolve_final(path);
        stands.is_ok_and(|path| matches!(self.tree.node(&path), Ok(Node::File(_))))
    }
}

/// Who trusts a file in a folder under this name.
fn by_name(name: &str, clients: &[Client]) -> TrustedBy {
    let is_hashed = hash_name::is_hash_name(name);
    let is_a_certificate_s = hash_name::parse(name).is_some();
    let of = |is_wanted: &dyn Fn(&Client) -> bool| -> Vec<Client> {
        clients.iter().copied().filter(|c| is_wanted(c)).collect()
    };
    TrustedBy {
        pem: of(&|client| {
            is_hashed && (is_a_certificate_s || READING_DER.contains(client))
                || OPENING_EVERY_FILE.contains(client)
        }),
        der: of(&|client| is_hashed && READING_DER.contains(client)),
        is_a_named_file: false,
        is_opened_whatever_it_is: is_hashed,
    }
}
