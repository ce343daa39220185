//! Chromium's CRLSet, as `CRLSet::Parse` of net/cert/crl_set.cc reads it.
//!
//! ```text
//! u16  header length          (all integers little-endian)
//!      header                 JSON, trailing commas allowed
//! repeated to the end:
//!   32 parent                 SHA-256 of the issuer's SubjectPublicKeyInfo
//!   u32 number of serials     at most 32 Mi
//!   each: u8 length, serial   without leading zero octets
//! ```
//!
//! There is no signature inside. The file that Chromium keeps on disk is not checked
//! again when it is read, so a CRLSet without its carrier proves nothing.

use anchorwatch_identity::{NameSha256, SpkiSha256, UnixSeconds};
use data_encoding::BASE64;
use serde_json::{Map, Value};

use super::{
    Carrier, Error, FieldProblem, Imported, ListFormat, MAX_RECORDS, Part, RecordName,
    RecordProblem, Unusable, cursor::Cursor, json,
};
use crate::distrust::{
    DistrustEntry, EntrySource, Limits, ListSource, Match, Threshold, UnsignedSerial,
};

/// Chromium's own bound («sanity check»).
const MAX_SERIALS: u32 = 32 << 20;

/// Whether the bytes begin like a CRLSet: a length, and JSON of that kind.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let Some((length, rest)) = bytes.split_first_chunk() else {
        return false;
    };
    if json::first_octet(rest) != Some(b'{') {
        return false;
    }
    match rest.get(..usize::from(u16::from_le_bytes(*length))) {
        Some(text) => object(text).is_ok_and(|header| header.contains_key("ContentType")),
        // Truncated inside the header, unless these two octets can begin a JSON text.
        None => !matches!(
            length,
            [b' ' | b'\t' | b'\n' | b'\r' | b'[', _] | [b'{', b'"']
        ),
    }
}

/// Reads an unverified CRLSet.
///
/// Exactly Chromium's meaning: `BlockedInterceptionSPKIs` are blocked and known for interception,
/// `KnownInterceptionSPKIs` alone block nothing, lists that are null or missing are empty, the
/// set must end at a record boundary. The differences refuse more: a field that should be a list
/// but is not is an error (Chromium ignores it), and if a parent is repeated all its serial
/// numbers count (Chromium keeps the last).
///
/// Records that can match no certificate are reported as unusable: a hash that is not 32 octets
/// long, or a serial number that is empty or begins with a zero octet. So is a number of parents
/// that differs from the header's `NumParents`, which Chromium does not read: otherwise a set
/// that was cut between two parents would look complete.
///
/// # Errors
/// [`Error`] if Chromium refuses the set too, and for the differences above.
pub fn read(bytes: &[u8]) -> Result<Imported, Error> {
    read_carried(bytes, Carrier::Unverified)
}

pub(super) fn read_carried(bytes: &[u8], carrier: Carrier) -> Result<Imported, Error> {
    let mut cursor = Cursor::new(bytes);
    let length = cursor.u16(Part::CrlSetHeaderLength)?;
    let text = cursor.take(Part::CrlSetHeader, usize::from(length))?;
    let header = Header::read(&object(text)?)?;
    let mut reading = Reading {
        sequence: header.sequence,
        imported: Imported {
            carrier,
            sequence: Some(header.sequence),
            stale_after: header.stale_after,
            ..Imported::unverified(ListFormat::CrlSet)
        },
    };
    reading.keys(&header);
    reading.limited_subjects(&header.limited_subjects);
    let mut parent_count = 0_u64;
    while !cursor.is_empty() {
        reading.parent(&mut cursor)?;
        parent_count += 1;
    }
    let differs = |stated: &i64| u64::try_from(*stated) != Ok(parent_count);
    if let Some(stated) = header.parent_count.filter(differs) {
        let why = RecordProblem::ParentsDiffer {
            stated: stated.to_string(),
            count: parent_count,
        };
        reading.unusable(RecordName::ParentCount, why);
    }
    Ok(reading.imported)
}

