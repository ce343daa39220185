//! One path's state, and a change from one state to another.

use std::{borrow::Cow, collections::BTreeMap, fmt, path::PathBuf};

use crate::tree::is_the_systems;

/// What stands at a path.
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
    /// A database that programs hold open while they run: edited in place, in one
    /// transaction of its own. What changes in it are the items of the [`Edit`].
    Database,
}

/// A regular file with all that must come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Every byte.
    pub content: Vec<u8>,
    /// Permission bits, `0o7777` at the most.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Extended attributes by name.
    pub xattrs: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Time of the last change of content (seconds, nanoseconds); `None`: the time of writing.
    pub modified: Option<(i64, i64)>,
}

/// A symbolic link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symlink {
    /// Where it points, as it is written.
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

/// Whose file a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Ours alone: nobody else writes it.
    Own,
    /// The distribution's tool writes it too and can build it anew.
    Rebuilt,
    /// Others write it too: what is ours in it is the edit's items, and only those are
    /// taken back once someone else has written the file since.
    Shared(Edit),
}

/// What is changed in a file that others write too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// How the file is written, and so what its items are.
    pub format: EditFormat,
    /// What is changed, each once.
    pub items: Vec<EditItem>,
}

/// One thing in a shared file: a line, a member of an object, a row, an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditItem {
    /// What it is called in the file.
    pub name: String,
    /// What it was; `None`: not there.
    pub before: Option<String>,
    /// What it is made; `None`: taken out.
    pub after: Option<String>,
}

/// How a shared file is written, and so what the items of an edit are: a word that
/// whoever edits such files gives a meaning. Here it is only kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditFormat(Cow<'static, str>);

/// With whose rights a change is made.
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
    /// Whose file it is.
    pub role: Role,
    /// With whose rights it is made; `None`: with this process's own. What lies in a
    /// folder that a user can write to is changed with that user's rights only.
    pub actor: Option<Actor>,
    /// What was there when the plan was made.
    pub before: Node,
    /// What is to be there.
    pub after: Node,
}

impl EditFormat {
    /// The longest code, in bytes.
    const MAX_BYTES: usize = 40;

    /// The format with this code.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// The format with a code that was read; `None` for what is no code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let is_code = (1..=Self::MAX_BYTES).contains(&code.len())
            && code
                .bytes()
                .all(|octet| octet == b'_' || octet.is_ascii_lowercase() || octet.is_ascii_digit());
        is_code.then(|| Self(Cow::Owned(code.to_owned())))
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl Role {
    /// The edit, of a file that others write too.
    #[must_use]
    pub const fn edit(&self) -> Option<&Edit> {
        match self {
            Self::Shared(edit) => Some(edit),
            Self::Own | Self::Rebuilt => None,
        }
    }
}

impl Change {
    /// Whether it is made with the rights of someone else, in that one's own folders.
    #[must_use]
    pub fn is_someone_elses(&self) -> bool {
        self.actor.is_some()
    }
}

impl Node {
    /// Whether two states are the same to everyone but the clock.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(two)) => {
                let essence = |file: &File| {
                    let mut file = File {
                        modified: None,
                        ..file.clone()
                    };
                    file.xattrs.retain(|name, _| !is_the_systems(name));
                    file
                };
                essence(one) == essence(two)
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
            Self::Other => f.write_str("neither file, link nor folder"),
            Self::Database => f.write_str("a database"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_a_short_word_of_small_letters_and_keeps_it() {
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
