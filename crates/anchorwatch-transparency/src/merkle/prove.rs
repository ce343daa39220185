//! Makes roots and proofs out of whole subtrees, which a tree never changes once it has them.

use crate::{LogProofProblem, TileProblem, TreeHash, limits::MAX_TREE_SIZE};

/// Where whole subtrees come from: a tree in memory, or tiles.
pub trait Subtrees {
    /// The root of the subtree with this index among those of 2^level leaves.
    ///
    /// # Errors
    /// [`TileProblem`] if it is not there.
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TileProblem>;
}

/// The root of the first leaves.
///
/// # Errors
/// [`TileProblem`] if a subtree is not there.
pub fn root(tree: &impl Subtrees, size: u64) -> Result<TreeHash, TileProblem> {
    if size == 0 {
        return Ok(TreeHash::of_empty_tree());
    }
    range(tree, 0, size)
}

/// The hashes that prove a leaf in the tree of the first `size` leaves (RFC 9162 §2.1.3.1).
///
/// # Errors
/// [`LogProofProblem::Index`] if there is no such leaf, [`LogProofProblem::Tile`] if a subtree is
/// not there.
pub fn prove_inclusion(
    tree: &impl Subtrees,
    index: u64,
    size: u64,
) -> Result<Vec<TreeHash>, LogProofProblem> {
    if index >= size || size > MAX_TREE_SIZE {
        return Err(LogProofProblem::Index { index, size });
    }
    let (mut start, mut end) = (0, size);
    let mut hashes = Vec::new();
    while end - start > 1 {
        let middle = start + left_leaves(end - start);
        if index < middle {
            hashes.push(range(tree, middle, end)?);
            end = middle;
        } else {
            hashes.push(range(tree, start, middle)?);
            start = middle;
        }
    }
    hashes.reverse();
    Ok(hashes)
}

/// The hashes that prove that the tree of the first `new` leaves grew out of that of the first
/// `old` (RFC 9162 §2.1.4.1).
///
/// # Errors
/// [`LogProofProblem::Shrunk`] if there are more old leaves, [`LogProofProblem::Tile`] if a subtree
/// is not there.
pub fn prove_consistency(
    tree: &impl Subtrees,
    old: u64,
    new: u64,
) -> Result<Vec<TreeHash>, LogProofProblem> {
    if old > new || new > MAX_TREE_SIZE {
        return Err(LogProofProblem::Shrunk { old, new });
    }
    let mut hashes = Vec::new();
    if old == 0 {
        return Ok(hashes);
    }
    let (mut start, mut end) = (0, new);
    while old != end {
        let middle = start + left_leaves(end - start);
        if old <= middle {
            hashes.push(range(tree, middle, end)?);
            end = middle;
        } else {
            hashes.push(range(tree, start, middle)?);
            start = middle;
        }
    }
    // Whoever has the old tree has its root, and needs the last node only if that is not all.
    if start != 0 {
        hashes.push(range(tree, start, end)?);
    }
    hashes.reverse();
    Ok(hashes)
}

/// The root of the leaves from `start` to before `end`. `start` is a multiple of the largest power
/// of two in their number, as in every node of a tree.
fn range(tree: &impl Subtrees, start: u64, end: u64) -> Result<TreeHash, TileProblem> {
    let mut whole = Vec::new();
    let mut at = start;
    while at < end {
        let level = (end - at).ilog2();
        whole.push(tree.subtree(level, at >> level)?);
        at += 1 << level;
    }
    let mut whole = whole.into_iter().rev();
    let last = whole.next().ok_or(TileProblem::Missing)?;
    Ok(whole.fold(last, |right, left| TreeHash::of_node(left, right)))
}

/// How many of two leaves or more are on the left: the largest power of two below their number.
const fn left_leaves(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}
