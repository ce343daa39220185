//! Paths of the system stores in which keys can be refused, whatever the distribution.

use std::path::Path;

use anchorwatch_home::Tree;
use anchorwatch_machine::SystemLayout;

/// Whether a path is the bundle or the folder of a system store, as written or at the end of
/// its links.
pub(crate) fn is_store(tree: &Tree, path: &Path) -> bool {
    let real = tree.resolve_final(path);
    real.is_ok_and(|real| SystemLayout::refusable().any(|layout| layout.is_a_store(&real)))
}

/// Whether a path, as written, is directly in the folder of a system store.
pub(crate) fn is_in_folder(path: &Path) -> bool {
    SystemLayout::refusable().any(|layout| layout.is_in_a_directory(path))
}

/// Whether a path, as written, is the bundle of a system store.
pub(crate) fn is_bundle(path: &Path) -> bool {
    SystemLayout::refusable().any(|layout| layout.is_a_bundle(path))
}

/// The file that most programs of a tree read.
pub(crate) fn bundle(tree: &Tree) -> &'static Path {
    layout(tree).map_or("", SystemLayout::bundle).as_ref()
}

/// The folder that OpenSSL reads in a tree.
pub(crate) fn folder(tree: &Tree) -> &'static Path {
    let directory = layout(tree).and_then(|layout| layout.directories.first());
    directory.map_or("", |directory| directory.path).as_ref()
}

/// The tree's layout, or the first, if it has none in which keys can be refused.
fn layout(tree: &Tree) -> Option<&'static SystemLayout> {
    let mut layouts = SystemLayout::of(tree).into_iter();
    let own = layouts.find(|layout| layout.can_refuse);
    own.or_else(|| SystemLayout::refusable().next())
}
