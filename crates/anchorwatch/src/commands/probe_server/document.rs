//! `anchorwatch.probe-server/1`: what `probe-server` says once it listens.

use std::net::SocketAddr;

use anchorwatch_identity::SpkiSha256;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    /// Where it listens.
    address: SocketAddr,
    /// The SHA-256 of its public key, for `check --own-key`.
    own_key: String,
}

impl Document {
    pub(super) fn of(address: SocketAddr, key: SpkiSha256) -> Self {
        Self {
            schema: "anchorwatch.probe-server/1",
            address,
            own_key: key.to_string(),
        }
    }
}
