//! The walk over folders that may contain installations.
//!
//! It goes breadth first, so that nearby folders are seen even if the limits end the walk.
//! Links are followed to a starting folder and to a found installation, but not in between.
//! No folder is visited twice, and other mounts are not entered. The subfolders of a folder
//! are opened from there, so that a long path is resolved once for all of them.

use std::{
    collections::{HashSet, VecDeque},
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use anchorwatch_home::{Entry, EntryKind, Error, Folder, Tree, effective_user};

use super::environment::{self, PACKAGES};
use crate::limit::Limit;
use crate::read_problem::ReadProblem;
use crate::{Inaccessible, Inventory, User, python, user::owner};
use anchorwatch_remark::Remark as _;

/// What the walk found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Installations {
    /// Folders with a `lib/security`: JDKs and JREs.
    pub(crate) java_homes: Vec<PathBuf>,
    /// Files that may hold options for Java.
    pub(crate) java_options: Vec<PathBuf>,
    /// Bundles inside Python packages, and those of Conda environments.
    pub(crate) bundles: Vec<PathBuf>,
    /// Folders of programs built on Mozilla's.
    pub(crate) geckos: Vec<PathBuf>,
    /// Folders of NSS databases.
    pub(crate) databases: Vec<PathBuf>,
    /// Files that may configure a program in a prefix, an environment or a project.
    pub(crate) configurations: Vec<PathBuf>,
}

/// The depth of the walk below a starting folder: `~/work/customer/project/.venv` is four.
const MAX_DEPTH: u32 = 6;

/// The depth inside an environment, wherever it is: `lib/python3.11/site-packages`.
const ENVIRONMENT_DEPTH: u32 = 3;

/// The depth at which a browser keeps profiles inside its own folder:
/// `TorBrowser/Data/Browser/profile.default`.
const PROFILE_DEPTH: u32 = 4;

/// The most names read in one walk. A developer's home has some ten thousand within the
/// depth; reading this many takes about half a second.
const MAX_ENTRY_COUNT: usize = 200_000;

/// The most places of each kind found by one walk; a hundred environments is many.
const MAX_PLACE_COUNT: usize = 1_000;

/// The most inaccessible folders that are reported one by one.
const MAX_CLOSED_COUNT: usize = 20;

/// Large folders in which no program looks for its roots: histories, Node.js packages,
/// caches, and Wine's view of the whole system.
const SKIPPED: [&str; 10] = [
    ".git",
    ".hg",
    ".svn",
    "node_modules",
    "__pycache__",
    ".cache",
    ".npm",
    ".rustup",
    "Trash",
    "dosdevices",
];

/// Files of projects that set variables for what they start.
const OF_PROJECTS: [&str; 24] = [
    "Makefile",
    "makefile",
    "GNUmakefile",
    "justfile",
    "Taskfile.yml",
    "tox.ini",
    "pyproject.toml",
    "setup.cfg",
    "Pipfile",
    "Procfile",
    "deno.json",
    "deno.jsonc",
    "package.json",
    "pnpm-workspace.yaml",
    "docker-compose.yml",
    "docker-compose.yaml",
    "compose.yml",
    "compose.yaml",
    "mise.toml",
    ".mise.toml",
    "build.gradle",
    "build.gradle.kts",
    "settings.gradle",
    "pom.xml",
];

/// Follows a walk from folder to folder.
pub(crate) trait Follow {
    /// Called before a folder is listed. Returns whether to enter it. Below it the walk goes this
    /// much deeper.
    fn enters(&mut self, path: &Path, identity: (u64, u64), depth_left: u32) -> bool;
    /// What one folder contains.
    fn found(&mut self, path: &Path, found: &Installations);
}

/// The folder that may be an environment because of what is in this one: what makes it one can come
/// last.
pub(crate) fn around(folder: &Path) -> Option<&Path> {
    let is_inner = ["bin", "ssl"].iter().any(|name| is_named(folder, name));
    folder.parent().filter(|_| is_inner)
}

/// Enters every folder.
struct Everything;

impl Follow for Everything {
    fn enters(&mut self, _path: &Path, _identity: (u64, u64), _depth_left: u32) -> bool {
        true
    }

    fn found(&mut self, _path: &Path, _found: &Installations) {}
}

/// Walks over the starting folders. Folders that cannot be read are added to the inventory.
pub(super) fn over(
    tree: &Tree,
    roots: &[PathBuf],
    user: Option<&User>,
    inventory: &mut Inventory,
) -> Installations {
    within(MAX_ENTRY_COUNT, tree, roots, user, inventory)
}

