//! Trees and proofs beside tlog_tiles 0.2 (Cloudflare, after Go's `sumdb/tlog`).

use anchorwatch_transparency::{
    LogProofProblem, MAX_TREE_SIZE, Tree, TreeHash, TreeHead, check_consistency, check_inclusion,
    prove_consistency, prove_inclusion, root,
};
use proptest::prelude::*;
use tlog_tiles::tlog::{self, Hash, HashReader};

/// Their hashes, in their order.
pub(crate) struct Stored(pub(crate) Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog::Error> {
        let at = |it: &u64| self.0[usize::try_from(*it).unwrap()];
        Ok(indexes.iter().map(at).collect())
    }
}

pub(crate) fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

pub(crate) fn both(size: u64) -> (Tree, Stored) {
    let entries: Vec<Vec<u8>> = (0..size).map(entry).collect();
    let tree = Tree::of_entries(entries.iter().map(Vec::as_slice));
    let mut stored = Stored(Vec::new());
    for (number, entry) in (0..).zip(&entries) {
        let hashes = tlog::stored_hashes(number, entry, &stored).unwrap();
        stored.0.extend(hashes);
    }
    (tree, stored)
}

fn theirs(hashes: &[TreeHash]) -> Vec<Hash> {
    hashes.iter().map(|it| Hash(*it.as_bytes())).collect()
}

fn head(tree: &Tree, size: u64) -> TreeHead {
    let root = root(tree, size).unwrap();
    TreeHead { size, root }
}

#[test]
fn roots_and_proofs_are_the_same_octets() {
    let (tree, stored) = both(70);
    assert_eq!(tree.size(), 70);
    for size in 1..=70 {
        let new = head(&tree, size);
        let their_root = tlog::tree_hash(size, &stored).unwrap();
        assert_eq!(their_root.0, *new.root.as_bytes());
        for index in 0..size {
            let hashes = prove_inclusion(&tree, index, size).unwrap();
            let leaf = TreeHash::of_leaf(&entry(index));
            assert_eq!(check_inclusion(leaf, index, &hashes, new), Ok(()));
            let their_proof = tlog::prove_record(size, index, &stored).unwrap();
            assert_eq!(theirs(&hashes), their_proof);
        }
        for old in 1..=size {
            let hashes = prove_consistency(&tree, old, size).unwrap();
            assert_eq!(check_consistency(head(&tree, old), new, &hashes), Ok(()));
            let their_proof = tlog::prove_tree(size, old, &stored).unwrap();
            assert_eq!(theirs(&hashes), their_proof);
        }
    }
}

#[test]
fn the_empty_tree_is_the_beginning_of_every_tree() {
    let (tree, _) = both(7);
    let empty = head(&tree, 0);
    assert_eq!(empty.root, TreeHash::of_empty_tree());
    assert_eq!(prove_consistency(&tree, 0, 7), Ok(vec![]));
    assert_eq!(check_consistency(empty, head(&tree, 7), &[]), Ok(()));
    assert_eq!(check_consistency(empty, empty, &[]), Ok(()));
    let with_hash = check_consistency(empty, head(&tree, 7), &[empty.root]);
    assert_eq!(with_hash, Err(LogProofProblem::Consistency));
    let root = head(&tree, 7).root;
    let other = TreeHead { size: 0, root };
    let refused = check_consistency(other, head(&tree, 7), &[]);
    assert_eq!(refused, Err(LogProofProblem::Consistency));
}

#[test]
fn a_consistency_proof_between_forks_does_not_exist() {
    let (tree, _) = both(40);
    let mut fork: Vec<Vec<u8>> = (0..40).map(entry).collect();
    fork[3] = b"another".to_vec();
    let fork = Tree::of_entries(fork.iter().map(Vec::as_slice));
    for old in 4..40 {
        for new in old + 1..=40 {
            for prover in [&tree, &fork] {
                let hashes = prove_consistency(prover, old, new).unwrap();
                let forward = check_consistency(head(&tree, old), head(&fork, new), &hashes);
                let backward = check_consistency(head(&fork, old), head(&tree, new), &hashes);
                assert_eq!(forward, Err(LogProofProblem::Consistency));
                assert_eq!(backward, Err(LogProofProblem::Consistency));
            }
        }
    }
}

#[test]
fn two_trees_of_one_size_are_a_fork() {
    let (one, other) = (crate::keys::head(7, 1), crate::keys::head(7, 2));
    let forked = Err(LogProofProblem::Forked { size: 7 });
    assert_eq!(check_consistency(one, other, &[]), forked);
    assert_eq!(check_consistency(one, one, &[]), Ok(()));
    assert!(check_consistency(one, one, &[one.root]).is_err());
}

#[test]
fn a_tree_that_shrank_is_refused() {
    let (tree, _) = both(9);
    let hashes = prove_consistency(&tree, 5, 9).unwrap();
    let shrunk = Err(LogProofProblem::Shrunk { old: 9, new: 5 });
    assert_eq!(
        check_consistency(head(&tree, 9), head(&tree, 5), &hashes),
        shrunk
    );
    assert_eq!(
        check_consistency(head(&tree, 5), head(&tree, 9), &hashes),
        Ok(())
    );
    let shrunk = prove_consistency(&tree, 9, 5);
    assert_eq!(shrunk, Err(LogProofProblem::Shrunk { old: 9, new: 5 }));
}

