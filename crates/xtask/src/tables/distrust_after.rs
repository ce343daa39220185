//! `data/public-program/distrust-after.toml`: roots that are trusted for older certificates only.

use std::path::Path;

use serde::Deserialize;

use super::fact::{self, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    sources: Vec<Source>,
    #[serde(rename = "root")]
    roots: Vec<Root>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Root {
    name: String,
    spki_sha256: String,
    after: String,
}

pub(super) fn table(path: &Path) -> String {
    let mut file: File = toml::from_str(&super::read(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let _checked = fact::sources("distrust-after.toml", file.sources.iter());
    file.roots.sort_by_key(|root| fact::hash(&root.spki_sha256));
    for pair in file.roots.windows(2) {
        assert!(
            pair[0].spki_sha256 != pair[1].spki_sha256,
            "{} twice",
            pair[0].name
        );
    }
    let rows = file.roots.iter().map(|root| {
        assert!(!root.name.is_empty(), "{} has no name", root.spki_sha256);
        format!(
            "(SpkiSha256::from_bytes({:?}), UnixSeconds::new({}))",
            fact::hash(&root.spki_sha256),
            fact::seconds(&root.after)
        )
    });
    fact::table("DISTRUST_AFTER", "(SpkiSha256, UnixSeconds)", rows)
}
