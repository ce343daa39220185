//! Why changes cannot be planned.

use std::path::PathBuf;

use anchorwatch_home::Tree;
use anchorwatch_machine::SystemLayout;
use anchorwatch_remark::{Remark as _, Told};

use crate::remark::{Cause, Causes};

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
    /// Checks that keys can be refused in the tree. If one of its layouts is Debian's, they are
    /// refused there, and other places that trust them are listed.
    ///
    /// # Errors
    /// [`PlanError::Layout`] if no layout of the tree has a store that can be filtered.
    pub(crate) fn check(tree: &Tree) -> Result<(), PlanError> {
        let layouts = SystemLayout::of(tree);
        if layouts.is_empty() || SystemLayout::can_refuse_in(tree) {
            return Ok(());
        }
        let layouts = layouts.iter().filter(|layout| !layout.can_refuse);
        let layouts = layouts.map(|layout| layout.name.to_owned());
        Err(PlanError::Layout(Self::NotRefusable {
            layouts: layouts.collect(),
        }))
    }
}

anchorwatch_remark::remarks! {
    /// Why changes cannot be planned.
    pub(crate) enum PlanProblem {
        /// The tree has no system store where Debian keeps it.
        "plan_no_system_store" => NoSystemStore {
            /// Where it would be.
            path: PathBuf,
        },
        /// The bundle is not a plain file.
        "plan_managed_elsewhere" => ManagedElsewhere {
            /// Where it is.
            path: PathBuf,
        },
        /// A refused key is still in a file after it was taken out.
        "plan_still_there" => StillThere {
            /// The file.
            path: PathBuf,
        },
        /// The hook's list names no key.
        "plan_no_list" => NoList {
            /// The list.
            path: PathBuf,
        },
        /// Nothing is refused here.
        "plan_not_blocked" => NotBlocked {
            /// Where the list would be.
            path: PathBuf,
        },
        /// What the distribution ships is not known.
        "plan_no_records" => NoRecords {
            /// Why.
            why: Cause,
        },
        /// Paths changed since a receipt was written.
        "plan_conflicts" => Conflicts {
            /// How many.
            count: u64,
            /// What differs.
            conflicts: Causes,
        },
    }
}

impl PlanError {
    /// The error as a remark, with its cause.
    #[must_use]
    pub fn told(&self) -> Told {
        let problem = match self {
            Self::Layout(refusal) => return refusal.told(),
            Self::Home(error) => return error.told(),
            Self::NoSystemStore { bundle } => PlanProblem::NoSystemStore {
                path: bundle.clone(),
            },
            Self::ManagedElsewhere { bundle } => PlanProblem::ManagedElsewhere {
                path: bundle.clone(),
            },
            Self::StillThere { path } => PlanProblem::StillThere { path: path.clone() },
            Self::NoList { list } => PlanProblem::NoList { path: list.clone() },
            Self::NotBlocked { list } => PlanProblem::NotBlocked { path: list.clone() },
            Self::NoRecords { why } => PlanProblem::NoRecords {
                why: why.clone().into(),
            },
            Self::Conflicts { conflicts } => PlanProblem::Conflicts {
                count: conflicts.len() as u64,
                conflicts: conflicts.clone().into(),
            },
        };
        problem.told()
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
    /// The bundle is not a plain file: another tool manages it.
    #[error("{} is not a plain file, so another tool manages it", bundle.display())]
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
    /// To withhold what the distribution does not ship, it must be known what it ships.
    #[error("what the distribution ships is not known ({})", why.code())]
    NoRecords {
        /// What is missing or wrong.
        why: Told,
    },
    /// Paths changed since: undoing the change would undo someone else's.
    #[error("{} paths are no longer as this program left them", conflicts.len())]
    Conflicts {
        /// What differs.
        conflicts: Vec<Told>,
    },
    /// Refusing keys is not supported in the tree's layout.
    #[error("no key can be refused in this tree ({})", .0.code())]
    Layout(LayoutRefusal),
    /// A file could not be read.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
}
