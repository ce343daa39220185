//! What other lists say about the same keys.

use std::{collections::BTreeSet, fs};

use anchorwatch_identity::{SpkiSha256, registry::known_roots};

use crate::{corpus, entries};

/// The keys of Chromium's compiled list of February 2024: (list, key).
fn chromium_2024() -> Option<BTreeSet<(String, SpkiSha256)>> {
    let text =
        fs::read_to_string(corpus()?.join("blocklists/chromium/spki_blocklist.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    Some(
        rows.map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0].to_owned(), fields[1].parse().unwrap())
        })
        .collect(),
    )
}

fn is_of_kazakhstan(id: &str) -> bool {
    id.starts_with("kz-")
}

#[test]
fn the_list_of_february_2024_misses_exactly_three_of_the_ten() {
    let Some(list) = chromium_2024() else { return };
    let missed: BTreeSet<&str> = known_roots()
        .iter()
        .filter(|known| is_of_kazakhstan(known.id))
        .filter(|known| !list.iter().any(|(_, key)| *key == known.spki_sha256))
        .map(|known| known.id)
        .collect();
    let expected = [
        "kz-isca-2020-0539",
        "kz-isca-2020-0616",
        "kz-isca-2020-0704",
    ];
    assert_eq!(missed, BTreeSet::from(expected));
}

#[test]
fn chromium_lists_every_key_of_the_registry_except_the_government_s_and_three_others() {
    let Some(list) = chromium_2024() else { return };
    let unlisted = known_roots()
        .iter()
        .filter(|known| !list.iter().any(|(_, key)| *key == known.spki_sha256));
    let unlisted: BTreeSet<&str> = unlisted.map(|known| known.id).collect();
    let expected = [
        "kz-isca-2020-0539",
        "kz-isca-2020-0616",
        "kz-isca-2020-0704",
        "ru-trusted-root-ca-2022",
        // Of May 2026.
        "uganda-gmail-co-ug-2026",
        "uganda-google-co-ug-2026",
        "uganda-google-ug-2026",
        "uganda-webmail-gmail-co-ug-2026",
        "uganda-youtube-co-ug-2026",
        "uganda-youtube-ug-2026",
    ];
    assert_eq!(unlisted, BTreeSet::from(expected));
}

#[test]
fn a_list_by_chromium_s_file_names_misses_the_root_that_is_named_by_its_key() {
    let named_by_key = "3472e4f16c570e0dd388aaaa4a64a34a4b939f1ca770996b5be0037c1aded9c1";
    for entry in entries()
        .iter()
        .filter(|entry| entry.file == "kz-isca-2020-0704")
    {
        assert_eq!(entry.certificate.spki_sha256().to_string(), named_by_key);
        assert_ne!(entry.certificate.sha256().to_string(), named_by_key);
    }
}

#[test]
fn onecrl_s_ten_records_match_the_ten_roots_by_issuer_and_serial() {
    let Some(corpus) = corpus() else { return };
    let text = fs::read_to_string(corpus.join("blocklists/onecrl/onecrl_kazakhstan_entries.json"))
        .unwrap();
    let field = |line: &str, name: &str| {
        let rest = line.trim().strip_prefix(&format!("\"{name}\": \""))?;
        let base64 = rest.trim_end_matches(['"', ',']);
        Some(data_encoding::BASE64.decode(base64.as_bytes()).unwrap())
    };
    let issuers = text.lines().filter_map(|line| field(line, "issuerName"));
    let serials = text.lines().filter_map(|line| field(line, "serialNumber"));
    let records: BTreeSet<(Vec<u8>, String)> = issuers
        .zip(serials.map(|serial| crate::hex(&serial)))
        .collect();
    // The roots are self-signed: the issuer is the subject.
    let ours: BTreeSet<(Vec<u8>, String)> = known_roots()
        .iter()
        .filter(|known| is_of_kazakhstan(known.id))
        .flat_map(|known| known.certificates)
        .map(|one| (one.subject_der.to_vec(), one.serial_hex.to_owned()))
        .collect();
    assert_eq!(records.len(), 10);
    assert_eq!(records, ours);
}

#[test]
fn the_keys_of_mitel_and_sennheiser_are_those_of_chromium_s_error_page() {
    let Some(corpus) = corpus() else { return };
    let path = corpus.join("blocklists/chromium/ssl_error_assistant_chromium156.tsv");
    let text = fs::read_to_string(path).unwrap();
    let listed: BTreeSet<String> = text
        .lines()
        .filter(|line| line.starts_with("field4"))
        .filter_map(|line| {
            line.split_once("sha256/")?
                .1
                .split('\t')
                .next()
                .map(str::to_owned)
        })
        .collect();
    let is_shown = |file: &str| file.starts_with("mitel-") || file.starts_with("sennheiser-");
    let of_the_index: BTreeSet<String> = entries()
        .into_iter()
        .filter(|entry| is_shown(&entry.file))
        .map(|entry| entry.spki_base64)
        .collect();
    let ours: BTreeSet<String> = known_roots()
        .iter()
        .filter(|known| is_shown(known.id))
        .map(|known| data_encoding::BASE64.encode(known.spki_sha256.as_bytes()))
        .collect();
    assert_eq!(listed.len(), 6);
    assert_eq!(listed, of_the_index);
    assert_eq!(listed, ours);
}

#[test]
fn chromium_lists_its_own_test_sites_and_the_registry_does_not() {
    let Some(list) = chromium_2024() else { return };
    for entry in entries().iter().filter(|entry| entry.group == "test") {
        let key = entry.certificate.spki_sha256();
        let has = |name: &str| list.contains(&(name.to_owned(), key));
        let expected = match entry.file.as_str() {
            "badssl-blocked-interception" => (true, true),
            "badssl-known-interception" => (false, true),
            _ => (true, false),
        };
        assert_eq!((has("blocked"), has("known_interception")), expected);
        assert!(known_roots().iter().all(|known| known.spki_sha256 != key));
    }
}
