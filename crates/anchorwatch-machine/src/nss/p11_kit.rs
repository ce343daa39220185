//! What p11-kit's modules bring: the roots of the system, of folders, and of modules.
//!
//! ```text
//! p11-kit-trust.so, parameters   word *(space word)      words may be quoted
//!   paths=PLACE:PLACE…           instead of the system's bundle; the last one counts
//!   verbose=yes
//! PLACE                          a file or folder, as `crate::p11_kit` reads it
//! p11-kit-proxy.so               the modules of /usr/share/p11-kit/modules,
//!                                /etc/pkcs11/modules and ~/.config/pkcs11/modules: one
//!                                file each, «key: value», the user's values first
//! ```
//!
//! Measured with certutil 3.87, which shows how NSS reads each, and p11-kit 0.24.

use std::path::PathBuf;

use anchorwatch_home::Tree;

use anchorwatch_remark::{Remark as _, Told};

use super::remark::NssRemark;
use crate::{
    Client, Store, StoreKind, SystemLayout, User,
    layout::{self, DEBIAN},
    p11_kit::{self, Readers, TokenPath},
    read_problem::ReadProblem,
    store_builder::{Collector, MAX_FILE_BYTES, TrustedBy},
};

mod module_file;

pub(super) use module_file::{Configured, configured, resolved};

/// The most modules that are read.
pub(super) const MAX_MODULES: usize = 100;

/// Keys of a module's file that do not change what it brings.
const HARMLESS: [&str; 8] = [
    "managed",
    "critical",
    "priority",
    "log-calls",
    "trust-policy",
    "x-trust-lookup",
    "enable-in",
    "disable-in",
];

/// The name that a module's file uses to exclude it from the proxy.
const PROXY: &str = "p11-kit-proxy";

/// What a module brings.
#[derive(Debug, Default)]
pub(crate) struct Brought {
    pub(crate) stores: Vec<Store>,
    /// What is not understood.
    pub(crate) unclear: Vec<Told>,
}

/// What the trust module brings with these parameters.
pub(crate) fn of_trust(
    tree: &Tree,
    user: Option<&User>,
    parameters: &str,
    place: &str,
    clients: &[Client],
) -> Brought {
    let mut brought = Brought::default();
    let readers = Readers {
        nss: clients,
        ..Readers::default()
    };
    match paths(parameters, &mut brought.unclear).as_deref() {
        None => brought
            .stores
            .extend(compiled_in(tree, user, place, clients)),
        Some(paths) => of_paths(tree, user, paths, readers, &mut brought),
    }
    brought
}

/// The places that the trust module's parameters name.
pub(super) fn paths(parameters: &str, unclear: &mut Vec<Told>) -> Option<String> {
    let mut paths = None;
    for word in words(parameters) {
        match word.split_once('=') {
            Some(("paths", value)) => paths = Some(value.to_owned()),
            Some(("verbose", _)) => {}
            _ => {
                let argument = word.chars().take(100).collect();
                let remark = NssRemark::P11KitArgument { argument };
                unclear.push(remark.told());
            }
        }
    }
    paths
}

/// What the proxy brings itself, and the libraries that it loads, each with its parameters.
pub(crate) fn of_proxy(
    tree: &Tree,
    user: Option<&User>,
    place: &str,
    clients: &[Client],
) -> (Brought, Vec<(String, String)>) {
    let mut brought = Brought::default();
    let mut modules = Vec::new();
    let mut unread = Vec::new();
    let configured = configured(tree, user, &mut unread);
    let unread = unread.iter().map(|(_, error)| ReadProblem::told_of(error));
    brought.unclear.extend(unread);
    if configured.is_empty() {
        // If none of its modules can be seen, assume the one that matters.
        brought
            .stores
            .extend(compiled_in(tree, user, place, clients));
    }
    for (file, module) in configured.into_iter().take(MAX_MODULES) {
        let value = |key: &str| module.value(key);
        let names_proxy = |list: &str| {
            let mut names = list.split([' ', ',', '\t']);
            names.any(|name| name == PROXY)
        };
        let is_disabled = names_proxy(value("disable-in"))
            || !value("enable-in").is_empty() && !names_proxy(value("enable-in"));
        if is_disabled {
            continue;
        }
        let is_known = |key: &&String| {
            HARMLESS.contains(&key.as_str())
                || ["module", "x-init-reserved", "remote"].contains(&key.as_str())
        };
        if let Some(key) = module.values.keys().find(|key| !is_known(key)) {
            let remark = NssRemark::P11KitSetting {
                file: file.clone(),
                setting: key.chars().take(100).collect(),
            };
            brought.unclear.push(remark.told());
        }
        if !value("remote").is_empty() {
            let file = file.clone();
            let remark = NssRemark::P11KitRemote { file };
            brought.unclear.push(remark.told());
        }
        if !value("module").is_empty() {
            let library = resolved(tree, value("module"));
            let parameters = value("x-init-reserved").to_owned();
            modules.push((library, parameters));
        }
    }
    (brought, modules)
}

