//! The nodes and names of an image, in a compact form.
//!
//! ```text
//! node   32 bytes  one for each file, however many names it has
//! name   20 bytes  (folder, name) -> node; the names of a folder are a linked list
//! text             the bytes of names, each after its length, and of link targets
//! ```
//!
//! A removed name stays as a name without a node: a later layer may bring it back.

use std::hash::{BuildHasher as _, RandomState};

use hashbrown::HashTable;

use super::{Content, EntryError, Extent, Inode, MAX_ENTRIES, MAX_TEXT_BYTES, Place};

/// The longest name in a folder (limits.h: NAME_MAX), so that one byte holds its length.
const MAX_NAME_BYTES: usize = 255;

/// The longest target of a link: PATH_MAX is 4096 with the zero at its end (limits.h).
const MAX_TARGET_BYTES: usize = 4095;

/// The file type bits of `st_mode` (inode(7)), and the types.
const TYPE: u16 = 0o170_000;
const DIRECTORY: u16 = 0o040_000;
const FILE: u16 = 0o100_000;
const SYMLINK: u16 = 0o120_000;
const FIFO: u16 = 0o010_000;
const OTHER: u16 = 0o020_000;

/// No node, or no name.
const NONE: u32 = u32::MAX;

/// The bit of `at` that says that a file's bytes are in the spool.
const IN_SPOOL: u64 = 1 << 63;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameId(u32);

/// A node that is a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FolderId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Directory,
    File,
    Symlink,
    Fifo,
    Other,
}

/// The stored form of a node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    mode: u16,
    pub(super) uid: u32,
    pub(super) gid: u32,
    pub(super) modified_at_unix_s: u32,
    /// A folder's first name, the place of a link's target, or of a file's bytes.
    at: u64,
    /// The folder's own name, or the length of the data at `at`.
    size: u64,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    text_at: u32,
    folder: u32,
    node: u32,
    /// The next name in the same folder.
    next: u32,
    /// The last layer that put something here or below.
    layer: u16,
}

pub(super) struct Index {
    nodes: Vec<Record>,
    names: Vec<Name>,
    text: Vec<u8>,
    by_name: HashTable<u32>,
    hasher: RandomState,
}

impl NodeId {
    pub(crate) fn number(self) -> u64 {
        u64::from(self.0)
    }

    fn at(self) -> usize {
        self.0 as usize
    }
}

impl NameId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

impl FolderId {
    pub(super) fn node(self) -> NodeId {
        NodeId(self.0)
    }
}

impl Record {
    fn new(inode: &Inode<'_>) -> Self {
        let (kind, at, size) = match inode.content {
            Content::Directory => (DIRECTORY, u64::from(NONE), u64::from(NONE)),
            Content::File(Extent {
                place,
                offset,
                size_bytes,
            }) => match place {
                Place::Archive => (FILE, offset, size_bytes),
                Place::Spool => (FILE, offset | IN_SPOOL, size_bytes),
            },
            Content::Symlink(target) => (SYMLINK, 0, target.len() as u64),
            Content::Fifo => (FIFO, 0, 0),
            Content::Other => (OTHER, 0, 0),
        };
        let mut record = Self {
            mode: kind,
            uid: 0,
            gid: 0,
            modified_at_unix_s: 0,
            at,
            size,
        };
        record.set_metadata(inode);
        record
    }

    fn set_metadata(&mut self, inode: &Inode<'_>) {
        // At most twelve bits, which fit.
        let bits = u16::try_from(inode.mode & 0o7777).unwrap_or(0);
        self.mode = self.mode & TYPE | bits;
        self.uid = inode.uid;
        self.gid = inode.gid;
        self.modified_at_unix_s = inode.modified_at_unix_s;
    }

    pub(super) fn kind(&self) -> Kind {
        match self.mode & TYPE {
            DIRECTORY => Kind::Directory,
            FILE => Kind::File,
            SYMLINK => Kind::Symlink,
            FIFO => Kind::Fifo,
            _ => Kind::Other,
        }
    }

