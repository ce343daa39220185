//! Reads others' measurements as evidence.
//!
//! | format | read as |
//! |---|---|
//! | OONI's measurements | [`ooni`] |
//! | ZGrab2's results of `tls` and `http` | [`zgrab2`] |
//! | Censored Planet's Hyperquack over HTTPS | [`censored_planet`] |
//! | RIPE Atlas' results of `sslcert` | [`ripe_atlas`] |
//!
//! A file holds one JSON document, a list of them, or one on each line (JSON Lines). Each is a
//! record; one that cannot be read is named in [`Imported::unreadable`], and the rest is kept.
//! Keys that are not known are ignored, because the formats are others'.
//!
//! **What is kept:** names, addresses of servers, times, failures and certificates. Everything
//! else is left out: the addresses and resolvers of whoever measured, identifiers of reports,
//! annotations, contents of pages, keys of sessions. Of OONI's, the number and the country of the
//! network are kept ([`Network`]), which OONI publishes instead of an address.
//!
//! **Not checked:** whether the measurement took place. Whoever wrote the file could have written
//! anything.

pub mod censored_planet;
mod json;
pub mod ooni;
mod records;
pub mod ripe_atlas;
mod step;
pub mod zgrab2;

use std::collections::BTreeMap;

use anchorwatch_remark::remarks;

use self::json::Json;
use crate::{ImportFormat, Measurement};

/// The largest record that is read, in bytes. Of the real ones at hand, the largest has 571 KB,
/// mostly of pages.
pub const MAX_RECORD_BYTES: usize = 16 << 20;

/// The most measurements that are read from one file, which keeps a hostile one below a gibibyte.
pub const MAX_MEASUREMENTS: usize = 20_000;

/// The most records that are named as unreadable; the others are counted.
pub const MAX_UNREADABLE: usize = 100;

/// A file of others' measurements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The format.
    pub format: ImportFormat,
    /// The measurements, in the order of the file, each with the number of its record.
    pub measurements: Vec<(u64, Measurement)>,
    /// From which network a record was measured, by its number, for the records that tell it.
    pub networks: BTreeMap<u64, Network>,
    /// The first [`MAX_UNREADABLE`] records that cannot be used, in the order of the file.
    pub unreadable: Vec<Unreadable>,
    /// How many cannot be used.
    pub unreadable_count: u64,
}

/// The network of whoever measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network {
    /// The number of the autonomous system.
    pub asn: u32,
    /// Its country, ISO 3166-1 alpha-2, if known.
    pub country: Option<String>,
}

impl std::fmt::Display for Network {
    /// As `AS9198 KZ`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AS{}", self.asn)?;
        match &self.country {
            Some(country) => write!(f, " {country}"),
            None => Ok(()),
        }
    }
}

/// A record that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number, from 1: the line, or the place in a list.
    pub record: u64,
    /// Why it cannot be used.
    pub why: RecordProblem,
}

remarks! {
    /// Why a record of others' measurements cannot be used.
    #[non_exhaustive]
    pub enum RecordProblem {
        /// It is larger than [`MAX_RECORD_BYTES`].
        "record_too_long" => TooLong {
            /// The most bytes that are read.
            max: u64,
        },
        /// It is not JSON, or its values are nested too deeply.
        "record_not_json" => NotJson,
        /// A key is there twice.
        "record_key_twice" => KeyTwice {
            /// The key.
            key: String,
        },
        /// It has too many values or steps.
        "record_too_many" => TooMany {
            /// The most that are read.
            max: u64,
        },
        /// It is not a measurement in the file's format.
        "record_other_kind" => OtherKind,
        /// It has no TLS handshake, and no failed step that led to none.
        "record_without_tls" => WithoutTls,
        /// A value is not of the expected form.
        "record_value" => Value {
            /// The key whose value it is.
            key: String,
        },
        /// The file has more measurements than are read.
        "record_over_limit" => OverLimit {
            /// The most measurements that are read.
            max: u64,
        },
    }
}

remarks! {
    /// Why a file cannot be read as others' measurements.
    #[non_exhaustive]
    pub enum ImportError {
        /// No record is in a format that is known.
        "import_unknown_format" => UnknownFormat,
        /// No record can be read.
        "import_unreadable" => NothingReadable {
            /// Why.
            why: RecordProblem,
        },
    }
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use anchorwatch_remark::Remark as _;
        f.write_str(self.code())
    }
}

impl std::error::Error for ImportError {}

/// Who reads a format.
struct Reader {
    format: ImportFormat,
    /// Recognises a record by its content alone.
    is_one: fn(&Json) -> bool,
    /// The measurements of one record.
    read: fn(&Json) -> Result<Vec<Measurement>, RecordProblem>,
    /// From which network one record was measured, if it tells that.
    network: fn(&Json) -> Option<Network>,
}

/// A row for each format, in the order in which they are recognised.
const READERS: [Reader; ImportFormat::ALL.len()] = [
    Reader {
        format: ImportFormat::Ooni,
        is_one: ooni::is_one,
        read: ooni::read,
        network: ooni::network,
    },
    Reader {
        format: ImportFormat::Zgrab2,
        is_one: zgrab2::is_one,
        read: zgrab2::read,
        network: |_| None,
    },
    Reader {
        format: ImportFormat::CensoredPlanet,
        is_one: censored_planet::is_one,
        read: censored_planet::read,
        network: |_| None,
    },
    Reader {
        format: ImportFormat::RipeAtlas,
        is_one: ripe_atlas::is_one,
        read: ripe_atlas::read,
        network: |_| None,
    },
];

impl Reader {
    fn of(record: &Json) -> Option<&'static Self> {
        READERS.iter().find(|reader| (reader.is_one)(record))
    }
}

/// Reads a file of any known format, recognised by its content, not its name.
///
/// # Errors
/// [`ImportError`] if no record can be read. A file that is partly unreadable is not an error: see
/// [`Imported::unreadable`].
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    records::read(bytes)
}

#[cfg(test)]
mod tests;
