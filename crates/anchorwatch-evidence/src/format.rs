//! The evidence file, schema `anchorwatch.evidence/2`: JSON Lines.
//!
//! ```json
//! {"schema":"anchorwatch.evidence/2","software":"anchorwatch 0.1.0"}
//! {"certificate":{"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","data":"","format":"base64"}}
//! {"measurement":{
//!   "target":{"host":"www.example.kz","port":443},
//!   "measured_at":"2026-11-22T10:15:00Z",
//!   "queries":[{"hostname":"www.example.kz","resolver":"system","failure":null,"answers":["192.0.2.1"]}],
//!   "tcp_connect":[{"address":"192.0.2.1:443","failure":null,"elapsed_us":8000}],
//!   "tls_handshakes":[{
//!     "tags":["target"],"address":"192.0.2.1:443","server_name":"www.example.kz","failure":null,
//!     "tls_version":"TLSv1.3","cipher_suite":"TLS13_AES_256_GCM_SHA384",
//!     "peer_certificates":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
//!     "is_key_proven":true,"client_hello":{"data":"","format":"base64"},"echo":null,"elapsed_us":21000
//!   }],
//!   "own_server":null,
//!   "anchors":{"public":"bundled","public_given":[],"local":[],"local_count":0,
//!              "local_source":"stores below /","local_unreadable":[]},
//!   "imported_from":null
//! }}
//! {"end":{"measurements":1}}
//! ```
//!
//! A measurement takes one line; above, its line is broken to be readable. Each certificate comes once, before the
//! first measurement that names it by its hash. A file without its last line was cut, and is
//! refused. A measurement that is one of a run has its `number` there, from 0.
//!
//! Names of fields follow OONI's df-001, df-002 and df-006 where those have one. Unknown fields
//! are errors: evidence is judged completely or not at all. Files of `anchorwatch.evidence/1`,
//! one JSON document with each certificate in its place, are still read.

mod certificates;
mod document;
mod key_signature;
mod owners_choices;
mod queries;
mod quic;
mod requests;
mod segment;
mod stream;
mod transfer;
mod words;

use anchorwatch_identity::problem::CertificateProblem;
use anchorwatch_remark::{Remark as _, TextProblem};
use serde::{Deserialize, Serialize};

pub use self::{
    segment::{SEGMENT_MEASUREMENTS, Segment, SegmentWriter},
    stream::{EvidenceLines, MAX_LINE_BYTES},
};

use self::{
    certificates::{CertificateDocument, Known},
    document::MeasurementDocument,
};
use crate::{Evidence, Measurement};

/// The schema's name and version.
pub const SCHEMA: &str = "anchorwatch.evidence/2";

/// Read, but not written any more.
const FIRST_SCHEMA: &str = "anchorwatch.evidence/1";

/// The largest evidence file that is read, in bytes: some ten thousand measurements.
pub const MAX_EVIDENCE_BYTES: u64 = 256 << 20;

