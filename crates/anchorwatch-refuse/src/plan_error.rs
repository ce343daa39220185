//! Why changes cannot be planned.

use std::path::PathBuf;

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
    /// A file could not be read.
    #[error(transparent)]
    Home(#[from] anchorwatch_home::Error),
}
