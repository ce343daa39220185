//! `anchorwatch.check-plan/1`: what `check --dry-run` would send.

use std::net::SocketAddr;

use anchorwatch_evidence::{Purpose, Target};
use anchorwatch_probe::{Limits, Pages, ResolverAddress, Resolving};
use serde::Serialize;

use super::Args;

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    targets: Vec<TargetDocument>,
    /// The resolvers that are asked for each target.
    resolvers: Vec<ResolverDocument>,
    /// The other vantage points that are asked before.
    vantages: Vec<VantageDocument>,
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
    /// The purposes of handshakes with other ClientHellos.
    variants: Vec<&'static str>,
    /// The port that is asked for the first page without encryption; null if none is.
    http_port: Option<u16>,
    /// How many requests are made without encryption at most, wherever they lead.
    most_page_requests: usize,
    /// How many connections are made with the target at most.
    most_connections: usize,
    /// How many handshakes over QUIC are made with the target at most.
    most_quic_handshakes: usize,
    /// A server of the measurer's own, to which the same names are sent.
    own_server: Option<SocketAddr>,
    /// How many connections are made with that server at most.
    own_server_connections: Option<usize>,
    /// Whether that server is asked to look at the target from where it is.
    own_server_looks: bool,
}

#[derive(Debug, Serialize)]
struct VantageDocument {
    /// As it was given.
    vantage: String,
    /// The program that is run here, and its arguments.
    command: Vec<String>,
    /// How long its answer is waited for.
    deadline_s: u64,
}

#[derive(Debug, Serialize)]
struct ResolverDocument {
    engine: &'static str,
    address: SocketAddr,
    /// What its certificate has to be for; null: its address, or it shows none.
    name: Option<String>,
    /// How many questions it is asked for each target at most.
    most_questions: usize,
}

impl ResolverDocument {
    fn of(resolver: &ResolverAddress) -> Self {
        Self {
            engine: resolver.engine.code(),
            address: resolver.address,
            name: resolver.name.clone(),
            most_questions: resolver.most_questions(),
        }
    }
}

impl Document {
    pub(super) fn of(targets: &[Target], args: &Args, resolvers: &[ResolverAddress]) -> Self {
        let followed = match resolvers {
            [] => 0,
            _ => Resolving::MAX_CONNECTIONS,
        };
        let question = args.question(targets);
        let vantages = args.hosts_over_ssh().into_iter();
        let vantages = vantages.map(|host| VantageDocument {
            vantage: host.to_string(),
            command: host.command(&question),
            deadline_s: question.deadline().as_secs(),
        });
        let targets = targets.iter().map(|target| {
            let comparison = args.comparison(target);
            let compared = comparison.connection_count();
            let tracing = args.tracing(&comparison);
            let traced = tracing.map_or(0, |it| it.connection_count());
            let traced_over_quic = tracing.map_or(0, |it| it.quic_count());
            let looks = usize::from(args.deep.look_key.is_some());
            let first = match args.to().without_look_up(target) {
                Some(_) => 1,
                None => Limits::default().address_count,
            };
            TargetDocument {
                host: target.host.clone(),
                port: target.port,
                address: args.address,
                sends: "tls_handshake",
                http_port: args.pages().map(|it| it.port),
                most_page_requests: args.pages().map_or(0, |_| Pages::MOST_REQUESTS),
                variants: comparison
                    .variants
                    .iter()
                    .flat_map(|it| it.purposes(&target.host))
                    .map(Purpose::code)
                    .collect(),
                most_connections: first
                    + compared
                    + comparison.variant_count(&target.host)
                    + traced
                    + followed,
                most_quic_handshakes: match args.deep.quic {
                    true => comparison.quic_count() + traced_over_quic,
                    false => 0,
                },
                control_names: comparison.control_names,
                own_server: args.deep.own_server,
                own_server_looks: args.deep.look_key.is_some(),
                own_server_connections: args.deep.own_server.map(|_| compared + traced + looks),
            }
        });
        Self {
            schema: "anchorwatch.check-plan/1",
            targets: targets.collect(),
            resolvers: resolvers.iter().map(ResolverDocument::of).collect(),
            vantages: vantages.collect(),
            timeout_s: args.timeout,
        }
    }
}
