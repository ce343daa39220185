//! Where distributions keep their roots: a table, and which rows a tree has.
//!
//! A [`SystemLayout`] names every place of one family of distributions; the readers of all
//! of them are in `layout/stores.rs` and contain no path. To add one, see «Adding a store»
//! in CONTRIBUTING.md.
//!
//! A tree has a layout if one of its marks exists ([`SystemLayout::marks`]), such as the
//! configuration of its tool. Several can apply, and all of them are read: adding another
//! system's mark cannot hide a place. A place that none of them names, such as a bundle
//! copied into a container, adds the first layout that names it. A path that exists but
//! cannot be read counts as present.

use std::path::Path;

use anchorwatch_home::Tree;

use crate::{
    StoreKind,
    shipped::{PackageRecords, Shipped, ShippedProblem},
};

mod alpine;
mod arch;
mod debian;
mod fedora;
mod stores;
mod suse;
mod system_layout;

pub use debian::DEBIAN;
pub(crate) use stores::{stores, trust_module};
pub use system_layout::{
    Bundle, Directory, LocalSource, OpensslPlaces, P11KitPath, ShippedFolder, SystemLayout, Takes,
};

/// Every known layout. If two name the same place, the first determines its kind.
pub const LAYOUTS: &[&SystemLayout] = &[
    &DEBIAN,
    &alpine::ALPINE,
    &arch::ARCH,
    &fedora::FEDORA,
    &suse::SUSE,
];

impl SystemLayout {
    /// The layouts that a tree has, in the order of the table; empty if it has no known
    /// store.
    #[must_use]
    pub fn of(tree: &Tree) -> Vec<&'static Self> {
        let mut named: Vec<&str> = Vec::new();
        let mut has: Vec<bool> = Vec::new();
        for layout in LAYOUTS {
            let is_marked = layout.is_marked(tree) || has_any(tree, layout.shared_marks);
            if is_marked {
                named.extend(layout.places());
            }
            has.push(is_marked);
        }
        for (layout, has) in LAYOUTS.iter().zip(&mut has) {
            let is_new = |place: &&str| {
                let is_named = |one: &&str| is_same(tree, one.as_ref(), place.as_ref());
                !named.contains(place) && is_there(tree, place) && !named.iter().any(is_named)
            };
            let places = layout.places();
            if !*has && places.iter().any(is_new) {
                named.extend(places);
                *has = true;
            }
        }
        let all = LAYOUTS.iter().copied().zip(has);
        all.filter_map(|(layout, has)| has.then_some(layout))
            .collect()
    }

    /// Whether a key can be refused in a tree: one of its marked layouts supports it, or,
    /// if no layout is marked, any of its layouts.
    #[must_use]
    pub fn can_refuse_in(tree: &Tree) -> bool {
        let layouts = Self::of(tree);
        let marked: Vec<&Self> = (layouts.iter().copied())
            .filter(|layout| layout.is_marked(tree))
            .collect();
        let mut deciding = if marked.is_empty() { layouts } else { marked }.into_iter();
        deciding.any(|layout| layout.can_refuse)
    }

    /// The layouts in which a key can be refused.
    pub fn refusable() -> impl Iterator<Item = &'static Self> {
        let layouts = LAYOUTS.iter().copied();
        layouts.filter(|layout| layout.can_refuse)
    }

    /// Whether a path, as written, is one of its bundles or folders.
    #[must_use]
    pub fn is_a_store(&self, path: &Path) -> bool {
        self.is_a_bundle(path) || self.is_a_directory(path)
    }

    /// Whether a path, as written, is directly in one of its folders.
    #[must_use]
    pub fn is_in_a_directory(&self, path: &Path) -> bool {
        path.parent()
            .is_some_and(|folder| self.is_a_directory(folder))
    }

    /// Whether a path, as written, is one of its bundles.
    #[must_use]
    pub fn is_a_bundle(&self, path: &Path) -> bool {
        let mut bundles = self.bundles.iter();
        bundles.any(|bundle| path == Path::new(bundle.path))
    }

    fn is_a_directory(&self, path: &Path) -> bool {
        let mut directories = self.directories.iter();
        directories.any(|directory| path == Path::new(directory.path))
    }

    fn is_marked(&self, tree: &Tree) -> bool {
        has_any(tree, self.marks)
    }

    /// The file that most programs read.
    #[must_use]
    pub fn bundle(&self) -> &'static str {
        self.bundles.first().map_or("", |bundle| bundle.path)
    }

    /// Every place where roots can be.
    fn places(&self) -> Vec<&'static str> {
        let bundles = self.bundles.iter().map(|bundle| bundle.path);
        let directories = self.directories.iter().map(|directory| directory.path);
        let local = self.local_sources.iter().map(|source| source.path);
        let p11_kit = self.p11_kit.iter().flat_map(|path| path.places).copied();
        let openssl = [self.openssl.file, self.openssl.directory];
        bundles
            .chain(directories)
            .chain(local)
            .chain(p11_kit)
            .chain(openssl)
            .collect()
    }
}

