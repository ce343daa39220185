//! Whether two views of a log are of one log.

use super::{path::TilePath, read::TiledLog};
use crate::{LogProofProblem, TreeHash, TreeHead, check_consistency, prove_consistency, root};

/// What became of an earlier view of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum History {
    /// It is the beginning of this one.
    Kept,
    /// This one begins with other entries.
    Forked(Fork),
}

/// That a tree does not begin with the entries of another: another root of as many entries, and
/// the hashes that lead from it to the tree.
///
/// Beside two checkpoints that the log signed, it convicts the log: whoever has the three needs
/// nothing else, and no tiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The root of as many entries as the earlier view has.
    pub root: TreeHash,
    /// The hashes that prove the growth from that root.
    pub hashes: Vec<TreeHash>,
}

impl Fork {
    /// Checks that the later tree begins with other entries than the earlier one. Both are those of
    /// checkpoints that the same log signed.
    ///
    /// # Errors
    /// [`LogProofProblem::NoFork`] if the root is that of the earlier one, or why the hashes prove
    /// nothing.
    pub fn verify(&self, earlier: TreeHead, later: TreeHead) -> Result<(), LogProofProblem> {
        if self.root == earlier.root {
            return Err(LogProofProblem::NoFork);
        }
        let (size, root) = (earlier.size, self.root);
        check_consistency(TreeHead { size, root }, later, &self.hashes)
    }
}

impl<F: Fn(&TilePath) -> Option<Vec<u8>>> TiledLog<F> {
    /// What became of an earlier view of this log, such as the one that a witness shows.
    ///
    /// Both answers are proven. Tiles that lead to neither are an error, and say nothing about the
    /// log: whoever serves them may be lying.
    ///
    /// # Errors
    /// [`LogProofProblem::Shrunk`] if this view is the earlier one: then the other one's tiles are
    /// needed. Else why the tiles are not those of this tree.
    pub fn history(&self, earlier: TreeHead) -> Result<History, LogProofProblem> {
        let (old, new) = (earlier.size, self.head().size);
        if old > new {
            return Err(LogProofProblem::Shrunk { old, new });
        }
        let hashes = prove_consistency(self, old, new)?;
        let root = if old == new {
            self.head().root
        } else {
            root(self, old)?
        };
        let proven = TreeHead { size: old, root };
        check_consistency(proven, self.head(), &hashes)?;
        if root == earlier.root {
            return Ok(History::Kept);
        }
        Ok(History::Forked(Fork { root, hashes }))
    }
}
