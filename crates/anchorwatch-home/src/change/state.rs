//! What is at a path, as a code with facts.

use std::path::PathBuf;

use crate::Node;

anchorwatch_remark::remarks! {
    /// What is at a path.
    pub enum NodeState {
        /// Nothing.
        "node_absent" => Absent,
        /// A regular file.
        "node_file" => File {
            /// How many bytes it has.
            bytes: u64,
            /// Its permissions, in octal digits.
            mode: String,
            /// Its owner and group, as numbers.
            owner: String,
        },
        /// A symbolic link.
        "node_link" => Link {
            /// Where it leads.
            target: PathBuf,
        },
        /// A folder.
        "node_folder" => Folder {
            /// Its permissions, in octal digits.
            mode: String,
            /// Its owner and group, as numbers.
            owner: String,
        },
        /// A device, a FIFO or a socket.
        "node_other" => Other,
        /// A database that is changed in place.
        "node_database" => Database,
    }
}

impl From<&Node> for NodeState {
    fn from(node: &Node) -> Self {
        match node {
            Node::Absent => Self::Absent,
            Node::File(file) => Self::File {
                bytes: u64::try_from(file.content.len()).unwrap_or(u64::MAX),
                mode: format!("{:04o}", file.mode),
                owner: format!("{}:{}", file.uid, file.gid),
            },
            Node::Symlink(link) => Self::Link {
                target: link.target.clone(),
            },
            Node::Directory(folder) => Self::Folder {
                mode: format!("{:04o}", folder.mode),
                owner: format!("{}:{}", folder.uid, folder.gid),
            },
            Node::Other => Self::Other,
            Node::Database => Self::Database,
        }
    }
}
