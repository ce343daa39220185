//! Reads single facts, and stops at an impossible one.

use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use time::{
    Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description,
};
use x509_parser::{
    prelude::FromDer,
    x509::{SubjectPublicKeyInfo, X509Name},
};

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    url: String,
    read: String,
    says: String,
}

/// Returns the sources as a Rust array; at least one, each with a date.
pub(super) fn sources<'a>(what: &str, sources: impl Iterator<Item = &'a Source>) -> String {
    let rows: Vec<String> = sources
        .map(|source| {
            day(&source.read);
            assert!(source.url.starts_with("https://"), "{what}: {}", source.url);
            assert!(
                !source.says.is_empty(),
                "{what}: {} says nothing",
                source.url
            );
            format!(
                "Source {{ url: {:?}, read: {:?}, says: {:?} }}",
                source.url, source.read, source.says
            )
        })
        .collect();
    assert!(!rows.is_empty(), "{what} has no source");
    format!("&[{}]", rows.join(", "))
}

/// Returns a static Rust table.
pub(super) fn table(name: &str, kind: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = rows.collect();
    format!(
        "pub(super) static {name}: &[{kind}] = &[{}];\n",
        rows.join(",\n")
    )
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub(super) fn hash(hex: &str) -> [u8; 32] {
    octets(hex)
        .try_into()
        .unwrap_or_else(|_| panic!("`{hex}` is not a SHA-256 hash"))
}

pub(super) fn octets(hex: &str) -> Vec<u8> {
    HEXLOWER
        .decode(hex.as_bytes())
        .unwrap_or_else(|error| panic!("`{hex}`: {error}"))
}

/// Decodes a subject public key info, which must have this hash.
pub(super) fn key(base64: &str, expected: [u8; 32], id: &str) -> Vec<u8> {
    let der = bytes(base64);
    assert_eq!(sha256(&der), expected, "spki-sha256 of {id}");
    let parsed = SubjectPublicKeyInfo::from_der(&der);
    assert!(
        matches!(parsed, Ok((rest, _)) if rest.is_empty()),
        "spki-der of {id}"
    );
    der
}

pub(super) fn name(base64: &str, id: &str) -> Vec<u8> {
    let der = bytes(base64);
    let parsed = X509Name::from_der(&der);
    assert!(
        matches!(parsed, Ok((rest, _)) if rest.is_empty()),
        "subject-der of {id}"
    );
    der
}

/// Returns the start and the end of a validity in seconds, which must be in this order.
pub(super) fn validity(not_before: &str, not_after: &str, id: &str) -> (i64, i64) {
    let (begin, end) = (seconds(not_before), seconds(not_after));
    assert!(begin < end, "{id} ends before it begins");
    (begin, end)
}

pub(super) fn seconds(text: &str) -> i64 {
    OffsetDateTime::parse(text, &Rfc3339)
        .unwrap_or_else(|error| panic!("time `{text}`: {error}"))
        .unix_timestamp()
}

pub(super) fn day(text: &str) {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .unwrap_or_else(|error| panic!("day `{text}`: {error}"));
}

fn bytes(base64: &str) -> Vec<u8> {
    let compact: String = base64
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    BASE64
        .decode(compact.as_bytes())
        .unwrap_or_else(|error| panic!("base64: {error}"))
}
