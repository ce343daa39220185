//! Why the operating system did not do something.

use std::io::{Error, ErrorKind};

crate::remarks! {
    /// Why the operating system did not do something.
    pub enum IoProblem {
        /// There is no such file or folder.
        "io_not_found" => NotFound,
        /// The user who runs this may not.
        "io_permission_denied" => PermissionDenied,
        /// The file system is mounted for reading only.
        "io_read_only" => ReadOnly,
        /// The disk is full, or the user's share of it.
        "io_no_space" => NoSpace,
        /// A folder was expected.
        "io_not_a_folder" => NotAFolder,
        /// A folder is where a file was expected.
        "io_is_a_folder" => IsAFolder,
        /// Links lead round in a circle.
        "io_link_loop" => LinkLoop,
        /// Anything else, in the system's own words.
        "io_other" => Other {
            /// As the C library says it, in English.
            says: String,
        },
    }
}

impl From<&Error> for IoProblem {
    fn from(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::PermissionDenied => Self::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoSpace,
            ErrorKind::NotADirectory => Self::NotAFolder,
            ErrorKind::IsADirectory => Self::IsAFolder,
            // `ErrorKind::FilesystemLoop` is not stable yet.
            _ if error.raw_os_error() == Some(ELOOP) => Self::LinkLoop,
            _ => Self::Other {
                says: error.to_string(),
            },
        }
    }
}

/// The number of Linux, on every architecture but MIPS and PA-RISC.
const ELOOP: i32 = 40;
