//! The system store of Debian and what is derived from it.
//!
//! `update-ca-certificates` takes the distribution's certificates and the local ones
//! of `/usr/local/share/ca-certificates`, writes them into one bundle, links them
//! into the folder around it, and lets OpenSSL add links by subject hash. Source:
//! update-ca-certificates(8), ca-certificates 20230311+deb12u1, read and run.
//!
//! Which program believes which of them was measured: each client was run on Debian 12
//! with a root in one place at a time.

use std::path::{Path, PathBuf};

use anchorwatch_home::{EntryKind, Tree};

use crate::{
    Client, Store, StoreKind,
    collect::{Believers, Collector, MAX_FILE_BYTES},
};

mod shipped;

pub use shipped::{Shipped, has_records as has_package_records};

/// The folder that OpenSSL and Go read.
pub const DIRECTORY: &str = "/etc/ssl/certs";
/// The bundle's name in it.
pub const BUNDLE_NAME: &str = "ca-certificates.crt";
/// The bundle.
pub const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
/// What `update-ca-certificates` makes the next bundle in while it runs.
pub const NEXT_BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt.new";
/// What an administrator, or an installer with an administrator's rights, adds.
pub const LOCAL: &str = "/usr/local/share/ca-certificates";
/// The distribution's own certificates.
pub const SHIPPED: &str = "/usr/share/ca-certificates";
/// Which of them are taken in.
const CONFIGURATION: &str = "/etc/ca-certificates.conf";
/// OpenSSL's compiled-in folder, default file and default folder.
const OPENSSL: &str = "/usr/lib/ssl";
const OPENSSL_FILE: &str = "/usr/lib/ssl/cert.pem";
const OPENSSL_DIRECTORY: &str = "/usr/lib/ssl/certs";

/// How deep below the local folder files are looked for; `find -L` follows links, and a
/// link can lead round in a circle.
const MAX_DEPTH: u32 = 16;

/// Reads the stores of the system; one that is not there is left out.
pub(crate) fn stores(tree: &Tree) -> Vec<Store> {
    [
        bundle(tree),
        directory(tree),
        openssl_file(tree),
        openssl_directory(tree),
        local(tree),
        packaged(tree),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn bundle(tree: &Tree) -> Option<Store> {
    let believers = Believers::of_named_file(bundle_clients(tree));
    one_file(tree, StoreKind::DebianBundle, BUNDLE, &believers)
}

/// OpenSSL reads the bundle only through its default file, a link that not every
/// release ships. Where OpenSSL's folder is not to be seen, assume that it does.
fn bundle_clients(tree: &Tree) -> Vec<Client> {
    let mut clients = vec![
        Client::Gnutls,
        Client::Curl,
        Client::Wget,
        Client::Git,
        Client::PythonRequests,
        Client::Go,
    ];
    if is_same(tree, OPENSSL_FILE, BUNDLE) || tree.list(OPENSSL.as_ref()).is_err() {
        clients.extend([Client::Openssl, Client::PythonSsl]);
    }
    clients.sort();
    clients
}

/// OpenSSL's default file, where it is another than the bundle.
fn openssl_file(tree: &Tree) -> Option<Store> {
    if is_same(tree, OPENSSL_FILE, BUNDLE) {
        return None;
    }
    let believers = Believers::of_named_file(vec![Client::Openssl, Client::PythonSsl]);
    one_file(tree, StoreKind::OpensslFile, OPENSSL_FILE, &believers)
}

fn one_file(tree: &Tree, kind: StoreKind, path: &str, believers: &Believers) -> Option<Store> {
    let mut collector = collector(tree, kind, path);
    match tree.read(path.as_ref(), MAX_FILE_BYTES) {
        Ok(text) => collector.take(&text, path, believers),
        Err(error) if error.is_not_found() => return None,
        Err(error) => collector.fail(&error),
    }
    Some(collector.finish())
}

fn directory(tree: &Tree) -> Option<Store> {
    hashed_directory(tree, StoreKind::DebianDirectory, DIRECTORY, &[Client::Go])
}

/// OpenSSL's default folder, where it is another than Debian's.
fn openssl_directory(tree: &Tree) -> Option<Store> {
    if is_same(tree, OPENSSL_DIRECTORY, DIRECTORY) {
        return None;
    }
    hashed_directory(tree, StoreKind::OpensslDirectory, OPENSSL_DIRECTORY, &[])
}

/// A folder of which OpenSSL opens the names made of a subject's hash and a number,
/// and `whole` opens every file.
fn hashed_directory(tree: &Tree, kind: StoreKind, path: &str, whole: &[Client]) -> Option<Store> {
    let mut collector = collector(tree, kind, path);
    let entries = match tree.list(path.as_ref()) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return None,
        Err(error) => {
            collector.fail(&error);
            return Some(collector.finish());
        }
    };
    for entry in entries {
        if entry.kind != EntryKind::Directory && entry.name != BUNDLE_NAME {
            let name = entry.name.to_string_lossy();
            collector.take_path(
                tree,
                &Path::new(path).join(&entry.name),
                &name,
                &hashed_believers(&name, whole),
            );
        }
    }
    Some(collector.finish())
}

/// Under a hash name OpenSSL 3 also reads DER and PKCS #12; curl's own lookup reads only
/// PEM, and nothing under a CRL's name.
fn hashed_believers(name: &str, whole: &[Client]) -> Believers {
    if !is_hash_name(name) {
        return Believers::of_pem(whole.to_vec());
    }
    let mut pem = vec![Client::Openssl, Client::PythonSsl];
    if hash_name(name).is_some() {
        pem.push(Client::Curl);
    }
    pem.extend(whole);
    Believers {
        pem,
        der: vec![Client::Openssl, Client::PythonSsl],
        is_a_named_file: false,
        is_opened_whatever_it_is: true,
    }
}

/// Whether OpenSSL finds a file by this name. In its default folder it also looks for
/// certificates under the name of a CRL (`hash.r0`, measured with 3.0.22).
pub fn is_hash_name(name: &str) -> bool {
    hash_name(name).is_some() || crl_name(name).is_some()
}

/// The same name with a number alone, of a CRL's.
fn crl_name(name: &str) -> Option<(String, u32)> {
    let (hash, number) = name.split_once('.')?;
    hash_name(&format!("{hash}.{}", number.strip_prefix('r')?))
}

/// The hash, in lower case, and the number of a certificate's hash name
/// (`X509_LOOKUP_hash_dir(3)`): eight hexadecimal digits, a dot, a number. A number that is too large
/// to count sorts last.
pub fn hash_name(name: &str) -> Option<(String, u32)> {
    let (hash, number) = name.split_once('.')?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_hash && is_number).then(|| {
        (
            hash.to_ascii_lowercase(),
            number.parse().unwrap_or(u32::MAX),
        )
    })
}

