//! Applies a layer to the result of the layers below it.
//!
//! A whiteout hides what lower layers have, but nothing of its own layer, whatever the order of
//! that layer's entries. So whiteouts take effect at the end of their layer, and each name
//! remembers the last layer that put something there or below.

use std::collections::HashSet;

use rustix::io::Errno;

use super::{
    Content, Effect, EntryError, Image, Inode,
    index::Index,
    index::{FolderId, NameId},
    resolve::Walk,
};

/// The layer that is being applied.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// The first is number 1; 0 means no layer.
    number: u16,
    whiteouts: Vec<Whiteout>,
}

#[derive(Debug)]
enum Whiteout {
    /// The name is removed.
    Name(NameId),
    /// What the folder contains is removed.
    Content(FolderId),
}

/// A folder that a path led to, and whether a link of a lower layer was on the way.
struct Parent {
    folder: FolderId,
    is_behind_a_link: bool,
}

impl Image {
    /// Begins the next layer.
    ///
    /// # Errors
    /// [`EntryError::TooMany`] after 65,534 layers.
    pub fn begin_layer(&mut self) -> Result<(), EntryError> {
        self.layer.number = self
            .layer
            .number
            .checked_add(1)
            .ok_or(EntryError::TooMany)?;
        Ok(())
    }

    /// Adds an entry, or replaces what is there. Missing folders on the way are made.
    ///
    /// # Errors
    /// Every [`EntryError`] but [`HardLink`](EntryError::HardLink).
    pub fn put(&mut self, path: &[u8], inode: &Inode<'_>) -> Result<Effect, EntryError> {
        let is_folder = inode.content == Content::Directory;
        let Some((parent, name)) = self.parent(path)? else {
            if !is_folder {
                return Err(EntryError::Root);
            }
            self.index.set_metadata(Index::root().node(), inode);
            return Ok(Effect::Clear);
        };
        let name = self.index.named(parent.folder, &name)?;
        let before = self.index.node_at(name);
        let folder = before.and_then(|node| self.index.folder(node));
        match folder {
            Some(folder) if is_folder => self.index.set_metadata(folder.node(), inode),
            _ => drop(self.index.put(name, inode)?),
        }
        let is_merged = folder.is_some() && is_folder;
        let effect = self.effect(&parent, name, before.is_some() && !is_merged);
        self.touch(name);
        Ok(effect)
    }

    /// Adds another name for a file.
    ///
    /// # Errors
    /// [`EntryError::HardLink`] if `target` is not there or is a folder, and those of
    /// [`put`](Self::put).
    pub fn put_hard_link(&mut self, path: &[u8], target: &[u8]) -> Result<Effect, EntryError> {
        // As link(2) does, a link at the end of the target is not followed.
        let found = self.find(target, super::LastLink::Keep);
        let node = found.map_err(|_| EntryError::HardLink)?;
        if self.index.folder(node).is_some() {
            return Err(EntryError::HardLink);
        }
        let (parent, name) = self.parent(path)?.ok_or(EntryError::Root)?;
        let name = self.index.named(parent.folder, &name)?;
        let is_replaced = self
            .index
            .node_at(name)
            .is_some_and(|before| before != node);
        self.index.link(name, node);
        let effect = self.effect(&parent, name, is_replaced);
        self.touch(name);
        Ok(effect)
    }

    /// Removes, at the end of the layer, what lower layers have at a path.
    ///
    /// # Errors
    /// [`EntryError`] if the path cannot be followed.
    pub fn whiteout(&mut self, path: &[u8]) -> Result<Effect, EntryError> {
        let Some((parent, name)) = self.existing_parent(path)? else {
            return Ok(Effect::Clear);
        };
        let Some(name) = self.index.find(parent.folder, &name) else {
            return Ok(Effect::Clear);
        };
        self.layer.whiteouts.push(Whiteout::Name(name));
        let is_there = self.index.node_at(name).is_some();
        Ok(self.effect(&parent, name, is_there))
    }

    /// Removes, at the end of the layer, what lower layers have in the folder of a path.
    ///
    /// # Errors
    /// [`EntryError`] if the path cannot be followed.
    pub fn whiteout_siblings(&mut self, path: &[u8]) -> Result<Effect, EntryError> {
        let Some((parent, _)) = self.existing_parent(path)? else {
            return Ok(Effect::Clear);
        };
        self.layer.whiteouts.push(Whiteout::Content(parent.folder));
        Ok(if parent.is_behind_a_link {
            Effect::Ambiguous
        } else {
            Effect::Clear
        })
    }

    /// Ends the layer: its whiteouts take effect.
    pub fn end_layer(&mut self) {
        let mut cleared = HashSet::new();
        for whiteout in std::mem::take(&mut self.layer.whiteouts) {
            match whiteout {
                Whiteout::Content(folder) => self.clear(folder, &mut cleared),
                Whiteout::Name(name) => {
                    let node = self.index.node_at(name);
                    if self.index.layer_of(name) < self.layer.number {
                        self.index.remove(name);
                    } else if let Some(folder) = node.and_then(|node| self.index.folder(node)) {
                        self.clear(folder, &mut cleared);
                    }
                }
            }
        }
    }

