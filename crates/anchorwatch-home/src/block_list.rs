//! `/etc/anchorwatch/blocked.toml`: the keys that the owner of this machine refuses.
//!
//! ```toml
//! # Written by anchorwatch block.
//! unlisted = "confine"                   # only with `block --unlisted`; or "hold-out"
//! shipped = ["96bcec06264976f3…", …]     # the distribution's certificates at that time
//!
//! [[key]]
//! spki-sha256 = "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50"
//! because = "known_interception: kz-qaznet-2016"
//! since = "2026-11-22T10:15:00Z"
//! ```
//!
//! Keys and certificates are sorted, without duplicates. Unknown fields are errors. Some
//! mechanisms need more than the hash of a key, so a later run finds it here: `spki-base64`,
//! `subject-base64` and `certificate-sha256`, each an optional list.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, UnixSeconds, registry};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::{ContentProblem, Error, Tree, paths, toml_text};

/// The largest list that is read, in bytes. A key takes about 200.
pub(crate) const MAX_BYTES: u64 = 16 << 20;

const HEADER: &str = "\
# Keys that the programs of this machine refuse: the system's certificate store, OpenSSL,
# browsers and Java. Written by `anchorwatch block`; removed by `anchorwatch undo`.
";

/// The keys that the owner of this machine refuses, sorted, without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockList {
    keys: Vec<BlockedKey>,
    unlisted: Option<Unlisted>,
}

/// Marks a list that also limits every other root in the system's store: roots that the
/// distribution does not ship and that are not public, known or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    treatment: UnlistedTreatment,
    shipped: Vec<CertSha256>,
}

/// What happens to unlisted roots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlistedTreatment {
    /// They are held to private names and to what the owner consents to. Where a store cannot
    /// hold a root to names, it is withheld.
    Confine,
    /// They are withheld, unless the owner consents to them.
    HoldOut,
}

/// One refused key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedKey {
    /// The key.
    pub key: SpkiSha256,
    /// The reason, on one line.
    pub because: String,
    /// When it was added.
    pub since: UnixSeconds,
    /// The forms in which the key was seen.
    pub twins: Twins,
}

/// The encodings, subject names and certificates in which a key was seen. Each list is sorted,
/// without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Twins {
    /// The key's SubjectPublicKeyInfo, DER.
    pub encodings: Vec<Vec<u8>>,
    /// The subjects of its certificates, DER.
    pub names: Vec<Vec<u8>>,
    /// Its certificates.
    pub certificates: Vec<CertSha256>,
}

impl Twins {
    /// Returns the form in which one certificate holds its key.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        Self {
            encodings: vec![certificate.spki_der().to_vec()],
            names: vec![certificate.subject().der().to_vec()],
            certificates: vec![certificate.sha256()],
        }
    }

    /// Adds the forms of another sighting.
    pub fn add(&mut self, other: Self) {
        merge(&mut self.encodings, other.encodings);
        merge(&mut self.names, other.names);
        merge(&mut self.certificates, other.certificates);
    }
}

