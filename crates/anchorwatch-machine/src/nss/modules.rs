//! `pkcs11.txt`: the modules that a program loads with its database.
//!
//! ```text
//! library=/usr/lib/…/libsoftokn3.so          empty: NSS's own, inside the program
//! name=Second
//! parameters=configdir='sql:/srv/db' …       the library's parameters
//! NSS=trustOrder=100 …
//!                                            an empty line ends a module
//! ```
//!
//! A module brings objects, including trust. Measured with certutil 3.87: a second
//! libsoftokn3.so with its own `configdir` makes NSS trust that folder's `cert9.db` (that
//! folder's `pkcs11.txt` is not read, so this ends after one step); the parameters of NSS's
//! own module are replaced by the folder that the program opened. Measured with Firefox
//! 140.10 ESR: p11-kit-trust.so brings the system's bundle, or what its `paths=` name. Any
//! other library is a program that may claim anything, and is reported as such; so is an
//! argument that is not understood.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use super::remark::NssRemark;
use super::{
    certificates,
    library::{self, Library, Origin, Seen},
    p11_kit::{self, Brought},
};
use crate::read_problem::ReadProblem;
use crate::{Anchor, Client, Inventory, Store, StoreKind, Trust, User};
use anchorwatch_remark::{Remark as _, Told};

/// The largest list that is read, in bytes. A profile's has under 1 kB.
const MAX_LIST_BYTES: u64 = 1 << 20;

/// The most modules of one list that are followed; a user with a smart card has two or
/// three.
const MAX_MODULES: usize = 100;

/// Folders that only root can write, where packages install libraries.
const SYSTEM_LIBRARIES: [&str; 4] = ["/usr/lib/", "/usr/lib64/", "/lib/", "/usr/lib32/"];

/// p11-kit's modules by name, for files that cannot be read.
const P11_KIT: [(&str, Library); 2] = [
    ("p11-kit-trust.so", Library::P11KitTrust),
    ("p11-kit-proxy.so", Library::P11KitProxy),
];

/// NSS's own modules, which are recognized by more than the name.
const NSS: [&str; 2] = ["libnssckbi.so", "libsoftokn3.so"];

/// Packaged modules that bring no trust objects: NSS's own list of public roots (which a
/// program has anyway), smart card readers, and NSS's soft token. Of the soft token, and of
/// the module that opens a user's own, only the folders matter.
const WITHOUT_TRUST: [&str; 8] = [
    "libnssckbi.so",
    "libsoftokn3.so",
    "libnsssysinit.so",
    "opensc-pkcs11.so",
    "onepin-opensc-pkcs11.so",
    "libykcs11.so",
    "libosclientcerts.so",
    "libipcclientcerts.so",
];

/// A module that is not the program's own.
#[derive(Debug, Default, PartialEq, Eq)]
struct Module {
    library: String,
    /// The library's parameters, as written.
    parameters: String,
    /// The folders that its parameters name, as written.
    folders: Vec<String>,
    /// Whether the databases in them have other names.
    has_prefix: bool,
}

/// Reads what the modules of a database bring.
pub(super) fn of_database(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Inventory,
) {
    let path = folder.join("pkcs11.txt");
    let mut list = Store::new(tree, StoreKind::Settings, &path, user);
    match tree.read(&path, MAX_LIST_BYTES) {
        Ok(text) => {
            let modules = modules(&String::from_utf8_lossy(&text));
            if modules.len() > MAX_MODULES {
                let max = MAX_MODULES as u64;
                let limit = NssRemark::TooManyModules { max };
                list.unreadable.push(limit.told());
            }
            for module in modules.iter().take(MAX_MODULES) {
                let place = path.display().to_string();
                let (library, parameters) = (&module.library, &module.parameters);
                let brought = judged(tree, user, library, parameters, &place, clients);
                list.unreadable.extend(brought.unclear);
                for store in brought.stores {
                    found.add_store(store);
                }
                list.unreadable
                    .extend(module.further(tree, user, clients, found));
            }
        }
        Err(error) if error.is_not_found() || error.is_permission() => {}
        Err(error) => list.error = Some(ReadProblem::told_of(&error)),
    }
    if list.error.is_some() || !list.unreadable.is_empty() {
        found.stores.push(list);
    }
}

