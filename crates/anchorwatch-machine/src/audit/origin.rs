//! The file that a root of the system store came from: its date and its owner.
//!
//! It is searched for where an installer puts it: among the local certificates, and as a
//! plain file in the store's folder. **Not covered:** roots that were written into the
//! bundle, and stores of programs and users.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{EntryKind, Node, Tree};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds};

use crate::{SystemLayout, debian::package};

/// The file that a root came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Where it is, as a person outside the tree would name it.
    pub path: PathBuf,
    /// When it was last written. Anyone who may write the file can set this.
    pub modified: Option<UnixSeconds>,
    /// The user who owns the file.
    pub uid: u32,
    /// The package that it belongs to, by dpkg's records.
    pub package: Option<String>,
}

/// The most files that are read, the depth, and the largest size in bytes: a certificate
/// has two thousand bytes, and Debian's folder three hundred files.
const MAX_FILES: usize = 5_000;
const MAX_DEPTH: u32 = 4;
const MAX_BYTES: u64 = 1 << 20;

/// The files that these certificates came from, as far as they are found.
#[must_use]
pub fn origins(tree: &Tree, wanted: &BTreeSet<CertSha256>) -> BTreeMap<CertSha256, Origin> {
    let mut search = Search {
        tree,
        layouts: SystemLayout::of(tree),
        wanted,
        found: BTreeMap::new(),
        left: MAX_FILES,
    };
    for layout in &search.layouts.clone() {
        let local = layout.local_sources.iter().map(|source| source.path);
        let p11_kit = layout.p11_kit.iter().flat_map(|path| path.places).copied();
        let directories = layout.directories.iter().map(|directory| directory.path);
        for folder in local.chain(p11_kit).chain(directories) {
            search.look_into(folder.as_ref(), 0);
        }
    }
    let mut found = search.found;
    let files = found.values().map(|(path, _)| path.as_path());
    let packages = package::packages_of(tree, files);
    for (path, origin) in found.values_mut() {
        origin.package = packages.get(path).cloned();
    }
    let origins = found.into_iter();
    origins.map(|(hash, (_, origin))| (hash, origin)).collect()
}

struct Search<'a> {
    tree: &'a Tree,
    layouts: Vec<&'static SystemLayout>,
    wanted: &'a BTreeSet<CertSha256>,
    /// Also the path in the tree.
    found: BTreeMap<CertSha256, (PathBuf, Origin)>,
    left: usize,
}

impl Search<'_> {
    fn look_into(&mut self, folder: &Path, depth: u32) {
        for entry in self.tree.list(folder).unwrap_or_default() {
            if self.found.len() == self.wanted.len() || self.left == 0 {
                return;
            }
            let path = folder.join(&entry.name);
            match entry.kind {
                EntryKind::Directory if depth < MAX_DEPTH => self.look_into(&path, depth + 1),
                EntryKind::File if !self.is_a_bundle(&path) => self.take(&path),
                _ => {}
            }
        }
    }

    fn is_a_bundle(&self, path: &Path) -> bool {
        let mut bundles = self.layouts.iter().flat_map(|layout| layout.bundles);
        bundles.any(|bundle| Path::new(bundle.path) == path)
    }

    fn take(&mut self, path: &Path) {
        self.left -= 1;
        let Ok(content) = self.tree.read(path, MAX_BYTES) else {
            return;
        };
        let missing = certificates(&content)
            .into_iter()
            .map(|certificate| certificate.sha256())
            .filter(|hash| self.wanted.contains(hash) && !self.found.contains_key(hash));
        let missing: Vec<CertSha256> = missing.collect();
        if missing.is_empty() {
            return;
        }
        let Ok(Node::File(file)) = self.tree.node(path) else {
            return;
        };
        let origin = Origin {
            path: self.tree.display_path(path),
            modified: file.modified.map(|(second, _)| UnixSeconds::new(second)),
            uid: file.uid,
            package: None,
        };
        self.found.extend(
            missing
                .into_iter()
                .map(|hash| (hash, (path.to_owned(), origin.clone()))),
        );
    }
}

fn certificates(content: &[u8]) -> Vec<Certificate> {
    let file = certificate_file(content);
    file.certificates().cloned().collect()
}
