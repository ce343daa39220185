//! A whole bundle of entries, checked against the root at once.

use super::{
    TILE_LEVELS, TILE_WIDTH,
    path::{TileKind, TilePath},
    read::TiledLog,
};
use crate::{
    LogProofProblem, Subtrees, TileProblem, Tree, TreeHash, check_inclusion, prove_inclusion,
};

impl<F: Fn(&TilePath) -> Option<Vec<u8>>> TiledLog<F> {
    /// The entries of the bundle with this index, from 0, checked against the root: 256 of them,
    /// or as many as the tree has. Whoever reads a whole log reads it so.
    ///
    /// # Errors
    /// [`LogProofProblem`] if there is no such bundle, or one of its entries is not this tree's.
    pub fn bundle(&self, index: u64) -> Result<Vec<Vec<u8>>, LogProofProblem> {
        let size = self.head().size;
        let path = TilePath::in_tree(TileKind::Entries, index, size);
        let first = index.saturating_mul(u64::from(TILE_WIDTH));
        let beyond = LogProofProblem::Index { index: first, size };
        let entries = self.entries(path.ok_or(beyond)?)?;
        let of_bundle = OfBundle {
            index,
            tree: Tree::of_entries(entries.iter().map(Vec::as_slice)),
            log: self,
        };
        // The path of the first entry meets the hashes of all others: they are on its right.
        let leaf = of_bundle.tree.subtree(0, 0)?;
        let hashes = prove_inclusion(&of_bundle, first, size)?;
        check_inclusion(leaf, first, &hashes, self.head())?;
        Ok(entries)
    }
}

/// The subtrees of a log, those within one bundle out of its own entries.
struct OfBundle<'a, F> {
    index: u64,
    tree: Tree,
    log: &'a TiledLog<F>,
}

impl<F: Fn(&TilePath) -> Option<Vec<u8>>> Subtrees for OfBundle<'_, F> {
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TileProblem> {
        let above = TILE_LEVELS.checked_sub(level);
        let is_within = above.is_some_and(|it| index >> it == self.index);
        match above.filter(|_| is_within) {
            Some(above) => self.tree.subtree(level, index - (self.index << above)),
            None => self.log.subtree(level, index),
        }
    }
}