fn merge<T: Ord>(all: &mut Vec<T>, others: Vec<T>) {
    all.extend(others);
    all.sort();
    all.dedup();
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    // Comes before the tables, because in TOML everything after a table header belongs to that
    // table. So a file that is cut short cannot lose this setting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unlisted: Option<UnlistedTreatment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shipped: Option<Vec<String>>,
    #[serde(default, rename = "key")]
    keys: Vec<KeyDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyDocument {
    spki_sha256: String,
    because: String,
    since: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    spki_base64: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    subject_base64: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    certificate_sha256: Vec<String>,
}

impl BlockList {
    /// Reads the tree's list. A tree without one refuses nothing.
    ///
    /// # Errors
    /// [`Error::NotOurs`] if someone else could have written it, [`Error::Format`] if it cannot
    /// be parsed: no list is better than a list with gaps.
    pub fn read(tree: &Tree) -> Result<Self, Error> {
        tree.read_setting(Path::new(paths::BLOCK_LIST), MAX_BYTES, Self::of_text)
    }

    /// Adds keys. For a key that is in the list already, only the new twins are added.
    #[must_use]
    pub fn with(mut self, added: impl IntoIterator<Item = BlockedKey>) -> Self {
        self.keys.extend(added);
        self.keys.sort_by_key(|blocked| blocked.key);
        self.keys.dedup_by(|later, first| {
            let is_same = later.key == first.key;
            if is_same {
                first.twins.add(std::mem::take(&mut later.twins));
            }
            is_same
        });
        self
    }

    /// Leaves these keys out.
    #[must_use]
    pub fn without(mut self, keys: &BTreeSet<SpkiSha256>) -> Self {
        self.keys.retain(|blocked| !keys.contains(&blocked.key));
        self
    }

    /// Adds what a certificate shows about the refused key in it, if there is one.
    pub fn meet(&mut self, certificate: &Certificate) {
        let known = registry::known_key_of(certificate).map(|known| known.spki_sha256);
        let met = [Some(certificate.spki_sha256()), known];
        let place = met
            .into_iter()
            .flatten()
            .find_map(|key| self.position(&key));
        if let Some(blocked) = place.and_then(|place| self.keys.get_mut(place)) {
            blocked.twins.add(Twins::of(certificate));
        }
    }

    /// Makes the list limit all unlisted roots as well.
    #[must_use]
    pub fn limiting_unlisted(self, unlisted: Unlisted) -> Self {
        Self {
            unlisted: Some(unlisted),
            ..self
        }
    }

    /// Returns whether the list refuses nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.unlisted.is_none()
    }

    /// Returns what happens to unlisted roots, if they are limited.
    #[must_use]
    pub fn unlisted(&self) -> Option<&Unlisted> {
        self.unlisted.as_ref()
    }

    /// Returns whether unlisted roots are held to names.
    #[must_use]
    pub fn confines_unlisted(&self) -> bool {
        let unlisted = self.unlisted.as_ref();
        unlisted.is_some_and(|it| it.treatment == UnlistedTreatment::Confine)
    }

    /// Returns the keys, sorted.
    #[must_use]
    pub fn keys(&self) -> &[BlockedKey] {
        &self.keys
    }

    /// Returns the built-in entries and, for each key of the list, an entry that names the
    /// owner.
    #[must_use]
    pub fn with_built_in(&self) -> DistrustSet {
        let built_in = DistrustSet::built_in();
        let own = self
            .keys
            .iter()
            .map(|blocked| DistrustEntry::of_key(blocked.key, EntrySource::Owner));
        built_in.entries().iter().cloned().chain(own).collect()
    }

    /// Returns whether the key is refused.
    #[must_use]
    pub fn refuses(&self, key: &SpkiSha256) -> bool {
        self.position(key).is_some()
    }

    fn position(&self, key: &SpkiSha256) -> Option<usize> {
        self.keys
            .binary_search_by(|blocked| blocked.key.cmp(key))
            .ok()
    }

    /// Returns whether the certificate's key is refused, in any encoding.
    #[must_use]
    pub fn refuses_key_of(&self, certificate: &Certificate) -> bool {
        self.refuses(&certificate.spki_sha256())
            || registry::known_key_of(certificate)
                .is_some_and(|known| self.refuses(&known.spki_sha256))
    }

    /// Returns the list as the text of the file.
    #[must_use]
    pub fn encode(&self) -> String {
        let keys = self.keys.iter().map(|blocked| KeyDocument {
            spki_sha256: blocked.key.to_string(),
            because: blocked.because.clone(),
            since: blocked.since.to_string(),
            spki_base64: texts(&blocked.twins.encodings, |der| BASE64.encode(der)),
            subject_base64: texts(&blocked.twins.names, |der| BASE64.encode(der)),
            certificate_sha256: texts(&blocked.twins.certificates, CertSha256::to_string),
        });
        let shipped = self.unlisted.as_ref().map(|unlisted| {
            let hashes = unlisted.shipped.iter().map(CertSha256::to_string);
            hashes.collect()
        });
        let body = toml::to_string(&Document {
            unlisted: self.unlisted.as_ref().map(Unlisted::treatment),
            shipped,
            keys: keys.collect(),
        })
        .unwrap_or_default();
        format!("{HEADER}\n{body}")
    }

    /// Parses the text that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// Says what is wrong with the text: no list is better than a list with gaps.
    pub fn of_text(text: &[u8]) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let document: Document = toml_text::read(text)?;
        let mut keys = Vec::new();
        for key in document.keys {
            keys.push(BlockedKey {
                key: key.spki_sha256.parse()?,
                because: key.because,
                since: UnixSeconds::parse_rfc3339(&key.since)?,
                twins: Twins {
                    encodings: bytes(&key.spki_base64)?,
                    names: bytes(&key.subject_base64)?,
                    certificates: key
                        .certificate_sha256
                        .iter()
                        .map(|text| text.parse())
                        .collect::<Result<_, _>>()?,
                },
            });
        }
        let unlisted = match (document.unlisted, document.shipped) {
            (None, None) => None,
            (Some(treatment), Some(shipped)) => {
                let read = shipped.iter().map(|hash| hash.parse());
                let shipped = read.collect::<Result<Vec<_>, _>>()?;
                Some(Unlisted::of(treatment, shipped))
            }
            (Some(_), None) => return Err(set_without("unlisted", "shipped")),
            (None, Some(_)) => {
                return Err(set_without("shipped", "unlisted"));
            }
        };
        Ok(Self {
            unlisted,
            ..Self::default()
        }
        .with(keys))
    }
}

impl Unlisted {
    /// Also records the certificates that the distribution ships now, for a day on which its own
    /// records cannot be read.
    #[must_use]
    pub fn of(treatment: UnlistedTreatment, shipped: impl IntoIterator<Item = CertSha256>) -> Self {
        let mut shipped: Vec<CertSha256> = shipped.into_iter().collect();
        shipped.sort();
        shipped.dedup();
        Self { treatment, shipped }
    }

