//! Remarks on an undo.

use std::path::PathBuf;

use anchorwatch_home::NodeState;

use crate::remark::Cause;

anchorwatch_remark::remarks! {
    /// A remark on an undo.
    pub(crate) enum UndoRemark {
        /// A folder stays, with others' files in it.
        "undo_folder_stays" => FolderStays {
            /// The folder.
            path: PathBuf,
        },
        /// A file is gone.
        "undo_file_gone" => FileGone {
            /// The file.
            path: PathBuf,
        },
        /// Someone has written a file since, and it stays.
        "undo_file_rewritten" => FileRewritten {
            /// The file.
            path: PathBuf,
        },
        /// A file is missing because its home is not mounted.
        "undo_home_not_mounted" => HomeNotMounted {
            /// The file.
            path: PathBuf,
            /// The home.
            home: PathBuf,
        },
        /// Something else is at a path.
        "undo_path_is_now" => PathIsNow {
            /// The path.
            path: PathBuf,
            /// What is there.
            node: NodeState,
        },
        /// After an undo a path is not as it was before the block.
        "undo_path_not_as_before" => PathNotAsBefore {
            /// The path.
            path: PathBuf,
        },
        /// A block is installed and its journal is gone.
        "undo_journal_gone" => JournalGone {
            /// The journal.
            path: PathBuf,
        },
        /// What stays refused is not known.
        "undo_list_unreadable" => ListUnreadable {
            /// Why.
            why: Cause,
        },
        /// A receipt does not say what was changed in a file.
        "undo_receipt_without_edit" => ReceiptWithoutEdit,
        /// A receipt's format of a database is not known.
        "undo_unknown_database" => UnknownDatabase,
        /// A format is edited in place only.
        "undo_edited_in_place" => EditedInPlace {
            /// The format's code.
            format: String,
        },
        /// A receipt's format is not known.
        "undo_unknown_format" => UnknownFormat {
            /// The format's code.
            format: String,
        },
        /// A receipt's item has no earlier state.
        "undo_item_without_before" => ItemWithoutBefore,
        /// A receipt's item is not a certificate.
        "undo_item_not_a_certificate" => ItemNotACertificate {
            /// What is wrong with it.
            why: Cause,
        },
    }
}
