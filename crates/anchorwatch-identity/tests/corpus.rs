//! Tests the registry and the rules against the real certificates, if `ANCHORWATCH_CORPUS` names
//! their folder. Without it, every test here passes without checking anything.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of real files reads files, and fails by a panic"
)]

#[path = "corpus/family.rs"]
mod family;
#[path = "corpus/lists.rs"]
mod lists;
#[path = "corpus/registry.rs"]
mod registry;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anchorwatch_identity::{Certificate, pem};

/// The folder of the corpus.
fn corpus() -> Option<PathBuf> {
    env::var_os("ANCHORWATCH_CORPUS").map(PathBuf::from)
}

/// One row of the corpus's index, with its certificate.
struct Entry {
    file: String,
    group: String,
    cert_sha256: String,
    spki_sha256: String,
    spki_base64: String,
    serial: String,
    certificate: Certificate,
}

/// All 69 certificates, or none if there is no corpus.
fn entries() -> Vec<Entry> {
    let Some(folder) = corpus().map(|corpus| corpus.join("known-interception-certificates")) else {
        return Vec::new();
    };
    let text = fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let entries: Vec<_> = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>())
        .map(|row| Entry {
            certificate: certificate(&folder.join(format!("{}.pem", row[0]))),
            file: row[0].clone(),
            group: row[1].clone(),
            cert_sha256: row[2].clone(),
            spki_sha256: row[4].clone(),
            spki_base64: row[5].clone(),
            serial: row[6].clone(),
        })
        .collect();
    assert_eq!(entries.len(), 69);
    entries
}

fn certificate(path: &Path) -> Certificate {
    let text = fs::read(path).unwrap();
    let mut blocks = pem::blocks(&text);
    assert_eq!(blocks.len(), 1, "{}", path.display());
    blocks.remove(0).certificates.unwrap().remove(0)
}

fn hex(octets: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(octets)
}
