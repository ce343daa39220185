//! Why changes cannot be planned.

use std::path::PathBuf;

use anchorwatch_home::Tree;
use anchorwatch_machine::SystemLayout;

anchorwatch_remark::remarks! {
    /// Why no key can be refused in a tree, by where it keeps its roots.
    pub enum LayoutRefusal {
        /// Its stores are read, but refusing keys in them is not supported yet.
        "layout_not_refusable" => NotRefusable {
            /// The distributions with this layout.
            layouts: Vec<String>,
        },
    }
}

impl LayoutRefusal {
    /// Why no key can be refused in the tree, if so. If one of its layouts is Debian's, keys
    /// are refused there, and other places that trust them are listed.
    pub(crate) fn of(tree: &Tree) -> Option<Self> {
        let layouts = SystemLayout::of(tree);
        let is_refusable = layouts.is_empty() || SystemLayout::can_refuse_in(tree);
        let layouts = layouts.iter().filter(|layout| !layout.can_refuse);
        let layouts = layouts.map(|layout| layout.name.to_owned());
        (!is_refusable).then(|| Self::NotRefusable {
            layouts: layouts.collect(),
        })
    }
}

/// Why changes cannot be planned. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The tree has no system store where Debian keeps it.
    #[error("there is no {}", bundle.display())]
    NoSystemStore {
        /// Where it would be.
        bundle: PathBuf,
    },
    /// The bundle is not a regular file: another tool manages it.
    #[error("{} is no plain file, so another tool manages it", bundle.display())]
    ManagedElsewhere {
        /// Where it is.
        bundle: PathBuf,
    },
    /// A refused key is still there after it was removed: the text is ambiguous.
    #[error("{} still shows a refused key after it was taken out", path.display())]
    StillThere {
        /// The file.
        path: PathBuf,
    },
    /// The hook is installed but its list is missing or empty: nothing would be withheld.
    #[error("{} names no key, though the hook that needs it is installed", list.display())]
    NoList {
        /// Where the list should be.
        list: PathBuf,
    },
    /// There is no list, hook or watch: nothing was blocked, or it was undone.
    #[error("nothing is refused here: there is no {}, and no hook is installed", list.display())]
    NotBlocked {
        /// Where the list would be.
        list: PathBuf,
    },
    /// To withhold unlisted roots, we must know what the distribution ships.
    #[error("it cannot be told what the distribution ships: {why}")]
    NoRecords {
        /// What is missing or wrong.
        why: String,
    },
    /// Something has changed since: undoing would revert someone else's change.
    #[error("{} paths are no longer as this program left them: {}", conflicts.len(), conflicts.join("; "))]
    Conflicts {
        /// What differs, one sentence each.
        conflicts: Vec<String>,
    },
    /// Refusing keys is not supported in the tree's layout.
    #[error("no key can be refused in this tree ({})", anchorwatch_remark::Remark::code(.0))]
    Layout(LayoutRefusal),
    /// A file could not be read.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
}
