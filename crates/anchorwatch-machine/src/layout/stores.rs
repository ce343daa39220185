//! Reads the places of the layouts that a tree has.

use std::path::{Path, PathBuf};

use anchorwatch_home::{EntryKind, Tree};

use super::{
    Bundle, Directory, LocalSource, P11KitPath, ShippedFolder, SystemLayout, Takes, is_same,
};
use crate::store_builder::StoreRemark;
use crate::{
    Client, Store, StoreKind, User, hash_name,
    p11_kit::{self, Readers, TokenPath},
    store_builder::{Collector, MAX_FILE_BYTES, TrustedBy},
};

/// How deep a local folder is searched for files; `find -L` follows links, which can form a
/// loop.
const MAX_DEPTH: u32 = 16;

/// Reads the system's stores, without missing ones.
pub(crate) fn stores(tree: &Tree) -> Vec<Store> {
    let mut stores: Vec<Store> = Vec::new();
    for layout in SystemLayout::of(tree) {
        for mut store in of_layout(tree, layout) {
            // The system has one store of most kinds, so the kind serves as its name.
            if stores.iter().all(|known| known.kind != store.kind) {
                store.id = store.kind.code().to_owned();
            }
            match stores.iter_mut().find(|known| known.path == store.path) {
                Some(known) => known.unite(store),
                None => stores.push(store),
            }
        }
    }
    stores
}

/// What p11-kit's trust module brings if its places are those of a layout. `clients` are
/// programs built on NSS.
pub(crate) fn trust_module(
    tree: &Tree,
    user: Option<&User>,
    path: &P11KitPath,
    clients: &[Client],
) -> Vec<Store> {
    let readers = Readers {
        nss: clients,
        ..Readers::default()
    };
    of_p11_kit(tree, user, path.places, readers)
}

fn of_layout(tree: &Tree, layout: &SystemLayout) -> Vec<Store> {
    let mut stores = bundles(tree, layout);
    stores.extend(directories(tree, layout));
    let local = layout.local_sources.iter();
    stores.extend(local.filter_map(|source| local_source(tree, source)));
    stores.extend(layout.shipped.iter().filter_map(|own| shipped(tree, own)));
    if let Some(path) = &layout.p11_kit {
        let readers = Readers {
            gnutls: path.clients,
            ..Readers::default()
        };
        stores.extend(of_p11_kit(tree, None, path.places, readers));
    }
    stores
}

fn of_p11_kit(
    tree: &Tree,
    user: Option<&User>,
    places: &[&str],
    readers: Readers<'_>,
) -> Vec<Store> {
    let places = places.iter().map(|path| TokenPath {
        path: path.into(),
        store: Store::new(tree, StoreKind::P11KitSource, path.as_ref(), user),
    });
    p11_kit::read(tree, places.collect(), readers)
}

/// The files, each once: a file with several names is read by the clients of all of them.
fn bundles(tree: &Tree, layout: &SystemLayout) -> Vec<Store> {
    let mut files: Vec<(&str, StoreKind, Vec<Client>)> = Vec::new();
    let mut add = |path: &'static str, kind: StoreKind, clients: &[Client]| {
        let known = files
            .iter_mut()
            .find(|(known, ..)| is_same(tree, known.as_ref(), path.as_ref()));
        match known {
            Some((.., readers)) => readers.extend(clients),
            None => files.push((path, kind, clients.to_vec())),
        }
    };
    for Bundle {
        path,
        kind,
        clients,
    } in layout.bundles
    {
        add(path, *kind, clients);
    }
    let openssl = &layout.openssl;
    add(openssl.file, StoreKind::OpensslFile, openssl.clients);
    // Not every release ships that file. If OpenSSL's folder cannot be read, assume that it
    // leads to the bundle.
    if tree.list(openssl.home.as_ref()).is_err()
        && let Some((.., readers)) = files.first_mut()
    {
        readers.extend(openssl.clients);
    }
    files
        .into_iter()
        .filter_map(|(path, kind, clients)| one_file(tree, kind, path, clients))
        .collect()
}

fn one_file(tree: &Tree, kind: StoreKind, path: &str, mut clients: Vec<Client>) -> Option<Store> {
    clients.sort();
    clients.dedup();
    let mut collector = collector(tree, kind, path);
    match tree.read(path.as_ref(), MAX_FILE_BYTES) {
        // No program reads it there: list its certificates and report nothing else about
        // it.
        Ok(text) if clients.is_empty() => collector.take_certificates(&text, path),
        Ok(text) => collector.take(&text, path, &TrustedBy::of_named_file(clients)),
        Err(error) if error.is_not_found() => return None,
        Err(error) => collector.fail(&error),
    }
    Some(collector.finish())
}

