//! Chromium's CRLSet: `import/crlset.rs` describes it.
//!
//! Keys are written as `BlockedSPKIs` alone. `BlockedInterceptionSPKIs` would refuse them too, but
//! Chromium then lets its user go on even where a site asks for strict transport security.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_identity::{NameSha256, SpkiSha256, UnixSeconds};
use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use super::{ExportProblem, Not, Outgoing};
use crate::{DistrustEntry, distrust::Match};

#[derive(Default)]
pub(super) struct CrlSet {
    keys: BTreeSet<SpkiSha256>,
    subjects: BTreeMap<NameSha256, BTreeSet<SpkiSha256>>,
    parents: BTreeMap<SpkiSha256, BTreeSet<Vec<u8>>>,
}

impl CrlSet {
    pub(super) fn add(&mut self, entry: &DistrustEntry) -> Result<(), Not> {
        match &entry.matches {
            Match::Key(key) => {
                self.keys.insert(*key);
            }
            Match::SubjectUnlessKey { subject, keys } => {
                let keys: BTreeSet<SpkiSha256> = keys.iter().copied().collect();
                // Two entries about one name refuse what either of them refuses.
                let allowed = self.subjects.entry(*subject);
                allowed
                    .and_modify(|it| it.retain(|key| keys.contains(key)))
                    .or_insert(keys);
            }
            Match::IssuerKeySerial { issuer_key, serial } => {
                let serials = self.parents.entry(*issuer_key).or_default();
                serials.insert(serial.as_bytes().to_vec());
            }
            _ => return Err(Not::Kind),
        }
        Ok(())
    }

    pub(super) fn finish(self, list: &Outgoing<'_>) -> Result<Vec<u8>, ExportProblem> {
        let mut header = Map::new();
        header.insert("ContentType".to_owned(), json!("CRLSet"));
        header.insert("Version".to_owned(), json!(0));
        header.insert("Sequence".to_owned(), json!(sequence(list.made_at)));
        header.insert("DeltaFrom".to_owned(), json!(0));
        header.insert("NumParents".to_owned(), json!(self.parents.len()));
        if let Some(after) = list.stale_after.filter(|it| it.get() > 0) {
            header.insert("NotAfter".to_owned(), json!(after.get()));
        }
        header.insert("BlockedSPKIs".to_owned(), texts(&self.keys));
        let subjects = self.subjects.iter();
        let subjects: Map<String, Value> = subjects
            .map(|(subject, keys)| (BASE64.encode(subject.as_bytes()), texts(keys)))
            .collect();
        header.insert("LimitedSubjects".to_owned(), Value::Object(subjects));
        let header = Value::Object(header).to_string().into_bytes();
        let length = u16::try_from(header.len()).map_err(|_| ExportProblem::TooLong {
            got: header.len() as u64,
            max: u64::from(u16::MAX),
        })?;
        let mut bytes = [&length.to_le_bytes()[..], &header].concat();
        for (parent, serials) in self.parents {
            bytes.extend_from_slice(parent.as_bytes());
            let count = u32::try_from(serials.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&count.to_le_bytes());
            for serial in serials {
                // A serial number of the policy has at most 255 octets.
                bytes.push(u8::try_from(serial.len()).unwrap_or(u8::MAX));
                bytes.extend_from_slice(&serial);
            }
        }
        Ok(bytes)
    }
}

fn texts(keys: &BTreeSet<SpkiSha256>) -> Value {
    let texts = keys.iter().map(|key| BASE64.encode(key.as_bytes()));
    Value::Array(texts.map(Value::String).collect())
}

/// The minutes since 1970: it grows from list to list, is above the numbers that Google gives, and
/// fits until the year 6053.
fn sequence(made_at: UnixSeconds) -> i32 {
    i32::try_from(made_at.get().div_euclid(60)).unwrap_or(i32::MAX)
}
