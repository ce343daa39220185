//! What bounds more than one format.

/// The largest size of a tree, and the latest time. Others keep them in signed numbers of 64 bits.
pub const MAX_TREE_SIZE: u64 = i64::MAX.cast_unsigned();
