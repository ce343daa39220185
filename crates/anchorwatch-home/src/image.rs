//! The files of a container image, as a tree in memory: what its layers leave, one on another.
//!
//! Nothing is unpacked. A file's bytes stay where they are, in the archive or in a file without a
//! name that the caller filled; the tree only knows their place. [`Tree::of_image`] reads it like
//! any other tree.
//!
//! A layer is applied between [`begin_layer`](Image::begin_layer) and
//! [`end_layer`](Image::end_layer), entry by entry, as the OCI image specification 1.1
//! (<https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md>) says. Its whiteouts take
//! effect on the layers below, wherever in the layer they come. A path is followed through the
//! links of the image, and `..` stops at its root.
//!
//! **Not checked:** whether a container's program may read a file; access control lists and other
//! extended attributes.
//!
//! **Trust:** the image's maker decides what it contains. It can fill at most the memory that
//! [`MAX_ENTRIES`] and [`MAX_TEXT_BYTES`] allow.
//!
//! [`Tree::of_image`]: crate::Tree::of_image

use std::{
    ffi::OsString,
    fmt,
    fs::File,
    io,
    os::unix::{ffi::OsStringExt as _, fs::FileExt as _},
    sync::Arc,
};

use rustix::io::Errno;

use crate::{Entry, EntryKind};

mod index;
mod layer;
mod resolve;

use index::{Index, Kind};

pub(crate) use index::NodeId;

/// The most entries of an image, all layers together. The largest images, of machine learning and
/// of Node.js programs, have some hundred thousand; an entry costs up to 80 bytes.
pub const MAX_ENTRIES: usize = 1_000_000;

/// The most bytes of all names and link targets together: a million of the usual length.
pub const MAX_TEXT_BYTES: usize = 32 << 20;

/// The largest file whose bytes are kept. No reader takes a larger one.
pub const MAX_KEPT_BYTES: u64 = 256 << 20;

/// A tree of files in memory.
pub struct Image {
    index: Index,
    layer: layer::Layer,
    contents: [Arc<File>; 2],
}

/// What a layer says about one path, besides its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inode<'a> {
    /// Permission bits.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// The last modification, in Unix seconds.
    pub modified_at_unix_s: u32,
    /// Its type and content.
    pub content: Content<'a>,
}

/// The type and content of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// A folder.
    Directory,
    /// A regular file, and where its bytes are.
    File(Extent),
    /// A symbolic link and its target.
    Symlink(&'a [u8]),
    /// A named pipe.
    Fifo,
    /// A device: its name is known, and it is never opened.
    Other,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The file that contains them.
    pub place: Place,
    /// Their first byte there.
    pub offset: u64,
    /// Their number. The bytes of a file larger than [`MAX_KEPT_BYTES`] need not be there.
    pub size_bytes: u64,
}

/// One of the two files that hold the bytes of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The archive itself.
    Archive,
    /// The nameless file to which compressed layers were written.
    Spool,
}

/// Why an entry cannot be part of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// No file system of Linux has such a name, so no container can have the file.
    #[error("no file system can have this name")]
    Name,
    /// The path leads through something that is not a folder.
    #[error("its path leads through something that is not a folder")]
    NotAFolder,
    /// The path leads through more links than the kernel follows.
    #[error("its path leads through too many links")]
    Loop,
    /// A hard link to something that does not exist, or to a folder.
    #[error("it is a hard link to something that does not exist or is a folder")]
    HardLink,
    /// The root cannot be anything but a folder, and cannot be removed.
    #[error("the root of an image is a folder")]
    Root,
    /// There are more entries than [`MAX_ENTRIES`].
    #[error("the image has more than {MAX_ENTRIES} entries")]
    TooMany,
    /// The names are longer than [`MAX_TEXT_BYTES`].
    #[error("the names of the image have more than {MAX_TEXT_BYTES} bytes")]
    TooLong,
}

/// Whether programs that unpack images agree on the effect of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// They do.
    Clear,
    /// They do not: the entry replaces or removes something through a link of a lower layer. Some
    /// programs follow that link, others put a folder in its place.
    Ambiguous,
}

impl Image {
    /// Creates an empty image. `archive` and `spool` contain the bytes of files that are added
    /// later.
    #[must_use]
    pub fn new(archive: Arc<File>, spool: Arc<File>) -> Self {
        Self {
            index: Index::new(),
            layer: layer::Layer::default(),
            contents: [archive, spool],
        }
    }

    /// Returns the number of names so far, in all layers.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.index.name_count()
    }

    /// Returns what is known about the root.
    pub(crate) fn root(&self) -> Seen {
        self.seen(Index::root().node())
    }

    /// Returns the node that a path leads to.
    pub(crate) fn find(&self, path: &[u8], last: LastLink) -> Result<NodeId, Errno> {
        resolve::find(&self.index, path, last)
    }

    pub(crate) fn seen(&self, node: NodeId) -> Seen {
        let record = self.index.node(node);
        Seen {
            kind: match record.kind() {
                Kind::Directory => EntryKind::Directory,
                Kind::File => EntryKind::File,
                Kind::Symlink => EntryKind::Symlink,
                Kind::Fifo | Kind::Other => EntryKind::Other,
            },
            is_fifo: record.kind() == Kind::Fifo,
            mode: record.mode(),
            uid: record.uid,
            gid: record.gid,
            modified_at_unix_s: record.modified_at_unix_s,
            number: node.number(),
        }
    }

    /// Returns the target of a link.
    pub(crate) fn target(&self, node: NodeId) -> Option<OsString> {
        let target = self.index.target(node)?;
        Some(OsString::from_vec(target.to_vec()))
    }

    /// Returns the names in a folder, sorted.
    pub(crate) fn list(&self, node: NodeId) -> Option<Vec<Entry>> {
        let folder = self.index.folder(node)?;
        let mut entries: Vec<Entry> = self
            .index
            .children(folder)
            .map(|(name, node)| Entry {
                name: OsString::from_vec(name.to_vec()),
                kind: self.seen(node).kind,
            })
            .collect();
        entries.sort_by(|one, two| one.name.cmp(&two.name));
        Some(entries)
    }

    /// Returns a folder's child with this name.
    pub(crate) fn child(&self, node: NodeId, name: &[u8]) -> Option<NodeId> {
        self.index.child(self.index.folder(node)?, name)
    }

    /// Reads a file; `None` if it is larger than `max_bytes`.
    pub(crate) fn read(&self, node: NodeId, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(extent) = self.index.extent(node) else {
            return Err(Errno::INVAL.into());
        };
        if extent.size_bytes > max_bytes.min(MAX_KEPT_BYTES) {
            return Ok(None);
        }
        let size = usize::try_from(extent.size_bytes).map_err(io::Error::other)?;
        let mut content = vec![0; size];
        let [archive, spool] = &self.contents;
        let from = match extent.place {
            Place::Archive => archive,
            Place::Spool => spool,
        };
        from.read_exact_at(&mut content, extent.offset)?;
        Ok(Some(content))
    }
}

/// What is known about a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) kind: EntryKind,
    pub(crate) is_fifo: bool,
    pub(crate) mode: u32,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    pub(crate) modified_at_unix_s: u32,
    /// The same for two paths that are the same file.
    pub(crate) number: u64,
}

/// Whether a link at the end of a path is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastLink {
    Follow,
    Keep,
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("entry_count", &self.entry_count())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
