//! The JSON of OneCRL. Each record is parsed by itself, so that a bad one does not affect the
//! others.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use crate::import::{Error, MAX_RECORDS, Part, RecordProblem, json};

const PART: Part = Part::Records;

/// A collection, as a server or a dump has it.
pub(super) struct Collection<'a> {
    /// The records as text.
    pub(super) records: Vec<&'a RawValue>,
    /// The timestamp.
    pub(super) milliseconds: Option<i64>,
    /// What its server says of it.
    pub(super) metadata: Option<&'a RawValue>,
}

pub(super) fn collection(bytes: &[u8]) -> Result<Collection<'_>, Error> {
    let refused = |error: serde_json::Error| {
        if error.to_string().starts_with(TOO_MANY) {
            Error::TooManyRecords {
                max: MAX_RECORDS as u64,
            }
        } else {
            Error::json(PART, &error)
        }
    };
    if json::first_octet(bytes) == Some(b'[') {
        let records: Records<'_> = serde_json::from_slice(bytes).map_err(refused)?;
        return Ok(Collection {
            records: records.0,
            milliseconds: None,
            metadata: None,
        });
    }
    let dump: Dump<'_> = serde_json::from_slice(bytes).map_err(refused)?;
    let ((Some(records), None) | (None, Some(records))) = (dump.data, dump.changes) else {
        let why = serde_json::Error::missing_field("data");
        return Err(Error::json(PART, &why));
    };
    // An invalid date is ignored; it is no reason to drop the records.
    let milliseconds = dump.timestamp.and_then(|timestamp| timestamp.as_i64());
    Ok(Collection {
        records: records.0,
        milliseconds,
        metadata: dump.metadata,
    })
}

/// The records and the timestamp of a text that was signed.
pub(super) fn signed_records(text: &[u8]) -> Result<(Vec<&RawValue>, i64), Error> {
    let signed: Signed<'_> =
        serde_json::from_slice(text).map_err(|error| Error::json(PART, &error))?;
    let milliseconds = signed.last_modified.parse();
    Ok((
        signed.data.0,
        milliseconds.map_err(|_| Error::NotCanonical)?,
    ))
}

#[derive(Deserialize)]
struct Signed<'a> {
    #[serde(borrow)]
    data: Records<'a>,
    #[serde(borrow)]
    last_modified: &'a str,
}

/// A dump has `data`, a changeset of the server `changes`.
#[derive(Deserialize)]
struct Dump<'a> {
    #[serde(borrow)]
    data: Option<Records<'a>>,
    #[serde(borrow)]
    changes: Option<Records<'a>>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
    timestamp: Option<Value>,
}

/// An array of at most [`MAX_RECORDS`] values of any kind.
struct Records<'a>(Vec<&'a RawValue>);

const TOO_MANY: &str = "too many records";

impl<'de: 'a, 'a> Deserialize<'de> for Records<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bounded;
        impl<'de> Visitor<'de> for Bounded {
            type Value = Records<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of records")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut records = Vec::new();
                while let Some(record) = seq.next_element()? {
                    if records.len() == MAX_RECORDS {
                        return Err(A::Error::custom(TOO_MANY));
                    }
                    records.push(record);
                }
                Ok(Records(records))
            }
        }
        deserializer.deserialize_seq(Bounded)
    }
}

/// The members of a record that are read. Missing and null ones are empty.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record<'a> {
    #[serde(borrow, default, deserialize_with = "or_empty")]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "or_empty")]
    pub(super) issuer_name: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "or_empty")]
    pub(super) serial_number: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "or_empty")]
    pub(super) subject: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "or_empty")]
    pub(super) pub_key_hash: Cow<'a, str>,
    #[serde(borrow, default)]
    details: Option<&'a RawValue>,
    #[serde(default)]
    deleted: Option<Value>,
    #[serde(default)]
    attachment: Option<IgnoredAny>,
    #[serde(default)]
    der_hash: Option<IgnoredAny>,
}

fn or_empty<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'a, str>, D::Error> {
    let text = Option::<Text<'a>>::deserialize(deserializer)?;
    Ok(text.map_or(Cow::Borrowed(""), |text| text.0))
}

/// Text that is borrowed if possible; serde would copy it inside an `Option`.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize, Default)]
#[serde(default)]
struct Details<'a> {
    #[serde(borrow)]
    why: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    bug: Cow<'a, str>,
}

impl<'a> Record<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, RecordProblem> {
        serde_json::from_str(text).map_err(|error| RecordProblem::Json {
            why: (&error).into(),
        })
    }

    /// Whether it only says that a record of an earlier list is gone.
    pub(super) fn is_tombstone(&self) -> bool {
        self.deleted == Some(Value::Bool(true))
    }

    /// Whether it has what records of other collections of security-state have, and OneCRL's have
    /// not: a file (intermediates, cert-revocations), or a certificate's hash (intermediates).
    pub(super) fn is_of_another_collection(&self) -> bool {
        self.attachment.is_some() || self.der_hash.is_some()
    }

    /// The publisher's description: why, or else who, or else where it was discussed. Details of
    /// another shape are ignored; they are no reason to drop a record.
    pub(super) fn says(&self) -> Option<String> {
        let details: Details<'_> = serde_json::from_str(self.details?.get()).ok()?;
        [details.why, details.name, details.bug]
            .into_iter()
            .find(|words| !words.is_empty())
            .map(Cow::into_owned)
    }
}
