//! The files that configure p11-kit's modules.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Error, Tree};

use crate::{User, nss::library};

/// The largest file that configures a module, in bytes.
const MAX_MODULE_BYTES: u64 = 1 << 20;

/// Where modules are configured for everyone; a user's own are in the home.
const OF_SYSTEM: [&str; 2] = ["/usr/share/p11-kit/modules", "/etc/pkcs11/modules"];
const OF_USER: [&str; 2] = [".config/pkcs11/modules", ".pkcs11/modules"];

/// A module as its files configure it.
#[derive(Debug, Default)]
pub(in crate::nss) struct Configured {
    /// The file whose values count.
    pub(in crate::nss) path: PathBuf,
    pub(super) values: BTreeMap<String, String>,
}

impl Configured {
    /// A value; empty if it is not set.
    pub(in crate::nss) fn value(&self, key: &str) -> &str {
        self.values.get(key).map(String::as_str).unwrap_or_default()
    }
}

/// The modules by the name of their file; a user's values override the system's. What cannot
/// be read is added to `unread`.
pub(in crate::nss) fn configured(
    tree: &Tree,
    user: Option<&User>,
    unread: &mut Vec<(PathBuf, Error)>,
) -> BTreeMap<String, Configured> {
    let mut folders: Vec<PathBuf> = OF_SYSTEM.map(PathBuf::from).into();
    folders.extend(
        user.into_iter()
            .flat_map(|user| OF_USER.map(|folder| user.home.join(folder))),
    );
    let mut found: BTreeMap<String, Configured> = BTreeMap::new();
    for folder in folders {
        let names = names(tree, &folder, unread);
        for name in names.into_iter().filter(|name| name.ends_with(".module")) {
            let path = folder.join(&name);
            match tree.read(&path, MAX_MODULE_BYTES) {
                Ok(text) => {
                    let module = found.entry(name).or_default();
                    module.path = path;
                    let values = values_of(&String::from_utf8_lossy(&text));
                    module.values.extend(values);
                }
                Err(error) => unread.push((path, error)),
            }
        }
    }
    found
}

fn names(tree: &Tree, folder: &Path, unread: &mut Vec<(PathBuf, Error)>) -> Vec<String> {
    match tree.list(folder) {
        Ok(entries) => {
            let names = entries.into_iter().map(|entry| entry.name);
            names.filter_map(|name| name.into_string().ok()).collect()
        }
        Err(error) if error.is_not_found() => Vec::new(),
        Err(error) => {
            unread.push((folder.to_owned(), error));
            Vec::new()
        }
    }
}

fn values_of(text: &str) -> BTreeMap<String, String> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// The path of a module without a folder.
pub(in crate::nss) fn resolved(tree: &Tree, module: &str) -> String {
    if module.starts_with('/') {
        return module.to_owned();
    }
    let folders = library::folders(tree).into_iter();
    let mut places = folders.map(|folder| folder.join("pkcs11").join(module));
    places
        .find(|place| tree.identity(place).is_ok())
        .map_or_else(
            || format!("/usr/lib/pkcs11/{module}"),
            |place| place.display().to_string(),
        )
}