/// What the trust module reads by default: the system's sources, or its bundle if it has
/// none. Which system the module comes from is unknown, so all matching layouts count.
fn compiled_in(tree: &Tree, user: Option<&User>, place: &str, clients: &[Client]) -> Vec<Store> {
    let mut layouts = SystemLayout::of(tree);
    if layouts.is_empty() {
        layouts.push(&DEBIAN);
    }
    let mut bundles: Vec<&str> = Vec::new();
    let mut stores = Vec::new();
    for layout in layouts {
        match &layout.p11_kit {
            Some(path) => stores.extend(layout::trust_module(tree, user, path, clients)),
            None if bundles.contains(&layout.bundle()) => {}
            None => {
                bundles.push(layout.bundle());
                stores.extend(bundle(tree, user, layout.bundle(), place, clients));
            }
        }
    }
    stores
}

fn bundle(
    tree: &Tree,
    user: Option<&User>,
    path: &str,
    place: &str,
    clients: &[Client],
) -> Option<Store> {
    let mut store = Store::new(tree, StoreKind::NamedFile, path.as_ref(), user);
    store.id = format!("{}:{place}:p11-kit-trust.so", StoreKind::NamedFile.code());
    let mut collector = Collector::new(store);
    let trusted_by = TrustedBy::of_pem(clients.to_vec());
    match tree.read(path.as_ref(), MAX_FILE_BYTES) {
        Ok(text) => collector.take(&text, path, &trusted_by),
        Err(error) if error.is_not_found() => return None,
        Err(error) => collector.fail(&error),
    }
    Some(collector.finish())
}

/// The places that `paths=` names.
pub(super) fn of_paths(
    tree: &Tree,
    user: Option<&User>,
    paths: &str,
    readers: Readers<'_>,
    brought: &mut Brought,
) {
    let mut places = Vec::new();
    for path in paths.split(':').filter(|path| !path.is_empty()) {
        if path.starts_with('/') {
            let path = PathBuf::from(path);
            let kind = match tree.list(&path) {
                Ok(_) => StoreKind::NamedDirectory,
                Err(_) => StoreKind::NamedFile,
            };
            let store = Store::new(tree, kind, &path, user);
            places.push(TokenPath { path, store });
        } else {
            let place = path.chars().take(200).collect();
            let remark = NssRemark::P11KitPlace { place };
            brought.unclear.push(remark.told());
        }
    }
    brought.stores.extend(p11_kit::read(tree, places, readers));
}

/// Words separated by blanks; quotes keep blanks, a backslash keeps the next character.
/// NSS's list may quote the whole text.
fn words(parameters: &str) -> Vec<String> {
    let parameters = parameters.trim();
    let inner = parameters
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .filter(|inner| !inner.contains('"'));
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut quote = None;
    let mut rest = inner.unwrap_or(parameters).chars();
    while let Some(sign) = rest.next() {
        match (quote, sign) {
            (_, '\\') => word.extend(rest.next()),
            (Some(open), sign) if sign == open => quote = None,
            (None, '\'' | '"') => quote = Some(sign),
            (None, sign) if sign.is_whitespace() => words.push(std::mem::take(&mut word)),
            (_, sign) => word.push(sign),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests;