/// The folders of other databases that the modules of a database bring, as far as they can
/// be followed.
pub fn folders(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let Ok(text) = tree.read(&folder.join("pkcs11.txt"), MAX_LIST_BYTES) else {
        // The audit reports the reason.
        return Vec::new();
    };
    let modules = modules(&String::from_utf8_lossy(&text));
    let folders = modules.iter().take(MAX_MODULES).flat_map(|module| {
        let folders = module.folders.iter();
        folders.map(|folder| without_kind(folder))
    });
    folders
        .filter(|folder| folder.starts_with('/'))
        .map(PathBuf::from)
        .collect()
}

/// What a library brings, as far as can be determined without running it; `place` is the
/// file that names it.
pub(crate) fn judged(
    tree: &Tree,
    user: Option<&User>,
    library: &str,
    parameters: &str,
    place: &str,
    clients: &[Client],
) -> Brought {
    let loader = Loader::Program;
    judged_in(tree, user, library, parameters, place, clients, loader)
}

/// What the modules bring that p11-kit's proxy passes on.
pub(super) fn of_proxy(
    tree: &Tree,
    user: Option<&User>,
    place: &str,
    clients: &[Client],
) -> Brought {
    let (mut brought, modules) = p11_kit::of_proxy(tree, user, place, clients);
    let loader = Loader::Proxy;
    for (library, parameters) in modules {
        let further = judged_in(tree, user, &library, &parameters, place, clients, loader);
        brought.stores.extend(further.stores);
        brought.unclear.extend(further.unclear);
    }
    brought
}

/// Who loads a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loader {
    Program,
    Proxy,
}

fn judged_in(
    tree: &Tree,
    user: Option<&User>,
    library: &str,
    parameters: &str,
    place: &str,
    clients: &[Client],
    loader: Loader,
) -> Brought {
    let path = file(tree, library);
    let found = path
        .as_ref()
        .map_or(Ok(None), |path| Library::at(tree, path));
    let name = library.rsplit('/').next().unwrap_or(library);
    let seen = found.as_ref().ok().and_then(Option::as_ref);
    let kind = match seen {
        Some(seen) => Some(seen.library),
        // A library that is missing or unreadable is taken for what its name says.
        None => (P11_KIT.iter())
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind),
    };
    let mut brought = match kind {
        Some(Library::P11KitTrust) => p11_kit::of_trust(tree, user, parameters, place, clients),
        // Inside itself the proxy has no other modules than those that are being read.
        Some(Library::P11KitProxy) if loader == Loader::Program => {
            of_proxy(tree, user, place, clients)
        }
        _ => Brought::default(),
    };
    if let (Some(path), Some(seen)) = (&path, seen) {
        brought.stores.extend(inside(tree, path, seen, clients));
    }
    let is_understood = match (kind, seen) {
        (Some(Library::P11KitTrust | Library::P11KitProxy), _) => true,
        (Some(Library::NssRoots), Some(seen)) => seen.is_nss_roots(),
        (Some(Library::NssSoftToken), seen) => seen.is_some(),
        // NSS's own libraries must have the known texts.
        (Some(Library::Other), Some(seen)) => {
            let is_as_packaged = matches!(seen.origin, Origin::Package | Origin::Unknown);
            WITHOUT_TRUST.contains(&name) && !NSS.contains(&name) && is_as_packaged
        }
        _ => WITHOUT_TRUST.contains(&name),
    };
    if !is_packaged(library) || !is_understood {
        let shown: String = library.chars().take(200).collect();
        let remark = NssRemark::UnknownModule { library: shown };
        brought.unclear.push(remark.told());
    }
    brought
}

