//! The system store of Debian and what is derived from it.
//!
//! `update-ca-certificates` takes the distribution's certificates and the local ones
//! of `/usr/local/share/ca-certificates`, writes them into one bundle, links them
//! into the folder around it, and lets OpenSSL add links by subject hash. Source:
//! update-ca-certificates(8), ca-certificates 20230311+deb12u1, read and run.

use std::path::Path;

use anchorwatch_home::{EntryKind, Error, Tree};
use anchorwatch_identity::{Certificate, pem};

use crate::{Anchor, Client, Store, StoreKind, Trust};

/// The folder that OpenSSL and Go read.
pub(crate) const DIRECTORY: &str = "/etc/ssl/certs";
/// The bundle's name in it.
pub(crate) const BUNDLE_NAME: &str = "ca-certificates.crt";
/// The bundle.
pub(crate) const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
/// What an administrator, or an installer with an administrator's rights, adds.
pub(crate) const LOCAL: &str = "/usr/local/share/ca-certificates";
/// The distribution's own certificates.
pub(crate) const SHIPPED: &str = "/usr/share/ca-certificates";
/// OpenSSL's compiled-in default file and folder.
const OPENSSL_FOLDER: &str = "/usr/lib/ssl";
const OPENSSL_FILE: &str = "/usr/lib/ssl/cert.pem";

/// The largest file of certificates that is read, in bytes; Debian's bundle has 220 KB.
pub(crate) const MAX_FILE_BYTES: u64 = 64 << 20;
/// How deep below the local folder files are looked for, as `find` would without end.
const MAX_DEPTH: u32 = 16;

/// Reads the three stores of the system; one that is not there is left out.
pub(crate) fn stores(tree: &Tree) -> Vec<Store> {
    [bundle(tree), directory(tree), local(tree)]
        .into_iter()
        .flatten()
        .collect()
}

fn bundle(tree: &Tree) -> Option<Store> {
    let mut store = empty(tree, StoreKind::DebianBundle, BUNDLE);
    match tree.read(BUNDLE.as_ref(), MAX_FILE_BYTES) {
        Ok(text) => take_pem(&mut store, &text, BUNDLE_NAME, &bundle_clients(tree)),
        Err(error) if error.is_not_found() => return None,
        Err(error) => store.error = Some(with_cause(&error)),
    }
    Some(store)
}

/// Which programs believe the bundle. Source: each client was run on Debian 12 with a
/// root in it (reference measurements of November 2026).
fn bundle_clients(tree: &Tree) -> Vec<Client> {
    let mut clients = vec![
        Client::Gnutls,
        Client::Curl,
        Client::Wget,
        Client::Git,
        Client::PythonRequests,
        Client::Go,
    ];
    // OpenSSL reads the bundle only through its default file, a link that not every
    // release ships. Where OpenSSL's folder is not to be seen, assume that it does.
    let is_linked = tree.read(OPENSSL_FILE.as_ref(), MAX_FILE_BYTES).is_ok();
    if is_linked || tree.list(OPENSSL_FOLDER.as_ref()).is_err() {
        clients.extend([Client::Openssl, Client::PythonSsl]);
    }
    clients.sort();
    clients
}

fn directory(tree: &Tree) -> Option<Store> {
    let mut store = empty(tree, StoreKind::DebianDirectory, DIRECTORY);
    let entries = match tree.list(DIRECTORY.as_ref()) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return None,
        Err(error) => {
            store.error = Some(with_cause(&error));
            return Some(store);
        }
    };
    for entry in entries {
        let is_file = matches!(entry.kind, EntryKind::File | EntryKind::Symlink);
        if !is_file || entry.name == BUNDLE_NAME {
            continue;
        }
        let path = Path::new(DIRECTORY).join(&entry.name);
        let name = entry.name.to_string_lossy().into_owned();
        match tree.read(&path, MAX_FILE_BYTES) {
            Ok(text) => take_file(&mut store, &text, &name, directory_clients(&name)),
            // A link to a folder or to nothing: no program reads it as a certificate.
            Err(Error::NotARegularFile { .. }) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => store.unreadable.push(with_cause(&error)),
        }
    }
    Some(store)
}