    /// Removes what lower layers have in a folder, and in the folders below that this layer put
    /// something into. Each folder is cleared once, however many whiteouts concern it.
    fn clear(&mut self, folder: FolderId, cleared: &mut HashSet<FolderId>) {
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            if !cleared.insert(folder) {
                continue;
            }
            let names: Vec<NameId> = self.index.names(folder).collect();
            for name in names {
                if self.index.layer_of(name) < self.layer.number {
                    self.index.remove(name);
                } else if let Some(node) = self.index.node_at(name) {
                    folders.extend(self.index.folder(node));
                }
            }
        }
    }

    /// Whether other programs could see another effect in an entry.
    fn effect(&self, parent: &Parent, name: NameId, is_replacing: bool) -> Effect {
        // What this layer itself put there is replaced everywhere.
        let is_lower = self.index.layer_of(name) < self.layer.number;
        if parent.is_behind_a_link && is_replacing && is_lower {
            Effect::Ambiguous
        } else {
            Effect::Clear
        }
    }

    /// Remembers that this layer put something at a name, and so below each folder above it.
    fn touch(&mut self, name: NameId) {
        let mut next = Some(name);
        while let Some(name) = next {
            if self.index.layer_of(name) == self.layer.number {
                return;
            }
            self.index.set_layer(name, self.layer.number);
            next = self.index.name_of(self.index.folder_of(name));
        }
    }

    /// Follows a path to the folder of its last name, and makes folders that are missing. `None`:
    /// the path is the root.
    fn parent(&mut self, path: &[u8]) -> Result<Option<(Parent, Vec<u8>)>, EntryError> {
        let path = cleaned(path)?;
        let mut walk = walk(&path)?;
        let mut is_behind_a_link = false;
        while let Some(name) = walk.next(&self.index) {
            if walk.is_at_the_end() {
                let folder = walk.here;
                return Ok(Some((
                    Parent {
                        folder,
                        is_behind_a_link,
                    },
                    name,
                )));
            }
            let id = self.index.named(walk.here, &name)?;
            let node = self.index.node_at(id);
            if let Some(target) = node.and_then(|node| self.index.target(node)) {
                is_behind_a_link |= self.index.layer_of(id) < self.layer.number;
                walk.follow(target).map_err(of_errno)?;
                // The target's folders need not exist, and its last name is a folder too.
            } else if let Some(node) = node {
                walk.here = self.index.folder(node).ok_or(EntryError::NotAFolder)?;
            } else {
                let node = self.index.put(id, &MADE_FOLDER)?;
                self.touch(id);
                walk.here = self.index.folder(node).ok_or(EntryError::NotAFolder)?;
            }
        }
        Ok(None)
    }

    /// The same, but makes nothing. `None`: a folder on the way is missing.
    fn existing_parent(&self, path: &[u8]) -> Result<Option<(Parent, Vec<u8>)>, EntryError> {
        let mut walk = walk(&cleaned(path)?)?;
        let mut is_behind_a_link = false;
        while let Some(name) = walk.next(&self.index) {
            if walk.is_at_the_end() {
                let folder = walk.here;
                let parent = Parent {
                    folder,
                    is_behind_a_link,
                };
                return Ok(Some((parent, name)));
            }
            let Some(id) = self.index.find(walk.here, &name) else {
                return Ok(None);
            };
            let Some(node) = self.index.node_at(id) else {
                return Ok(None);
            };
            if let Some(target) = self.index.target(node) {
                is_behind_a_link |= self.index.layer_of(id) < self.layer.number;
                walk.follow(target).map_err(of_errno)?;
            } else {
                match self.index.folder(node) {
                    Some(folder) => walk.here = folder,
                    None => return Ok(None),
                }
            }
        }
        Err(EntryError::Root)
    }
}

/// A folder without an entry gets the attributes that programs that unpack images give it.
const MADE_FOLDER: Inode<'static> = Inode {
    mode: 0o755,
    uid: 0,
    gid: 0,
    modified_at_unix_s: 0,
    content: Content::Directory,
};

/// The longest path, without the zero at its end (limits.h: PATH_MAX).
const MAX_PATH_BYTES: usize = 4095;

/// Returns the path from the root, without `.`, `..` and doubled slashes. This happens before
/// links are followed, as in Docker and containerd.
fn cleaned(path: &[u8]) -> Result<Vec<u8>, EntryError> {
    if path.len() > MAX_PATH_BYTES || path.contains(&0) {
        return Err(EntryError::Name);
    }
    let mut names: Vec<&[u8]> = Vec::new();
    for name in path.split(|byte| *byte == b'/') {
        match name {
            b"" | b"." => {}
            b".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    let mut cleaned = b"/".to_vec();
    cleaned.extend_from_slice(&names.join(&b'/'));
    Ok(cleaned)
}

fn walk(path: &[u8]) -> Result<Walk, EntryError> {
    // The root's own path has a trailing slash, which has no meaning here.
    Walk::along(path).map_err(of_errno)
}

fn of_errno(errno: Errno) -> EntryError {
    if errno == Errno::LOOP {
        EntryError::Loop
    } else {
        EntryError::NotAFolder
    }
}
