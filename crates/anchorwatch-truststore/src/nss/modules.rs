//! `pkcs11.txt`: the modules that a program loads beside its database.
//!
//! ```text
//! library=/usr/lib/…/libsoftokn3.so          empty: NSS's own, inside the program
//! name=Second
//! parameters=configdir='sql:/srv/db' …       what the library is told
//! NSS=trustOrder=100 …
//!                                            an empty line ends a module
//! ```
//!
//! A module brings objects, trust among them. Measured with certutil 3.87: a second
//! libsoftokn3.so with a `configdir` of its own makes NSS believe that folder's `cert9.db`
//! (that folder's own `pkcs11.txt` is not read, so this ends after one step); the
//! parameters of NSS's own module are put aside for the folder that the program opened.
//! Measured with Firefox 140.10 ESR: p11-kit-trust.so brings the system's bundle.
//! Any other library is a program that may say anything, and is named as such.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use super::take_certificates;
use crate::{
    Client, Reading, Store, StoreKind, User,
    collect::{Believers, Collector, MAX_FILE_BYTES},
    debian,
    reading::with_cause,
};

/// The largest list that is read, in bytes. A profile's has under 1 kB.
const MAX_LIST_BYTES: u64 = 1 << 20;

/// The most modules of one list that are followed; who has a smart card has two or three.
const MAX_MODULES: usize = 100;

/// Folders that only root can write, from where packages' libraries come.
const SYSTEM_LIBRARIES: [&str; 4] = ["/usr/lib/", "/usr/lib64/", "/lib/", "/usr/lib32/"];

/// p11-kit's: the trust module reads the system's bundle, the proxy passes it on.
const P11_KIT: [&str; 2] = ["p11-kit-trust.so", "p11-kit-proxy.so"];

/// Modules of packages that bring no trust objects: NSS's own list of public roots
/// (which a program has anyway), smart card readers, and NSS's soft token itself, of
/// which (as of the one that leads to a user's own) only the folders count.
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
    /// The folders that its parameters name, as they stand there.
    folders: Vec<String>,
}

/// Reads what the modules of a database bring.
pub(super) fn of_database(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    clients: &[Client],
    found: &mut Reading,
) {
    let path = folder.join("pkcs11.txt");
    let mut list = Store::new(tree, StoreKind::Settings, &path, user);
    match tree.read(&path, MAX_LIST_BYTES) {
        Ok(text) => {
            let modules = modules(&String::from_utf8_lossy(&text));
            if modules.len() > MAX_MODULES {
                list.unreadable.push(format!(
                    "it names more than {MAX_MODULES} modules; the rest was not followed"
                ));
            }
            for module in modules.iter().take(MAX_MODULES) {
                list.unreadable.extend(named(&module.library));
                let place = path.display().to_string();
                found
                    .stores
                    .extend(stores(tree, user, &module.library, &place, clients));
                list.unreadable
                    .extend(module.further(tree, user, clients, found));
            }
        }
        Err(error) if error.is_not_found() || error.is_permission() => {}
        Err(error) => list.error = Some(with_cause(&error)),
    }
    if list.error.is_some() || !list.unreadable.is_empty() {
        found.stores.push(list);
    }
}

/// The folders of further databases that the modules of a database bring, as far as they
/// can be followed.
pub(crate) fn folders(tree: &Tree, folder: &Path) -> Vec<PathBuf> {
    let Ok(text) = tree.read(&folder.join("pkcs11.txt"), MAX_LIST_BYTES) else {
        // The reading of the audit says why.
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

/// What is to be said of a library, if its name alone does not tell what it brings.
pub(crate) fn named(library: &str) -> Option<String> {
    let (folder, name) = match library.rfind('/') {
        Some(at) => library.split_at(at + 1),
        None => ("", library),
    };
    let is_packaged = folder.is_empty()
        || SYSTEM_LIBRARIES.iter().any(|lib| folder.starts_with(lib)) && !folder.contains("/../");
    let is_known = WITHOUT_TRUST.contains(&name) || P11_KIT.contains(&name);
    (!is_packaged || !is_known).then(|| {
        let shown: String = library.chars().take(200).collect();
        format!("the module {shown} is a program that can bring any root; it was not judged")
    })
}

/// The stores that a library brings whatever its parameters are; `place` is the file
/// that names it.
pub(crate) fn stores(
    tree: &Tree,
    user: Option<&User>,
    library: &str,
    place: &str,
    clients: &[Client],
) -> Option<Store> {
    let name = library.rsplit('/').next().unwrap_or(library);
    if !P11_KIT.contains(&name) {
        return None;
    }
    let bundle = Path::new(debian::BUNDLE);
    let mut store = Store::new(tree, StoreKind::NamedFile, bundle, user);
    store.id = format!("{}:{place}:{name}", StoreKind::NamedFile.code());
    let mut collector = Collector::new(store);
    let believers = Believers::of_pem(clients.to_vec());
    match tree.read(bundle, MAX_FILE_BYTES) {
        Ok(text) => collector.take(&text, debian::BUNDLE, &believers),
        Err(error) if error.is_not_found() => return None,
        Err(error) => collector.fail(&error),
    }
    Some(collector.finish())
}

impl Module {
    /// Reads the folders; the answer is what cannot be followed.
    fn further(
        &self,
        tree: &Tree,
        user: Option<&User>,
        clients: &[Client],
        found: &mut Reading,
    ) -> Vec<String> {
        let mut unclear = Vec::new();
        for folder in &self.folders {
            let folder = without_kind(folder);
            if folder.starts_with('/') {
                take_certificates(tree, user, folder.as_ref(), clients, found);
            } else if !folder.is_empty() {
                unclear.push(format!(
                    "the database folder {folder:?} depends on where the program is started"
                ));
            }
        }
        unclear
    }
}

/// The folder without the word for the kind of its database.
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
        }
    }
    modules
}

/// The values of an argument, wherever it stands: parameters nest (`tokens=<0x1=[…]>`).
fn values(parameters: &str, argument: &str) -> Vec<String> {
    let lower = parameters.to_ascii_lowercase();
    let starts = lower.match_indices(argument);
    starts
        .filter_map(|(at, _)| parameters.get(at + argument.len()..))
        .map(value)
        .filter(|value| !value.is_empty())
        .collect()
}

/// One value: between quotes or brackets, or as far as the next space (NSS's `utilpars.c`).
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
