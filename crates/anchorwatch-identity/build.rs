//! Turns the reviewed facts into sorted static tables, and refuses facts that
//! contradict themselves: a typing error in a hash must not ship.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a build script reads files, and stops the build by a panic"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use x509_parser::prelude::{FromDer, X509Certificate};

#[path = "build/distrust_after.rs"]
mod distrust_after;
#[path = "build/fact.rs"]
mod fact;
#[path = "build/inspection.rs"]
mod inspection;
#[path = "build/known.rs"]
mod known;
#[path = "build/program.rs"]
mod program;

fn main() {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let data = manifest.join("../../data");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let known_roots = watched(&data, "known-roots");
    let programs = watched(&data, "public-program/programs.tsv");
    let distrust_after = watched(&data, "public-program/distrust-after.toml");
    let products = watched(&data, "inspection-products.toml");

    let public = public_keys();
    let code = [
        known::tables(&known_roots, &public),
        public_table(&public),
        subject_table(),
        program::tables(&programs),
        distrust_after::table(&distrust_after),
        inspection::tables(&products),
    ]
    .concat();
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("registry.rs");
    fs::write(&out, code).unwrap_or_else(|error| panic!("cannot write {}: {error}", out.display()));
}

fn watched(data: &Path, name: &str) -> PathBuf {
    let path = data.join(name);
    println!("cargo::rerun-if-changed={}", path.display());
    path
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The keys of Mozilla's set for TLS servers, sorted, no duplicates.
fn public_keys() -> Vec<[u8; 32]> {
    let mut keys: Vec<_> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| {
            let (_rest, root) = X509Certificate::from_der(der)
                .unwrap_or_else(|error| panic!("a public root: {error}"));
            fact::sha256(root.public_key().raw)
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn public_table(keys: &[[u8; 32]]) -> String {
    let rows = keys
        .iter()
        .map(|key| format!("SpkiSha256::from_bytes({key:?})"));
    fact::table("PUBLIC_PROGRAM_KEYS", "SpkiSha256", rows)
}

/// The names of Mozilla's roots for TLS servers.
fn subject_table() -> String {
    let rows = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|der| {
        let (_rest, root) =
            X509Certificate::from_der(der).unwrap_or_else(|error| panic!("a public root: {error}"));
        format!("&{:?}", root.subject().as_raw())
    });
    fact::table("PUBLIC_PROGRAM_SUBJECTS", "&[u8]", rows)
}
