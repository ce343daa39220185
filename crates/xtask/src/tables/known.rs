//! `data/known-roots/*.toml`: one file for each operator or incident.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde::Deserialize;

use super::fact::{self, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    operator: String,
    /// The file's own name: who it is about, as a stable code.
    #[serde(skip)]
    code: String,
    #[serde(rename = "country")]
    _country: Option<String>,
    conduct: String,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
    #[serde(rename = "key")]
    keys: Vec<Key>,
    #[serde(default, rename = "intermediate")]
    intermediates: Vec<Intermediate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Key {
    id: String,
    spki_sha256: String,
    spki_der: String,
    first_known_use: Option<String>,
    /// The day on which no listed log of Certificate Transparency accepted it; a source says so.
    not_in_logs_as_of: Option<String>,
    #[serde(default, rename = "certificate")]
    certificates: Vec<Certificate>,
    #[serde(default, rename = "subordinate-name")]
    subordinate_names: Vec<SubordinateName>,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
}

/// The name of an intermediate under the key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SubordinateName {
    subject: String,
    subject_der: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Certificate {
    sha256: String,
    sha1: String,
    serial_hex: String,
    not_before: String,
    not_after: String,
    subject: String,
    subject_der: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Intermediate {
    id: String,
    sha1: String,
    serial_hex: String,
    not_before: String,
    not_after: String,
    issuer: String,
    seen: String,
    signed_by: Option<String>,
}

/// What was seen so far, to refuse duplicates.
#[derive(Default)]
struct Seen {
    ids: BTreeSet<String>,
    certificates: BTreeSet<String>,
}

pub(super) fn tables(folder: &Path, public: &[[u8; 32]]) -> String {
    let mut keys = BTreeMap::new();
    let mut intermediates = Vec::new();
    let mut signers = Vec::new();
    let mut seen = Seen::default();
    for file in files(folder) {
        for key in &file.keys {
            let hash = fact::hash(&key.spki_sha256);
            assert!(!public.contains(&hash), "{} is a public root", key.id);
            let twin = keys.insert(hash, key_row(&file, key, hash, &mut seen));
            assert!(twin.is_none(), "the key of {} is listed twice", key.id);
        }
        for intermediate in &file.intermediates {
            signers.extend(intermediate.signed_by.clone());
            intermediates.push(intermediate_row(&file, intermediate, &mut seen));
        }
    }
    for signer in signers {
        assert!(seen.ids.contains(&signer), "no entry is called {signer}");
    }
    fact::table("KNOWN_KEYS", "KnownKey", keys.into_values())
        + &fact::table(
            "KNOWN_INTERMEDIATES",
            "KnownIntermediate",
            intermediates.into_iter(),
        )
}

fn files(folder: &Path) -> Vec<File> {
    let listing =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = listing
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let mut file: File = toml::from_str(&super::read(path))
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.file_stem().unwrap_or_default();
            file.code = name.to_string_lossy().replace('-', "_");
            file
        })
        .collect()
}

fn key_row(file: &File, key: &Key, hash: [u8; 32], seen: &mut Seen) -> String {
    seen.id(&key.id);
    let spki = fact::key(&key.spki_der, hash, &key.id);
    for day in key.first_known_use.iter().chain(&key.not_in_logs_as_of) {
        fact::day(day);
    }
    let certificates: Vec<String> = key
        .certificates
        .iter()
        .map(|certificate| certificate_row(&key.id, certificate, seen))
        .collect();
    format!(
        "KnownKey {{ id: {:?}, operator: {:?}, operator_code: {:?}, conduct: {}, spki_sha256: SpkiSha256::from_bytes({hash:?}), \
         spki_der: &{spki:?}, certificates: &[{}], subordinate_names: &[{}], first_known_use: {:?}, not_in_logs_as_of: {:?}, sources: {} }}",
        key.id,
        file.operator,
        file.code,
        conduct(&file.conduct),
        certificates.join(", "),
        subordinate_names(file, key).join(", "),
        key.first_known_use,
        key.not_in_logs_as_of,
        fact::sources(&key.id, key.sources.iter().chain(&file.sources)),
    )
}

/// Only a state's authority has some: what an interceptor's intermediates are called, its
/// [`Intermediate`] rows say.
fn subordinate_names(file: &File, key: &Key) -> Vec<String> {
    let names = key.subordinate_names.iter();
    let rows = names.map(|name| {
        assert_eq!(file.conduct, "state-root", "{}", key.id);
        assert!(!name.subject.is_empty(), "{}", key.id);
        format!("&{:?}", fact::name(&name.subject_der, &key.id))
    });
    rows.collect()
}

fn certificate_row(id: &str, certificate: &Certificate, seen: &mut Seen) -> String {
    assert!(
        seen.certificates.insert(certificate.sha256.clone()),
        "{} is listed twice",
        certificate.sha256
    );
    let (not_before, not_after) =
        fact::validity(&certificate.not_before, &certificate.not_after, id);
    format!(
        "KnownCertificate {{ sha256: CertSha256::from_bytes({:?}), sha1_hex: {:?}, serial_hex: {:?}, \
         subject: {:?}, subject_der: &{:?}, not_before: UnixSeconds::new({not_before}), \
         not_after: UnixSeconds::new({not_after}) }}",
        fact::hash(&certificate.sha256),
        sha1(&certificate.sha1),
        serial(&certificate.serial_hex),
        certificate.subject,
        fact::name(&certificate.subject_der, id),
    )
}

fn intermediate_row(file: &File, intermediate: &Intermediate, seen: &mut Seen) -> String {
    seen.id(&intermediate.id);
    assert_eq!(file.conduct, "interception", "{}", intermediate.id);
    let (not_before, not_after) = fact::validity(
        &intermediate.not_before,
        &intermediate.not_after,
        &intermediate.id,
    );
    format!(
        "KnownIntermediate {{ id: {:?}, operator: {:?}, operator_code: {:?}, sha1_hex: {:?}, serial_hex: {:?}, issuer: {:?}, \
         not_before: UnixSeconds::new({not_before}), not_after: UnixSeconds::new({not_after}), \
         seen: UnixSeconds::new({}), signed_by: {:?}, sources: {} }}",
        intermediate.id,
        file.operator,
        file.code,
        sha1(&intermediate.sha1),
        serial(&intermediate.serial_hex),
        intermediate.issuer,
        fact::seconds(&intermediate.seen),
        intermediate.signed_by,
        fact::sources(&intermediate.id, file.sources.iter()),
    )
}

fn conduct(word: &str) -> &'static str {
    match word {
        "leaked-key" => "Conduct::LeakedKey",
        "interception" => "Conduct::Interception",
        "removed-for-cause" => "Conduct::RemovedForCause",
        "misissued" => "Conduct::Misissued",
        "state-root" => "Conduct::GovernmentRoot",
        other => panic!("unknown conduct `{other}`"),
    }
}

fn sha1(hex: &str) -> &str {
    assert_eq!(fact::octets(hex).len(), 20, "`{hex}` is not a SHA-1 hash");
    hex
}

/// Checks a serial: at most 20 octets (RFC 5280 §4.1.2.2), and one more for the sign.
fn serial(hex: &str) -> &str {
    assert!(
        (1..=21).contains(&fact::octets(hex).len()),
        "serial `{hex}`"
    );
    hex
}

impl Seen {
    fn id(&mut self, id: &str) {
        assert!(self.ids.insert(id.to_owned()), "{id} is listed twice");
    }
}