    pub(super) fn mode(&self) -> u32 {
        u32::from(self.mode & !TYPE)
    }
}

impl Index {
    pub(super) fn new() -> Self {
        // If no layer describes the root, everyone can read it and root can write it.
        let root = Inode {
            mode: 0o755,
            uid: 0,
            gid: 0,
            modified_at_unix_s: 0,
            content: Content::Directory,
        };
        Self {
            nodes: vec![Record::new(&root)],
            names: Vec::new(),
            text: Vec::new(),
            by_name: HashTable::new(),
            hasher: RandomState::new(),
        }
    }

    pub(super) fn root() -> FolderId {
        FolderId(0)
    }

    pub(super) fn name_count(&self) -> usize {
        self.names.len()
    }

    pub(super) fn node(&self, node: NodeId) -> &Record {
        &self.nodes[node.at()]
    }

    pub(super) fn folder(&self, node: NodeId) -> Option<FolderId> {
        (self.node(node).kind() == Kind::Directory).then_some(FolderId(node.0))
    }

    /// The folder above; the root's is the root.
    pub(super) fn above(&self, folder: FolderId) -> FolderId {
        self.name_of(folder)
            .map_or(folder, |name| FolderId(self.names[name.at()].folder))
    }

    /// The folder's own name; the root has none.
    pub(super) fn name_of(&self, folder: FolderId) -> Option<NameId> {
        let name = u32::try_from(self.node(folder.node()).size).unwrap_or(NONE);
        (name != NONE).then_some(NameId(name))
    }

    pub(super) fn extent(&self, node: NodeId) -> Option<Extent> {
        let record = self.node(node);
        let place = if record.at & IN_SPOOL == 0 {
            Place::Archive
        } else {
            Place::Spool
        };
        (record.kind() == Kind::File).then_some(Extent {
            place,
            offset: record.at & !IN_SPOOL,
            size_bytes: record.size,
        })
    }

    pub(super) fn target(&self, node: NodeId) -> Option<&[u8]> {
        let record = self.node(node);
        let (at, size) = (record.at as usize, record.size as usize);
        (record.kind() == Kind::Symlink)
            .then(|| self.text.get(at..at + size))
            .flatten()
    }

    pub(super) fn child(&self, folder: FolderId, name: &[u8]) -> Option<NodeId> {
        self.node_at(self.find(folder, name)?)
    }

    /// The node that a name has now.
    pub(super) fn node_at(&self, name: NameId) -> Option<NodeId> {
        let node = self.names[name.at()].node;
        (node != NONE).then_some(NodeId(node))
    }

    pub(super) fn layer_of(&self, name: NameId) -> u16 {
        self.names[name.at()].layer
    }

    pub(super) fn set_layer(&mut self, name: NameId, layer: u16) {
        self.names[name.at()].layer = layer;
    }

    /// The folder in which a name is.
    pub(super) fn folder_of(&self, name: NameId) -> FolderId {
        FolderId(self.names[name.at()].folder)
    }

    /// The names of a folder, also those that have been removed.
    pub(super) fn names(&self, folder: FolderId) -> impl Iterator<Item = NameId> {
        let first = u32::try_from(self.node(folder.node()).at).unwrap_or(NONE);
        std::iter::successors((first != NONE).then_some(NameId(first)), |name| {
            let next = self.names[name.at()].next;
            (next != NONE).then_some(NameId(next))
        })
    }

    /// The names that are there, with what they lead to.
    pub(super) fn children(&self, folder: FolderId) -> impl Iterator<Item = (&[u8], NodeId)> {
        self.names(folder)
            .filter_map(|name| Some((self.text_of(self.names[name.at()]), self.node_at(name)?)))
    }

