//! The state of one path, and a change from one state to another.

use std::{borrow::Cow, collections::BTreeMap, fmt, path::PathBuf};

mod state;

pub use state::NodeState;

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Nothing.
    Absent,
    /// A regular file.
    File(File),
    /// A symbolic link.
    Symlink(Symlink),
    /// A folder.
    Directory(Directory),
    /// A FIFO, device or socket: never touched.
    Other,
    /// A database that programs keep open while they run. It is edited in place, in one
    /// transaction; the items of the [`Edit`] list what changes.
    Database,
}

/// A regular file with everything that undo must restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Every byte.
    pub content: Vec<u8>,
    /// Permission bits, at most `0o7777`.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Extended attributes by name.
    pub xattrs: BTreeMap<Vec<u8>, Vec<u8>>,
    /// The last modification time (seconds, nanoseconds); `None`: the time of writing.
    pub modified: Option<(i64, i64)>,
}

/// A symbolic link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symlink {
    /// The target as it is written in the link.
    pub target: PathBuf,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Permission bits.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
}

/// Who writes the file that a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Only Anchorwatch.
    Own,
    /// Also the distribution's tool, which can rebuild it.
    Rebuilt,
    /// Also others: only the items of the edit belong to Anchorwatch. If someone else has
    /// written the file since, undo takes back these items and nothing else.
    Shared(Edit),
}

/// What changes in a file that others write too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file's syntax, which says what an item is.
    pub format: EditFormat,
    /// The changes, without duplicates.
    pub items: Vec<EditItem>,
}

/// One thing in a shared file: a line, a member of an object, a row, an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditItem {
    /// Its name in the file.
    pub name: String,
    /// The old value; `None`: not present.
    pub before: Option<String>,
    /// The new value; `None`: removed.
    pub after: Option<String>,
}

/// The syntax of a shared file, which says what the items of an edit are. This crate only
/// stores the code; the code that edits such files gives it a meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditFormat(Cow<'static, str>);

/// The user whose rights a change is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor {
    /// The user.
    pub uid: u32,
    /// The user's own group.
    pub gid: u32,
}

/// A change of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path below the tree's root, beginning with `/`.
    pub path: PathBuf,
    /// Who writes the file.
    pub role: Role,
    /// The user whose rights it is made with; `None`: this process. What lies in a folder that
    /// a user can write to is changed only with that user's rights.
    pub actor: Option<Actor>,
    /// The state when the plan was made.
    pub before: Node,
    /// The state that the change produces.
    pub after: Node,
}

impl EditFormat {
    /// The longest code, in bytes.
    const MAX_BYTES: usize = 40;

    /// Creates the format with this code.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// Parses a code that was read from a file; `None` if it is not a valid code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let is_code = (1..=Self::MAX_BYTES).contains(&code.len())
            && code
                .bytes()
                .all(|octet| octet == b'_' || octet.is_ascii_lowercase() || octet.is_ascii_digit());
        is_code.then(|| Self(Cow::Owned(code.to_owned())))
    }

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl Role {
    /// Returns the edit if others write the file too.
    #[must_use]
    pub const fn edit(&self) -> Option<&Edit> {
        match self {
            Self::Shared(edit) => Some(edit),
            Self::Own | Self::Rebuilt => None,
        }
    }
}

impl Change {
    /// Returns whether the change is made with another user's rights, in that user's folders.
    #[must_use]
    pub fn is_someone_elses(&self) -> bool {
        self.actor.is_some()
    }
}

impl Node {
    /// Returns whether two states are equal, ignoring times and the labels that the system's
    /// security module sets.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(two)) => {
                let comparable = |file: &File| {
                    let mut file = File {
                        modified: None,
                        ..file.clone()
                    };
                    file.xattrs.retain(|name, _| !is_security_label(name));
                    file
                };
                comparable(one) == comparable(two)
            }
            _ => self == other,
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("nothing"),
            Self::File(file) => write!(
                f,
                "a file of {} bytes, mode {:04o}, owner {}:{}",
                file.content.len(),
                file.mode,
                file.uid,
                file.gid
            ),
            Self::Symlink(link) => write!(f, "a link to {}", link.target.display()),
            Self::Directory(folder) => write!(
                f,
                "a folder, mode {:04o}, owner {}:{}",
                folder.mode, folder.uid, folder.gid
            ),
            Self::Other => f.write_str("neither a file, a link nor a folder"),
            Self::Database => f.write_str("a database"),
        }
    }
}

/// Returns whether an attribute is a label that the system's security module sets by itself.
pub(crate) fn is_security_label(attribute: &[u8]) -> bool {
    matches!(
        attribute,
        b"security.selinux" | b"security.ima" | b"security.evm" | b"security.SMACK64"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_is_a_short_lower_case_word() {
        for code in ["pem_bundle", "later2", &"a".repeat(EditFormat::MAX_BYTES)] {
            assert_eq!(EditFormat::from_code(code).unwrap().code(), code);
        }
        assert_eq!(
            EditFormat::from_code("pem_bundle"),
            Some(EditFormat::new("pem_bundle"))
        );
        let long = "a".repeat(EditFormat::MAX_BYTES + 1);
        for odd in ["", "Pem", "pem bundle", "pem\n", "пем", "../x", &long] {
            assert_eq!(EditFormat::from_code(odd), None, "{odd:?}");
        }
    }
}
