//! Resolves a path inside an image, by the rules of [`Tree`](crate::Tree): an absolute link
//! points into the image, `..` stops at its root, and links are counted.

use rustix::io::Errno;

use super::{
    LastLink,
    index::{FolderId, Index, NodeId},
};

/// The kernel's own limit (path_resolution(7)).
const MOST_LINKS: u32 = 40;

/// Finds the node that a path leads to.
pub(super) fn find(index: &Index, path: &[u8], last: LastLink) -> Result<NodeId, Errno> {
    let mut walk = Walk::along(path)?;
    while let Some(name) = walk.next(index) {
        let node = index.child(walk.here, &name).ok_or(Errno::NOENT)?;
        let is_kept = walk.is_at_the_end() && last == LastLink::Keep;
        match (index.target(node), index.folder(node)) {
            (Some(target), _) if !is_kept => walk.follow(target)?,
            (_, Some(folder)) => walk.here = folder,
            _ if walk.is_at_the_end() => return Ok(node),
            _ => return Err(Errno::NOTDIR),
        }
    }
    Ok(walk.here.node())
}

/// A walk along a path, from the root.
pub(super) struct Walk {
    pub(super) here: FolderId,
    /// The remaining names, the next one last.
    names: Vec<Vec<u8>>,
    links: u32,
}

impl Walk {
    pub(super) fn along(path: &[u8]) -> Result<Self, Errno> {
        let mut walk = Self {
            here: Index::root(),
            names: Vec::new(),
            links: 0,
        };
        walk.enter(path)?;
        Ok(walk)
    }

    pub(super) fn is_at_the_end(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns the next name in the current folder; goes up for each `..` before it.
    pub(super) fn next(&mut self, index: &Index) -> Option<Vec<u8>> {
        while let Some(name) = self.names.pop() {
            match name.as_slice() {
                b"." => {}
                b".." => self.here = index.above(self.here),
                _ => return Some(name),
            }
        }
        None
    }

    /// Puts the names of a link's target before the remaining ones.
    pub(super) fn follow(&mut self, target: &[u8]) -> Result<(), Errno> {
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(Errno::LOOP);
        }
        self.enter(target)
    }

    fn enter(&mut self, path: &[u8]) -> Result<(), Errno> {
        if path.is_empty() {
            return Err(Errno::NOENT);
        }
        if path.starts_with(b"/") {
            self.here = Index::root();
        }
        if path.ends_with(b"/") {
            // A trailing slash requires a folder.
            self.names.push(b".".to_vec());
        }
        let names = path.split(|byte| *byte == b'/').rev();
        self.names
            .extend(names.filter(|name| !name.is_empty()).map(<[u8]>::to_vec));
        Ok(())
    }
}
