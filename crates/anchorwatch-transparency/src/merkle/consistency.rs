//! Whether a tree grew out of another.

use super::inclusion::is_right;
use crate::{LogProofProblem, TreeHash, TreeHead, limits::MAX_TREE_SIZE};

/// Checks that the leaves of the old tree are the first leaves of the new one (RFC 9162
/// §2.1.4.2). Every tree grew out of the empty one, and out of itself: then there are no hashes.
///
/// # Errors
/// [`LogProofProblem::Shrunk`] if the new tree is smaller, [`LogProofProblem::Forked`] if both have
/// one size and different roots, [`LogProofProblem::Consistency`] if the hashes do not lead to both
/// roots, or are too few or too many.
pub fn check_consistency(
    old: TreeHead,
    new: TreeHead,
    hashes: &[TreeHash],
) -> Result<(), LogProofProblem> {
    let wrong = || Err(LogProofProblem::Consistency);
    if new.size < old.size || new.size > MAX_TREE_SIZE {
        let (old, new) = (old.size, new.size);
        return Err(LogProofProblem::Shrunk { old, new });
    }
    if old.size == new.size && old.root != new.root {
        return Err(LogProofProblem::Forked { size: old.size });
    }
    if old.size == 0 && old.root != TreeHash::of_empty_tree() {
        return wrong();
    }
    if old.size == new.size || old.size == 0 {
        return if hashes.is_empty() { Ok(()) } else { wrong() };
    }
    if leads_to_both(old, new, hashes) == Some(true) {
        Ok(())
    } else {
        wrong()
    }
}

/// `None` if there are too few hashes or too many. The old tree has a leaf, the new one has more.
fn leads_to_both(old: TreeHead, new: TreeHead, hashes: &[TreeHash]) -> Option<bool> {
    let mut place = old.size - 1;
    let mut last = new.size - 1;
    while is_right(place) {
        place >>= 1;
        last >>= 1;
    }
    // A whole tree is a node of the new one, and its root needs no hash of its own.
    let (first, rest) = if old.size.is_power_of_two() {
        (old.root, hashes)
    } else {
        let (first, rest) = hashes.split_first()?;
        (*first, rest)
    };
    let (mut old_root, mut new_root) = (first, first);
    for other in rest {
        if last == 0 {
            return None;
        }
        if is_right(place) || place == last {
            old_root = TreeHash::of_node(*other, old_root);
            new_root = TreeHash::of_node(*other, new_root);
            while !is_right(place) && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new_root = TreeHash::of_node(new_root, *other);
        }
        place >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(old_root == old.root && new_root == new.root)
}