#[test]
fn a_proof_holds_for_no_other_index_leaf_or_size() {
    let (tree, _) = both(40);
    for index in 0..37 {
        let hashes = prove_inclusion(&tree, index, 37).unwrap();
        let leaf = TreeHash::of_leaf(&entry(index));
        for size in 1..=40 {
            for other in 0..size {
                let checked = check_inclusion(leaf, other, &hashes, head(&tree, size));
                assert_eq!(checked.is_ok(), (other, size) == (index, 37));
            }
        }
    }
}

#[test]
fn an_inner_node_does_not_pass_for_a_leaf() {
    let (tree, _) = both(8);
    let node = root(&tree, 4).unwrap();
    let right = prove_inclusion(&tree, 0, 8).unwrap()[2];
    let two = TreeHead {
        size: 2,
        root: root(&tree, 8).unwrap(),
    };
    // The root's own children, as the leaves of a tree of two.
    assert_eq!(check_inclusion(node, 0, &[right], two), Ok(()));
    // Which no entry has: what a leaf hashes begins with another octet.
    let entry = [node.as_bytes().as_slice(), right.as_bytes()].concat();
    assert_ne!(TreeHash::of_leaf(&entry), TreeHash::of_node(node, right));
}

/// As if the real tree were the right half of a larger one.
#[test]
fn a_hash_too_many_is_refused_even_if_the_roots_fit_it() {
    let (tree, _) = both(4);
    let more = TreeHash::of_leaf(b"more");
    let grown = |size: u64| TreeHead {
        size,
        root: TreeHash::of_node(more, root(&tree, size).unwrap()),
    };
    for index in 0..3 {
        let mut hashes = prove_inclusion(&tree, index, 3).unwrap();
        hashes.push(more);
        let leaf = TreeHash::of_leaf(&entry(index));
        let checked = check_inclusion(leaf, index, &hashes, grown(3));
        assert_eq!(checked, Err(LogProofProblem::Inclusion));
    }
    let mut hashes = prove_consistency(&tree, 3, 4).unwrap();
    hashes.push(more);
    let checked = check_consistency(grown(3), grown(4), &hashes);
    assert_eq!(checked, Err(LogProofProblem::Consistency));
}

#[test]
fn an_index_beyond_the_size_and_sizes_that_overflow_are_refused() {
    let leaf = TreeHash::of_leaf(b"");
    let hashes = vec![leaf; 64];
    for size in [0, 1, 7, MAX_TREE_SIZE, MAX_TREE_SIZE + 1, u64::MAX] {
        let tree = TreeHead { size, root: leaf };
        for index in [size, u64::MAX] {
            let refused = Err(LogProofProblem::Index { index, size });
            assert_eq!(check_inclusion(leaf, index, &hashes, tree), refused);
        }
        for length in [0, 1, 62, 63, 64] {
            let some = &hashes[..length];
            let last = check_inclusion(leaf, size.saturating_sub(1), some, tree);
            assert_eq!(last.is_ok(), size == 1 && length == 0);
            let old = TreeHead {
                size: size / 2,
                root: leaf,
            };
            assert!(check_consistency(old, tree, some).is_err());
            let is_too_large = matches!(last, Err(LogProofProblem::Index { .. }));
            assert_eq!(is_too_large, size == 0 || size > MAX_TREE_SIZE);
        }
    }
    let (tree, _) = both(3);
    assert!(prove_inclusion(&tree, 1, u64::MAX).is_err());
    assert!(prove_inclusion(&tree, 1, MAX_TREE_SIZE).is_err());
    assert!(prove_consistency(&tree, 3, u64::MAX).is_err());
    assert!(root(&tree, MAX_TREE_SIZE).is_err());
}

proptest! {
    #[test]
    fn both_give_the_same_verdict_on_changed_proofs(
        size in 1_u64..70,
        index in 0_u64..72,
        old in 1_u64..72,
        change in 0_u8..5,
        at in 0_usize..7,
    ) {
        let (tree, _) = both(70);
        let new = head(&tree, size);
        let altered = |mut hashes: Vec<TreeHash>| {
            let place = at.min(hashes.len());
            match change {
                0 => hashes.insert(place, new.root),
                1 if place < hashes.len() => drop(hashes.remove(place)),
                2 if place < hashes.len() => hashes[place] = new.root,
                3 if hashes.len() > 1 => hashes.swap(0, 1),
                _ => (),
            }
            hashes
        };
        let hashes = altered(prove_inclusion(&tree, index.min(size - 1), size).unwrap());
        let leaf = TreeHash::of_leaf(&entry(index));
        let ours = check_inclusion(leaf, index, &hashes, new);
        let their_root = Hash(*new.root.as_bytes());
        let their_leaf = Hash(*leaf.as_bytes());
        let their_verdict =
            tlog::check_record(&theirs(&hashes), size, their_root, index, their_leaf);
        prop_assert_eq!(ours.is_ok(), their_verdict.is_ok());
        let earlier = head(&tree, old.min(70));
        let hashes = altered(prove_consistency(&tree, old.min(size), size).unwrap());
        let ours = check_consistency(earlier, new, &hashes);
        let their_old = Hash(*earlier.root.as_bytes());
        let their_verdict =
            tlog::check_tree(&theirs(&hashes), size, their_root, earlier.size, their_old);
        prop_assert_eq!(ours.is_ok(), their_verdict.is_ok());
    }
}
