//! A distribution's system store: how it is filtered, and kept filtered.
//!
//! A row of the table in `mechanism.rs` has one of these if it refuses keys in such a store. To
//! add one, see «Adding a mechanism» in CONTRIBUTING.md.

use std::path::Path;

use anchorwatch_home::{Change, Tree};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::SystemLayout;

use crate::{ApplyError, PlanError, draft::Draft, mechanism, scope::Scope};

pub(crate) mod row;

use row::SystemStore;

/// The system stores that a tree has. If it has none, the first, which reports what is missing.
fn stores(tree: &Tree) -> Vec<&'static SystemStore> {
    let layouts = SystemLayout::of(tree);
    let has = |store: &&SystemStore| {
        let mut layouts = layouts.iter();
        layouts.any(|layout| store.layouts.contains(&layout.code))
    };
    let mut stores: Vec<_> = mechanism::system_stores().filter(has).collect();
    if stores.is_empty() {
        stores.extend(mechanism::system_stores().next());
    }
    stores
}

/// Plans the files that only we write and that keep a system store filtered.
///
/// # Errors
/// Something of them cannot be read.
pub(crate) fn install(
    scope: &Scope<'_>,
    program: &[u8],
    draft: &mut Draft,
) -> Result<(), PlanError> {
    let mut stores = stores(scope.tree).into_iter();
    stores.try_for_each(|store| (store.install)(scope, program, draft))
}

/// Plans the changes after which no system store shows a withheld certificate.
///
/// # Errors
/// There is no store, or it cannot be filtered.
pub(crate) fn filter(scope: &Scope<'_>, draft: &mut Draft) -> Result<(), PlanError> {
    let mut stores = stores(scope.tree).into_iter();
    stores.try_for_each(|store| (store.filter)(scope, draft))
}

/// Whether what filters a system store after every update is installed.
pub(crate) fn has_hook(tree: &Tree) -> bool {
    mechanism::system_stores().any(|store| (store.has_hook)(tree))
}

/// Whether that is unchanged and can run, for every system store of the tree.
pub(crate) fn is_hook_intact(tree: &Tree) -> bool {
    let mut stores = stores(tree).into_iter();
    stores.all(|store| (store.is_hook_intact)(tree))
}

/// Whether a distribution's tool is writing its store now.
pub(crate) fn is_updating(tree: &Tree, now: UnixSeconds) -> bool {
    mechanism::system_stores().any(|store| (store.is_updating)(tree, now))
}

/// Lets the distribution's tool build the system store again.
///
/// # Errors
/// The tool failed.
pub(crate) fn rebuild(tree: &Tree) -> Result<(), ApplyError> {
    let mut stores = stores(tree).into_iter();
    stores.try_for_each(|store| (store.rebuild)())
}

/// The changes that undoing these requires beside them.
///
/// # Errors
/// A folder of a store cannot be read.
pub(crate) fn beside_undo(
    tree: &Tree,
    changes: &[&Change],
) -> Result<Vec<Change>, anchorwatch_home::Error> {
    let mut beside = Vec::new();
    for store in mechanism::system_stores() {
        beside.extend((store.beside_undo)(tree, changes)?);
    }
    Ok(beside)
}

/// Whether a distribution's tool or the owner also writes this path.
pub(crate) fn is_also_others(path: &Path) -> bool {
    mechanism::system_stores().any(|store| (store.is_also_others)(path))
}
