//! Mozilla's OneCRL: the collection security-state/onecrl of Remote Settings.
//!
//! ```json
//! {"data": [
//!   {"issuerName": "base64 DER Name", "serialNumber": "base64 INTEGER content octets"},
//!   {"subject": "base64 DER Name", "pubKeyHash": "base64 SHA-256 of the key"}
//! ], "timestamp": 1793208925525}
//! ```
//!
//! Firefox's packaged dump has this form; the server's changeset has `changes` instead of `data`,
//! and there are plain arrays of records too. A record with `deleted: true` says that one of an
//! earlier list is gone, and is skipped. Other members of a record (`id`, `details`,
//! `last_modified`, `schema`) are not needed to refuse; `id` and `details` are kept to explain a
//! refusal.
//!
//! **`enabled: false` is in force.** Firefox's RemoteSecuritySettings.sys.mjs passes every record
//! to its store as `STATE_ENFORCE` and never reads the member (153.7); 656 of that version's
//! 1,918 records say false.
//!
//! A changeset has its signature in `metadata`, and [`read_checked`](super::read_checked) checks
//! it where the chain of its signer is given: `x5u` says where that is.
//!
//! **Not checked** without a chain: signatures. The dump that Firefox ships has none.

mod canonical;
mod format;
pub(super) mod signed;

use anchorwatch_identity::{NameSha256, SpkiSha256};
use data_encoding::BASE64;
use serde_json::value::RawValue;

use super::{Error, Imported, ListFormat, RecordName, RecordProblem, Unusable, json};
use crate::{
    KnownNames,
    distrust::{DistrustEntry, EntrySource, Limits, ListSource, Match, SerialOctets, Threshold},
};
use format::Record;

/// The most characters of the publisher's description that are kept: OneCRL's longest has 66.
const MAX_SAYS: usize = 200;
/// The longest name, in octets. OpenSSL takes no chain of more than 100 KiB, and OneCRL's names
/// have some hundreds.
const MAX_NAME_OCTETS: u64 = 3 << 14;
/// The most characters of an identifier that are kept; a UUID has 36.
const MAX_IDENTIFIER: usize = 64;

pub(super) fn is_one(bytes: &[u8]) -> bool {
    matches!(json::first_octet(bytes), Some(b'{' | b'['))
}

/// Reads the records of a dump, or a plain array of them.
///
/// A record with `issuerName` and `serialNumber` matches these, whatever else it has; otherwise
/// one with `subject` and `pubKeyHash` matches both together. Bytes are compared unchanged: a
/// serial number's leading zero counts. A record of neither shape, or whose base64 does not
/// decode, is reported as unusable and the rest is kept.
///
/// # Errors
/// [`Error::Json`] if the text ends early or is not of this form,
/// [`Error::NoUsableRecord`] if there are records and none is usable, and
/// [`Error::TooManyRecords`].
pub fn read(bytes: &[u8]) -> Result<Imported, Error> {
    let collection = format::collection(bytes)?;
    let mut imported = imported(&collection.records, collection.milliseconds)?;
    imported.has_unchecked_signature = signed::has_signature(&collection);
    Ok(imported)
}

fn imported(records: &[&RawValue], milliseconds: Option<i64>) -> Result<Imported, Error> {
    let mut imported = Imported {
        dated: milliseconds.map(signed::seconds),
        ..Imported::unverified(ListFormat::OneCrl)
    };
    imported.entries.reserve(records.len());
    for (index, text) in records.iter().enumerate() {
        let record = Record::read(text.get());
        if record.as_ref().is_ok_and(Record::is_tombstone) {
            continue;
        }
        let entry = record.as_ref().map_err(Clone::clone).and_then(entry);
        match entry {
            Ok(entry) => imported.entries.push(entry),
            Err(why) => {
                let id = record.as_ref().map_or("", |record| &*record.id);
                let record = match id {
                    "" => RecordName::Record {
                        index: index as u64,
                    },
                    id => RecordName::RecordWithId {
                        index: index as u64,
                        id: short(id, MAX_IDENTIFIER),
                    },
                };
                imported.unusable.push(Unusable { record, why });
            }
        }
    }
    match imported.unusable.first() {
        Some(first) if imported.entries.is_empty() => Err(Error::NoUsableRecord {
            count: records.len() as u64,
            why: first.why.clone(),
        }),
        _ => Ok(imported),
    }
}

/// The names that are whole in a list: an entry has only their hashes.
///
/// # Errors
/// [`Error::Json`] and [`Error::TooManyRecords`], as [`read`].
pub fn names(bytes: &[u8]) -> Result<KnownNames, Error> {
    let mut names = KnownNames::default();
    for text in format::collection(bytes)?.records {
        let Ok(record) = Record::read(text.get()) else {
            continue;
        };
        for (text, member) in [
            (&record.issuer_name, "issuerName"),
            (&record.subject, "subject"),
        ] {
            match decoded(text, member) {
                Ok(der) if !der.is_empty() => names.add(&der),
                _ => {}
            }
        }
    }
    Ok(names)
}

fn entry(record: &Record<'_>) -> Result<DistrustEntry, RecordProblem> {
    Ok(DistrustEntry {
        matches: matches(record)?,
        limits: Limits::default(),
        threshold: Threshold::Quick,
        source: EntrySource::List(ListSource {
            format: ListFormat::OneCrl.code(),
            sequence: None,
            record: Some(short(&record.id, MAX_IDENTIFIER)),
            says: record.says().map(|says| short(&says, MAX_SAYS)),
        }),
    })
}

/// Empty and missing are the same, as in JavaScript.
fn matches(record: &Record<'_>) -> Result<Match, RecordProblem> {
    if !record.issuer_name.is_empty() && !record.serial_number.is_empty() {
        let serial = decoded(&record.serial_number, "serialNumber")?;
        return Ok(Match::IssuerSerial {
            issuer: name(&record.issuer_name, "issuerName")?,
            serial: SerialOctets::new(&serial).ok_or(RecordProblem::SerialLength {
                octets: serial.len() as u64,
            })?,
        });
    }
    if !record.subject.is_empty() && !record.pub_key_hash.is_empty() {
        let key = decoded(&record.pub_key_hash, "pubKeyHash")?;
        let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| RecordProblem::KeyLength {
            octets: key.len() as u64,
        })?;
        return Ok(Match::SubjectKey {
            subject: name(&record.subject, "subject")?,
            key: SpkiSha256::from_bytes(key),
        });
    }
    Err(RecordProblem::Neither)
}

fn name(text: &str, member: &str) -> Result<NameSha256, RecordProblem> {
    let octets = (text.len() as u64).div_ceil(4) * 3;
    if octets > MAX_NAME_OCTETS {
        return Err(RecordProblem::NameLength {
            member: member.to_owned(),
            max: MAX_NAME_OCTETS,
        });
    }
    Ok(NameSha256::of(&decoded(text, member)?))
}

fn decoded(text: &str, member: &str) -> Result<Vec<u8>, RecordProblem> {
    BASE64
        .decode(text.as_bytes())
        .map_err(|error| RecordProblem::NotBase64 {
            member: member.to_owned(),
            offset: error.position as u64,
        })
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
