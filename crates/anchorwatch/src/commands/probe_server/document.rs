//! `anchorwatch.probe-server/1`: what `probe-server` says once it listens.

use std::net::SocketAddr;

use anchorwatch_identity::SpkiSha256;
use serde::Serialize;

use super::Args;

#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    /// Where it listens.
    address: SocketAddr,
    /// The SHA-256 of its public key, for `check --own-key`.
    own_key: String,
    /// The ports that it looks at for whoever has the key; empty if it looks for nobody.
    look_ports: Vec<u16>,
    /// Whether it looks at private addresses, too.
    looks_at_private: bool,
}

impl Document {
    pub(super) fn of(address: SocketAddr, key: SpkiSha256, args: &Args) -> Self {
        Self {
            schema: "anchorwatch.probe-server/1",
            address,
            own_key: key.to_string(),
            look_ports: args.look_ports(),
            looks_at_private: args.look_private,
        }
    }
}
