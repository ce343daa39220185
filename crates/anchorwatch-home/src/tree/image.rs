//! A tree whose files are in a container image: read like any other, but never changed.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use rustix::io::Errno;

use super::{Backend, Entry, EntryKind, MAX_CHANGED_FILE_BYTES, Seen, Tree, fault, relative};
use crate::{
    Directory, Error, File, Node, Symlink,
    image::{self, Image, LastLink, NodeId},
};

/// The device number of every file of an image: no file system has it.
const DEVICE: u64 = u64::MAX;

impl Tree {
    /// Creates a tree from the files of an image. `shown` is its name for users.
    ///
    /// Every change fails with [`Error::InAnImage`].
    #[must_use]
    pub fn of_image(image: Image, shown: &Path) -> Self {
        let root = image.root();
        Self {
            owner: (root.uid, root.gid),
            backend: Backend::Image(Box::new(image)),
            path: shown.to_owned(),
            steps: fault::Steps::default(),
            looks: super::looked::Looks::default(),
        }
    }
}

impl From<image::Seen> for Seen {
    fn from(seen: image::Seen) -> Self {
        Self {
            kind: seen.kind,
            is_fifo: seen.is_fifo,
            mode: seen.mode,
            uid: seen.uid,
            gid: seen.gid,
            identity: (DEVICE, seen.number),
        }
    }
}

/// An image, and the name of its tree for messages.
pub(super) struct InImage<'t> {
    pub(super) image: &'t Image,
    pub(super) tree: &'t Tree,
}

impl InImage<'_> {
    /// Returns what a path leads to.
    pub(super) fn find(
        &self,
        path: &Path,
        last: LastLink,
        action: &'static str,
    ) -> Result<NodeId, Error> {
        let found = self.image.find(relative(path).as_os_str().as_bytes(), last);
        found.map_err(Error::io(action, self.tree.display_path(path)))
    }

    pub(super) fn seen(&self, path: &Path, last: LastLink) -> Result<Seen, Error> {
        let node = self.find(path, last, "find")?;
        Ok(self.image.seen(node).into())
    }

    pub(super) fn list(&self, path: &Path) -> Result<Vec<Entry>, Error> {
        let node = self.find(path, LastLink::Follow, "open the folder")?;
        let entries = self.image.list(node);
        entries.ok_or_else(|| {
            Error::io("open the folder", self.tree.display_path(path))(Errno::NOTDIR)
        })
    }

    /// Returns the target of a link; `None` if the path is not a link or does not exist.
    pub(super) fn link_at(&self, path: &Path) -> Result<Option<PathBuf>, Error> {
        let node = self.name(path)?;
        Ok(node
            .and_then(|node| self.image.target(node))
            .map(PathBuf::from))
    }

    pub(super) fn read(&self, path: &Path, max_bytes: u64) -> Result<(Vec<u8>, Seen), Error> {
        let node = self.find(path, LastLink::Follow, "find")?;
        let seen = Seen::from(self.image.seen(node));
        if seen.kind != EntryKind::File {
            return Err(Error::NotARegularFile {
                path: self.tree.display_path(path),
            });
        }
        Ok((self.content(node, path, max_bytes)?, seen))
    }

    fn content(&self, node: NodeId, path: &Path, max: u64) -> Result<Vec<u8>, Error> {
        let path = self.tree.display_path(path);
        match self.image.read(node, max) {
            Ok(Some(content)) => Ok(content),
            Ok(None) => Err(Error::TooLarge { path, max }),
            Err(source) => Err(Error::Io {
                action: "read",
                path,
                source,
            }),
        }
    }

    /// Returns what is at the path itself, with a file's content or without.
    pub(super) fn node(&self, path: &Path, of_file: OfFile) -> Result<Node, Error> {
        let Some(node) = self.name(path)? else {
            return Ok(Node::Absent);
        };
        let seen = self.image.seen(node);
        let (mode, uid, gid) = (seen.mode, seen.uid, seen.gid);
        Ok(match (seen.kind, of_file) {
            (EntryKind::File, OfFile::Everything) => Node::File(File {
                content: self.content(node, path, MAX_CHANGED_FILE_BYTES)?,
                mode,
                uid,
                gid,
                xattrs: BTreeMap::new(),
                modified: Some((i64::from(seen.modified_at_unix_s), 0)),
            }),
            (EntryKind::File, OfFile::Metadata) => Node::File(File {
                content: Vec::new(),
                mode,
                uid,
                gid,
                xattrs: BTreeMap::new(),
                modified: None,
            }),
            (EntryKind::Symlink, _) => Node::Symlink(Symlink {
                target: self.image.target(node).unwrap_or_default().into(),
                uid,
                gid,
            }),
            (EntryKind::Directory, _) => Node::Directory(Directory { mode, uid, gid }),
            (EntryKind::Other, _) => Node::Other,
        })
    }

    /// Returns the node of a path's last name; `None` if there is none. As in a folder, the path
    /// must have a name at its end.
    fn name(&self, path: &Path) -> Result<Option<NodeId>, Error> {
        if path.file_name().is_none() {
            return Err(Error::io("use as a file", self.tree.display_path(path))(
                Errno::INVAL,
            ));
        }
        match self.find(path, LastLink::Keep, "look at") {
            Ok(node) => Ok(Some(node)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// How much of a file is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfFile {
    Everything,
    Metadata,
}

/// A folder of an image.
#[derive(Debug)]
pub(super) struct ImageFolder<'t> {
    image: &'t Image,
    node: NodeId,
}

impl<'t> ImageFolder<'t> {
    pub(super) fn new(image: &'t Image, node: NodeId) -> Result<Self, Errno> {
        match image.seen(node).kind {
            EntryKind::Directory => Ok(Self { image, node }),
            _ => Err(Errno::NOTDIR),
        }
    }

    pub(super) fn list(&self) -> Vec<Entry> {
        self.image.list(self.node).unwrap_or_default()
    }

    pub(super) fn identity_of(&self, name: &OsStr) -> Result<(u64, u64), Errno> {
        let node = self.child(name)?;
        Ok(Seen::from(self.image.seen(node)).identity)
    }

    pub(super) fn below(&self, name: &OsStr) -> Result<Self, Errno> {
        // A link is not a folder, as in a folder that is opened without following links.
        Self::new(self.image, self.child(name)?)
    }

    fn child(&self, name: &OsStr) -> Result<NodeId, Errno> {
        let found = self.image.child(self.node, name.as_bytes());
        found.ok_or(Errno::NOENT)
    }
}
