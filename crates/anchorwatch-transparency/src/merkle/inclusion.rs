//! Whether a leaf is in a tree.

use crate::{LogProofProblem, TreeHash, TreeHead, limits::MAX_TREE_SIZE};

/// Checks that a leaf has this index in a tree (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`LogProofProblem::Index`] if the tree has no such leaf, [`LogProofProblem::Inclusion`] if the
/// hashes do not lead to its root, or are too few or too many.
pub fn check_inclusion(
    leaf: TreeHash,
    index: u64,
    hashes: &[TreeHash],
    tree: TreeHead,
) -> Result<(), LogProofProblem> {
    let size = tree.size;
    if index >= size || size > MAX_TREE_SIZE {
        return Err(LogProofProblem::Index { index, size });
    }
    let mut place = index;
    let mut last = size - 1;
    let mut hash = leaf;
    for other in hashes {
        if last == 0 {
            return Err(LogProofProblem::Inclusion);
        }
        if is_right(place) || place == last {
            hash = TreeHash::of_node(*other, hash);
            // A last node without a sibling rises as it is.
            while !is_right(place) && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = TreeHash::of_node(hash, *other);
        }
        place >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == tree.root {
        Ok(())
    } else {
        Err(LogProofProblem::Inclusion)
    }
}

/// Whether a node with this index is on its parent's right.
pub(super) const fn is_right(place: u64) -> bool {
    place & 1 == 1
}