/// What waits for the next update in the local folder.
fn local(tree: &Tree) -> Option<Store> {
    let mut collector = collector(tree, StoreKind::DebianLocal, LOCAL);
    if tree
        .list(LOCAL.as_ref())
        .is_err_and(|error| error.is_not_found())
    {
        return None;
    }
    take_folder(tree, &mut collector, LOCAL.as_ref(), 0);
    Some(collector.finish())
}

fn take_folder(tree: &Tree, collector: &mut Collector, folder: &Path, depth: u32) {
    let entries = match tree.list(folder) {
        Ok(entries) if depth <= MAX_DEPTH => entries,
        Ok(_) => {
            return collector.note(format!(
                "{} is nested too deep",
                tree.shown(folder).display()
            ));
        }
        Err(error) => return collector.note_error(&error),
    };
    for entry in entries {
        let path = folder.join(&entry.name);
        let name = path
            .strip_prefix(LOCAL)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        let is_folder = match entry.kind {
            EntryKind::Directory => true,
            EntryKind::Symlink => tree.list(&path).is_ok(),
            EntryKind::File | EntryKind::Other => false,
        };
        if is_folder {
            take_folder(tree, collector, &path, depth + 1);
        } else if name.ends_with(".crt") {
            collector.take_path(tree, &path, &name, &Believers::nobody());
        }
    }
}

/// The distribution's certificates that the next update takes in. Who can write the
/// list can add to it.
fn packaged(tree: &Tree) -> Option<Store> {
    let mut collector = collector(tree, StoreKind::DebianPackaged, SHIPPED);
    let text = match tree.read(CONFIGURATION.as_ref(), MAX_FILE_BYTES) {
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
        collector.take_path(
            tree,
            &PathBuf::from(SHIPPED).join(line),
            line,
            &Believers::nobody(),
        );
    }
    Some(collector.finish())
}

/// The system has one store of each kind, so the kind is its name.
fn collector(tree: &Tree, kind: StoreKind, path: &str) -> Collector {
    let mut store = Store::new(tree, kind, path.as_ref(), None);
    store.id = kind.code().to_owned();
    Collector::new(store)
}

fn is_same(tree: &Tree, one: &str, two: &str) -> bool {
    match (tree.identity(one.as_ref()), tree.identity(two.as_ref())) {
        (Ok(one), Ok(two)) => one == two,
        _ => false,
    }
}