/// OpenSSL opens only names made of the subject's hash and a number; Go opens all.
fn directory_clients(name: &str) -> &'static [Client] {
    if is_hash_name(name) {
        &[Client::Openssl, Client::Curl, Client::PythonSsl, Client::Go]
    } else {
        &[Client::Go]
    }
}

/// `X509_LOOKUP_hash_dir(3)`: eight hexadecimal digits, a dot, a number.
pub(crate) fn is_hash_name(name: &str) -> bool {
    hash_name(name).is_some()
}

/// The hash and the number of a hash name.
pub(crate) fn hash_name(name: &str) -> Option<(&str, u32)> {
    let (hash, number) = name.split_once('.')?;
    let is_hash = hash.len() == 8
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_hash && is_number)
        .then(|| number.parse().ok().map(|number| (hash, number)))
        .flatten()
}

fn local(tree: &Tree) -> Option<Store> {
    let mut store = empty(tree, StoreKind::DebianLocal, LOCAL);
    if tree
        .list(LOCAL.as_ref())
        .is_err_and(|error| error.is_not_found())
    {
        return None;
    }
    take_folder(tree, &mut store, LOCAL.as_ref(), 0);
    Some(store)
}

fn take_folder(tree: &Tree, store: &mut Store, folder: &Path, depth: u32) {
    let entries = match tree.list(folder) {
        Ok(entries) if depth <= MAX_DEPTH => entries,
        Ok(_) => {
            store.unreadable.push(format!(
                "{} is nested too deep",
                tree.shown(folder).display()
            ));
            return;
        }
        Err(error) => {
            store.unreadable.push(with_cause(&error));
            return;
        }
    };
    for entry in entries {
        let path = folder.join(&entry.name);
        let name = path
            .strip_prefix(LOCAL)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        match entry.kind {
            EntryKind::Directory => take_folder(tree, store, &path, depth + 1),
            EntryKind::File | EntryKind::Symlink if name.ends_with(".crt") => {
                match tree.read(&path, MAX_FILE_BYTES) {
                    // Believed by no program until the next update takes it in.
                    Ok(text) => take_file(store, &text, &name, &[]),
                    Err(error) if error.is_not_found() => {}
                    Err(error) => store.unreadable.push(with_cause(&error)),
                }
            }
            _ => {}
        }
    }
}

/// A file that may be PEM or, as some put there by mistake, plain DER.
fn take_file(store: &mut Store, content: &[u8], name: &str, clients: &[Client]) {
    match Certificate::from_der(content) {
        // No program reads DER from these places; it is shown all the same.
        Ok(certificate) => add(store, certificate, &[]),
        Err(_) => take_pem(store, content, name, clients),
    }
}

fn take_pem(store: &mut Store, text: &[u8], name: &str, clients: &[Client]) {
    for block in pem::blocks(text) {
        match block.certificate {
            Ok(certificate) => add(store, certificate, clients),
            Err(error) => store
                .unreadable
                .push(format!("{name}: {}", with_cause(&error))),
        }
    }
}

/// The same certificate under two names (a file and its hash link) is one anchor.
fn add(store: &mut Store, certificate: Certificate, clients: &[Client]) {
    let twin = store
        .anchors
        .iter_mut()
        .find(|anchor| anchor.certificate.sha256() == certificate.sha256());
    match twin {
        Some(anchor) => {
            anchor.effective_for.extend(clients);
            anchor.effective_for.sort();
            anchor.effective_for.dedup();
        }
        None => store.anchors.push(Anchor {
            certificate,
            trust: Trust::Trusted,
            effective_for: clients.to_vec(),
        }),
    }
}

fn empty(tree: &Tree, kind: StoreKind, path: &str) -> Store {
    Store {
        id: kind.code().to_owned(),
        kind,
        path: tree.shown(path.as_ref()),
        user: None,
        anchors: Vec::new(),
        error: None,
        unreadable: Vec::new(),
    }
}

/// An error and its causes on one line, for a place in the answer.
pub(crate) fn with_cause(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
