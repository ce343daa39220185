//! The evidence file, schema `anchorwatch.evidence/1`.
//!
//! ```json
//! {
//!   "schema": "anchorwatch.evidence/1",
//!   "software": "anchorwatch 0.1.0",
//!   "measurements": [{
//!     "target": {"host": "www.example.kz", "port": 443},
//!     "measured_at": "2026-11-22T10:15:00Z",
//!     "queries": [{"hostname": "www.example.kz", "resolver": "system", "failure": null, "answers": ["192.0.2.1"]}],
//!     "tcp_connect": [{"address": "192.0.2.1:443", "failure": null, "elapsed_us": 8000}],
//!     "tls_handshakes": [{
//!       "address": "192.0.2.1:443", "server_name": "www.example.kz", "failure": null,
//!       "tls_version": "TLSv1.3", "cipher_suite": "TLS13_AES_256_GCM_SHA384",
//!       "peer_certificates": [{"data": "…", "format": "base64"}],
//!       "is_key_proven": true, "elapsed_us": 21000
//!     }],
//!     "anchors": {"public": "bundled", "public_given": [], "local": [], "local_count": 0,
//!                 "local_source": "stores below /", "local_unreadable": []}
//!   }]
//! }
//! ```
//!
//! Names of fields follow OONI's df-001, df-002 and df-006 where those have one. Unknown fields
//! are errors: evidence is judged completely or not at all.

use std::{net::IpAddr, time::Duration};

use anchorwatch_identity::{Certificate, UnixSeconds, problem::CertificateProblem};
use anchorwatch_remark::{Remark as _, TextProblem};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::{
    AnchorView, DnsQuery, Evidence, Failure, Measurement, PublicAnchors, Resolver, Target,
    TcpConnect, TlsHandshake,
};

