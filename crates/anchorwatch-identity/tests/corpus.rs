//! The rules against the real certificates, where `ANCHORWATCH_CORPUS` names the
//! folder that has them. Without it there is one test that says so.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of real files reads files, and fails by a panic"
)]

use std::{env, fs, path::PathBuf};

use anchorwatch_identity::{Certificate, family, pem, registry};

fn folder() -> Option<PathBuf> {
    env::var_os("ANCHORWATCH_CORPUS")
        .map(|path| PathBuf::from(path).join("known-interception-certificates"))
}

fn certificate(folder: &std::path::Path, name: &str) -> Certificate {
    let text = fs::read(folder.join(format!("{name}.pem"))).unwrap();
    let mut blocks = pem::blocks(&text);
    assert_eq!(blocks.len(), 1, "{name}");
    blocks.remove(0).certificates.unwrap().remove(0)
}

/// Rows of the index as (file, group, cert, spki, serial).
fn index(folder: &std::path::Path) -> Vec<[String; 5]> {
    let text = fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let rows: Vec<_> = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| [row[0], row[1], row[2], row[4], row[6]].map(str::to_owned))
        .collect();
    assert_eq!(rows.len(), 69);
    rows
}

#[test]
fn hashes_and_serials_of_the_corpus_agree_with_its_index() {
    let Some(folder) = folder() else { return };
    for [file, _group, cert, spki, serial] in index(&folder) {
        let certificate = certificate(&folder, &file);
        assert_eq!(certificate.sha256().to_string(), cert, "{file}");
        assert_eq!(certificate.spki_sha256().to_string(), spki, "{file}");
        // The index writes the one negative serial (Dell's DSDTestProvider) as a number.
        if !serial.starts_with('-') {
            let hex: String = certificate
                .serial()
                .iter()
                .map(|octet| format!("{octet:02x}"))
                .collect();
            assert_eq!(
                hex.trim_start_matches('0'),
                serial.trim_start_matches('0'),
                "{file}"
            );
        }
    }
}

#[test]
fn the_registry_states_the_facts_of_the_real_certificates() {
    let Some(folder) = folder() else { return };
    for root in registry::known_roots() {
        let certificate = certificate(&folder, root.id);
        assert_eq!(certificate.sha256(), root.cert_sha256, "{}", root.id);
        assert_eq!(certificate.spki_sha256(), root.spki_sha256, "{}", root.id);
        assert_eq!(certificate.spki_der(), root.spki_der, "{}", root.id);
        assert_eq!(certificate.subject().der(), root.subject_der, "{}", root.id);
        assert_eq!(
            certificate.validity().not_before,
            root.not_before,
            "{}",
            root.id
        );
        assert_eq!(
            certificate.validity().not_after,
            root.not_after,
            "{}",
            root.id
        );
    }
}

#[test]
fn the_name_rule_hits_nine_of_the_ten_and_nothing_else_of_the_corpus() {
    let Some(folder) = folder() else { return };
    let mut hit = 0;
    for [file, group, ..] in index(&folder) {
        let matches =
            family::matches(&certificate(&folder, &file)).contains(&family::FamilyRule::IscaName);
        assert!(!matches || group == "kz-state-root", "{file}");
        assert_eq!(matches, file.starts_with("kz-isca-"), "{file}");
        hit += usize::from(matches);
    }
    assert_eq!(hit, 9);
}

#[test]
fn the_generator_mark_hits_the_eight_roots_of_2020_and_nothing_else_of_the_corpus() {
    let Some(folder) = folder() else { return };
    let mut hit = 0;
    for [file, ..] in index(&folder) {
        let rule = family::FamilyRule::IscaGeneratorMark;
        let matches = family::matches(&certificate(&folder, &file)).contains(&rule);
        let of_2020 = file.starts_with("kz-isca-") && file.contains("2020");
        assert_eq!(matches, of_2020, "{file}");
        hit += usize::from(matches);
    }
    assert_eq!(hit, 8);
}
