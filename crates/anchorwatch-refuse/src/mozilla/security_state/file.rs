//! `security_state/data.safe.bin`: a profile's revoked certificates.
//!
//! Firefox and Thunderbird write the content of their own list (OneCRL) into it, and whatever
//! an AutoConfig script has set. It outlives the script.
//!
//! ```text
//! u64     number of databases                    all numbers little-endian
//!   u8    0, or 1 and then u64 length, name      «cert_storage»
//!   u32   flags                                  0
//!   u64   number of entries, sorted by their keys
//!     u64 length, key                            «spk», subject, SHA-256 of the key's SPKI;
//!                                                or «is», issuer, serial number
//!     u64 length, value                          03, then an i64: 1 enforced, 0 not
//! ```
//!
//! Source: Gecko's `cert_storage/src/lib.rs`; the container is that of the crate `rkv` in safe
//! mode, encoded by bincode. Measured with Firefox and Thunderbird 153.7. A file in another
//! format is rejected: what is not understood is not rewritten.
//!
//! **Ours** are entries with a [mark](Refusal::mark).

use std::collections::{BTreeMap, HashSet};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_machine::mozilla::refusal::{MARK_SUBJECT, Refusal};
use anchorwatch_remark::{Remark as _, Told};

use crate::mozilla::remark::MozillaRemark;

/// The prefixes of entry keys: for a subject and a public key, and for one certificate.
const SUBJECT_AND_KEY: &[u8] = b"spk";
const ISSUER_AND_SERIAL: &[u8] = b"is";

const DATABASE: &[u8] = b"cert_storage";

/// The value `STATE_ENFORCE` as an i64.
const ENFORCED: [u8; 9] = [3, 1, 0, 0, 0, 0, 0, 0, 0];

const HASH_LENGTH: usize = 32;

/// The most databases and entries; Firefox has one database with some thousands of entries.
const MAX_DATABASES: u64 = 16;
const MAX_ENTRIES: u64 = 1_000_000;

/// The key of the entry that refuses it.
fn refused(refusal: &Refusal) -> Vec<u8> {
    match refusal {
        Refusal::Key { subject, key } => entry_key(subject, key.as_bytes()),
        Refusal::Certificate { issuer, serial } => [ISSUER_AND_SERIAL, issuer, serial].concat(),
    }
}

/// The key of the mark for that entry.
fn marked(refusal: &Refusal) -> Vec<u8> {
    entry_key(MARK_SUBJECT, &refusal.mark())
}

