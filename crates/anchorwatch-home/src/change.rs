//! One path's state, and a change from one state to another.

use std::{collections::BTreeMap, fmt, path::PathBuf};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ours alone: nobody else writes it.
    Own,
    /// The distribution's tool writes it too and can build it anew.
    Rebuilt,
}

/// A change of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path below the tree's root, beginning with `/`.
    pub path: PathBuf,
    /// Whose file it is.
    pub role: Role,
    /// What was there when the plan was made.
    pub before: Node,
    /// What is to be there.
    pub after: Node,
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
        }
    }
}
