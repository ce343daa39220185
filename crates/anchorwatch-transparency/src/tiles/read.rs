//! Reads entries and proofs out of tiles.

use super::{
    TILE_LEVELS, TILE_WIDTH, bundle,
    path::{TileKind, TilePath},
};
use crate::{
    LogProofProblem, Subtrees, TileProblem, TreeHash, TreeHead, check_consistency, check_inclusion,
    prove_consistency, prove_inclusion, root,
};

/// The tiles of a log, read for one state of its tree.
///
/// Whoever serves the tiles need not be trusted: nothing comes out that does not lead to the root.
/// The root is that of a [`VerifiedCheckpoint`](crate::VerifiedCheckpoint), or of a tree that the
/// caller made.
pub struct TiledLog<F> {
    tree: TreeHead,
    read: F,
}

impl<F: Fn(&TilePath) -> Option<Vec<u8>>> TiledLog<F> {
    /// The log with this state, whose tiles this function gets: `None` if there is no such tile.
    /// It is asked for a full tile where a partial one is gone.
    pub const fn new(tree: TreeHead, read: F) -> Self {
        Self { tree, read }
    }

    /// The state of the tree that it is read for.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.tree
    }

    /// Checks that the tiles on the right edge lead to the root.
    ///
    /// # Errors
    /// [`TileProblem::OtherTree`] if not, or why a tile cannot be read.
    pub fn check_root(&self) -> Result<(), TileProblem> {
        if root(self, self.tree.size)? == self.tree.root {
            Ok(())
        } else {
            Err(TileProblem::OtherTree)
        }
    }

    /// The hashes that prove an entry with this hash and index, checked against the root.
    ///
    /// # Errors
    /// [`LogProofProblem`] if there is no such entry, or the tiles are not those of this tree.
    pub fn prove_inclusion(
        &self,
        leaf: TreeHash,
        index: u64,
    ) -> Result<Vec<TreeHash>, LogProofProblem> {
        let hashes = prove_inclusion(self, index, self.tree.size)?;
        check_inclusion(leaf, index, &hashes, self.tree)?;
        Ok(hashes)
    }

    /// The hashes that prove that this tree grew out of an older one, checked against both roots.
    ///
    /// # Errors
    /// [`LogProofProblem`] if it did not, or the tiles are not those of this tree.
    pub fn prove_consistency(&self, old: TreeHead) -> Result<Vec<TreeHash>, LogProofProblem> {
        let hashes = prove_consistency(self, old.size, self.tree.size)?;
        check_consistency(old, self.tree, &hashes)?;
        Ok(hashes)
    }

    /// The entry with this index, checked against the root.
    ///
    /// # Errors
    /// [`LogProofProblem`] if there is no such entry, or it is another than that of this tree.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, LogProofProblem> {
        let width = u64::from(TILE_WIDTH);
        let size = self.tree.size;
        let path = TilePath::in_tree(TileKind::Entries, index / width, size);
        let path = path.filter(|_| index < size);
        let path = path.ok_or(LogProofProblem::Index { index, size })?;
        let place = usize::try_from(index % width).unwrap_or(usize::MAX);
        let entry = self.entries(path)?.into_iter().nth(place);
        let entry = entry.ok_or(TileProblem::Missing)?;
        self.prove_inclusion(TreeHash::of_leaf(&entry), index)?;
        Ok(entry)
    }

    /// The hashes of a tile. Nobody has compared them with the root.
    pub(super) fn hashes(&self, path: TilePath) -> Result<Vec<TreeHash>, TileProblem> {
        let (octets, width) = self.octets(path)?;
        if octets.len() != usize::from(width) * TreeHash::BYTES {
            return Err(TileProblem::Length);
        }
        let (hashes, _) = octets.as_chunks::<{ TreeHash::BYTES }>();
        let hashes = hashes.iter().take(usize::from(path.width()));
        Ok(hashes.map(|it| TreeHash::new(*it)).collect())
    }

    /// The entries of a tile. Nobody has compared them with the root.
    pub(super) fn entries(&self, path: TilePath) -> Result<Vec<Vec<u8>>, TileProblem> {
        let (octets, count) = self.octets(path)?;
        let entries = bundle::entries(&octets, count)?.into_iter();
        let entries = entries.take(usize::from(path.width()));
        Ok(entries.map(<[u8]>::to_vec).collect())
    }

    /// A tile's octets, and how many hashes or entries they are.
    fn octets(&self, path: TilePath) -> Result<(Vec<u8>, u16), TileProblem> {
        if let Some(octets) = (self.read)(&path) {
            return Ok((octets, path.width()));
        }
        let full = path.full();
        let octets = (!path.is_full()).then(|| (self.read)(&full)).flatten();
        Ok((octets.ok_or(TileProblem::Missing)?, TILE_WIDTH))
    }
}

impl<F: Fn(&TilePath) -> Option<Vec<u8>>> Subtrees for TiledLog<F> {
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TileProblem> {
        let place = Place::of(level, index, self.tree.size)?;
        let hashes = self.hashes(place.path)?.into_iter();
        let mut row: Vec<TreeHash> = hashes.skip(place.first).take(place.count).collect();
        while row.len() > 1 {
            let pairs = row.chunks_exact(2);
            let above = pairs.filter_map(|it| match it {
                [left, right] => Some(TreeHash::of_node(*left, *right)),
                _ => None,
            });
            row = above.collect();
        }
        row.pop().ok_or(TileProblem::Missing)
    }
}

/// Where the hashes below a subtree's root are.
pub(super) struct Place {
    pub(super) path: TilePath,
    first: usize,
    count: usize,
}

impl Place {
    pub(super) fn of(level: u32, index: u64, size: u64) -> Result<Self, TileProblem> {
        let within = level % TILE_LEVELS;
        let kind = TileKind::Hashes {
            level: level / TILE_LEVELS,
        };
        let first = index.checked_mul(1 << within);
        let first = first.ok_or(TileProblem::Missing)?;
        let width = u64::from(TILE_WIDTH);
        let path = TilePath::in_tree(kind, first / width, size);
        let (first, count) = (usize::try_from(first % width), 1 << within);
        let place = Self {
            path: path.ok_or(TileProblem::Missing)?,
            first: first.map_err(|_| TileProblem::Missing)?,
            count,
        };
        if place.first + place.count > usize::from(place.path.width()) {
            return Err(TileProblem::Missing);
        }
        Ok(place)
    }
}
