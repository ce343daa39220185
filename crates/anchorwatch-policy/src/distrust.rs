//! Keys that are not to be believed.

use std::fmt;

use anchorwatch_identity::{SpkiSha256, registry};

/// One key that is not to be believed, anywhere in a chain, under any name.
///
/// Blocking by key is the point: a re-issued, renamed or cross-signed twin has the
/// same key, and lists by issuer and serial number let it through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrustEntry {
    /// The key.
    pub key: SpkiSha256,
    /// Who says so.
    pub source: EntrySource,
}

/// Who says that a key is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntrySource {
    /// The registry of known roots, by the root's identifier.
    Registry(&'static str),
    /// The owner of this machine.
    Owner,
}

impl fmt::Display for EntrySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(id) => write!(f, "registry:{id}"),
            Self::Owner => f.write_str("owner"),
        }
    }
}

/// Distrust entries, ready to be asked.
///
/// Sorted by key, no duplicates: of two entries for one key the first given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistrustSet {
    entries: Vec<DistrustEntry>,
}

impl DistrustSet {
    /// The entries that ship with the program: every key that is known for interception,
    /// or whose private half is public.
    ///
    /// Not in it: what a program removed for cause, and the roots of states.
    #[must_use]
    pub fn built_in() -> Self {
        registry::known_roots()
            .iter()
            .filter(|known| known.conduct.reads_traffic())
            .map(|known| DistrustEntry {
                key: known.spki_sha256,
                source: EntrySource::Registry(known.id),
            })
            .collect()
    }

    /// The entry for a key, in one binary search.
    #[must_use]
    pub fn entry(&self, key: &SpkiSha256) -> Option<&DistrustEntry> {
        let at = self
            .entries
            .binary_search_by(|entry| entry.key.cmp(key))
            .ok()?;
        self.entries.get(at)
    }

    /// All entries, sorted by key.
    #[must_use]
    pub fn entries(&self) -> &[DistrustEntry] {
        &self.entries
    }
}

impl FromIterator<DistrustEntry> for DistrustSet {
    fn from_iter<I: IntoIterator<Item = DistrustEntry>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|entry| entry.key);
        entries.dedup_by_key(|entry| entry.key);
        Self { entries }
    }
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::registry::Conduct;

    use super::*;

    #[test]
    fn interception_and_leaked_keys_are_refused_by_default_and_nothing_else() {
        let set = DistrustSet::built_in();
        assert_eq!(set.entries().len(), 23);
        for known in registry::known_roots() {
            let entry = set.entry(&known.spki_sha256);
            let source = entry.map(|entry| entry.source.clone());
            let is_refused = matches!(known.conduct, Conduct::Interception | Conduct::LeakedKey);
            assert_eq!(
                source,
                is_refused.then_some(EntrySource::Registry(known.id))
            );
        }
    }

    #[test]
    fn a_key_without_an_entry_has_none() {
        assert_eq!(
            DistrustSet::built_in().entry(&SpkiSha256::of(b"someone else's")),
            None
        );
    }

    #[test]
    fn of_two_entries_for_one_key_the_first_stays() {
        let key = SpkiSha256::of(b"key");
        let first = DistrustEntry {
            key,
            source: EntrySource::Registry("first"),
        };
        let second = DistrustEntry {
            key,
            source: EntrySource::Owner,
        };
        let set: DistrustSet = [first.clone(), second].into_iter().collect();
        assert_eq!(set.entries(), [first]);
    }
}
