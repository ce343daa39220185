//! Tests that need real files, if `ANCHORWATCH_CORPUS` names their folder (without it they pass
//! without checking anything), and one that needs its own allocator.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test of real files reads files, and fails by a panic"
)]

mod allocation;
mod middleboxes;
mod pcap;

use std::{env, path::PathBuf};

fn corpus() -> Option<PathBuf> {
    env::var_os("ANCHORWATCH_CORPUS").map(PathBuf::from)
}