fn entry_key(subject: &[u8], hash: &[u8; HASH_LENGTH]) -> Vec<u8> {
    [SUBJECT_AND_KEY, subject, hash].concat()
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecurityState {
    databases: Vec<Database>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Database {
    name: Option<Vec<u8>>,
    flags: u32,
    /// In file order.
    entries: Vec<(Vec<u8>, Vec<u8>)>,
}

impl SecurityState {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is not of the form above.
    pub(crate) fn parse(content: &[u8]) -> Result<Self, Told> {
        let mut reader = Reader {
            rest: content,
            length: content.len(),
        };
        let count = reader.count(MAX_DATABASES)?;
        let databases = (0..count)
            .map(|_| reader.database())
            .collect::<Result<_, _>>()?;
        if !reader.rest.is_empty() {
            return Err(reader.wrong(&MozillaRemark::SecurityStateSurplus));
        }
        Ok(Self { databases })
    }

    /// Encodes the file; the result of [`parse`](Self::parse) gives the same bytes again.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut content = number(self.databases.len()).to_vec();
        for database in &self.databases {
            match &database.name {
                None => content.push(0),
                Some(name) => {
                    content.push(1);
                    push(&mut content, name);
                }
            }
            content.extend(database.flags.to_le_bytes());
            content.extend(number(database.entries.len()));
            for (key, value) in &database.entries {
                push(&mut content, key);
                push(&mut content, value);
            }
        }
        content
    }

    /// What our block refuses in this profile.
    pub(crate) fn ours(&self) -> Vec<Refusal> {
        let entries = self.storage().map(|storage| storage.entries.as_slice());
        let keys = entries.unwrap_or_default().iter().map(|(key, _)| key);
        keys.filter_map(|key| refusal(key))
            .filter(|refusal| self.value(&marked(refusal)).is_some())
            .collect()
    }

    /// Whether the refusal is in force, whoever set it.
    pub(crate) fn enforces(&self, refusal: &Refusal) -> bool {
        self.value(&refused(refusal)) == Some(ENFORCED.as_slice())
    }

    /// Sets refusals, each with its mark, as the script would.
    pub(crate) fn refuse(&mut self, refusals: &[Refusal]) {
        let keys = refusals
            .iter()
            .flat_map(|refusal| [refused(refusal), marked(refusal)]);
        let Some(storage) = self.databases.iter_mut().find(|one| one.is_storage()) else {
            return;
        };
        let mut entries: BTreeMap<Vec<u8>, Vec<u8>> = storage.entries.drain(..).collect();
        entries.extend(keys.map(|key| (key, ENFORCED.to_vec())));
        storage.entries = entries.into_iter().collect();
    }

    /// Removes refusals, with their marks.
    pub(crate) fn forget(&mut self, refusals: &[Refusal]) {
        let keys: HashSet<Vec<u8>> = refusals
            .iter()
            .flat_map(|refusal| [refused(refusal), marked(refusal)])
            .collect();
        for database in self.databases.iter_mut().filter(|one| one.is_storage()) {
            database.entries.retain(|(key, _)| !keys.contains(key));
        }
    }

    fn value(&self, key: &[u8]) -> Option<&[u8]> {
        let entries = &self.storage()?.entries;
        // They are sorted; any other file was rejected.
        let place = entries.binary_search_by(|(one, _)| one.as_slice().cmp(key));
        let (_, value) = entries.get(place.ok()?)?;
        Some(value)
    }

    fn storage(&self) -> Option<&Database> {
        self.databases.iter().find(|database| database.is_storage())
    }
}

impl Database {
    fn is_storage(&self) -> bool {
        self.name.as_deref() == Some(DATABASE)
    }
}

/// What the key of an entry refuses; `None` for a mark, and for other data of the program.
fn refusal(key: &[u8]) -> Option<Refusal> {
    if let Some(certificate) = key.strip_prefix(ISSUER_AND_SERIAL) {
        return Refusal::of_certificate(certificate);
    }
    let (subject, hash) = key
        .strip_prefix(SUBJECT_AND_KEY)?
        .split_last_chunk::<HASH_LENGTH>()?;
    (subject != MARK_SUBJECT).then(|| Refusal::Key {
        subject: subject.to_vec(),
        key: SpkiSha256::from_bytes(*hash),
    })
}

fn number(length: usize) -> [u8; 8] {
    // No machine has more memory than a u64 counts.
    u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes()
}

fn push(content: &mut Vec<u8>, octets: &[u8]) {
    content.extend(number(octets.len()));
    content.extend_from_slice(octets);
}

struct Reader<'a> {
    rest: &'a [u8],
    length: usize,
}

impl<'a> Reader<'a> {
    fn database(&mut self) -> Result<Database, Told> {
        let name = match self.take(1)? {
            [0] => None,
            [1] => Some(self.octets()?.to_vec()),
            _ => return Err(self.wrong(&MozillaRemark::SecurityStateName)),
        };
        let flags = u32::from_le_bytes(self.chunk()?);
        let count = self.count(MAX_ENTRIES)?;
        let mut entries: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        for _ in 0..count {
            let (key, value) = (self.octets()?, self.octets()?);
            if entries
                .last()
                .is_some_and(|(last, _)| last.as_slice() >= key)
            {
                return Err(self.wrong(&MozillaRemark::SecurityStateUnsorted));
            }
            entries.push((key.to_vec(), value.to_vec()));
        }
        Ok(Database {
            name,
            flags,
            entries,
        })
    }

    fn octets(&mut self) -> Result<&'a [u8], Told> {
        let length = u64::from_le_bytes(self.chunk()?);
        match usize::try_from(length) {
            Ok(length) => self.take(length),
            Err(_) => Err(self.wrong(&MozillaRemark::SecurityStateLength)),
        }
    }

    fn count(&mut self, most: u64) -> Result<u64, Told> {
        let count = u64::from_le_bytes(self.chunk()?);
        if count > most {
            return Err(self.wrong(&MozillaRemark::SecurityStateCount));
        }
        Ok(count)
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], Told> {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                Ok(*chunk)
            }
            None => Err(self.wrong(&MozillaRemark::SecurityStateCut)),
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Told> {
        match self.rest.split_at_checked(length) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.wrong(&MozillaRemark::SecurityStateCut)),
        }
    }

    fn wrong(&self, what: &MozillaRemark) -> Told {
        let offset = self.length.saturating_sub(self.rest.len());
        let malformed = MozillaRemark::SecurityStateMalformed {
            why: what.told().into(),
            offset: offset as u64,
        };
        malformed.told()
    }
}

#[cfg(test)]
mod tests;
