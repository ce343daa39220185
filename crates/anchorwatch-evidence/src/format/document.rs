//! A measurement in JSON.

use std::{net::IpAddr, time::Duration};

use anchorwatch_identity::UnixSeconds;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::{
    FormatError,
    certificates::{BinaryDocument, Known, Reference},
    key_signature::KeySignatureDocument,
    owners_choices::OwnersChoicesDocument,
    queries::{QueryDocument, microseconds},
    quic::QuicHandshakeDocument,
    requests::RequestDocument,
    transfer::TransferDocument,
    words::{purpose, stage},
};
use crate::{
    AnchorView, DnsQuery, Failure, ImportFormat, Measurement, OwnServer, OwnersChoices,
    PublicAnchors, Purpose, Target, TcpConnect, TlsHandshake, echo::EchoDocument,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasurementDocument {
    target: TargetDocument,
    measured_at: String,
    queries: Vec<QueryDocument>,
    tcp_connect: Vec<ConnectDocument>,
    tls_handshakes: Vec<HandshakeDocument>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    quic_handshakes: Vec<QuicHandshakeDocument>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    requests: Vec<RequestDocument>,
    #[serde(default)]
    own_server: Option<OwnServerDocument>,
    anchors: AnchorsDocument,
    #[serde(default)]
    imported_from: Option<String>,
    /// The measurement's number in its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnServerDocument {
    address: std::net::SocketAddr,
    spki_sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetDocument {
    host: String,
    port: u16,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConnectDocument {
    address: std::net::SocketAddr,
    #[serde(default)]
    ttl: Option<u8>,
    #[serde(default)]
    ttl_exceeded_by: Option<IpAddr>,
    failure: Option<String>,
    elapsed_us: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HandshakeDocument {
    /// The purpose's code, where OONI has its own words.
    #[serde(default)]
    tags: Vec<String>,
    address: Option<std::net::SocketAddr>,
    #[serde(default)]
    ttl: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_ttl: Option<u8>,
    server_name: Option<String>,
    failure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed_after: Option<String>,
    tls_version: Option<String>,
    cipher_suite: Option<String>,
    peer_certificates: Vec<Reference>,
    is_key_proven: Option<bool>,
    /// Only if nobody has checked it yet: then `is_key_proven` is null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key_signature: Option<KeySignatureDocument>,
    #[serde(default)]
    client_hello: Option<BinaryDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_hello: Option<BinaryDocument>,
    #[serde(default)]
    echo: Option<EchoDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    transfer: Option<TransferDocument>,
    elapsed_us: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorsDocument {
    public: PublicDocument,
    public_given: Vec<Reference>,
    local: Vec<Reference>,
    local_count: usize,
    local_source: String,
    local_unreadable: Vec<String>,
    /// Absent if the owner chose nothing that matters here, as in files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owners_choices: Option<OwnersChoicesDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PublicDocument {
    Bundled,
    Given,
}

impl MeasurementDocument {
    pub(super) fn of(measurement: &Measurement, number: Option<u64>) -> Self {
        Self {
            number,
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
            quic_handshakes: measurement
                .quic_handshakes
                .iter()
                .map(QuicHandshakeDocument::of)
                .collect(),
            requests: measurement
                .requests
                .iter()
                .map(RequestDocument::of)
                .collect(),
            own_server: measurement.own_server.as_ref().map(OwnServerDocument::of),
            anchors: AnchorsDocument::of(&measurement.anchors),
            imported_from: measurement.imported_from.map(|it| it.code().to_owned()),
        }
    }

    pub(super) fn number(&self) -> Option<u64> {
        self.number
    }

    pub(super) fn read(self, index: u64, known: &Known) -> Result<Measurement, FormatError> {
        let handshakes = self.tls_handshakes.into_iter();
        let measurement = Measurement {
            target: Target {
                host: self.target.host,
                port: self.target.port,
            },
            measured_at: UnixSeconds::parse_rfc3339(&self.measured_at)
                .map_err(|_| FormatError::Time { index })?,
            queries: queries(self.queries, index)?,
            tcp_connect: self
                .tcp_connect
                .into_iter()
                .map(ConnectDocument::read)
                .collect(),
            tls_handshakes: handshakes
                .map(|handshake| handshake.read(index, known))
                .collect::<Result<_, _>>()?,
            quic_handshakes: self
                .quic_handshakes
                .into_iter()
                .map(|handshake| handshake.read(index, known))
                .collect::<Result<_, _>>()?,
            requests: self
                .requests
                .into_iter()
                .map(|request| request.read(index, known))
                .collect::<Result<_, _>>()?,
            own_server: self.own_server.map(|it| it.read(index)).transpose()?,
            anchors: self.anchors.read(index, known)?,
            imported_from: imported_from(self.imported_from.as_deref(), index)?,
        };
        check_import(&measurement, index)?;
        Ok(measurement)
    }
}

fn queries(all: Vec<QueryDocument>, index: u64) -> Result<Vec<DnsQuery>, FormatError> {
    let value = |key: &str| {
        let key = key.to_owned();
        FormatError::Value { index, key }
    };
    all.into_iter()
        .map(|one| one.read().map_err(value))
        .collect()
}

impl OwnServerDocument {
    fn of(server: &OwnServer) -> Self {
        Self {
            address: server.address,
            spki_sha256: HEXLOWER.encode(&server.spki_sha256),
        }
    }

    fn read(self, index: u64) -> Result<OwnServer, FormatError> {
        let hash = HEXLOWER.decode(self.spki_sha256.as_bytes()).ok();
        let key = "spki_sha256".to_owned();
        Ok(OwnServer {
            address: self.address,
            spki_sha256: hash
                .and_then(|hash| hash.try_into().ok())
                .ok_or(FormatError::Value { index, key })?,
        })
    }
}

impl ConnectDocument {
    fn of(connect: &TcpConnect) -> Self {
        Self {
            address: connect.address,
            ttl: connect.ttl,
            ttl_exceeded_by: connect.ttl_exceeded_by,
            failure: connect.failure.as_ref().map(Failure::to_string),
            elapsed_us: microseconds(connect.elapsed),
        }
    }

    fn read(self) -> TcpConnect {
        TcpConnect {
            address: self.address,
            ttl: self.ttl,
            ttl_exceeded_by: self.ttl_exceeded_by,
            failure: self.failure.as_deref().map(Failure::parse),
            elapsed: Duration::from_micros(self.elapsed_us),
        }
    }
}

impl HandshakeDocument {
    fn of(handshake: &TlsHandshake) -> Self {
        let kept = |octets: &[u8]| (!octets.is_empty()).then(|| BinaryDocument::of(octets));
        Self {
            tags: vec![handshake.purpose.code().to_owned()],
            address: handshake.address,
            ttl: handshake.ttl,
            min_ttl: handshake.min_ttl,
            server_name: handshake.server_name.clone(),
            failure: handshake.failure.as_ref().map(Failure::to_string),
            failed_after: handshake.failed_after.map(|stage| stage.code().to_owned()),
            tls_version: handshake.tls_version.clone(),
            cipher_suite: handshake.cipher_suite.clone(),
            peer_certificates: Reference::all_of(&handshake.peer_certificates),
            is_key_proven: handshake.is_key_proven,
            key_signature: handshake
                .key_signature
                .as_ref()
                .map(KeySignatureDocument::of),
            client_hello: kept(&handshake.client_hello),
            server_hello: kept(&handshake.server_hello),
            echo: handshake.echo.as_ref().map(EchoDocument::of),
            transfer: handshake.transfer.as_ref().map(TransferDocument::of),
            elapsed_us: microseconds(handshake.elapsed),
        }
    }

    fn read(self, index: u64, known: &Known) -> Result<TlsHandshake, FormatError> {
        let value = |key: &str| {
            let key = key.to_owned();
            FormatError::Value { index, key }
        };
        let octets = |kept: Option<BinaryDocument>| {
            let octets = kept.map(|kept| kept.read(index)).transpose();
            octets.map(Option::unwrap_or_default)
        };
        let echo = self.echo.map(|echo| echo.read()).transpose();
        let stage = |code: String| stage(&code).ok_or_else(|| value("failed_after"));
        let peer_certificates = Reference::read_all(&self.peer_certificates, index, known)?;
        let own = peer_certificates.first().map(Vec::as_slice);
        let key_signature = self.key_signature.map(|it| it.read(index)).transpose()?;
        let is_key_proven = self.is_key_proven;
        Ok(TlsHandshake {
            purpose: purpose(&self.tags).ok_or_else(|| value("tags"))?,
            address: self.address,
            ttl: self.ttl,
            min_ttl: self.min_ttl,
            server_name: self.server_name,
            failure: self.failure.as_deref().map(Failure::parse),
            failed_after: self.failed_after.map(stage).transpose()?,
            tls_version: self.tls_version,
            cipher_suite: self.cipher_suite,
            is_key_proven: is_key_proven.or_else(|| key_signature.as_ref()?.is_made_by(own?)),
            key_signature,
            peer_certificates,
            client_hello: octets(self.client_hello)?,
            server_hello: octets(self.server_hello)?,
            echo: echo.map_err(|_| value("echo"))?,
            transfer: self.transfer.map(|transfer| transfer.read()),
            elapsed: Duration::from_micros(self.elapsed_us),
        })
    }
}

fn imported_from(code: Option<&str>, index: u64) -> Result<Option<ImportFormat>, FormatError> {
    let refused = || FormatError::Value {
        index,
        key: "imported_from".to_owned(),
    };
    let known = |code| ImportFormat::from_code(code).ok_or_else(refused);
    code.map(known).transpose()
}

/// Others' measurements have no control handshakes and no roots of the vantage point.
fn check_import(measurement: &Measurement, index: u64) -> Result<(), FormatError> {
    let mut handshakes = measurement.tls_handshakes.iter();
    let is_ours = measurement.own_server.is_some()
        || !measurement.requests.is_empty()
        || !measurement.quic_handshakes.is_empty()
        || handshakes.any(|one| one.purpose != Purpose::Target)
        || measurement.queries.iter().any(|one| one.exchange.is_some())
        || measurement.anchors.public != PublicAnchors::Bundled
        || measurement.anchors.local_count > 0
        || !measurement.anchors.owners_choices.is_empty()
        || !measurement.anchors.local.is_empty();
    if is_ours && measurement.imported_from.is_some() {
        let key = "imported_from".to_owned();
        return Err(FormatError::Value { index, key });
    }
    Ok(())
}

impl AnchorsDocument {
    fn of(view: &AnchorView) -> Self {
        let (public, given) = match &view.public {
            PublicAnchors::Bundled => (PublicDocument::Bundled, [].as_slice()),
            PublicAnchors::Given(given) => (PublicDocument::Given, given.as_slice()),
        };
        Self {
            public,
            public_given: Reference::all_of(given),
            local: Reference::all_of(&view.local),
            local_count: view.local_count,
            local_source: view.local_source.clone(),
            local_unreadable: view.local_unreadable.clone(),
            owners_choices: Some(&view.owners_choices)
                .filter(|choices| !choices.is_empty())
                .map(OwnersChoicesDocument::of),
        }
    }

    fn read(self, index: u64, known: &Known) -> Result<AnchorView, FormatError> {
        let given = Reference::read_all(&self.public_given, index, known)?;
        let local = Reference::read_all(&self.local, index, known)?;
        let references = self.public_given.iter().chain(&self.local);
        for (reference, root) in references.zip(given.iter().chain(&local)) {
            let checked = known.check(reference, root);
            checked.map_err(|why| FormatError::Anchor { index, why })?;
        }
        let public = match self.public {
            PublicDocument::Given => PublicAnchors::Given(given),
            PublicDocument::Bundled if given.is_empty() => PublicAnchors::Bundled,
            PublicDocument::Bundled => return Err(FormatError::Contradiction { index }),
        };
        Ok(AnchorView {
            public,
            local,
            local_count: self.local_count,
            local_source: self.local_source,
            local_unreadable: self.local_unreadable,
            owners_choices: match self.owners_choices {
                Some(choices) => choices.read(index)?,
                None => OwnersChoices::default(),
            },
        })
    }
}
