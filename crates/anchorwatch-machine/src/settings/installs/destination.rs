//! The places where programs find roots, as a script names them.

use std::path::{Component, Path, PathBuf};

use super::super::{scope::Value, sink::Sink};
use crate::layout::LAYOUTS;

/// Ends of paths at which programs keep roots of their own.
const ENDINGS: [&str; 9] = [
    "lib/security/cacerts",
    "lib/security/jssecacerts",
    "certifi/cacert.pem",
    "certs/cacert.pem",
    "cert9.db",
    "pkcs11.txt",
    "ssl/cert.pem",
    "CA/cacert.pem",
    ".postgresql/root.crt",
];

/// Parts of paths below which programs take every certificate.
const PARTS: [&str; 5] = [
    "docker/certs.d",
    "containers/certs.d",
    "mozilla/certificates",
    "rubygems/ssl_certs",
    "x509stores/root",
];

/// What is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// A file of roots, or a folder of them.
    Store,
    /// A folder whose files the next update includes. Only what adds roots has a reason to
    /// name it.
    Source,
    /// The list of the distribution's certificates that are included.
    List,
}

/// The store at a path that a script writes to. `folders` are those that it went to.
pub(super) fn of(sink: &mut Sink<'_>, target: &Value, folders: &[PathBuf]) -> Option<Destination> {
    let text = target.text.as_str();
    if text.starts_with("/dev/") || text.is_empty() {
        return None;
    }
    // `$ROOT/etc/ssl/certs`: whatever the variable holds, the rest is a store.
    let whole = match text.find('/') {
        Some(at) if text.starts_with(['$', '`']) => text.get(at..).unwrap_or(text),
        _ => text,
    };
    let whole = match whole.strip_prefix("~/") {
        Some(rest) => return of_path(sink, Path::new("/").join(rest).as_path()),
        None => Path::new(whole),
    };
    let paths: Vec<PathBuf> = if whole.is_absolute() {
        vec![normal(whole)]
    } else {
        let joined = folders.iter().map(|folder| normal(&folder.join(whole)));
        joined.collect()
    };
    paths
        .iter()
        .find_map(|path| of_path(sink, path).or_else(|| linked(sink, path)))
}

/// The store at a path, as written.
pub(super) fn of_path(sink: &mut Sink<'_>, path: &Path) -> Option<Destination> {
    sink.places_left = sink.places_left.checked_sub(1)?;
    let is_below = |folder: &str| path.starts_with(folder);
    let is_it = |file: &str| path == Path::new(file);
    for layout in LAYOUTS {
        let mut sources = layout.local_sources.iter().map(|source| source.path);
        let mut tokens = layout.p11_kit.iter().flat_map(|path| path.places).copied();
        if sources.any(is_below) || tokens.any(is_below) {
            return Some(Destination::Source);
        }
        if layout.shipped.iter().any(|own| is_it(own.list)) {
            return Some(Destination::List);
        }
        let mut bundles = layout.bundles.iter().map(|bundle| bundle.path);
        let mut folders = layout.directories.iter().map(|folder| folder.path);
        let is_store = bundles.any(is_it)
            || folders.any(is_below)
            || layout.keystores.iter().copied().any(is_it)
            || layout.shipped.iter().any(|own| is_below(own.folder))
            || is_it(layout.openssl.file)
            || is_below(layout.openssl.directory);
        if is_store {
            return Some(Destination::Store);
        }
    }
    let text = path.to_string_lossy();
    let is_known = ENDINGS.iter().any(|end| path.ends_with(end))
        || PARTS.iter().any(|part| {
            text.split_once(part).is_some_and(|(before, after)| {
                before.ends_with(['/', '.']) && (after.is_empty() || after.starts_with('/'))
            })
        });
    is_known.then_some(Destination::Store)
}

/// A store under another name: a link to it, or a folder that is linked.
fn linked(sink: &mut Sink<'_>, path: &Path) -> Option<Destination> {
    let places = [Some(path), path.parent()];
    let mut identities = places
        .into_iter()
        .flatten()
        .filter_map(|place| sink.tree.identity(place).ok());
    let known = sink.store_identities();
    identities
        .any(|identity| known.contains(&identity))
        .then_some(Destination::Store)
}

/// The path without `.`, `..` and double slashes.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}