    /// Finds a name in a folder, whether it has been removed or not.
    pub(super) fn find(&self, folder: FolderId, name: &[u8]) -> Option<NameId> {
        let is_it = |at: &u32| {
            let other = self.names[*at as usize];
            other.folder == folder.0 && self.text_of(other) == name
        };
        let found = self.by_name.find(self.hash(folder, name), is_it);
        found.copied().map(NameId)
    }

    fn hash(&self, folder: FolderId, name: &[u8]) -> u64 {
        self.hasher.hash_one((folder.0, name))
    }

    fn text_of(&self, name: Name) -> &[u8] {
        let at = name.text_at as usize;
        let length = self.text.get(at).copied().map_or(0, usize::from);
        self.text.get(at + 1..at + 1 + length).unwrap_or_default()
    }

    /// Finds a name in a folder, or adds it without a node.
    pub(super) fn named(&mut self, folder: FolderId, name: &[u8]) -> Result<NameId, EntryError> {
        if let Some(found) = self.find(folder, name) {
            return Ok(found);
        }
        let length = match u8::try_from(name.len()) {
            Ok(length) if usize::from(length) <= MAX_NAME_BYTES && length > 0 => length,
            _ => return Err(EntryError::Name),
        };
        if self.names.len() >= MAX_ENTRIES {
            return Err(EntryError::TooMany);
        }
        // Both fit: the limits above are far below 2^32.
        let id = u32::try_from(self.names.len()).map_err(|_| EntryError::TooMany)?;
        let text_at = self.add_text(&[&[length], name])?;
        let first = u32::try_from(self.node(folder.node()).at).unwrap_or(NONE);
        self.names.push(Name {
            text_at,
            folder: folder.0,
            node: NONE,
            next: first,
            layer: 0,
        });
        self.nodes[folder.node().at()].at = u64::from(id);
        let Self {
            by_name,
            names,
            text,
            hasher,
            ..
        } = self;
        let hash = hasher.hash_one((folder.0, name));
        by_name.insert_unique(hash, id, |at| {
            let name = names[*at as usize];
            let at = name.text_at as usize;
            let length = text.get(at).copied().map_or(0, usize::from);
            let bytes = text.get(at + 1..at + 1 + length).unwrap_or_default();
            hasher.hash_one((name.folder, bytes))
        });
        Ok(NameId(id))
    }

    fn add_text(&mut self, parts: &[&[u8]]) -> Result<u32, EntryError> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if self.text.len() + length > MAX_TEXT_BYTES {
            return Err(EntryError::TooLong);
        }
        let at = u32::try_from(self.text.len()).map_err(|_| EntryError::TooLong)?;
        parts
            .iter()
            .for_each(|part| self.text.extend_from_slice(part));
        Ok(at)
    }

    /// Gives a name a new node.
    pub(super) fn put(&mut self, name: NameId, inode: &Inode<'_>) -> Result<NodeId, EntryError> {
        // At most one node for each entry, so that repeated replacement is bounded.
        if self.nodes.len() > MAX_ENTRIES {
            return Err(EntryError::TooMany);
        }
        let id = u32::try_from(self.nodes.len()).map_err(|_| EntryError::TooMany)?;
        let mut record = Record::new(inode);
        match inode.content {
            Content::Symlink(target) => {
                if target.is_empty() || target.len() > MAX_TARGET_BYTES {
                    return Err(EntryError::Name);
                }
                record.at = u64::from(self.add_text(&[target])?);
            }
            Content::Directory => record.size = u64::from(name.0),
            Content::File(_) | Content::Fifo | Content::Other => {}
        }
        self.nodes.push(record);
        self.names[name.at()].node = id;
        Ok(NodeId(id))
    }

    /// Gives a name a node that has another name already.
    pub(super) fn link(&mut self, name: NameId, node: NodeId) {
        self.names[name.at()].node = node.0;
    }

    pub(super) fn remove(&mut self, name: NameId) {
        self.names[name.at()].node = NONE;
    }

    pub(super) fn set_metadata(&mut self, node: NodeId, inode: &Inode<'_>) {
        self.nodes[node.at()].set_metadata(inode);
    }
}
