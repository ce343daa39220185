//! Debian's system store: filtered, after every update too, and watched in between.

pub(super) mod filter;
pub(super) mod watch;
