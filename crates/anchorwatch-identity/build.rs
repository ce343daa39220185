//! Turns the reviewed facts into sorted static tables, and refuses facts that
//! contradict themselves: a typing error in a hash must not ship.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a build script reads files, and stops the build by a panic"
)]

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use x509_parser::prelude::{FromDer, X509Certificate};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    operator: String,
    #[serde(rename = "country")]
    _country: String,
    conduct: String,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
    #[serde(rename = "root")]
    roots: Vec<Root>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Source {
    url: String,
    read: String,
    says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Root {
    id: String,
    cert_sha256: String,
    cert_sha1: String,
    spki_sha256: String,
    serial_hex: String,
    not_before: String,
    not_after: String,
    subject: String,
    subject_der: String,
    spki_der: String,
    first_known_use: Option<String>,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
}

fn main() {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = manifest.join("../../data/known-roots");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut code = String::new();
    known_roots(&mut code, &folder);
    let current = public_program(&mut code);
    retired(
        &mut code,
        &manifest.join("../../data/public-program/retired.tsv"),
        &current,
    );
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("registry.rs");
    fs::write(&out, code).unwrap_or_else(|error| panic!("cannot write {}: {error}", out.display()));
}

fn known_roots(code: &mut String, folder: &Path) {
    let mut entries = BTreeMap::new();
    let listing =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in listing.flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: File =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for root in &file.roots {
            let entry = known_root(&file, root);
            let twin = entries.insert(root.spki_sha256.clone(), entry);
            assert!(
                twin.is_none(),
                "{}: the key of {} stands twice",
                path.display(),
                root.id
            );
        }
    }
    let all: Vec<String> = entries.into_values().collect();
    line(
        code,
        &format!(
            "pub(super) static KNOWN_ROOTS: &[KnownRoot] = &[{}];",
            all.join(",\n")
        ),
    );
}

fn known_root(file: &File, root: &Root) -> String {
    let spki = base64(&root.spki_der);
    assert_eq!(
        hex_of(&Sha256::digest(&spki)),
        root.spki_sha256,
        "spki-sha256 of {}",
        root.id
    );
    let subject = base64(&root.subject_der);
    assert_eq!(root.cert_sha1.len(), 40, "cert-sha1 of {}", root.id);
    let conduct = match file.conduct.as_str() {
        "interception" => "Conduct::Interception",
        "removed-for-cause" => "Conduct::RemovedForCause",
        other => panic!("unknown conduct «{other}»"),
    };
    let sources: Vec<String> = root
        .sources
        .iter()
        .chain(&file.sources)
        .map(|source| {
            format!(
                "Source {{ url: {:?}, read: {:?}, says: {:?} }}",
                source.url, source.read, source.says
            )
        })
        .collect();
    format!(
        "KnownRoot {{ id: {:?}, operator: {:?}, conduct: {conduct}, subject: {:?}, subject_der: &{subject:?}, \
         cert_sha256: CertSha256::from_bytes({:?}), cert_sha1_hex: {:?}, spki_sha256: SpkiSha256::from_bytes({:?}), \
         spki_der: &{spki:?}, serial_hex: {:?}, not_before: UnixSeconds::new({}), not_after: UnixSeconds::new({}), \
         first_known_use: {:?}, sources: &[{}] }}",
        root.id,
        file.operator,
        root.subject,
        hash(&root.cert_sha256),
        root.cert_sha1,
        hash(&root.spki_sha256),
        root.serial_hex,
        seconds(&root.not_before),
        seconds(&root.not_after),
        root.first_known_use,
        sources.join(", "),
    )
}

fn public_program(code: &mut String) -> Vec<Vec<u8>> {
    let mut keys: Vec<Vec<u8>> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| {
            let (_rest, root) = X509Certificate::from_der(der)
                .unwrap_or_else(|error| panic!("a public root: {error}"));
            Sha256::digest(root.public_key().raw).to_vec()
        })
        .collect();
    keys.sort();
    keys.dedup();
    let rows: Vec<String> = keys
        .iter()
        .map(|key| format!("SpkiSha256::from_bytes({key:?})"))
        .collect();
    line(
        code,
        &format!(
            "pub(super) static PUBLIC_PROGRAM_KEYS: &[SpkiSha256] = &[{}];",
            rows.join(",\n")
        ),
    );
    keys
}

/// Two tables: keys, and certificates whose key no source gives.
fn retired(code: &mut String, path: &Path, current: &[Vec<u8>]) {
    println!("cargo::rerun-if-changed={}", path.display());
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut keys, mut certificates) = (Vec::new(), Vec::new());
    for row in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [kind, hex, _name, _source] = fields[..] else {
            panic!("{}: «{row}» has not four fields", path.display())
        };
        match kind {
            "spki" => keys.push(hash(hex)),
            "cert" => certificates.push(hash(hex)),
            other => panic!("{}: unknown kind «{other}»", path.display()),
        }
    }
    assert!(
        keys.iter().all(|key| !current.contains(key)),
        "{}: a key is in the public program",
        path.display()
    );
    for (table, kind, mut rows) in [
        ("RETIRED_KEYS", "SpkiSha256", keys),
        ("RETIRED_CERTIFICATES", "CertSha256", certificates),
    ] {
        rows.sort();
        rows.dedup();
        let rows: Vec<String> = rows
            .iter()
            .map(|row| format!("{kind}::from_bytes({row:?})"))
            .collect();
        line(
            code,
            &format!(
                "pub(super) static {table}: &[{kind}] = &[{}];",
                rows.join(",\n")
            ),
        );
    }
}

fn base64(text: &str) -> Vec<u8> {
    let compact: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    BASE64
        .decode(compact.as_bytes())
        .unwrap_or_else(|error| panic!("base64: {error}"))
}

fn hash(hex: &str) -> Vec<u8> {
    let bytes = HEXLOWER
        .decode(hex.as_bytes())
        .unwrap_or_else(|error| panic!("hash «{hex}»: {error}"));
    assert_eq!(bytes.len(), 32, "hash «{hex}»");
    bytes
}

fn hex_of(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn seconds(text: &str) -> i64 {
    OffsetDateTime::parse(text, &Rfc3339)
        .unwrap_or_else(|error| panic!("time «{text}»: {error}"))
        .unix_timestamp()
}

fn line(code: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(code, "{text}");
}