/// The kind of store under which a file is read as one of the system's own, if it is one.
pub(crate) fn bundle_at(tree: &Tree, path: &Path) -> Option<StoreKind> {
    let layouts = SystemLayout::of(tree).into_iter();
    let bundles = layouts.flat_map(|layout| layout.bundles);
    let mut found = bundles.filter(|bundle| is_same(tree, path, bundle.path.as_ref()));
    found.next().map(|bundle| bundle.kind)
}

/// The kind of store under which a folder is read as one of the system's own, if it is one.
pub(crate) fn directory_at(tree: &Tree, path: &Path) -> Option<StoreKind> {
    let is_it = |place: &str| is_same(tree, path, place.as_ref());
    SystemLayout::of(tree).into_iter().find_map(|layout| {
        let mut directories = layout.directories.iter();
        let own = directories.find(|directory| is_it(directory.path));
        let of_openssl = is_it(layout.openssl.directory).then_some(StoreKind::DebianDirectory);
        own.map(|directory| directory.kind).or(of_openssl)
    })
}

/// Whether a path, as written, is directly in a folder of roots of the tree.
pub(crate) fn is_in_a_directory(tree: &Tree, path: &Path) -> bool {
    let mut layouts = SystemLayout::of(tree).into_iter();
    layouts.any(|layout| layout.is_in_a_directory(path))
}

/// Whether a text is the path of a bundle of the tree.
pub(crate) fn is_a_bundle_path(tree: &Tree, text: &str) -> bool {
    let mut layouts = SystemLayout::of(tree).into_iter();
    layouts.any(|layout| layout.is_a_bundle(text.as_ref()))
}

/// Every place where roots can be, in any layout.
pub(crate) fn places() -> impl Iterator<Item = &'static str> {
    LAYOUTS.iter().flat_map(|layout| layout.places())
}

/// Java's keystores of all layouts.
pub(crate) fn keystores() -> impl Iterator<Item = &'static str> {
    LAYOUTS.iter().flat_map(|layout| layout.keystores).copied()
}

/// The certificates that the distribution ships, by its package manager's records.
///
/// # Errors
/// The records are missing, not root's, not understood, or name no certificate that is there.
pub fn shipped(tree: &Tree) -> Result<Shipped, ShippedProblem> {
    let there = package_records().find(|records| (records.are_there)(tree));
    match there.or_else(|| package_records().next()) {
        Some(records) => (records.read)(tree),
        None => Err(ShippedProblem::NothingShipped {
            path: tree.display_path("/".as_ref()),
        }),
    }
}

/// Whether a package manager has records of its certificates here, in any state.
pub(crate) fn has_package_records(tree: &Tree) -> bool {
    package_records().any(|records| (records.are_there)(tree))
}

fn package_records() -> impl Iterator<Item = &'static PackageRecords> {
    let shipped = LAYOUTS.iter().filter_map(|layout| layout.shipped.as_ref());
    shipped.filter_map(|shipped| shipped.records.as_ref())
}

fn has_any(tree: &Tree, paths: &[&str]) -> bool {
    paths.iter().any(|path| is_there(tree, path))
}

/// A path that cannot be read counts as present.
fn is_there(tree: &Tree, path: &str) -> bool {
    match tree.identity(path.as_ref()) {
        Ok(_) => true,
        Err(error) => !error.is_not_found(),
    }
}

fn is_same(tree: &Tree, one: &Path, two: &Path) -> bool {
    match (tree.identity(one), tree.identity(two)) {
        (Ok(one), Ok(two)) => one == two,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
