//! A tree in memory.

use super::Subtrees;
use crate::{TileProblem, TreeHash};

/// The whole subtrees of a tree: about twice as many hashes as leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The roots of all subtrees with 1, 2, 4 … leaves.
    levels: Vec<Vec<TreeHash>>,
}

impl Tree {
    /// The tree of these entries.
    pub fn of_entries<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut tree = Self::default();
        for entry in entries {
            tree.push(TreeHash::of_leaf(entry));
        }
        tree
    }

    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, Vec::len) as u64
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: TreeHash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(row) = self.levels.get_mut(level) else {
                return;
            };
            row.push(hash);
            match row.as_slice() {
                [.., left, right] if row.len() % 2 == 0 => {
                    hash = TreeHash::of_node(*left, *right);
                }
                _ => return,
            }
        }
    }
}

impl Subtrees for Tree {
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TileProblem> {
        let row = self
            .levels
            .get(usize::try_from(level).unwrap_or(usize::MAX));
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let hash = row.and_then(|it| it.get(index)).copied();
        hash.ok_or(TileProblem::Missing)
    }
}
