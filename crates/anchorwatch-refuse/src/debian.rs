//! Debian's system store: filtered, after every update too, and watched in between.

pub(crate) mod filter;
pub(crate) mod hook;
pub(crate) mod watch;