fn object(text: &[u8]) -> Result<Map<String, Value>, Error> {
    serde_json::from_slice(&json::without_trailing_commas(text))
        .map_err(|error| Error::json(Part::CrlSetHeader, &error))
}

/// The header's values, decoded but not yet interpreted.
struct Header {
    sequence: i32,
    stale_after: Option<UnixSeconds>,
    parent_count: Option<i64>,
    blocked: Vec<Vec<u8>>,
    known_interception: Vec<Vec<u8>>,
    blocked_interception: Vec<Vec<u8>>,
    limited_subjects: Vec<LimitedSubject>,
}

/// The hash of a subject, and those of the keys that may have it.
type LimitedSubject = (Vec<u8>, Vec<Vec<u8>>);

impl Header {
    fn read(header: &Map<String, Value>) -> Result<Self, Error> {
        let refused = |field: &str, why| header_error(field, why);
        if header.get("ContentType").and_then(Value::as_str) != Some("CRLSet") {
            return Err(refused("ContentType", FieldProblem::NotCrlSet));
        }
        if header.get("Version").and_then(Value::as_i64) != Some(0) {
            return Err(refused("Version", FieldProblem::NotZero));
        }
        let sequence = header.get("Sequence").and_then(Value::as_i64);
        let sequence = sequence
            .and_then(|sequence| i32::try_from(sequence).ok())
            .ok_or_else(|| refused("Sequence", FieldProblem::NotAnInteger))?;
        Ok(Self {
            sequence,
            stale_after: stale_after(header.get("NotAfter"))?,
            parent_count: header.get("NumParents").and_then(Value::as_i64),
            blocked: hashes(header, "BlockedSPKIs")?,
            known_interception: hashes(header, "KnownInterceptionSPKIs")?,
            blocked_interception: hashes(header, "BlockedInterceptionSPKIs")?,
            limited_subjects: limited_subjects(header)?,
        })
    }
}

/// Absent and 0 are «never»; Chromium reads the number as a double.
fn stale_after(value: Option<&Value>) -> Result<Option<UnixSeconds>, Error> {
    let number = value.and_then(Value::as_f64).unwrap_or(0.0);
    if number < 0.0 {
        return Err(header_error("NotAfter", FieldProblem::Before1970));
    }
    // The conversion drops the fraction and saturates, so a date in the far future stays one.
    let seconds = number as i64;
    Ok((seconds != 0).then_some(UnixSeconds::new(seconds)))
}

fn hashes(header: &Map<String, Value>, field: &'static str) -> Result<Vec<Vec<u8>>, Error> {
    match header.get(field) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) => decoded(list, field),
        Some(_) => Err(header_error(field, FieldProblem::NotAList)),
    }
}

fn decoded(list: &[Value], field: &'static str) -> Result<Vec<Vec<u8>>, Error> {
    let texts = list.iter().map(|item| base64(item.as_str()?));
    texts
        .collect::<Option<_>>()
        .ok_or_else(|| header_error(field, FieldProblem::NotBase64))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.as_bytes()).ok()
}

fn limited_subjects(header: &Map<String, Value>) -> Result<Vec<LimitedSubject>, Error> {
    const FIELD: &str = "LimitedSubjects";
    let refused = |why| header_error(FIELD, why);
    let subjects = match header.get(FIELD) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(subjects)) => subjects,
        Some(_) => return Err(refused(FieldProblem::NotAnObject)),
    };
    let each = subjects.iter().map(|(subject, keys)| {
        let subject = base64(subject).ok_or_else(|| refused(FieldProblem::NameNotBase64))?;
        let keys = keys
            .as_array()
            .ok_or_else(|| refused(FieldProblem::ValueNotAList))?;
        Ok((subject, decoded(keys, FIELD)?))
    });
    each.collect()
}

