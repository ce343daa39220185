//! `anchorwatch.check-plan/1`: what `check --dry-run` would send.

use std::net::SocketAddr;

use anchorwatch_evidence::Target;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    targets: Vec<TargetDocument>,
    /// For each step: the lookup, each connection and the handshake.
    timeout_s: u64,
}

#[derive(Debug, Serialize)]
struct TargetDocument {
    host: String,
    port: u16,
    /// Null if this machine's resolver is asked.
    address: Option<SocketAddr>,
    sends: &'static str,
}

impl Document {
    pub(crate) fn of(targets: &[Target], address: Option<SocketAddr>, timeout_s: u64) -> Self {
        let targets = targets.iter().map(|target| TargetDocument {
            host: target.host.clone(),
            port: target.port,
            address,
            sends: "tls_handshake",
        });
        Self {
            schema: "anchorwatch.check-plan/1",
            targets: targets.collect(),
            timeout_s,
        }
    }
}
