//! Which tiles to fetch before a proof is made.

use std::{cell::RefCell, collections::BTreeSet};

use super::{TilePath, read::Place};
use crate::{
    LogProofProblem, Subtrees, TileProblem, TreeHash, prove_consistency, prove_inclusion, root,
};

/// The tiles that prove a leaf in a tree of this size, in the order of their paths.
///
/// # Errors
/// [`LogProofProblem::Index`] if there is no such leaf.
pub fn tiles_for_inclusion(index: u64, size: u64) -> Result<Vec<TilePath>, LogProofProblem> {
    let asked = Asked::new(size);
    prove_inclusion(&asked, index, size)?;
    Ok(asked.paths())
}

/// The tiles that prove that a tree of one size grew out of one of another, or that it did not
/// ([`TiledLog::history`](crate::TiledLog::history)).
///
/// # Errors
/// [`LogProofProblem::Shrunk`] if there are more old leaves.
pub fn tiles_for_consistency(old: u64, new: u64) -> Result<Vec<TilePath>, LogProofProblem> {
    let asked = Asked::new(new);
    prove_consistency(&asked, old, new)?;
    // A whole old tree has its root above the hashes that prove it.
    root(&asked, old)?;
    Ok(asked.paths())
}

/// Notes what a proof asks for, and answers anything.
struct Asked {
    size: u64,
    paths: RefCell<BTreeSet<TilePath>>,
}

impl Asked {
    const fn new(size: u64) -> Self {
        let paths = RefCell::new(BTreeSet::new());
        Self { size, paths }
    }

    fn paths(self) -> Vec<TilePath> {
        self.paths.into_inner().into_iter().collect()
    }
}

impl Subtrees for Asked {
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TileProblem> {
        let place = Place::of(level, index, self.size)?;
        self.paths.borrow_mut().insert(place.path);
        Ok(TreeHash::of_empty_tree())
    }
}
