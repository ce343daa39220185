//! Remarks on planned changes.

use std::path::PathBuf;

use anchorwatch_home::NodeState;

anchorwatch_remark::remarks! {
    /// A remark on a planned change.
    pub(crate) enum BlockRemark {
        /// What is at a path could not be brought back, so it is not changed.
        "change_not_undoable" => NotUndoable {
            /// The path.
            path: PathBuf,
            /// What is there.
            node: NodeState,
        },
        /// A file of the store is filtered and undo does not bring it back.
        "change_not_brought_back" => NotBroughtBack {
            /// The path.
            path: PathBuf,
            /// What was there.
            node: NodeState,
        },
        /// A folder does not get back what was taken out of it.
        "root_not_brought_back" => RootNotBroughtBack {
            /// The folder.
            path: PathBuf,
        },
        /// A run that nobody looks at keeps no such large files of a user's.
        "left_unattended" => LeftUnattended {
            /// The path.
            path: PathBuf,
        },
        /// Such runs have left too many receipts of changes in a user's home.
        "too_many_unattended_of_user" => TooManyOfUser {
            /// Whose home.
            uid: u64,
            /// How many.
            count: u64,
        },
        /// Such runs have left too many receipts of changes outside homes.
        "too_many_unattended" => TooManyUnattended {
            /// How many.
            count: u64,
        },
    }
}
