//! Why changes cannot be planned.

use std::path::PathBuf;

use anchorwatch_home::Tree;
use anchorwatch_machine::SystemLayout;

anchorwatch_remark::remarks! {
    /// Why no key can be refused in a tree, by where it keeps its roots.
    pub enum LayoutRefusal {
        /// Its stores are read, and how a key is refused in them is not known yet.
        "layout_not_refusable" => NotRefusable {
            /// The distributions that keep their roots so.
            layouts: Vec<String>,
        },
    }
}

impl LayoutRefusal {
    /// Why no key can be refused in the tree, if none can. Where one of its layouts is
    /// Debian's, keys are refused there, and what else trusts them is listed.
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
    /// The bundle is no plain file: some other tool manages it.
    #[error("{} is no plain file, so another tool manages it", bundle.display())]
    ManagedElsewhere {
        /// Where it is.
        bundle: PathBuf,
    },
    /// A refused key is still there after it was taken out: the text is ambiguous.
    #[error("{} still shows a refused key after it was taken out", path.display())]
    StillThere {
        /// Which file.
        path: PathBuf,
    },
    /// The hook is there and its list is not, or is empty: nothing would be kept out.
    #[error("{} names no key, though the hook that needs it is installed", list.display())]
    NoList {
        /// Where the list should be.
        list: PathBuf,
    },
    /// Neither a list nor a hook nor a watch is there: nothing was blocked, or it was undone.
    #[error("nothing is refused here: there is no {}, and no hook is installed", list.display())]
    NotBlocked {
        /// Where the list would be.
        list: PathBuf,
    },
    /// Holding out what the distribution does not ship needs to know what it ships.
    #[error("it cannot be told what the distribution ships: {why}")]
    NoRecords {
        /// What is missing or wrong.
        why: String,
    },
    /// The world has changed since: taking the change back would undo someone else's.
    #[error("{} paths are no longer as this program left them: {}", conflicts.len(), conflicts.join("; "))]
    Conflicts {
        /// What differs, a sentence each.
        conflicts: Vec<String>,
    },
    /// The tree keeps its roots in a way that is not known here well enough.
    #[error("no key can be refused in this tree ({})", anchorwatch_remark::Remark::code(.0))]
    Layout(LayoutRefusal),
    /// A file could not be read.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
}
