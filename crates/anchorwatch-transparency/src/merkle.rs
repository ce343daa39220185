//! Proofs about trees, and how to check them (RFC 9162 §2.1).

mod consistency;
mod inclusion;
mod prove;
mod tree;

pub use consistency::check_consistency;
pub use inclusion::check_inclusion;
pub use prove::{Subtrees, prove_consistency, prove_inclusion, root};
pub use tree::Tree;

/// The most hashes of a proof: a tree of 2^63 leaves is no higher.
pub const MAX_PROOF_HASHES: usize = 63;