/// What was read so far.
struct Reading {
    sequence: i32,
    imported: Imported,
}

impl Reading {
    fn keys(&mut self, header: &Header) {
        let blocked = self.usable(&header.blocked, "BlockedSPKIs");
        let both = self.usable(&header.blocked_interception, "BlockedInterceptionSPKIs");
        let known = self.usable(&header.known_interception, "KnownInterceptionSPKIs");
        for key in blocked.into_iter().chain(both.iter().copied()) {
            self.entry(Match::Key(key));
        }
        let known_interception = &mut self.imported.known_interception;
        known_interception.extend(known.into_iter().chain(both));
        known_interception.sort();
        known_interception.dedup();
    }

    fn limited_subjects(&mut self, limited: &[LimitedSubject]) {
        for (index, (subject, keys)) in limited.iter().enumerate() {
            let mut keys = self.usable(keys, "LimitedSubjects");
            keys.sort();
            keys.dedup();
            match <[u8; 32]>::try_from(subject.as_slice()) {
                Ok(subject) => self.entry(Match::SubjectUnlessKey {
                    subject: NameSha256::from_bytes(subject),
                    keys,
                }),
                Err(_) => {
                    let name = RecordName::Name {
                        field: "LimitedSubjects".to_owned(),
                        index: index as u64,
                    };
                    self.unusable(name, wrong_length(subject.len()));
                }
            }
        }
    }

    /// The hashes that can be keys; the others are reported.
    fn usable(&mut self, hashes: &[Vec<u8>], field: &str) -> Vec<SpkiSha256> {
        let mut keys = Vec::with_capacity(hashes.len());
        for (index, hash) in hashes.iter().enumerate() {
            match <[u8; 32]>::try_from(hash.as_slice()) {
                Ok(hash) => keys.push(SpkiSha256::from_bytes(hash)),
                Err(_) => {
                    let name = RecordName::Hash {
                        field: field.to_owned(),
                        index: index as u64,
                    };
                    self.unusable(name, wrong_length(hash.len()));
                }
            }
        }
        keys
    }

    fn parent(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        let offset = cursor.offset();
        let issuer_key = SpkiSha256::from_bytes(cursor.array(Part::Parent)?);
        let count = cursor.u32(Part::SerialCount)?;
        if count > MAX_SERIALS {
            return Err(Error::TooManySerials {
                offset: offset as u64,
                got: u64::from(count),
                max: u64::from(MAX_SERIALS),
            });
        }
        // The stated count allocates nothing: each serial number must be there first.
        for _ in 0..count {
            let at = cursor.offset();
            let length = cursor.u8(Part::SerialLength)?;
            let octets = cursor.take(Part::Serial, usize::from(length))?;
            if self.imported.entries.len() + self.imported.unusable.len() >= MAX_RECORDS {
                return Err(Error::TooManyRecords {
                    max: MAX_RECORDS as u64,
                });
            }
            match UnsignedSerial::new(octets) {
                Some(serial) => self.entry(Match::IssuerKeySerial { issuer_key, serial }),
                None => {
                    let name = RecordName::Serial { offset: at as u64 };
                    self.unusable(name, RecordProblem::SerialForm);
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, matches: Match) {
        self.imported.entries.push(DistrustEntry {
            matches,
            limits: Limits::default(),
            threshold: Threshold::Quick,
            source: EntrySource::List(ListSource {
                format: ListFormat::CrlSet.code(),
                sequence: Some(self.sequence),
                record: None,
                says: None,
            }),
        });
    }

    fn unusable(&mut self, record: RecordName, why: RecordProblem) {
        self.imported.unusable.push(Unusable { record, why });
    }
}

fn wrong_length(octets: usize) -> RecordProblem {
    RecordProblem::HashLength {
        octets: octets as u64,
    }
}

fn header_error(field: &str, why: FieldProblem) -> Error {
    Error::Header {
        field: field.to_owned(),
        why,
    }
}