/// Walks over the starting folders and says what each folder contains. A folder with a depth is one
/// of an earlier walk, which went that deep below it.
pub(super) fn follow(
    tree: &Tree,
    roots: impl IntoIterator<Item = (PathBuf, Option<u32>)>,
    user: Option<&User>,
    follow: &mut impl Follow,
) {
    let mut walk = Walk::new(MAX_ENTRY_COUNT, tree, user, follow);
    for (root, depth) in roots {
        let walked = walk.from(&root, depth.unwrap_or(MAX_DEPTH));
        if walked.is_err() && user.is_some() {
            return;
        }
    }
}

fn within(
    max_entry_count: usize,
    tree: &Tree,
    roots: &[PathBuf],
    user: Option<&User>,
    inventory: &mut Inventory,
) -> Installations {
    let mut everything = Everything;
    let mut walk = Walk::new(max_entry_count, tree, user, &mut everything);
    for root in roots {
        if walk.from(root, MAX_DEPTH).is_err() {
            let limit = Limit::Installations {
                names: max_entry_count as u64,
                places: MAX_PLACE_COUNT as u64,
            };
            let uid = user.and_then(|user| user.uid);
            let closed = Inaccessible::limited(tree, root, uid, &limit);
            inventory.closed.push(closed);
            if user.is_some() {
                break;
            }
        }
    }
    inventory.closed.extend(walk.closed());
    walk.found.sort();
    walk.found
}

/// A limit is reached.
struct Exhausted;

struct Walk<'a, F> {
    tree: &'a Tree,
    user: Option<&'a User>,
    follow: &'a mut F,
    found: Installations,
    seen: HashSet<(u64, u64)>,
    max_entry_count: usize,
    entries_left: usize,
    closed: Vec<Inaccessible>,
    unnamed: usize,
}

/// The subfolders of one folder that are still to be visited.
struct Below {
    path: PathBuf,
    names: Vec<OsString>,
    depth_left: u32,
}

impl<'a, F: Follow> Walk<'a, F> {
    fn new(
        max_entry_count: usize,
        tree: &'a Tree,
        user: Option<&'a User>,
        follow: &'a mut F,
    ) -> Self {
        Self {
            tree,
            user,
            follow,
            found: Installations::default(),
            seen: HashSet::new(),
            max_entry_count,
            entries_left: max_entry_count,
            closed: Vec::new(),
            unnamed: 0,
        }
    }

    /// Walks over one starting folder. A home has one limit. Outside homes each starting folder has
    /// its own: who may write below `/srv` hides nothing below `/opt`.
    fn from(&mut self, root: &Path, depth: u32) -> Result<(), Exhausted> {
        if self.user.is_some() {
            return self.below(root, depth);
        }
        self.entries_left = self.max_entry_count;
        let others = std::mem::take(&mut self.found);
        let walked = self.below(root, depth);
        let found = std::mem::replace(&mut self.found, others);
        self.found.add(found);
        walked
    }

    fn below(&mut self, root: &Path, depth: u32) -> Result<(), Exhausted> {
        let identity = match self.tree.identity(root) {
            Ok(identity) => identity,
            Err(error) => {
                // An inaccessible home is reported once, for the home itself.
                let is_inside = self.user.is_some_and(|user| user.home != root);
                if !(is_inside && error.is_permission()) {
                    self.note(root, &error);
                }
                return Ok(());
            }
        };
        let mut queue = VecDeque::new();
        if self.enters(root, identity, depth) {
            let folder = self.tree.folder(root);
            self.visit(root, depth, folder, &mut queue)?;
        }
        while let Some(below) = queue.pop_front() {
            // It existed a moment ago.
            let Ok(above) = self.tree.folder(&below.path) else {
                continue;
            };
            for name in &below.names {
                let Ok(found) = above.identity_of(name) else {
                    continue;
                };
                let path = below.path.join(name);
                if found.0 == identity.0 && self.enters(&path, found, below.depth_left) {
                    self.visit(&path, below.depth_left, above.below(name), &mut queue)?;
                }
            }
        }
        Ok(())
    }

    fn enters(&mut self, path: &Path, identity: (u64, u64), depth_left: u32) -> bool {
        self.seen.insert(identity) && self.follow.enters(path, identity, depth_left)
    }

    fn visit(
        &mut self,
        path: &Path,
        depth_left: u32,
        folder: Result<Folder<'_>, Error>,
        queue: &mut VecDeque<Below>,
    ) -> Result<(), Exhausted> {
        match folder.and_then(|folder| folder.list()) {
            Ok(entries) => {
                let others = std::mem::take(&mut self.found);
                queue.extend(self.look(path, depth_left, &entries));
                let found = std::mem::replace(&mut self.found, others);
                self.follow.found(path, &found);
                self.found.add(found);
                let left = self.entries_left.checked_sub(entries.len());
                self.entries_left = left.ok_or(Exhausted)?;
            }
            Err(error) => self.note(path, &error),
        }
        if self.found.has_too_many() {
            return Err(Exhausted);
        }
        Ok(())
    }

