//! The classes of the real certificates.

use std::fs;

use anchorwatch_identity::{UnixSeconds, pem};
use anchorwatch_policy::{Class, Classification, DistrustSet, ReasonCode, classify};

use crate::corpus;

/// 22 November 2026.
const NOW: UnixSeconds = UnixSeconds::new(1_795_305_600);

/// Rows of the index as (file, group, classification, whether refused by default).
fn classified() -> Vec<(String, String, Classification, bool)> {
    let Some(corpus) = corpus() else {
        return Vec::new();
    };
    let folder = corpus.join("known-interception-certificates");
    let index = fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let refused = DistrustSet::built_in();
    let rows = index.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let text = fs::read(folder.join(format!("{}.pem", fields[0]))).unwrap();
        let certificate = pem::blocks(&text).remove(0).certificates.unwrap().remove(0);
        let is_refused = refused.entry(&certificate.spki_sha256()).is_some();
        let classification = classify(&certificate, NOW);
        (
            fields[0].to_owned(),
            fields[1].to_owned(),
            classification,
            is_refused,
        )
    });
    rows.collect()
}

fn expected(file: &str, group: &str) -> Class {
    match (group, file) {
        ("vendor-root", _) => Class::LeakedKey,
        ("kz-state-root", _) => Class::KnownInterception,
        (_, "mcsholding-test" | "france-dgtresor-anssi") => Class::KnownInterception,
        ("ru-state-root", _) => Class::GovernmentRoot,
        ("test", _) => Class::Unknown,
        _ => Class::DistrustedByProgram,
    }
}

#[test]
fn every_certificate_of_the_corpus_has_the_class_of_what_it_did() {
    for (file, group, classification, _) in classified() {
        assert_eq!(classification.class, expected(&file, &group), "{file}");
    }
}

#[test]
fn only_interception_and_leaked_keys_are_refused_by_default() {
    let classified = classified();
    let count = classified.iter().filter(|row| row.3).count();
    assert!(classified.is_empty() || count == 10 + 9 + 2);
    for (file, _, classification, is_refused) in classified {
        let reads = classification.class <= Class::KnownInterception;
        assert_eq!(is_refused, reads, "{file}");
    }
}

#[test]
fn no_known_certificate_is_called_a_twin_of_itself() {
    for (file, _, classification, _) in classified() {
        let codes = classification.reasons.iter().map(|reason| reason.code());
        let twin = ReasonCode::KnownKeyOtherCertificate;
        assert!(codes.into_iter().all(|code| code != twin), "{file}");
    }
}
