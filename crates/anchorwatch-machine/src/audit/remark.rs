//! Remarks about a tree as a whole.

use anchorwatch_home::Tree;

use crate::{Store, StoreKind, SystemLayout};

anchorwatch_remark::remarks! {
    /// A remark about a tree as a whole.
    pub enum TreeRemark {
        /// It has no known system store: a container without one, or a distribution that is
        /// not in the table of layouts.
        "no_system_store" => NoSystemStore,
        /// The stores of a layout are read, but `block` cannot refuse a key in them yet.
        "not_refusable_yet" => NotRefusableYet {
            /// The distributions that have the layout.
            layout: String,
        },
    }
}

/// The remarks of a tree. A store that exists but cannot be read counts as present.
pub(super) fn of(tree: &Tree, stores: &[Store]) -> Vec<TreeRemark> {
    let layouts = SystemLayout::of(tree);
    let is_a_store = |store: &Store| {
        matches!(
            store.kind,
            StoreKind::DebianBundle
                | StoreKind::DebianDirectory
                | StoreKind::SystemBundle
                | StoreKind::SystemDirectory
                | StoreKind::P11KitSource
        )
    };
    let mut remarks = Vec::new();
    if !stores.iter().any(is_a_store) {
        remarks.push(TreeRemark::NoSystemStore);
    }
    let unrefusable = layouts.iter().filter(|layout| !layout.can_refuse);
    remarks.extend(unrefusable.map(|layout| TreeRemark::NotRefusableYet {
        layout: layout.name.to_owned(),
    }));
    remarks
}
