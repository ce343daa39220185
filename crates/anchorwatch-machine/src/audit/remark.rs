//! What is to be told of a tree as a whole.

use anchorwatch_home::Tree;

use crate::{Store, StoreKind, SystemLayout};

anchorwatch_remark::remarks! {
    /// What is to be told of a tree as a whole.
    pub enum TreeRemark {
        /// It has no system store that is known: a container that brings none, or a
        /// distribution that is not in the table of layouts.
        "no_system_store" => NoSystemStore,
        /// The stores of a layout are read, and `block` does not know yet how to refuse a
        /// key in them.
        "not_refusable_yet" => NotRefusableYet {
            /// The distributions that have the layout.
            layout: String,
        },
    }
}

/// The remarks of a tree. A store that is there and cannot be read is there.
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
