//! An environment: a folder with a Python of its own, and the bundles in it.
//!
//! ```text
//! conda-meta, or pyvenv.cfg, or bin/python beside ssl/cacert.pem
//! ssl/cert.pem        the default file of the OpenSSL there, usually a link to the next
//! ssl/cacert.pem      the bundle; conda-forge's curl is built for it
//! lib/python3.11/site-packages/certifi/cacert.pem
//! ```
//!
//! The walk finds those that are near. Others are read if PATH, a variable, a command in a
//! setting or a running program names them, however deep they are.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use crate::{Inaccessible, Inventory, User, limit::Limit, python, store_builder::is_no_file};

/// Python packages that carry roots, and where: requests before 2.16 had its own, pip and
/// pipenv carry copies of others' (read in their sources).
pub(super) const PACKAGES: [(&str, &[&str]); 5] = [
    ("certifi", &["cacert.pem"]),
    ("requests", &["cacert.pem"]),
    ("botocore", &["cacert.pem", "vendored/requests/cacert.pem"]),
    (
        "pip",
        &["_vendor/certifi/cacert.pem", "_vendor/requests/cacert.pem"],
    ),
    (
        "pipenv",
        &[
            "patched/pip/_vendor/certifi/cacert.pem",
            "patched/notpip/_vendor/certifi/cacert.pem",
        ],
    ),
];

/// The most folders of Python versions that are looked into; an environment has one.
const MAX_VERSIONS: usize = 100;

/// Whether a folder has a Python and a bundle of its own, without Conda's records.
pub(crate) fn has_own_bundle(tree: &Tree, folder: &Path) -> bool {
    let has = |name: &str| tree.identity(&folder.join(name)).is_ok();
    has("ssl/cacert.pem") && (has("bin/python") || has("bin/python3"))
}

/// Whether the walk over installations reads a folder's own bundle.
pub(crate) fn is_walked(tree: &Tree, folder: &Path) -> bool {
    tree.identity(&folder.join("conda-meta")).is_ok() || has_own_bundle(tree, folder)
}

/// The environment that a program is in.
pub(crate) fn of_program(tree: &Tree, program: &Path) -> Option<PathBuf> {
    of_programs(tree, program.parent()?)
}

/// The environment that a folder of programs belongs to.
pub(crate) fn of_programs(tree: &Tree, folder: &Path) -> Option<PathBuf> {
    let prefix = folder.parent().filter(|_| folder.ends_with("bin"))?;
    is_one(tree, prefix).then(|| prefix.to_owned())
}

/// Whether a folder is an environment.
pub(crate) fn is_one(tree: &Tree, folder: &Path) -> bool {
    is_walked(tree, folder) || tree.identity(&folder.join("pyvenv.cfg")).is_ok()
}

/// Reads the bundles of environments.
pub(crate) fn read<'a>(
    tree: &Tree,
    environments: impl IntoIterator<Item = &'a PathBuf>,
    user: Option<&User>,
) -> Inventory {
    let (mut all, mut closed) = (Vec::new(), Vec::new());
    for folder in environments {
        all.extend(bundles(tree, folder, user, &mut closed));
    }
    let mut found = python::read(tree, &all, user);
    found.closed.extend(closed);
    found
}

/// The bundles that there are. A library that cannot be read as a whole is closed; without one
/// the environment has no packages.
fn bundles(
    tree: &Tree,
    folder: &Path,
    user: Option<&User>,
    closed: &mut Vec<Inaccessible>,
) -> Vec<PathBuf> {
    let own = ["ssl/cert.pem", "ssl/cacert.pem"].map(|name| folder.join(name));
    let uid = user.and_then(|user| user.uid);
    let library = folder.join("lib");
    let entries = tree.list(&library).unwrap_or_else(|error| {
        if !error.is_not_found() && !is_no_file(&error) {
            closed.push(Inaccessible::new(tree, &library, uid, &error));
        }
        Vec::new()
    });
    let is_version = |name: &[u8]| name.starts_with(b"python") || name.starts_with(b"pypy");
    let versions = entries
        .into_iter()
        .filter(|it| is_version(it.name.as_encoded_bytes()));
    let versions: Vec<_> = versions.collect();
    if versions.len() > MAX_VERSIONS {
        let limit = Limit::Names {
            max: MAX_VERSIONS as u64,
            count: versions.len() as u64,
        };
        closed.push(Inaccessible::limited(tree, &library, uid, &limit));
    }
    let packages = versions.into_iter().take(MAX_VERSIONS).flat_map(|version| {
        let packages = library.join(version.name).join("site-packages");
        let places = PACKAGES.into_iter().flat_map(move |(package, places)| {
            let package = packages.join(package);
            places.iter().map(move |place| package.join(place))
        });
        places.collect::<Vec<_>>()
    });
    own.into_iter()
        .chain(packages)
        .filter(|path| tree.identity(path).is_ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_with_more_versions_than_are_looked_into_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let of_version = |number: usize| format!("env/lib/python3.{number}/site-packages");
        for number in 0..=MAX_VERSIONS {
            std::fs::create_dir_all(folder.path().join(of_version(number))).unwrap();
        }
        let tree = Tree::open(folder.path()).unwrap();
        let environments = [PathBuf::from("/env")];
        assert_eq!(read(&tree, &environments, None).closed.len(), 1);
        std::fs::remove_dir_all(folder.path().join("env/lib/python3.0")).unwrap();
        assert_eq!(read(&tree, &environments, None).closed, []);
        // What is no folder has no packages.
        std::fs::remove_dir_all(folder.path().join("env/lib")).unwrap();
        std::fs::write(folder.path().join("env/lib"), "").unwrap();
        assert_eq!(read(&tree, &environments, None).closed, []);
    }
}
