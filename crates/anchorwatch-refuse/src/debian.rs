//! Debian's system store: filtered now and after every update, and watched in between.

pub(crate) mod filter;
pub(crate) mod hook;
pub(crate) mod remark;
pub(crate) mod watch;
