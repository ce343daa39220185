//! Tests that need real files, if `ANCHORWATCH_CORPUS` names their folder (without it they pass
//! without checking anything), and tests that need their own allocator.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of real files reads files, and fails by a panic"
)]

mod allocation;
mod chromium_lists;
mod classes;
mod exported_lists;
mod java_lists;
mod onecrl_lists;

use std::{env, fs, path::PathBuf};

use anchorwatch_policy::import::{self, Imported};

fn corpus() -> Option<PathBuf> {
    env::var_os("ANCHORWATCH_CORPUS").map(PathBuf::from)
}

/// The bytes of a file of the corpus.
fn bytes(path: &str) -> Option<Vec<u8>> {
    Some(fs::read(corpus()?.join(path)).unwrap())
}

fn list(path: &str) -> Option<Imported> {
    Some(import::read(&bytes(path)?).unwrap())
}
