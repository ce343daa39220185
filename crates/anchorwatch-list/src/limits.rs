//! How much is read.

/// The largest list that is read, in bytes: a hundred times OneCRL in this form.
pub const MAX_LIST_BYTES: usize = 4 << 20;

/// The most entries of a list, as of others' lists
/// ([`MAX_RECORDS`](anchorwatch_policy::import::MAX_RECORDS)).
pub const MAX_ENTRIES: usize = anchorwatch_policy::import::MAX_RECORDS;

/// The largest delta that is read, in bytes: as long as what it leads to.
pub const MAX_DELTA_BYTES: usize = MAX_LIST_BYTES;

/// The most publishers of a list: each costs a signature to check.
pub const MAX_PUBLISHERS: usize = 64;

/// The longest text of a set: 64 publishers and groups with long names.
pub const MAX_PUBLISHERS_BYTES: usize = 64 << 10;
