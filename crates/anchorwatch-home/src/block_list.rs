//! `/etc/anchorwatch/blocked.toml`: the keys that this machine's owner refuses.
//!
//! ```toml
//! # Written by anchorwatch block.
//! [[key]]
//! spki-sha256 = "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50"
//! because = "known_interception: kz-qaznet-2016"
//! since = "2026-11-22T10:15:00Z"
//! ```
//!
//! Keys are sorted and stand once. Unknown fields are errors.

use std::path::Path;

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds, registry};
use serde::{Deserialize, Serialize};

use crate::{Error, Tree, paths};

/// The largest list that is read, in bytes; a key takes about 200.
const MAX_BYTES: u64 = 16 << 20;

const HEADER: &str = "\
# Keys that no program using the system's certificate store may believe.
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
";

/// The keys that this machine's owner refuses, sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockList {
    keys: Vec<BlockedKey>,
}

/// One refused key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedKey {
    /// The key.
    pub key: SpkiSha256,
    /// Why, as one line.
    pub because: String,
    /// Since when.
    pub since: UnixSeconds,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default, rename = "key")]
    keys: Vec<KeyDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyDocument {
    spki_sha256: String,
    because: String,
    since: String,
}

impl BlockList {
    /// Reads the tree's list; a tree without one refuses nothing.
    ///
    /// # Errors
    /// [`Error::NotOurs`] if someone else could have written it, [`Error::Format`]
    /// if it cannot be understood: better no answer than a list with holes.
    pub fn read(tree: &Tree) -> Result<Self, Error> {
        let path = Path::new(paths::BLOCK_LIST);
        let text = match tree.read_own(path, MAX_BYTES) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        Self::decode(&text).map_err(|source| Error::Format {
            path: tree.shown(path),
            source,
        })
    }

    /// Adds keys; one that stands already stays as it is.
    #[must_use]
    pub fn with(mut self, added: impl IntoIterator<Item = BlockedKey>) -> Self {
        self.keys.extend(added);
        self.keys.sort_by_key(|blocked| blocked.key);
        self.keys.dedup_by_key(|blocked| blocked.key);
        self
    }

    /// The keys, sorted.
    #[must_use]
    pub fn keys(&self) -> &[BlockedKey] {
        &self.keys
    }

    /// Whether the key is refused.
    #[must_use]
    pub fn refuses(&self, key: &SpkiSha256) -> bool {
        self.keys
            .binary_search_by(|blocked| blocked.key.cmp(key))
            .is_ok()
    }

    /// Whether the certificate's key is refused, in whatever bytes it is written there.
    #[must_use]
    pub fn refuses_key_of(&self, certificate: &Certificate) -> bool {
        self.refuses(&certificate.spki_sha256())
            || registry::known_key_of(certificate)
                .is_some_and(|known| self.refuses(&known.spki_sha256))
    }

    /// The list as the file holds it.
    #[must_use]
    pub fn encode(&self) -> String {
        let keys = self.keys.iter().map(|blocked| KeyDocument {
            spki_sha256: blocked.key.to_string(),
            because: blocked.because.clone(),
            since: blocked.since.to_string(),
        });
        let body = toml::to_string(&Document {
            keys: keys.collect(),
        })
        .unwrap_or_default();
        format!("{HEADER}\n{body}")
    }

    fn decode(text: &[u8]) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let document: Document = toml::from_str(std::str::from_utf8(text)?)?;
        let mut keys = Vec::new();
        for key in document.keys {
            keys.push(BlockedKey {
                key: key.spki_sha256.parse()?,
                because: key.because,
                since: UnixSeconds::parse_rfc3339(&key.since)?,
            });
        }
        Ok(Self::default().with(keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: &[u8]) -> BlockedKey {
        BlockedKey {
            key: SpkiSha256::of(seed),
            because: "owner".to_owned(),
            since: UnixSeconds::new(0),
        }
    }

    #[test]
    fn a_list_reads_back_what_it_writes() {
        let list = BlockList::default().with([key(b"two"), key(b"one"), key(b"two")]);
        assert_eq!(list.keys().len(), 2);
        assert_eq!(BlockList::decode(list.encode().as_bytes()).unwrap(), list);
        assert!(list.refuses(&SpkiSha256::of(b"one")) && !list.refuses(&SpkiSha256::of(b"three")));
    }

    #[test]
    fn a_list_cut_anywhere_never_passes_for_another_list() {
        let list = BlockList::default().with([key(b"one"), key(b"two")]);
        let text = list.encode();
        for length in 0..text.len() {
            if let Ok(cut) = BlockList::decode(&text.as_bytes()[..length]) {
                // TOML allows a cut between entries; a cut inside one must be refused.
                let whole_entries = text[..length].matches("since = ").count();
                assert_eq!(cut.keys().len(), whole_entries, "cut at {length}");
            }
        }
    }

    #[test]
    fn unknown_fields_are_refused() {
        let text = BlockList::default().with([key(b"one")]).encode() + "allow = \"all\"\n";
        assert!(BlockList::decode(text.as_bytes()).is_err());
    }
}