    /// Records what a folder contains, and returns which subfolders to visit.
    fn look(&mut self, path: &Path, mut depth_left: u32, entries: &[Entry]) -> Option<Below> {
        let has = |name: &str| {
            entries
                .binary_search_by(|entry| entry.name.as_os_str().cmp(OsStr::new(name)))
                .is_ok()
        };
        for (package, places) in PACKAGES {
            if has(package) {
                let places = places.iter().map(|place| path.join(package).join(place));
                self.found.bundles.extend(places);
            }
        }
        if is_named(path, "lib") && has("security") {
            self.found
                .java_homes
                .extend(path.parent().map(Path::to_owned));
        }
        if has("application.ini") && (has("omni.ja") || has("libxul.so")) {
            self.found.geckos.push(path.to_owned());
            depth_left = depth_left.max(PROFILE_DEPTH);
        }
        if has("cert9.db") || has("cert8.db") {
            self.found.databases.push(path.to_owned());
        }
        let is_conda = has("conda-meta");
        let is_like_one = has("bin") && has("ssl") && environment::has_own_bundle(self.tree, path);
        if is_conda || is_like_one {
            // OpenSSL's default file there, a link to the bundle next to it.
            self.found.bundles.push(path.join("ssl/cert.pem"));
            // conda-forge's curl is built for the bundle itself.
            self.found.bundles.push(path.join("ssl/cacert.pem"));
        }
        self.options(path, entries);
        self.configurations(path, entries);
        if is_conda || is_like_one || has("pyvenv.cfg") {
            depth_left = depth_left.max(ENVIRONMENT_DEPTH);
        }
        let depth_left = depth_left.checked_sub(1)?;
        let names: Vec<OsString> = entries
            .iter()
            .filter(|entry| is_entered(path, entry, is_conda))
            .map(|entry| entry.name.clone())
            .collect();
        (!names.is_empty()).then(|| Below {
            path: path.to_owned(),
            names,
            depth_left,
        })
    }

    fn options(&mut self, path: &Path, entries: &[Entry]) {
        /// Files of options, by name (the manuals of Gradle, sbt, Eclipse and its
        /// relatives).
        const NAMES: [&str; 6] = [
            "gradle.properties",
            ".jvmopts",
            ".sbtopts",
            "eclipse.ini",
            "dbeaver.ini",
            "setenv.sh",
        ];
        for entry in entries {
            let Some(name) = entry.name.to_str() else {
                continue;
            };
            let is_file = entry.kind == EntryKind::File;
            if entry.kind == EntryKind::Directory && name == ".mvn" {
                let files = ["jvm.config", "maven.config"];
                let files = files.map(|file| path.join(".mvn").join(file));
                self.found.java_options.extend(files);
            } else if is_file && (NAMES.contains(&name) || name.ends_with(".vmoptions")) {
                self.found.java_options.push(path.join(name));
            }
        }
    }

