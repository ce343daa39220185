//! Installations of Java, Python and Mozilla's programs, which bring their own roots: found
//! by one walk.
//!
//! None has a fixed place. A JDK, a Python environment or an unpacked browser is a folder
//! that can be anywhere, so the folders where people put them are walked, within limits,
//! and installations are recognized by their shape: `lib/security` is Java's, `certifi` is
//! Python's, `application.ini` next to `omni.ja` or `libxul.so` is Mozilla's.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;

use crate::{Client, Inventory, User, java, mozilla, python, settings};

mod databases;
pub(crate) mod environment;
pub(crate) mod walk;

use walk::{Follow, Installations};

/// System folders that contain installations. `/usr/lib` has Debian's own, and those of
/// vendors' packages.
const SYSTEM: [&str; 5] = ["/usr/lib", "/usr/local", "/opt", "/srv", "/usr/java"];

/// Folders of a home where tools put installations, some of them behind links, in caches,
/// or deeper than the walk over the home goes.
const HOME: [&str; 25] = [
    ".sdkman/candidates/java",
    ".jdks",
    ".gradle/jdks",
    ".pyenv/versions",
    ".virtualenvs",
    ".local/pipx",
    ".local/lib",
    ".local/share/pipx",
    ".local/share/uv",
    ".local/share/virtualenvs",
    ".local/share/hatch/env",
    ".local/share/mise/installs",
    ".local/share/JetBrains",
    ".cache/pypoetry/virtualenvs",
    ".asdf/installs",
    ".rye/py",
    ".conda/envs",
    "miniconda3",
    "anaconda3",
    "miniforge3",
    "mambaforge",
    "micromamba",
    // Where torbrowser-launcher puts Tor Browser.
    ".local/share/torbrowser/tbb/x86_64",
    ".var/app/org.torproject.torbrowser-launcher/data/torbrowser/tbb/x86_64",
    ".var/app/com.github.micahflee.torbrowser-launcher/data/torbrowser/tbb/x86_64",
];

fn system_roots() -> Vec<PathBuf> {
    SYSTEM.into_iter().map(PathBuf::from).collect()
}

fn home_roots(user: &User) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = HOME.iter().map(|place| user.home.join(place)).collect();
    roots.push(user.home.clone());
    roots
}

/// Reads the roots that the system's installations bring.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut inventory = Inventory::default();
    let found = walk::over(tree, &system_roots(), None, &mut inventory);
    inventory.add(java::of_system(tree, &found));
    inventory.add(python::read(tree, &found.bundles, None));
    inventory.add(settings::of_found(tree, None, &found.configurations));
    inventory.add(mozilla::copies::of_system(tree, &found.geckos));
    inventory.add(databases::read(tree, None, &found.databases));
    inventory
}

/// Reads the roots that the installations in one home bring.
pub(crate) fn of_user(tree: &Tree, user: &User) -> Inventory {
    let mut inventory = Inventory::default();
    let found = walk::over(tree, &home_roots(user), Some(user), &mut inventory);
    inventory.add(java::of_user(tree, user, &found));
    inventory.add(python::read(tree, &found.bundles, Some(user)));
    inventory.add(settings::of_found(tree, Some(user), &found.configurations));
    inventory.add(mozilla::copies::of_user(tree, user, &found.geckos));
    inventory.add(databases::read(tree, Some(user), &found.databases));
    inventory
}

/// The folders from which installations are searched.
pub(crate) fn roots(user: Option<&User>) -> Vec<PathBuf> {
    user.map_or_else(system_roots, home_roots)
}

/// Walks over the folders in which installations are searched.
pub(crate) fn follow(tree: &Tree, user: Option<&User>, follow: &mut impl Follow) {
    let roots = roots(user).into_iter().map(|root| (root, None));
    walk::follow(tree, roots, user, follow);
}

/// Walks over one folder of such a walk again, with the depth that it had there.
pub(crate) fn follow_again(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    depth: u32,
    follow: &mut impl Follow,
) {
    walk::follow(tree, [(folder.to_owned(), Some(depth))], user, follow);
}

/// Reads what a walk found in one folder, and nothing that is read by its place.
pub(crate) fn of_folder(tree: &Tree, user: Option<&User>, found: &Installations) -> Inventory {
    let mut inventory = java::of_folder(tree, user, found);
    inventory.add(python::read(tree, &found.bundles, user));
    inventory.add(settings::of_found(tree, user, &found.configurations));
    inventory.add(mozilla::copies::of_folder(tree, user, &found.geckos));
    inventory.add(databases::read(tree, user, &found.databases));
    inventory
}

/// The folders of JDKs, of the system or in one home. Errors of the walk are reported where
/// installations are read.
pub fn java_homes(tree: &Tree, user: Option<&User>) -> Vec<PathBuf> {
    let mut inventory = Inventory::default();
    walk::over(tree, &roots(user), user, &mut inventory).java_homes
}

/// The folders of NSS databases outside known programs' places, of the system or in one
/// home, and which program reads each.
pub fn databases(tree: &Tree, user: Option<&User>) -> Vec<(PathBuf, Option<Client>)> {
    let mut inventory = Inventory::default();
    let found = walk::over(tree, &roots(user), user, &mut inventory);
    databases::unknown(tree, user, &found.databases)
}