fn directories(tree: &Tree, layout: &SystemLayout) -> Vec<Store> {
    let mut known: Vec<&str> = Vec::new();
    let mut stores = Vec::new();
    for directory in layout.directories {
        let is_same_as = |one: &&str| is_same(tree, one.as_ref(), directory.path.as_ref());
        if !known.iter().any(is_same_as) {
            stores.extend(hashed_directory(tree, layout, directory));
            known.push(directory.path);
        }
    }
    let own = layout.openssl.directory;
    if !known
        .iter()
        .any(|one| is_same(tree, one.as_ref(), own.as_ref()))
    {
        let directory = Directory {
            path: own,
            kind: StoreKind::OpensslDirectory,
            by_hash: &[Client::Openssl, Client::PythonSsl, Client::Curl],
            whole: &[],
        };
        stores.extend(hashed_directory(tree, layout, &directory));
    }
    stores
}

/// A folder in which some programs open the names made of a subject hash and a number, and
/// others every file.
fn hashed_directory(tree: &Tree, layout: &SystemLayout, directory: &Directory) -> Option<Store> {
    let mut collector = collector(tree, directory.kind, directory.path);
    let entries = match tree.list(directory.path.as_ref()) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return None,
        Err(error) => {
            collector.fail(&error);
            return Some(collector.finish());
        }
    };
    for entry in entries {
        let path = Path::new(directory.path).join(&entry.name);
        let mut bundles = layout.bundles.iter();
        let is_a_bundle = bundles.any(|bundle| Path::new(bundle.path) == path);
        if entry.kind != EntryKind::Directory && !is_a_bundle {
            let name = entry.name.to_string_lossy();
            collector.take_path(tree, &path, &name, &trusting_by_hash(&name, directory));
        }
    }
    Some(collector.finish())
}

/// Under a hash name OpenSSL 3 also reads DER and PKCS #12; curl's own lookup reads only
/// PEM, and nothing under a CRL's name.
fn trusting_by_hash(name: &str, directory: &Directory) -> TrustedBy {
    let whole = directory.whole;
    if !hash_name::is_hash_name(name) || directory.by_hash.is_empty() {
        return TrustedBy::of_pem(whole.to_vec());
    }
    let by_openssl = |client: &&Client| **client != Client::Curl;
    let der: Vec<Client> = (directory.by_hash.iter())
        .filter(by_openssl)
        .copied()
        .collect();
    let mut pem = if hash_name::parse(name).is_some() {
        directory.by_hash.to_vec()
    } else {
        der.clone()
    };
    pem.extend(whole);
    TrustedBy {
        pem,
        der,
        is_a_named_file: false,
        is_opened_whatever_it_is: true,
    }
}

/// The files in a local folder that the next update includes.
fn local_source(tree: &Tree, source: &LocalSource) -> Option<Store> {
    let mut collector = collector(tree, source.kind, source.path);
    let listed = tree.list(source.path.as_ref());
    if listed.is_err_and(|error| error.is_not_found()) {
        return None;
    }
    take_folder(tree, &mut collector, source, source.path.as_ref(), 0);
    Some(collector.finish())
}

fn take_folder(
    tree: &Tree,
    collector: &mut Collector,
    source: &LocalSource,
    folder: &Path,
    depth: u32,
) {
    let entries = match tree.list(folder) {
        Ok(entries) if depth <= MAX_DEPTH => entries,
        Ok(_) => {
            let path = tree.display_path(folder);
            return collector.note(&StoreRemark::NestedTooDeep { path });
        }
        Err(error) => return collector.note_error(&error),
    };
    for entry in entries {
        let path = folder.join(&entry.name);
        let name = path
            .strip_prefix(source.path)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        let is_folder = match entry.kind {
            EntryKind::Directory => true,
            EntryKind::Symlink => tree.list(&path).is_ok(),
            EntryKind::File | EntryKind::Other => false,
        };
        if is_folder {
            if source.takes == Takes::CrtBelow {
                take_folder(tree, collector, source, &path, depth + 1);
            }
        } else if source.takes.takes(&name) {
            collector.take_path(tree, &path, &name, &TrustedBy::nobody());
        }
    }
}

impl Takes {
    fn takes(self, name: &str) -> bool {
        match self {
            Self::CrtBelow => name.ends_with(".crt"),
            Self::Everything => !name.starts_with('.'),
        }
    }
}

/// The distribution's certificates that the next update includes. Anyone who can write the
/// list can add to it.
fn shipped(tree: &Tree, own: &ShippedFolder) -> Option<Store> {
    let mut collector = collector(tree, own.kind, own.folder);
    let text = match tree.read(own.list.as_ref(), MAX_FILE_BYTES) {
        Ok(text) => text,
        Err(error) if error.is_not_found() => return None,
        Err(error) => {
            collector.fail(&error);
            return Some(collector.finish());
        }
    };
    let text = String::from_utf8_lossy(&text).into_owned();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '!']))
    {
        let path = PathBuf::from(own.folder).join(line);
        collector.take_path(tree, &path, line, &TrustedBy::nobody());
    }
    Some(collector.finish())
}

fn collector(tree: &Tree, kind: StoreKind, path: &str) -> Collector {
    Collector::new(Store::new(tree, kind, path.as_ref(), None))
}
