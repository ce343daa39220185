//! Why a place was not looked into, or not as a whole, though nothing was forbidden.

use anchorwatch_remark::Told;

anchorwatch_remark::remarks! {
    /// Why a place was not looked into, or not as a whole, though nothing was forbidden.
    pub enum Limit {
        /// A folder with more names than are looked at.
        "limit_names" => Names {
            /// How many are looked at.
            max: u64,
            /// How many there are.
            count: u64,
        },
        /// A folder whose last files alone count and are read.
        "limit_first_files" => FirstFiles {
            /// How many were passed over.
            count: u64,
        },
        /// More files than are read.
        "limit_files" => Files {
            /// How many are read.
            max: u64,
        },
        /// More files or folders than are looked into.
        "limit_files_or_folders" => FilesOrFolders,
        /// More profiles than are read.
        "limit_profiles" => Profiles {
            /// How many are read.
            max: u64,
        },
        /// More homes of snap and Flatpak than are looked into.
        "limit_sandboxes" => Sandboxes {
            /// How many are looked into.
            max: u64,
        },
        /// More copies of programs built on Mozilla's than are read.
        "limit_mozilla_copies" => MozillaCopies {
            /// How many are read.
            max: u64,
        },
        /// More folders that settings make homes than are read.
        "limit_homes" => Homes {
            /// How many are read.
            max: u64,
        },
        /// More users than are asked.
        "limit_users" => Users {
            /// How many are asked.
            max: u64,
        },
        /// A search for installations that ended early.
        "limit_installations" => Installations {
            /// How many names are looked at.
            names: u64,
            /// How many places are read.
            places: u64,
        },
        /// Of many closed folders the last that is named.
        "limit_closed_folders" => ClosedFolders {
            /// Why this one is closed.
            why: crate::read_problem::ReadProblem,
            /// How many more there are.
            count: u64,
        },
        /// Running programs of a user that are closed to this process.
        "limit_running_programs" => RunningPrograms {
            /// The user.
            uid: u64,
            /// How many.
            count: u64,
        },
        /// An option of Java's that names a file by what is known only at run time.
        "limit_java_option" => JavaOption {
            /// The name, cut.
            value: String,
        },
        /// A path of an image that programs see differently.
        "seen_differently" => SeenDifferently,
    }
}

/// Whether the missing right to read is what a remark, or a cause inside it, is about.
#[must_use]
pub fn is_permission_denied(told: &Told) -> bool {
    told.code() == "io_permission_denied"
        || told.facts().any(|(_, value)| match value {
            anchorwatch_remark::Value::Remark(cause) => is_permission_denied(cause),
            _ => false,
        })
}
