//! Remarks on a refusal in an NSS database.

use std::path::PathBuf;

use anchorwatch_machine::sqlite::SqliteProblem;
use anchorwatch_remark::IoProblem;

use crate::{item_view::ItemValue, remark::Cause};

anchorwatch_remark::remarks! {
    /// A remark on a refusal in an NSS database.
    pub(crate) enum NssRemark {
        /// A database cannot be changed.
        "nss_not_changed" => NotChanged {
            /// The database.
            path: PathBuf,
            /// Why.
            why: Cause,
        },
        /// An earlier run was stopped, and its change is finished first.
        "nss_finished_first" => FinishedFirst {
            /// The database.
            path: PathBuf,
        },
        /// A program seems to use the database.
        "nss_in_use" => InUse {
            /// The folder.
            path: PathBuf,
        },
        /// A database of a form that is not read.
        "nss_old_form" => OldForm {
            /// The database.
            path: PathBuf,
        },
        /// A database has a primary password.
        "nss_primary_password" => PrimaryPassword {
            /// The database.
            path: PathBuf,
        },
        /// Rows without a number.
        "nss_rows_without_number" => RowsWithoutNumber {
            /// How many.
            count: u64,
        },
        /// A row's certificate cannot be read.
        "nss_certificate_unreadable" => CertificateUnreadable {
            /// What is wrong with it.
            why: Cause,
        },
        /// A row is no longer as a block left it.
        "nss_row_changed_since" => RowChangedSince {
            /// The row.
            name: String,
            /// What it says now.
            now: ItemValue,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why an NSS database cannot be changed.
    pub(crate) enum DatabaseProblem {
        /// A link where none is followed.
        "nss_link" => Link {
            /// The link.
            path: PathBuf,
        },
        /// A file cannot be looked at.
        "nss_not_seen" => NotSeen {
            /// The file.
            path: PathBuf,
            /// Why.
            why: IoProblem,
        },
        /// Another program keeps it locked.
        "nss_locked" => Locked,
        /// It cannot be written.
        "nss_read_only" => ReadOnly,
        /// The file system is full.
        "nss_disk_full" => DiskFull,
        /// It is damaged.
        "nss_damaged" => Damaged,
        /// Something in it has the name of a table and is not a plain one.
        "nss_table_not_plain" => TableNotPlain {
            /// The name.
            name: String,
        },
        /// It has an object that NSS does not make.
        "nss_foreign_object" => ForeignObject {
            /// The name.
            name: String,
            /// The kind, in SQLite's words.
            kind: String,
        },
        /// Its table has a column that NSS does not make.
        "nss_foreign_column" => ForeignColumn {
            /// The column.
            column: String,
        },
        /// Its table lacks a column.
        "nss_column_missing" => ColumnMissing {
            /// The column.
            column: String,
        },
        /// Two objects have the same number.
        "nss_number_twice" => NumberTwice {
            /// The number, in hexadecimal digits.
            number: String,
        },
        /// The journal beside it names another file.
        "nss_foreign_journal" => ForeignJournal {
            /// The name.
            name: String,
        },
        /// SQLite cannot read it.
        "nss_unreadable" => Unreadable {
            /// Why.
            why: Cause,
        },
        /// A program may find something else in it.
        "nss_unclear" => Unclear {
            /// Why.
            why: Cause,
        },
        /// SQLite failed.
        "nss_sqlite_failed" => SqliteFailed {
            /// What it refuses.
            why: SqliteProblem,
        },
        /// A receipt's item is not a record of a change.
        "nss_bad_item" => BadItem {
            /// Its name.
            name: String,
        },
        /// A row is no longer as it was.
        "nss_row_changed" => RowChanged {
            /// The row.
            name: String,
            /// What it says now.
            now: ItemValue,
        },
        /// Only who knows the password can sign.
        "nss_password_changed" => PasswordChanged {
            /// The row.
            name: String,
        },
    }
}
