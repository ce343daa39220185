//! `/etc/anchorwatch/consent.toml`: what the owner of this machine consents to.
//!
//! ```toml
//! # Written by anchorwatch consent.
//! count = 2
//!
//! [[consent]]
//! key = "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50"
//! for = ["works.example", "10.0.0.0/8"]
//! not-before = "2026-11-22T10:15:00Z"
//! until = "2027-11-22T23:59:59Z"
//! by = "M. Owner, administrator"
//! why = "the company inspects its own network"
//!
//! [[consent]]
//! key = "0d4bf9f2ee1dbb2d5f5b4b0d1d8d24ea1aa8b0ccba0a4a0cd4bdb9c3fb7a0aa1"
//! all-names = "key-on-this-device"
//! …
//! ```
//!
//! Consents are sorted by key, one for each key. Unknown fields are errors, and so is a `count`
//! that differs from the number of consents: a file cut short never passes for a complete one.

use std::path::Path;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{
    Consent, Consents,
    consent::{ConsentScope, Coverage, Terms},
};
use serde::{Deserialize, Serialize};

use crate::{ContentProblem, Error, Tree, paths, toml_text};

/// The largest file that is read, in bytes. A consent takes about 400.
pub const MAX_CONSENT_BYTES: u64 = 1 << 20;

const HEADER: &str = "\
# Keys that may speak for the names given here, until the day given here.
# Written by `anchorwatch consent`; taken away by `anchorwatch undo`.
";

/// The value that makes a consent cover all names: see [`Coverage::AllNames`].
const KEY_ON_THIS_DEVICE: &str = "key-on-this-device";

type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    count: usize,
    #[serde(default, rename = "consent", skip_serializing_if = "Vec::is_empty")]
    consents: Vec<ConsentDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ConsentDocument {
    key: String,
    #[serde(default, rename = "for", skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all_names: Option<String>,
    not_before: String,
    until: String,
    by: String,
    why: String,
}

/// Reads the tree's consents. A tree without the file has none.
///
/// # Errors
/// [`Error::NotOurs`] if someone else could have written it, [`Error::Format`] if any part of
/// it cannot be parsed or is not a consent that an owner can give.
pub fn read_consents(tree: &Tree) -> Result<Consents, Error> {
    tree.read_setting(Path::new(paths::CONSENTS), MAX_CONSENT_BYTES, decode)
}

/// Parses consents from the bytes of a file; `shown` is its path, for error messages. The
/// caller has already checked who owns the file, or the user named it.
///
/// # Errors
/// [`Error::Format`].
pub fn decode_consents(text: &[u8], shown: &Path) -> Result<Consents, Error> {
    decode(text).map_err(|source| Error::Format {
        path: shown.to_owned(),
        source,
    })
}

/// Returns the consents as the text of the file.
#[must_use]
pub fn encode_consents(consents: &Consents) -> String {
    let body = toml::to_string(&Document {
        count: consents.iter().len(),
        consents: consents.iter().map(ConsentDocument::of).collect(),
    })
    .unwrap_or_default();
    format!("{HEADER}\n{body}")
}

impl ConsentDocument {
    fn of(consent: &Consent) -> Self {
        let terms = consent.terms();
        let all_names = consent.is_for_all_names();
        Self {
            key: consent.key().to_string(),
            scopes: if all_names {
                Vec::new()
            } else {
                consent.scopes_text()
            },
            all_names: all_names.then(|| KEY_ON_THIS_DEVICE.to_owned()),
            not_before: terms.not_before.to_string(),
            until: terms.until.to_string(),
            by: terms.by.clone(),
            why: terms.why.clone(),
        }
    }

