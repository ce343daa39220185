//! `data/public-program/programs.tsv`: what root programs have decided about a key.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::fact;

/// Returns the keys, the certificates whose key no source gives, and the names of the states'
/// roots.
pub(super) fn tables(path: &Path) -> [String; 3] {
    let (mut keys, mut certificates) = (BTreeMap::new(), BTreeMap::new());
    let mut names = BTreeSet::new();
    for row in super::read(path)
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let fields: Vec<&str> = row.split('\t').collect();
        let [
            kind,
            hex,
            mozilla,
            chrome,
            apple,
            microsoft,
            state,
            source,
            name,
        ] = fields[..]
        else {
            panic!("{}: `{row}` does not have nine fields", path.display())
        };
        assert!(!source.is_empty() && !name.is_empty(), "`{row}`");
        let hash = fact::hash(hex);
        let words = [mozilla, chrome, apple, microsoft].map(decision).join(", ");
        let (table, kind) = match kind {
            "spki" => (&mut keys, "SpkiSha256"),
            "cert" => (&mut certificates, "CertSha256"),
            other => panic!("unknown kind `{other}`"),
        };
        if let Some(country) = country(state)
            && name != "-"
        {
            names.insert((country.to_owned(), name.to_owned()));
        }
        let twin = table.insert(
            hash,
            format!(
                "({kind}::from_bytes({hash:?}), program([{words}], {:?}))",
                country(state)
            ),
        );
        assert!(twin.is_none(), "{hex} is listed twice");
    }
    [
        fact::table(
            "PROGRAM_KEYS",
            "(SpkiSha256, ProgramRecord)",
            keys.into_values(),
        ),
        fact::table(
            "PROGRAM_CERTIFICATES",
            "(CertSha256, ProgramRecord)",
            certificates.into_values(),
        ),
        fact::table(
            "GOVERNMENT_NAMES",
            "(&str, &str)",
            names.iter().map(|row| format!("{row:?}")),
        ),
    ]
}

fn decision(word: &str) -> &'static str {
    match word {
        "included" => "Included",
        "not_before" => "NotBefore",
        "disabled" => "Disabled",
        "blocked" => "Blocked",
        "removed" => "Removed",
        "not_included" => "NotIncluded",
        "unknown" => "Unknown",
        other => panic!("unknown decision `{other}`"),
    }
}

/// Checks an ISO 3166-1 alpha-2 code.
fn country(state: &str) -> Option<&str> {
    let is_code = state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_uppercase());
    assert!(is_code || state == "-", "country `{state}`");
    is_code.then_some(state)
}