    /// Configurations of programs in prefixes, environments and projects.
    fn configurations(&mut self, path: &Path, entries: &[Entry]) {
        let is_packages_folder = path.file_name().is_some_and(is_packages);
        // A repository without a work tree, or a submodule's.
        let is_repository = entries.iter().any(|entry| entry.name == "HEAD");
        for entry in entries {
            let Some(name) = entry.name.to_str() else {
                continue;
            };
            let inside: &[&str] = match (entry.kind, name) {
                (EntryKind::Directory, "node_modules") if is_named(path, "lib") => {
                    &["node_modules/npm/npmrc", "../etc/npmrc"]
                }
                (EntryKind::Directory, ".git") => &[".git/config", ".git/config.worktree"],
                (EntryKind::Directory, "objects") if is_repository => &["config"],
                (EntryKind::Directory, "conda-meta") => &["conda-meta/state"],
                (EntryKind::Directory, "certifi") if is_packages_folder => &["certifi/core.py"],
                (EntryKind::Directory, "requests") if is_packages_folder => &["requests/certs.py"],
                (EntryKind::Directory, "pip") if is_packages_folder => {
                    &["pip/_vendor/certifi/core.py"]
                }
                (EntryKind::File | EntryKind::Symlink, "pyvenv.cfg") => &["bin/activate"],
                (EntryKind::Directory, ".hg") => &[".hg/hgrc"],
                (EntryKind::Directory, ".cargo") => &[".cargo/config.toml", ".cargo/config"],
                (EntryKind::Directory, ".bundle") => &[".bundle/config"],
                (EntryKind::Directory, ".mvn") => &[".mvn/jvm.config", ".mvn/maven.config"],
                (
                    EntryKind::File | EntryKind::Symlink,
                    "pip.conf" | ".npmrc" | ".yarnrc" | ".yarnrc.yml" | "bunfig.toml" | ".envrc"
                    | ".env" | "poetry.toml" | "uv.toml" | "composer.json" | ".user.ini",
                ) => &[name],
                (EntryKind::Directory, ".vscode") => &[
                    ".vscode/settings.json",
                    ".vscode/launch.json",
                    ".vscode/tasks.json",
                ],
                (EntryKind::Directory, ".idea") => &[".idea/workspace.xml"],
                (EntryKind::Directory, ".devcontainer") => &[".devcontainer/devcontainer.json"],
                (EntryKind::File | EntryKind::Symlink, name)
                    if OF_PROJECTS.contains(&name) || python::is_requirements(name) =>
                {
                    &[name]
                }
                (EntryKind::File | EntryKind::Symlink, _)
                    if is_packages_folder
                        && (name.ends_with(".pth") || name.ends_with("customize.py")) =>
                {
                    &[name]
                }
                (EntryKind::File | EntryKind::Symlink, _) if is_named(path, "activate.d") => {
                    &[name]
                }
                _ => continue,
            };
            for place in inside {
                let place = match place.strip_prefix("../") {
                    Some(beside) => path.parent().unwrap_or(path).join(beside),
                    None => path.join(place),
                };
                self.found.configurations.push(place);
            }
        }
    }

    /// If its user's own programs cannot read a folder, they trust nothing in it.
    fn note(&mut self, path: &Path, error: &Error) {
        let is_own = self
            .user
            .is_some_and(|user| user.uid == Some(effective_user().0));
        if error.is_not_found() || error.is_permission() && is_own {
            return;
        }
        if self.closed.len() == MAX_CLOSED_COUNT {
            self.unnamed += 1;
            return;
        }
        let uid = owner(self.tree, path, self.user);
        self.closed
            .push(Inaccessible::new(self.tree, path, uid, error));
    }

    fn closed(&mut self) -> Vec<Inaccessible> {
        let mut closed = std::mem::take(&mut self.closed);
        if let Some(last) = closed.last_mut().filter(|_| self.unnamed > 0)
            && let Some(why) = ReadProblem::from_told(&last.why)
        {
            let count = self.unnamed as u64;
            last.why = Limit::ClosedFolders { why, count }.told();
        }
        closed
    }
}

impl Installations {
    fn add(&mut self, other: Self) {
        self.java_homes.extend(other.java_homes);
        self.java_options.extend(other.java_options);
        self.bundles.extend(other.bundles);
        self.geckos.extend(other.geckos);
        self.databases.extend(other.databases);
        self.configurations.extend(other.configurations);
    }

    /// One package can be found from two folders above it.
    fn sort(&mut self) {
        for places in [
            &mut self.java_homes,
            &mut self.java_options,
            &mut self.bundles,
            &mut self.geckos,
            &mut self.databases,
            &mut self.configurations,
        ] {
            places.sort();
            places.dedup();
        }
    }

    fn has_too_many(&self) -> bool {
        [
            &self.java_homes,
            &self.java_options,
            &self.bundles,
            &self.geckos,
            &self.databases,
        ]
        .iter()
        .any(|places| places.len() > MAX_PLACE_COUNT)
    }
}

/// In a Python library only the packages folder is entered, in packages nothing, and in
/// Conda's root everything except the package cache.
fn is_entered(path: &Path, entry: &Entry, is_conda: bool) -> bool {
    let is_left_out = SKIPPED.iter().any(|skipped| entry.name == *skipped)
        || is_conda && entry.name == "pkgs"
        || path.file_name().is_some_and(is_packages)
        || is_pythons_library(path) && !is_packages(&entry.name);
    entry.kind == EntryKind::Directory && !is_left_out
}

fn is_packages(name: &OsStr) -> bool {
    name == "site-packages" || name == "dist-packages"
}

/// `lib/python3.11` and the like.
fn is_pythons_library(path: &Path) -> bool {
    let is_python = |name: &OsStr| {
        let name = name.as_encoded_bytes();
        name.starts_with(b"python") || name.starts_with(b"pypy")
    };
    let is_in_lib = |above: &Path| is_named(above, "lib") || is_named(above, "lib64");
    path.file_name().is_some_and(is_python) && path.parent().is_some_and(is_in_lib)
}

fn is_named(path: &Path, name: &str) -> bool {
    path.file_name() == Some(OsStr::new(name))
}

#[cfg(test)]
mod tests;