    /// Returns what happens to them.
    #[must_use]
    pub const fn treatment(&self) -> UnlistedTreatment {
        self.treatment
    }

    /// Returns whether the certificate was shipped then.
    #[must_use]
    pub fn lists(&self, certificate: &CertSha256) -> bool {
        self.shipped.binary_search(certificate).is_ok()
    }

    /// Returns how many certificates were shipped then.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shipped.len()
    }
}

fn set_without(set: &str, missing: &str) -> Box<dyn std::error::Error + Send + Sync> {
    let problem = ContentProblem::SetWithout {
        set: set.to_owned(),
        missing: missing.to_owned(),
    };
    problem.into()
}

fn texts<T>(all: &[T], write: impl Fn(&T) -> String) -> Vec<String> {
    all.iter().map(write).collect()
}

fn bytes(texts: &[String]) -> Result<Vec<Vec<u8>>, data_encoding::DecodeError> {
    texts
        .iter()
        .map(|text| BASE64.decode(text.as_bytes()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: &[u8]) -> BlockedKey {
        BlockedKey {
            key: SpkiSha256::of(seed),
            because: "owner".to_owned(),
            since: UnixSeconds::new(0),
            twins: Twins::default(),
        }
    }

    #[test]
    fn sightings_of_a_key_are_kept_and_merged() {
        let met = |names: &[&[u8]]| BlockedKey {
            twins: Twins {
                encodings: vec![b"spki".to_vec()],
                names: names.iter().map(|name| name.to_vec()).collect(),
                certificates: vec![CertSha256::of(b"one")],
            },
            ..key(b"one")
        };
        let list = BlockList::default().with([met(&[b"b"]), met(&[b"a", b"b"])]);
        assert_eq!(list.keys()[0].twins.names, [b"a", b"b"]);
        assert_eq!(list.keys()[0].twins.encodings.len(), 1);
        assert_eq!(BlockList::of_text(list.encode().as_bytes()).unwrap(), list);
    }

    #[test]
    fn a_list_reads_back_what_it_writes() {
        let list = BlockList::default().with([key(b"two"), key(b"one"), key(b"two")]);
        assert_eq!(list.keys().len(), 2);
        assert_eq!(BlockList::of_text(list.encode().as_bytes()).unwrap(), list);
        assert!(list.refuses(&SpkiSha256::of(b"one")) && !list.refuses(&SpkiSha256::of(b"three")));
    }

    fn unlisted() -> BlockList {
        let shipped = [&b"a"[..], b"b"].map(CertSha256::of);
        BlockList::default()
            .with([key(b"one"), key(b"two")])
            .limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, shipped))
    }

    #[test]
    fn a_list_with_unlisted_reads_back_and_so_does_an_older_list() {
        let list = unlisted();
        assert_eq!(BlockList::of_text(list.encode().as_bytes()).unwrap(), list);
        let known = list.unlisted().unwrap();
        assert!(known.lists(&CertSha256::of(b"a")) && !known.lists(&CertSha256::of(b"c")));
        let older = BlockList::default().with([key(b"one")]);
        assert!(!older.encode().contains("unlisted") && !older.is_empty());
        assert_eq!(
            BlockList::of_text(older.encode().as_bytes())
                .unwrap()
                .unlisted(),
            None
        );
        assert!(
            !BlockList::default()
                .limiting_unlisted(Unlisted::of(UnlistedTreatment::Confine, []))
                .is_empty()
        );
    }

    #[test]
    fn unlisted_without_shipped_is_refused_and_the_reverse() {
        let text = unlisted().encode();
        for line in ["unlisted = ", "shipped = "] {
            let without: Vec<&str> = text.lines().filter(|it| !it.starts_with(line)).collect();
            assert!(
                BlockList::of_text(without.join("\n").as_bytes()).is_err(),
                "{line}"
            );
        }
        let other = text.replace("hold-out", "let-in");
        assert!(BlockList::of_text(other.as_bytes()).is_err());
    }

    #[test]
    fn a_list_cut_anywhere_never_passes_for_another_list() {
        for list in [
            BlockList::default().with([key(b"one"), key(b"two")]),
            unlisted(),
        ] {
            let text = list.encode();
            for length in 0..text.len() {
                if let Ok(cut) = BlockList::of_text(&text.as_bytes()[..length]) {
                    // TOML allows a cut between entries. A cut inside an entry must be refused.
                    let whole_entries = text[..length].matches("since = ").count();
                    assert_eq!(cut.keys().len(), whole_entries, "cut at {length}");
                    assert_eq!(
                        cut.unlisted(),
                        list.unlisted().filter(|_| text[..length].contains(']')),
                        "cut at {length}"
                    );
                }
            }
        }
    }

    #[test]
    fn unknown_fields_are_refused() {
        let text = BlockList::default().with([key(b"one")]).encode() + "allow = \"all\"\n";
        assert!(BlockList::of_text(text.as_bytes()).is_err());
    }
}