    fn read(self) -> Result<Consent, BoxError> {
        let coverage = match self.all_names.as_deref() {
            None => {
                let scopes = self.scopes.iter().map(|scope| scope.parse());
                Coverage::Scopes(scopes.collect::<Result<Vec<ConsentScope>, _>>()?)
            }
            Some(KEY_ON_THIS_DEVICE) if self.scopes.is_empty() => Coverage::AllNames,
            Some(_) => {
                let word = KEY_ON_THIS_DEVICE.to_owned();
                return Err(ContentProblem::ConsentCoverage { word }.into());
            }
        };
        let terms = Terms {
            coverage,
            not_before: UnixSeconds::parse_rfc3339(&self.not_before)?,
            until: UnixSeconds::parse_rfc3339(&self.until)?,
            by: self.by,
            why: self.why,
        };
        Ok(Consent::new(self.key.parse()?, terms)?)
    }
}

fn decode(text: &[u8]) -> Result<Consents, BoxError> {
    let document: Document = toml_text::read(text)?;
    let (declared, found) = (document.count, document.consents.len());
    if declared != found {
        return Err(ContentProblem::ConsentCount {
            declared: declared as u64,
            found: found as u64,
        }
        .into());
    }
    let read = document.consents.into_iter().map(ConsentDocument::read);
    Ok(Consents::of(read.collect::<Result<Vec<_>, _>>()?)?)
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::SpkiSha256;

    use super::*;

    fn consent(seed: &[u8], coverage: Coverage) -> Consent {
        let terms = Terms {
            coverage,
            not_before: UnixSeconds::new(1_800_000_000),
            until: UnixSeconds::new(1_810_000_000),
            by: "M. \"Owner\"".to_owned(),
            why: "the company's \\ own network # really".to_owned(),
        };
        Consent::new(SpkiSha256::of(seed), terms).unwrap()
    }

    fn consents() -> Consents {
        let scopes = ["works.example", "10.0.0.0/8"].map(|scope| scope.parse().unwrap());
        Consents::of([
            consent(b"one", Coverage::Scopes(scopes.to_vec())),
            consent(b"two", Coverage::AllNames),
        ])
        .unwrap()
    }

    #[test]
    fn consents_read_back_what_they_write() {
        for consents in [consents(), Consents::default()] {
            assert_eq!(
                decode(encode_consents(&consents).as_bytes()).unwrap(),
                consents
            );
        }
    }

    #[test]
    fn a_file_cut_anywhere_never_passes_for_another() {
        let (consents, text) = (consents(), encode_consents(&consents()));
        let mut whole = 0;
        for length in 0..text.len() {
            if let Ok(cut) = decode(&text.as_bytes()[..length]) {
                assert_eq!(cut, consents, "cut at {length}");
                whole += 1;
            }
        }
        assert!(whole <= 1, "only the last line feed may be missing");
    }

    #[test]
    fn extra_missing_and_impossible_fields_are_refused() {
        let text = encode_consents(&consents());
        assert!(decode(text.as_bytes()).is_ok());
        for (from, to) in [
            ("count = 2\n", "count = 3\n"),
            ("count = 2\n", ""),
            ("count = 2\n", "count = 2\nallow = \"all\"\n"),
            (
                "all-names = \"key-on-this-device\"\n",
                "all-names = \"yes\"\n",
            ),
            ("all-names = \"key-on-this-device\"\n", ""),
            (
                "all-names = \"key-on-this-device\"\n",
                "all-names = \"key-on-this-device\"\nfor = [\"lan\"]\n",
            ),
            ("\"works.example\"", "\"*\""),
            ("\"works.example\"", "\"example\""),
            ("10.0.0.0/8", "0.0.0.0/0"),
            ("until = \"2027-05-11T", "until = \"2037-05-11T"),
            ("until = \"2027-05-11T", "until = \"2017-05-11T"),
            ("by = 'M. ", "by = ''#"),
            ("by = ", "from = "),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert!(decode(changed.as_bytes()).is_err(), "{to}");
        }
        let (head, body) = text.split_once("[[consent]]").unwrap();
        let twice =
            format!("{head}[[consent]]{body}[[consent]]{body}").replace("count = 2", "count = 4");
        assert!(decode(twice.as_bytes()).is_err(), "each key twice");
    }
}
