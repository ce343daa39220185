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
        /// The disk or device failed.
        "io_device" => Device,
        /// Another program uses it.
        "io_busy" => Busy,
        /// A name or a path is too long.
        "io_name_too_long" => NameTooLong,
        /// Too many files are open.
        "io_too_many_open" => TooManyOpen,
        /// Anything else.
        "io_other" => Other {
            /// The system's number, `errno 22`, or the kind of a library's error.
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
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => Self::Busy,
            ErrorKind::InvalidFilename => Self::NameTooLong,
            kind => match error.raw_os_error() {
                // `ErrorKind::FilesystemLoop` is not stable yet.
                Some(ELOOP) => Self::LinkLoop,
                Some(EIO) => Self::Device,
                Some(ENFILE | EMFILE) => Self::TooManyOpen,
                Some(errno) => Self::Other {
                    says: format!("errno {errno}"),
                },
                None => Self::Other {
                    says: format!("{kind:?}"),
                },
            },
        }
    }
}

/// The number of Linux, on every architecture but MIPS and PA-RISC.
const ELOOP: i32 = 40;
/// These are the same on every architecture of Linux.
const EIO: i32 = 5;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;
