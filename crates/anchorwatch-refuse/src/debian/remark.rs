//! Remarks on Debian's system store, its hook and its watch.

use std::path::PathBuf;

use anchorwatch_remark::IoProblem;

use crate::remark::Cause;

anchorwatch_remark::remarks! {
    /// A remark on Debian's system store, its hook and its watch.
    pub(crate) enum DebianRemark {
        /// A server's own certificate stays in the store's folder.
        "server_certificate_stays" => ServerCertificateStays {
            /// The file.
            path: PathBuf,
        },
        /// A root of the distribution's is not deleted.
        "shipped_root_stays" => ShippedRootStays {
            /// The file.
            path: PathBuf,
        },
        /// What the distribution ships is not known now.
        "shipped_records_unreadable" => RecordsUnreadable {
            /// Why.
            why: Cause,
        },
        /// The owner's consents cannot be read.
        "consents_unreadable" => ConsentsUnreadable {
            /// Why.
            why: Cause,
        },
        /// There is no folder for the hook.
        "hook_folder_missing" => HookFolderMissing {
            /// The folder.
            path: PathBuf,
        },
        /// No name of the hook sorts after another program's.
        "hook_name_too_long" => HookNameTooLong {
            /// The folder.
            path: PathBuf,
        },
        /// Others than root can change what the hook runs.
        "hook_folder_writable" => HookFolderWritable {
            /// The folder.
            path: PathBuf,
            /// Its owner.
            uid: u64,
            /// Its permissions, in octal digits.
            mode: String,
        },
        /// systemd is not installed.
        "watch_without_systemd" => WatchWithoutSystemd,
        /// systemd is installed and does not run.
        "watch_not_begun" => WatchNotBegun,
        /// The units of the watch are installed and not active.
        "watch_not_active" => WatchNotActive {
            /// What systemd said.
            why: Cause,
        },
        /// systemctl could not be started.
        "systemctl_not_started" => SystemctlNotStarted {
            /// Why.
            why: IoProblem,
        },
        /// systemctl failed.
        "systemctl_failed" => SystemctlFailed {
            /// Its arguments.
            arguments: String,
            /// What it said.
            says: String,
        },
        /// update-ca-certificates could not be started.
        "update_not_started" => UpdateNotStarted {
            /// Why.
            why: IoProblem,
        },
    }
}
