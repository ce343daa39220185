//! A handshake over QUIC in JSON: OONI's `quic_handshakes`, which have the fields of df-006.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{
    FormatError,
    certificates::{Known, Reference},
    queries::microseconds,
    words::{purpose, stage},
};
use crate::{Failure, MAX_OFFERED_VERSIONS, Purpose, QuicHandshake, TlsHandshake};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuicHandshakeDocument {
    network: Network,
    tags: Vec<String>,
    address: Option<SocketAddr>,
    ttl: Option<u8>,
    ttl_exceeded_by: Option<IpAddr>,
    server_name: Option<String>,
    failure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed_after: Option<String>,
    tls_version: Option<String>,
    cipher_suite: Option<String>,
    negotiated_protocol: Option<String>,
    peer_certificates: Vec<Reference>,
    is_key_proven: Option<bool>,
    quic_version: u32,
    offered_versions: Vec<u32>,
    is_retried: bool,
    elapsed_us: u64,
}

/// OONI's word for what carries QUIC.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Network {
    Udp,
}

impl QuicHandshakeDocument {
    pub(super) fn of(handshake: &QuicHandshake) -> Self {
        let tls = &handshake.tls;
        Self {
            network: Network::Udp,
            tags: vec![tls.purpose.code().to_owned()],
            address: tls.address,
            ttl: tls.ttl,
            ttl_exceeded_by: handshake.ttl_exceeded_by,
            server_name: tls.server_name.clone(),
            failure: tls.failure.as_ref().map(Failure::to_string),
            failed_after: tls.failed_after.map(|stage| stage.code().to_owned()),
            tls_version: tls.tls_version.clone(),
            cipher_suite: tls.cipher_suite.clone(),
            negotiated_protocol: handshake.negotiated_protocol.clone(),
            peer_certificates: Reference::all_of(&tls.peer_certificates),
            is_key_proven: tls.is_key_proven,
            quic_version: handshake.quic_version,
            offered_versions: handshake.offered_versions.clone(),
            is_retried: handshake.is_retried,
            elapsed_us: microseconds(tls.elapsed),
        }
    }

    pub(super) fn read(self, index: u64, known: &Known) -> Result<QuicHandshake, FormatError> {
        let value = |key: &str| {
            let key = key.to_owned();
            FormatError::Value { index, key }
        };
        let purpose = purpose(&self.tags).filter(|it| is_made_over_quic(*it));
        if self.offered_versions.len() > MAX_OFFERED_VERSIONS {
            return Err(value("offered_versions"));
        }
        let stage = |code: String| stage(&code).ok_or_else(|| value("failed_after"));
        let tls = TlsHandshake {
            purpose: purpose.ok_or_else(|| value("tags"))?,
            address: self.address,
            ttl: self.ttl,
            min_ttl: None,
            server_name: self.server_name,
            failure: self.failure.as_deref().map(Failure::parse),
            failed_after: self.failed_after.map(stage).transpose()?,
            tls_version: self.tls_version,
            cipher_suite: self.cipher_suite,
            peer_certificates: Reference::read_all(&self.peer_certificates, index, known)?,
            is_key_proven: self.is_key_proven,
            key_signature: None,
            client_hello: Vec::new(),
            server_hello: Vec::new(),
            echo: None,
            transfer: None,
            elapsed: Duration::from_micros(self.elapsed_us),
        };
        Ok(QuicHandshake {
            tls,
            quic_version: self.quic_version,
            offered_versions: self.offered_versions,
            is_retried: self.is_retried,
            negotiated_protocol: self.negotiated_protocol,
            ttl_exceeded_by: self.ttl_exceeded_by,
        })
    }
}

/// Every rule knows what these are for.
const fn is_made_over_quic(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Target | Purpose::TargetControl)
}

#[cfg(test)]
mod tests;
