//! Tests of the public interface. Tests that need real files run if `ANCHORWATCH_CORPUS` names
//! their folder; without it they pass without checking anything.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test of real files reads files, and fails by a panic"
)]

mod adversary;
#[path = "../bombs/mod.rs"]
mod bombs;
mod chromium;
mod ct_chains;
mod ct_list;
#[path = "../graph/mod.rs"]
mod graph;
mod graphs;
#[path = "../../examples/limbo/harness.rs"]
mod harness;
mod hostile;
mod kazakhstan;
mod limbo;
mod odd_certificates;
#[path = "../pki/mod.rs"]
mod pki;

use std::{env, fs, path::PathBuf};

use data_encoding::BASE64;
use serde_json::Value;

fn corpus() -> Option<PathBuf> {
    env::var_os("ANCHORWATCH_CORPUS").map(PathBuf::from)
}

/// A JSON file of the corpus.
fn json(path: &str) -> Option<Value> {
    let bytes = fs::read(corpus()?.join(path)).unwrap();
    Some(serde_json::from_slice(&bytes).unwrap())
}

fn base64(value: &Value) -> Vec<u8> {
    BASE64.decode(value.as_str().unwrap().as_bytes()).unwrap()
}
