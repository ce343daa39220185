//! The names in a folder.

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name, without folder.
    pub name: std::ffi::OsString,
    /// Its kind; links are not followed.
    pub kind: EntryKind,
}

/// The kind of a name in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A symbolic link.
    Symlink,
    /// A folder.
    Directory,
    /// Anything else.
    Other,
}
