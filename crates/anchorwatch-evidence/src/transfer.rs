//! How fast octets came from the measurer's own server.
//!
//! A network can slow down the connections that ask for one name, instead of cutting them off. The
//! measurer's own server sends octets that say nothing, and how long they take shows that.

use std::time::Duration;

use crate::Failure;

/// How many octets the measurer's own server is asked for: enough that the first round trips, in which
/// every connection is slow, count for little.
pub const TRANSFER_BYTES: u64 = 256 << 10;

/// What came of an answer of at least [`TRANSFER_BYTES`] octets.
///
/// It begins with the first octets that came, so how long the server thought does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// How many octets came after the first ones.
    pub octets: u64,
    /// How long after the first ones the last of them came, or the wait for more was over.
    pub elapsed: Duration,
    /// Why no more came; `None` if all did.
    pub failure: Option<Failure>,
}
