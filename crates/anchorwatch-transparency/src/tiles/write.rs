//! Makes the tiles of a log that grows.

use super::{
    TILE_LEVELS, TILE_WIDTH, bundle,
    path::{TileKind, TilePath},
    read::TiledLog,
};
use crate::{Subtrees as _, TileProblem, Tree, TreeHash, TreeHead, limits::MAX_TREE_SIZE};

/// A tile that must be served: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Its path below the log's prefix.
    pub path: TilePath,
    /// Its content.
    pub octets: Vec<u8>,
}

/// The right edge of a log, to which entries are added.
///
/// It writes nothing itself: [`TileWriter::take`] returns what has to be written before a
/// checkpoint of the new size is signed. No tile that was returned before is ever another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TileWriter {
    size: u64,
    /// The last tile of each level, while it is not full.
    edge: Vec<Vec<TreeHash>>,
    bundle: Vec<u8>,
    full: Vec<Tile>,
}

impl TileWriter {
    /// A log with entries, from its tiles.
    ///
    /// # Errors
    /// [`TileProblem::OtherTree`] if the tiles are not those of this tree, or why one cannot be
    /// read. Then nothing may be added: it would be a fork.
    pub fn open(
        tree: TreeHead,
        read: impl Fn(&TilePath) -> Option<Vec<u8>>,
    ) -> Result<Self, TileProblem> {
        let size = tree.size;
        if size > MAX_TREE_SIZE {
            return Err(TileProblem::OtherTree);
        }
        let log = TiledLog::new(tree, read);
        let mut writer = Self {
            size,
            ..Self::default()
        };
        for level in 0..u64::BITS / TILE_LEVELS {
            let path = last_partial(TileKind::Hashes { level }, size);
            let row = path.map(|it| log.hashes(it)).transpose()?;
            writer.edge.push(row.unwrap_or_default());
        }
        let path = last_partial(TileKind::Entries, size);
        let entries = path.map(|it| log.entries(it)).transpose()?;
        let entries = entries.unwrap_or_default();
        let leaves = entries.iter().map(|it| TreeHash::of_leaf(it));
        let is_of_bundle = writer
            .edge
            .first()
            .is_some_and(|it| leaves.eq(it.iter().copied()));
        // Whatever was read is on the right edge, and so in the root.
        if writer.head() != tree || !is_of_bundle {
            return Err(TileProblem::OtherTree);
        }
        for entry in &entries {
            bundle::put(&mut writer.bundle, entry)?;
        }
        Ok(writer)
    }

    /// How many entries the log has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The state of the tree with all entries that were added.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        let mut roots = self.edge.iter().flat_map(|row| tops(row));
        let root = roots.next().map_or_else(TreeHash::of_empty_tree, |last| {
            roots.fold(last, |right, left| TreeHash::of_node(left, right))
        });
        let size = self.size;
        TreeHead { size, root }
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// [`TileProblem::Entry`] if it is longer than [`MAX_ENTRY_BYTES`](crate::MAX_ENTRY_BYTES) or
    /// the log has as many as it can.
    pub fn add(&mut self, entry: &[u8]) -> Result<(), TileProblem> {
        if self.size >= MAX_TREE_SIZE {
            return Err(TileProblem::Entry);
        }
        bundle::put(&mut self.bundle, entry)?;
        self.size += 1;
        self.add_hash(TreeHash::of_leaf(entry));
        if self.size.is_multiple_of(u64::from(TILE_WIDTH)) {
            let octets = std::mem::take(&mut self.bundle);
            self.put_full(TileKind::Entries, octets);
        }
        Ok(())
    }

    fn add_hash(&mut self, leaf: TreeHash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.edge.len() == level {
                self.edge.push(Vec::new());
            }
            let Some(row) = self.edge.get_mut(level) else {
                return;
            };
            row.push(hash);
            if row.len() < usize::from(TILE_WIDTH) {
                return;
            }
            let row = std::mem::take(row);
            let Some(above) = tops(&row).next() else {
                return;
            };
            hash = above;
            let level = u32::try_from(level).unwrap_or(u32::MAX);
            self.put_full(TileKind::Hashes { level }, octets(&row));
        }
    }

    fn put_full(&mut self, kind: TileKind, octets: Vec<u8>) {
        let before = super::path::hashes_at(kind, self.size).saturating_sub(1);
        let index = before / u64::from(TILE_WIDTH);
        if let Some(path) = TilePath::in_tree(kind, index, self.size) {
            self.full.push(Tile { path, octets });
        }
    }

    /// The tiles that became full since the last call, and the partial ones of this size.
    #[must_use]
    pub fn take(&mut self) -> Vec<Tile> {
        let mut tiles = std::mem::take(&mut self.full);
        for (level, row) in (0..).zip(&self.edge) {
            if let Some(path) = last_partial(TileKind::Hashes { level }, self.size) {
                let octets = octets(row);
                tiles.push(Tile { path, octets });
            }
        }
        if let Some(path) = last_partial(TileKind::Entries, self.size) {
            let octets = self.bundle.clone();
            tiles.push(Tile { path, octets });
        }
        tiles
    }
}

/// The last tile of a kind, unless all are full.
fn last_partial(kind: TileKind, size: u64) -> Option<TilePath> {
    let count = super::path::hashes_at(kind, size);
    let path = TilePath::in_tree(kind, count / u64::from(TILE_WIDTH), size);
    path.filter(|it| !it.is_full())
}

/// The roots of the whole subtrees in a row of hashes, from the right.
fn tops(row: &[TreeHash]) -> impl Iterator<Item = TreeHash> {
    let mut tree = Tree::default();
    for hash in row {
        tree.push(*hash);
    }
    let count = tree.size();
    let levels = (0..u64::BITS).filter(move |level| count >> level & 1 == 1);
    levels.filter_map(move |level| {
        let index = (count >> level) - 1;
        tree.subtree(level, index).ok()
    })
}

fn octets(row: &[TreeHash]) -> Vec<u8> {
    row.iter().flat_map(|it| *it.as_bytes()).collect()
}