/// The schema's name and version.
pub const SCHEMA: &str = "anchorwatch.evidence/1";

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
        /// A certificate is not base64.
        "evidence_not_base64" => Base64 {
            /// Which measurement, counted from 0.
            index: u64,
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
    /// The evidence file's bytes: JSON, indented, with a line end.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let document = Document {
            schema: SCHEMA.to_owned(),
            software: self.software.clone(),
            measurements: self
                .measurements
                .iter()
                .map(MeasurementDocument::of)
                .collect(),
        };
        // JSON can express every value of these types.
        let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// Reads an evidence file.
    ///
    /// # Errors
    /// [`FormatError`] says what is wrong; nothing is judged from half a file.
    pub fn decode(text: &[u8]) -> Result<Self, FormatError> {
        let document: Document = serde_json::from_slice(text).map_err(|error| {
            let why = TextProblem::from(&error);
            FormatError::Text { why }
        })?;
        if document.schema != SCHEMA {
            return Err(FormatError::Schema {
                got: document.schema,
                read: SCHEMA.to_owned(),
            });
        }
        let measurements = document.measurements.into_iter().enumerate();
        Ok(Self {
            software: document.software,
            measurements: measurements
                .map(|(index, measurement)| measurement.read(index as u64))
                .collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    software: String,
    measurements: Vec<MeasurementDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasurementDocument {
    target: TargetDocument,
    measured_at: String,
    queries: Vec<QueryDocument>,
    tcp_connect: Vec<ConnectDocument>,
    tls_handshakes: Vec<HandshakeDocument>,
    anchors: AnchorsDocument,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetDocument {
    host: String,
    port: u16,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryDocument {
    hostname: String,
    resolver: ResolverDocument,
    failure: Option<String>,
    answers: Vec<IpAddr>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum ResolverDocument {
    System,
    Given,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConnectDocument {
    address: std::net::SocketAddr,
    failure: Option<String>,
    elapsed_us: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HandshakeDocument {
    address: std::net::SocketAddr,
    server_name: Option<String>,
    failure: Option<String>,
    tls_version: Option<String>,
    cipher_suite: Option<String>,
    peer_certificates: Vec<BinaryDocument>,
    is_key_proven: Option<bool>,
    elapsed_us: u64,
}

/// OONI's encoding of bytes in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BinaryDocument {
    data: String,
    format: BinaryFormat,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BinaryFormat {
    Base64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorsDocument {
    public: PublicDocument,
    public_given: Vec<BinaryDocument>,
    local: Vec<BinaryDocument>,
    local_count: usize,
    local_source: String,
    local_unreadable: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PublicDocument {
    Bundled,
    Given,
}

impl MeasurementDocument {
    fn of(measurement: &Measurement) -> Self {
        Self {
            target: TargetDocument {
                host: measurement.target.host.clone(),
                port: measurement.target.port,
            },
            measured_at: measurement.measured_at.to_string(),
            queries: measurement.queries.iter().map(QueryDocument::of).collect(),
            tcp_connect: measurement
                .tcp_connect
                .iter()
                .map(ConnectDocument::of)
                .collect(),
            tls_handshakes: measurement
                .tls_handshakes
                .iter()
                .map(HandshakeDocument::of)
                .collect(),
            anchors: AnchorsDocument::of(&measurement.anchors),
        }
    }

    fn read(self, index: u64) -> Result<Measurement, FormatError> {
        let base64 = |_| FormatError::Base64 { index };
        Ok(Measurement {
            target: Target {
                host: self.target.host,
                port: self.target.port,
            },
            measured_at: UnixSeconds::parse_rfc3339(&self.measured_at)
                .map_err(|_| FormatError::Time { index })?,
            queries: self.queries.into_iter().map(QueryDocument::read).collect(),
            tcp_connect: self
                .tcp_connect
                .into_iter()
                .map(ConnectDocument::read)
                .collect(),
            tls_handshakes: self
                .tls_handshakes
                .into_iter()
                .map(HandshakeDocument::read)
                .collect::<Result<_, _>>()
                .map_err(base64)?,
            anchors: self.anchors.checked(index)?.read().map_err(base64)?,
        })
    }
}

impl QueryDocument {
    fn of(query: &DnsQuery) -> Self {
        Self {
            hostname: query.hostname.clone(),
            resolver: match query.resolver {
                Resolver::System => ResolverDocument::System,
                Resolver::Given => ResolverDocument::Given,
            },
            failure: query.failure.as_ref().map(Failure::to_string),
            answers: query.answers.clone(),
        }
    }

    fn read(self) -> DnsQuery {
        DnsQuery {
            hostname: self.hostname,
            resolver: match self.resolver {
                ResolverDocument::System => Resolver::System,
                ResolverDocument::Given => Resolver::Given,
            },
            failure: self.failure.as_deref().map(Failure::parse),
            answers: self.answers,
        }
    }
}

impl ConnectDocument {
    fn of(connect: &TcpConnect) -> Self {
        Self {
            address: connect.address,
            failure: connect.failure.as_ref().map(Failure::to_string),
            elapsed_us: microseconds(connect.elapsed),
        }
    }

    fn read(self) -> TcpConnect {
        TcpConnect {
            address: self.address,
            failure: self.failure.as_deref().map(Failure::parse),
            elapsed: Duration::from_micros(self.elapsed_us),
        }
    }
}

impl HandshakeDocument {
    fn of(handshake: &TlsHandshake) -> Self {
        Self {
            address: handshake.address,
            server_name: handshake.server_name.clone(),
            failure: handshake.failure.as_ref().map(Failure::to_string),
            tls_version: handshake.tls_version.clone(),
            cipher_suite: handshake.cipher_suite.clone(),
            peer_certificates: BinaryDocument::all_of(&handshake.peer_certificates),
            is_key_proven: handshake.is_key_proven,
            elapsed_us: microseconds(handshake.elapsed),
        }
    }

    fn read(self) -> Result<TlsHandshake, data_encoding::DecodeError> {
        Ok(TlsHandshake {
            address: self.address,
            server_name: self.server_name,
            failure: self.failure.as_deref().map(Failure::parse),
            tls_version: self.tls_version,
            cipher_suite: self.cipher_suite,
            peer_certificates: BinaryDocument::read_all(&self.peer_certificates)?,
            is_key_proven: self.is_key_proven,
            elapsed: Duration::from_micros(self.elapsed_us),
        })
    }
}

impl BinaryDocument {
    fn all_of(all: &[Vec<u8>]) -> Vec<Self> {
        all.iter()
            .map(|bytes| Self {
                data: BASE64.encode(bytes),
                format: BinaryFormat::Base64,
            })
            .collect()
    }

    fn read_all(all: &[Self]) -> Result<Vec<Vec<u8>>, data_encoding::DecodeError> {
        all.iter()
            .map(|binary| BASE64.decode(binary.data.as_bytes()))
            .collect()
    }
}

impl AnchorsDocument {
    fn of(view: &AnchorView) -> Self {
        let (public, given) = match &view.public {
            PublicAnchors::Bundled => (PublicDocument::Bundled, [].as_slice()),
            PublicAnchors::Given(given) => (PublicDocument::Given, given.as_slice()),
        };
        Self {
            public,
            public_given: BinaryDocument::all_of(given),
            local: BinaryDocument::all_of(&view.local),
            local_count: view.local_count,
            local_source: view.local_source.clone(),
            local_unreadable: view.local_unreadable.clone(),
        }
    }

    fn checked(self, index: u64) -> Result<Self, FormatError> {
        if matches!(self.public, PublicDocument::Bundled) && !self.public_given.is_empty() {
            return Err(FormatError::Contradiction { index });
        }
        let roots = BinaryDocument::read_all(&self.local)
            .and_then(|local| Ok([local, BinaryDocument::read_all(&self.public_given)?].concat()))
            .map_err(|_| FormatError::Base64 { index })?;
        for root in roots {
            Certificate::from_der(&root).map_err(|error| {
                let why = CertificateProblem::from(&error);
                FormatError::Anchor { index, why }
            })?;
        }
        Ok(self)
    }

    fn read(self) -> Result<AnchorView, data_encoding::DecodeError> {
        Ok(AnchorView {
            public: match self.public {
                PublicDocument::Bundled => PublicAnchors::Bundled,
                PublicDocument::Given => {
                    PublicAnchors::Given(BinaryDocument::read_all(&self.public_given)?)
                }
            },
            local: BinaryDocument::read_all(&self.local)?,
            local_count: self.local_count,
            local_source: self.local_source,
            local_unreadable: self.local_unreadable,
        })
    }
}

fn microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
