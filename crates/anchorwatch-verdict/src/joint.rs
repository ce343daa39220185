//! What measurements that were given together add to one of them, and how much surer that makes it.

/// Tries so far apart, in seconds, are not one bad moment of a network or a server (CenTrace and
/// Hyperquack wait as long before they try again).
pub(crate) const APART_S: u64 = 120;

/// How many hundredths surer an interception is if the same issuer signed for names of another domain.
pub(crate) const ANOTHER_DOMAIN: u8 = 2;

/// How many hundredths surer an interception is if a second vantage point sees it.
pub(crate) const ANOTHER_VANTAGE: u8 = 2;

/// How many hundredths surer a copy is that comes again so much later.
pub(crate) const SEEN_AGAIN: u8 = 5;

/// What the others add to one measurement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Joint {
    /// Whether the same issuer or key came for the name at least two minutes before or after.
    pub(crate) is_seen_again: bool,
    /// Whether another vantage point saw the same issuer or key for the name.
    pub(crate) is_seen_elsewhere: bool,
    /// For how many other domains the same issuer signed.
    pub(crate) other_domains: u64,
    /// Whether an unrelated host shows the same key, or the same issuer under a chain that is refused;
    /// or nobody knows, because it would have been too much.
    pub(crate) is_elsewhere: bool,
}