anchorwatch_remark::remarks! {
    /// Why bytes cannot be read as evidence.
    #[non_exhaustive]
    pub enum FormatError {
        /// Not JSON, or another document; usually a truncated file.
        "evidence_text" => Text {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// A document of another kind or version.
        "evidence_schema" => Schema {
            /// The schema that it names.
            got: String,
            /// [`SCHEMA`].
            read: String,
        },
        /// A time cannot be read.
        "evidence_time" => Time {
            /// Which measurement, counted from 0.
            index: u64,
        },
        /// A root of the vantage point is not a certificate: without it, the verdict could be
        /// different.
        "evidence_root" => Anchor {
            /// Which measurement, counted from 0.
            index: u64,
            /// What is wrong with it.
            why: CertificateProblem,
        },
        /// The measurement says that it used the shipped roots, but gives others.
        "evidence_contradicts_itself" => Contradiction {
            /// Which measurement, counted from 0.
            index: u64,
        },
        /// A certificate, or another value of octets, is not base64.
        "evidence_not_base64" => Base64 {
            /// Which measurement, counted from 0.
            index: u64,
        },
        /// A certificate's hash is not the one that the file gives.
        "evidence_hash" => Hash {
            /// The hash that the file gives.
            sha256: String,
        },
        /// The measurement names a certificate that the file does not have before it.
        "evidence_certificate_missing" => CertificateMissing {
            /// Which measurement, counted from 0.
            index: u64,
            /// The certificate's hash.
            sha256: String,
        },
        /// The chains of all measurements together are too large.
        "evidence_chains_too_large" => ChainsTooLarge {
            /// The most bytes.
            max: u64,
        },
        /// The certificates of all chains together are more than are kept while a file is read.
        "evidence_certificates_too_large" => CertificatesTooLarge {
            /// The most bytes.
            max: u64,
        },
        /// A line is longer than those that are read.
        "evidence_line_too_long" => LineTooLong {
            /// The line, from 1.
            line: u64,
            /// The most bytes.
            max: u64,
        },
        /// This version does not know a value.
        "evidence_value" => Value {
            /// Which measurement, counted from 0.
            index: u64,
            /// The key whose value it is.
            key: String,
        },
    }
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for FormatError {}

impl Evidence {
    /// The evidence file's bytes: JSON Lines.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let (mut writer, mut text) = SegmentWriter::begin(&self.software);
        for measurement in &self.measurements {
            text.extend(writer.add(measurement, None));
        }
        text.extend(writer.end());
        text
    }

    /// Reads an evidence file.
    ///
    /// # Errors
    /// [`FormatError`] says what is wrong; nothing is judged from half a file.
    pub fn decode(text: &[u8]) -> Result<Self, FormatError> {
        let mut values = serde_json::Deserializer::from_slice(text);
        let head = Head::deserialize(&mut values).map_err(text_error)?;
        let (software, measurements) = match (head.schema.as_str(), head.measurements) {
            (SCHEMA, None) => (head.software, lines(&mut values)?),
            (FIRST_SCHEMA, Some(all)) => {
                let known = Known::default();
                let all = all.into_iter().enumerate();
                let all = all.map(|(index, one)| one.read(index as u64, &known));
                (head.software, all.collect::<Result<_, _>>()?)
            }
            (FIRST_SCHEMA, None) => return Err(missing("measurements")),
            (SCHEMA, Some(_)) => {
                let (line, key) = (1, "measurements".to_owned());
                let why = TextProblem::UnknownKey { line, key };
                return Err(FormatError::Text { why });
            }
            (_, _) => {
                return Err(FormatError::Schema {
                    got: head.schema,
                    read: SCHEMA.to_owned(),
                });
            }
        };
        values.end().map_err(text_error)?;
        Ok(Self {
            software,
            measurements,
        })
    }
}

fn lines<'a>(
    values: &mut serde_json::Deserializer<serde_json::de::SliceRead<'a>>,
) -> Result<Vec<Measurement>, FormatError> {
    let (mut known, mut measurements) = (Known::default(), Vec::new());
    loop {
        match Line::deserialize(&mut *values).map_err(text_error)? {
            Line::Certificate(certificate) => known.add(certificate)?,
            Line::Measurement(measurement) => {
                let index = measurements.len() as u64;
                measurements.push(measurement.read(index, &known)?);
            }
            Line::End(end) if end.measurements == measurements.len() => return Ok(measurements),
            Line::End(_) => {
                let index = measurements.len() as u64;
                return Err(FormatError::Contradiction { index });
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    schema: String,
    software: String,
    /// Of the first schema only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    measurements: Option<Vec<MeasurementDocument>>,
}

/// A line after the first.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Certificate(CertificateDocument),
    Measurement(Box<MeasurementDocument>),
    End(End),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    measurements: usize,
}

fn line(text: &mut Vec<u8>, value: &impl Serialize) {
    // JSON can express every value of these types.
    text.extend(serde_json::to_vec(value).unwrap_or_default());
    text.push(b'\n');
}

fn text_error(error: serde_json::Error) -> FormatError {
    let why = TextProblem::from(&error);
    FormatError::Text { why }
}

fn missing(key: &str) -> FormatError {
    let (line, key) = (1, key.to_owned());
    let why = TextProblem::MissingKey { line, key };
    FormatError::Text { why }
}

#[cfg(test)]
mod tests;
