//! p11-kit's modules that say of themselves that they bring trust.
//!
//! ```text
//! module: p11-kit-trust.so       a library; `remote:` names a program or a socket instead
//! trust-policy: yes              whoever asks p11-kit for roots asks this module too
//! ```
//!
//! GnuTLS loads every such module where its default list of roots is p11-kit's, as on Fedora,
//! Arch and openSUSE (`gnutls_pkcs11_init` with `P11_KIT_MODULE_TRUSTED`); `trust extract` asks
//! them too. Debian and Alpine build GnuTLS with the bundle as its default, so there only
//! programs that name `pkcs11:` themselves do. p11-kit's own trust module is no news. Another
//! library or program may claim any root, and is reported; what the trust module's `paths=`
//! name is read.
//!
//! Source: p11-kit's pkcs11.conf(5) and `p11-kit/conf.c`: only the word «yes» counts, and a
//! user's files are merged with the system's unless `pkcs11.conf` says otherwise, which is not
//! looked at here.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_remark::{Remark as _, Told};

use super::{
    library::{Library, Seen},
    modules::is_packaged,
    p11_kit::{self, Brought, Configured, MAX_MODULES},
    remark::NssRemark,
};
use crate::{
    Client, Inaccessible, Inventory, Store, StoreKind, SystemLayout, User, p11_kit::Readers,
    redact::redact,
};

/// The trust module's name.
const TRUST_MODULE: &str = "p11-kit-trust.so";

/// Reads the system's modules, or those that a user has added or changed.
pub(super) fn read(tree: &Tree, user: Option<&User>) -> Inventory {
    let mut found = Inventory::default();
    let is_asked = |path: &Path| user.is_none_or(|user| path.starts_with(&user.home));
    let mut unread = Vec::new();
    let configured = p11_kit::configured(tree, user, &mut unread);
    let uid = user.and_then(|user| user.uid);
    for (path, error) in unread.iter().filter(|(path, _)| is_asked(path)) {
        let closed = Inaccessible::new(tree, path, uid, error);
        found.closed.push(closed);
    }
    let count = configured.len();
    for module in configured.into_values().take(MAX_MODULES) {
        if module.value("trust-policy") == "yes" && is_asked(&module.path) {
            let brought = judged(tree, user, &module);
            report(tree, user, &module.path, brought.unclear, &mut found);
            for store in brought.stores {
                found.add_store(store);
            }
        }
    }
    if count > MAX_MODULES && user.is_none() {
        let max = MAX_MODULES as u64;
        let limit = NssRemark::TooManyModules { max }.told();
        report(
            tree,
            user,
            "/etc/pkcs11/modules".as_ref(),
            vec![limit],
            &mut found,
        );
    }
    found
}

fn report(
    tree: &Tree,
    user: Option<&User>,
    path: &Path,
    unclear: Vec<Told>,
    found: &mut Inventory,
) {
    if !unclear.is_empty() {
        let mut store = Store::new(tree, StoreKind::Settings, path, user);
        store.unreadable = unclear;
        found.stores.push(store);
    }
}

/// What a module brings, as far as can be determined without running it.
fn judged(tree: &Tree, user: Option<&User>, module: &Configured) -> Brought {
    let mut brought = Brought::default();
    let clients = clients(tree);
    let (library, remote) = (module.value("module"), module.value("remote"));
    let foreign = match (library, remote) {
        ("", "") => None,
        ("", remote) => Some(remote.to_owned()),
        (library, _) => {
            let path = p11_kit::resolved(tree, library);
            (!is_trust_module(tree, &path)).then_some(path)
        }
    };
    match foreign {
        Some(library) => {
            let library = redact(&library.chars().take(200).collect::<String>());
            let remark = if clients.is_empty() {
                NssRemark::TrustModuleUnused { library }
            } else {
                NssRemark::TrustModule { library }
            };
            brought.unclear.push(remark.told());
        }
        None => {
            let parameters = module.value("x-init-reserved");
            let paths = p11_kit::paths(parameters, &mut brought.unclear);
            let readers = Readers {
                gnutls: &clients,
                ..Readers::default()
            };
            if let Some(paths) = paths {
                p11_kit::of_paths(tree, user, &paths, readers, &mut brought);
            }
        }
    }
    brought
}

/// Whether a library is p11-kit's trust module where packages install it. One that is missing
/// or cannot be read is taken for what its name says.
fn is_trust_module(tree: &Tree, path: &str) -> bool {
    let seen = Library::at(tree, &PathBuf::from(path)).ok().flatten();
    let is_it = match seen {
        Some(Seen { library, .. }) => library == Library::P11KitTrust,
        None => path.rsplit('/').next() == Some(TRUST_MODULE),
    };
    is_it && is_packaged(path)
}

/// The programs that take their roots from p11-kit in the systems that the tree may have.
fn clients(tree: &Tree) -> Vec<Client> {
    let layouts = SystemLayout::of(tree);
    let mut clients: Vec<Client> = layouts
        .iter()
        .filter_map(|layout| layout.p11_kit.as_ref())
        .flat_map(|path| path.clients.iter().copied())
        .collect();
    clients.sort();
    clients.dedup();
    clients
}

#[cfg(test)]
mod tests;
