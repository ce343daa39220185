//! `anchorwatch.check-plan/1`: what `check --dry-run` would send.

use std::net::SocketAddr;

use anchorwatch_evidence::Target;
use anchorwatch_probe::Limits;
use serde::Serialize;

use super::Args;

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    targets: Vec<TargetDocument>,
    /// For each step: the lookup, each connection, the handshake, and the question to the own
    /// server.
    timeout_s: u64,
}

#[derive(Debug, Serialize)]
struct TargetDocument {
    host: String,
    port: u16,
    /// Null if this machine's resolver is asked.
    address: Option<SocketAddr>,
    sends: &'static str,
    /// The names that are sent besides, always or if the first answer is not enough.
    control_names: Vec<String>,
    /// How many connections are made with the target at most.
    most_connections: usize,
    /// A server of the measurer's own, to which the same names are sent.
    own_server: Option<SocketAddr>,
    /// How many connections are made with that server at most.
    own_server_connections: Option<usize>,
}

impl Document {
    pub(super) fn of(targets: &[Target], args: &Args) -> Self {
        let targets = targets.iter().map(|target| {
            let comparison = args.comparison(target);
            let compared = comparison.connection_count();
            let traced = args
                .tracing(&comparison)
                .map_or(0, |it| it.connection_count());
            let first = match args.to().without_look_up(target) {
                Some(_) => 1,
                None => Limits::default().address_count,
            };
            TargetDocument {
                host: target.host.clone(),
                port: target.port,
                address: args.address,
                sends: "tls_handshake",
                most_connections: first + compared + traced,
                control_names: comparison.control_names,
                own_server: args.deep.own_server,
                own_server_connections: args.deep.own_server.map(|_| compared + traced),
            }
        });
        Self {
            schema: "anchorwatch.check-plan/1",
            targets: targets.collect(),
            timeout_s: args.timeout,
        }
    }
}
