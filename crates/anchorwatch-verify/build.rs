//! Turns the reviewed facts about Certificate Transparency logs into a sorted static
//! table, and refuses facts that contradict themselves.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a build script reads files, and stops the build by a panic"
)]

use std::{env, fs, path::PathBuf};

#[path = "build/log_list.rs"]
mod log_list;

fn main() {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let facts = manifest.join("../../data/ct/logs.toml");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={}", facts.display());
    let text =
        fs::read_to_string(&facts).unwrap_or_else(|error| panic!("{}: {error}", facts.display()));
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("ct_logs.rs");
    fs::write(&out, log_list::table(&text))
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", out.display()));
}