/// The roots inside a library that belong to no public root program.
fn inside(tree: &Tree, path: &Path, seen: &Seen, clients: &[Client]) -> Option<Store> {
    let mut store = Store::new(tree, StoreKind::Settings, path, None);
    let anchors = seen.foreign.iter().cloned();
    store.anchors = anchors
        .map(|one| Anchor::new(one, Trust::Trusted, clients))
        .collect();
    (!store.anchors.is_empty()).then_some(store)
}

/// Whether its path is one that only root can write, as a package would.
pub(super) fn is_packaged(library: &str) -> bool {
    let folder = library.rfind('/').and_then(|at| library.get(..=at));
    folder.is_none_or(|folder| {
        SYSTEM_LIBRARIES.iter().any(|lib| folder.starts_with(lib)) && !folder.contains("/../")
    })
}

/// The file that the loader opens for a library, if it can be determined.
fn file(tree: &Tree, library: &str) -> Option<PathBuf> {
    if library.starts_with('/') {
        return Some(PathBuf::from(library));
    }
    let is_bare = !library.contains('/');
    let folders = is_bare.then(|| library::folders(tree))?;
    let mut places = folders.into_iter().map(|folder| folder.join(library));
    places.find(|place| tree.identity(place).is_ok())
}

impl Module {
    /// Reads the folders; returns what cannot be followed.
    fn further(
        &self,
        tree: &Tree,
        user: Option<&User>,
        clients: &[Client],
        found: &mut Inventory,
    ) -> Vec<Told> {
        let mut unclear = Vec::new();
        if self.has_prefix {
            unclear.push(NssRemark::PrefixedDatabase.told());
        }
        for folder in &self.folders {
            let folder = without_kind(folder);
            if folder.starts_with('/') {
                certificates::take(tree, user, folder.as_ref(), clients, found);
            } else if !folder.is_empty() {
                let folder = folder.to_owned();
                unclear.push(NssRemark::RelativeDatabase { folder }.told());
            }
        }
        unclear
    }
}

/// The folder without its prefix for the kind of database.
fn without_kind(folder: &str) -> &str {
    folder
        .split_once(':')
        .filter(|(kind, _)| ["sql", "dbm", "extern", "rdb"].contains(kind))
        .map_or(folder, |(_, folder)| folder)
}

/// The modules that are not the program's own.
fn modules(text: &str) -> Vec<Module> {
    let mut modules = Vec::new();
    let mut module = Module::default();
    // A last empty line ends the last module.
    for line in text.lines().map(str::trim).chain([""]) {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        if line.is_empty() {
            let module = std::mem::take(&mut module);
            if !module.library.is_empty() {
                modules.push(module);
            }
        } else if key.eq_ignore_ascii_case("library") {
            value.trim().clone_into(&mut module.library);
        } else if key.eq_ignore_ascii_case("parameters") {
            module.folders.extend(values(value, "configdir="));
            module.has_prefix |= !values(value, "certprefix=").is_empty();
            value.trim().clone_into(&mut module.parameters);
        }
    }
    modules
}

/// The values of an argument, wherever it occurs: parameters nest (`tokens=<0x1=[…]>`).
fn values(parameters: &str, argument: &str) -> Vec<String> {
    let lower = parameters.to_ascii_lowercase();
    let starts = lower.match_indices(argument);
    starts
        .filter_map(|(at, _)| parameters.get(at + argument.len()..))
        .map(value)
        .filter(|value| !value.is_empty())
        .collect()
}

/// One value: in quotes or brackets, or up to the next space (NSS's `utilpars.c`).
fn value(text: &str) -> String {
    let mut rest = text.chars();
    let end = match rest.next() {
        Some(quote @ ('\'' | '"')) => quote,
        Some('<') => '>',
        Some('[') => ']',
        Some('(') => ')',
        Some('{') => '}',
        Some(first) => {
            let word = rest.take_while(|character| !character.is_whitespace() && *character != ']');
            return std::iter::once(first).chain(word).collect();
        }
        None => return String::new(),
    };
    let mut value = String::new();
    while let Some(character) = rest.next() {
        match character {
            '\\' => value.extend(rest.next()),
            _ if character == end => break,
            _ => value.push(character),
        }
    }
    value
}

#[cfg(test)]
mod tests;
