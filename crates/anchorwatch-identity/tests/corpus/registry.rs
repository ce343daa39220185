//! Tests every entry of the registry against its certificate.

use std::{collections::BTreeMap, fs};

use anchorwatch_identity::{
    CertSha256, Certificate, SpkiSha256,
    registry::{
        Conduct, ProgramStatus, ProgramStatuses, government_authority, inspection_product,
        known_key, known_roots, program_status,
    },
};

use crate::{certificate, corpus, entries, hex};

/// The certificates of the corpus and of Chromium's block list.
fn all_certificates() -> BTreeMap<CertSha256, Certificate> {
    let Some(corpus) = corpus() else {
        return BTreeMap::new();
    };
    let folder = corpus.join("blocklists/chromium/blocklist_certs");
    let of_chromium = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pem"))
        .map(|path| certificate(&path));
    entries()
        .into_iter()
        .map(|entry| entry.certificate)
        .chain(of_chromium)
        .map(|certificate| (certificate.sha256(), certificate))
        .collect()
}

/// The conduct that the corpus's group means; `None` for test sites.
fn conduct_of(file: &str, group: &str) -> Option<Conduct> {
    Some(match group {
        "kz-state-root" => Conduct::Interception,
        "vendor-root" => Conduct::LeakedKey,
        "ru-state-root" => Conduct::GovernmentRoot,
        "ca-misissue-leaf" => Conduct::Misissued,
        "ca-compromise" | "ca-distrusted" | "state-ca-distrusted" => Conduct::RemovedForCause,
        "ca-misissue-subca" => match file {
            "mcsholding-test" | "france-dgtresor-anssi" => Conduct::Interception,
            _ => Conduct::RemovedForCause,
        },
        _ => return None,
    })
}

#[test]
fn hashes_and_serials_of_the_corpus_agree_with_its_index() {
    for entry in entries() {
        let certificate = &entry.certificate;
        assert_eq!(certificate.sha256().to_string(), entry.cert_sha256);
        assert_eq!(certificate.spki_sha256().to_string(), entry.spki_sha256);
        // The index writes the one negative serial (Dell's DSDTestProvider) as a number.
        if !entry.serial.starts_with('-') {
            assert_eq!(
                hex(certificate.serial()).trim_start_matches('0'),
                entry.serial.trim_start_matches('0'),
                "{}",
                entry.file
            );
        }
    }
}

#[test]
fn the_registry_states_the_facts_of_the_real_certificates() {
    let real = all_certificates();
    if real.is_empty() {
        return;
    }
    for known in known_roots() {
        for stated in known.certificates {
            let certificate = &real[&stated.sha256];
            let sha1: [u8; 20] = sha1::Digest::finalize(sha1::Digest::chain_update(
                <sha1::Sha1 as sha1::Digest>::new(),
                certificate.der(),
            ))
            .into();
            let id = known.id;
            assert_eq!(hex(&sha1), stated.sha1_hex, "{id}");
            assert_eq!(certificate.spki_der(), known.spki_der, "{id}");
            assert_eq!(certificate.subject().der(), stated.subject_der, "{id}");
            assert_eq!(hex(certificate.serial()), stated.serial_hex, "{id}");
            let validity = certificate.validity();
            assert_eq!(validity.not_before, stated.not_before, "{id}");
            assert_eq!(validity.not_after, stated.not_after, "{id}");
        }
    }
}

#[test]
fn the_keys_without_a_certificate_are_those_that_chromium_gives() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("blocklists/chromium/blocklist_certs");
    for known in known_roots() {
        // Of Uganda's, Chromium gives certificates, which this corpus does not have.
        let is_of_uganda = known.id.starts_with("uganda-");
        if known.certificates.is_empty() && !is_of_uganda {
            let text =
                fs::read_to_string(folder.join(format!("{}.key", known.spki_sha256))).unwrap();
            let base64: String = text.lines().filter(|line| !line.starts_with('-')).collect();
            let der = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
            assert_eq!(SpkiSha256::of(&der), known.spki_sha256, "{}", known.id);
        }
    }
}

#[test]
fn every_certificate_of_the_corpus_but_the_test_sites_is_known_for_what_it_did() {
    for entry in entries() {
        let known = known_key(&entry.certificate.spki_sha256());
        let conduct = known.map(|known| known.conduct);
        assert_eq!(
            conduct,
            conduct_of(&entry.file, &entry.group),
            "{}",
            entry.file
        );
        let is_stated = known.is_none_or(|known| {
            let hash = entry.certificate.sha256();
            known
                .certificates
                .iter()
                .any(|stated| stated.sha256 == hash)
        });
        assert!(is_stated, "{}", entry.file);
    }
}

#[test]
fn a_self_signed_certificate_may_be_a_root_without_saying_so() {
    for entry in entries()
        .iter()
        .filter(|entry| entry.file == "dell-edellroot")
    {
        assert!(entry.certificate.is_self_issued() && !entry.certificate.is_ca());
    }
}

#[test]
fn no_certificate_of_the_corpus_but_superfish_is_named_like_an_inspection_product() {
    // Superfish's other roots have other keys, but names of the same maker.
    for entry in entries().iter().filter(|it| it.file != "superfish") {
        assert_eq!(inspection_product(entry.certificate.subject()), None);
        assert_eq!(inspection_product(entry.certificate.issuer()), None);
    }
}

#[test]
fn no_program_s_table_knows_a_root_of_kazakhstan_or_russia() {
    let unknown = ProgramStatuses {
        mozilla: ProgramStatus::Unknown,
        chrome: ProgramStatus::Unknown,
        apple: ProgramStatus::Unknown,
        microsoft: ProgramStatus::Unknown,
    };
    for entry in entries() {
        if entry.group == "kz-state-root" || entry.group == "ru-state-root" {
            assert_eq!(program_status(&entry.certificate), unknown);
            assert_eq!(government_authority(&entry.certificate), None);
        }
    }
}
