//! What do resolvers say, and where do their answers lead?
//!
//! Each resolver is asked for the target's addresses, for its HTTPS record and for the name by
//! which networks switch off encrypted DNS in browsers; over TLS, which authorities may sign for it,
//! too. Then at most two connections show where answers lead that differ from the address that was
//! measured.
//!
//! **Trust:** answers in clear are kept, not believed. Nothing is asked over TLS before the caller
//! has accepted the resolver's chain and the resolver has proven its key.
//!
//! **Not asked:** a resolver that does not answer is not asked again, and a truncated answer is
//! kept as it is.

use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use anchorwatch_evidence::{
    DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Failure, Purpose, Resolver, Target,
};

use crate::{Observed, Pace, Step, capture::Wanted, measure::without_brackets};

mod caa;
mod channel;
mod follow;
mod http;
mod message;
mod public;
mod udp;

pub use http::read_doh_body;
pub use message::read_response;
pub use public::public_resolvers;

use channel::Channel;
use message::Question;

/// A network that does not want browsers to use DNS over HTTPS says that this name does not exist
/// (Mozilla, «Canary domain - use-application-dns.net»).
pub const DOH_CANARY: &str = "use-application-dns.net";

/// A resolver to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolverAddress {
    /// Whether it is the one that the operating system asks.
    pub is_of_system: bool,
    /// How it is asked.
    pub engine: DnsEngine,
    /// Where it is.
    pub address: SocketAddr,
    /// The name that its certificate has to be for; `None`: its address.
    pub name: Option<String>,
}

impl ResolverAddress {
    /// How many questions it is asked at most: addresses of both kinds, the HTTPS record, the canary,
    /// and over TLS who may sign for the name.
    #[must_use]
    pub const fn most_questions(&self) -> usize {
        4 + if self.engine.is_over_tls() {
            caa::MOST_NAMES
        } else {
            0
        }
    }
}

/// Which resolvers are asked, and how.
#[derive(Clone, Copy)]
pub struct Resolving<'a> {
    /// The resolvers, in the order they are asked.
    pub resolvers: &'a [ResolverAddress],
    /// The port of the target, at the addresses that they give.
    pub port: u16,
    /// The limit for an answer, a connection and a handshake, each. A datagram's answer is waited
    /// for as long, and after it a tenth of that for others.
    pub step: Duration,
    /// Whether a public root vouches for a resolver's chain (DER) and name.
    pub is_trusted: &'a dyn Fn(&[Vec<u8>], &str) -> bool,
}

impl Resolving<'_> {
    /// How many connections are made at most to addresses that resolvers give.
    pub const MAX_CONNECTIONS: usize = 2;
}

/// Asks every resolver, then connects to addresses that answers name and the measurement has not
/// tried. Adds all of it to what was observed.
///
/// This never fails: what did not answer is in the result as a failure.
pub async fn resolve(
    observed: &mut Observed,
    target: &Target,
    resolving: Resolving<'_>,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    let host = without_brackets(&target.host).trim_end_matches('.');
    if host.parse::<IpAddr>().is_ok() {
        return;
    }
    let questions = questions(host, target.port);
    for resolver in resolving.resolvers {
        match resolver.engine {
            DnsEngine::Udp => {
                let step = resolving.step;
                by_datagram(observed, resolver, &questions, step, pace, waiting).await;
            }
            DnsEngine::Tcp | DnsEngine::Dot | DnsEngine::Doh => {
                let questions = (host, questions.as_slice());
                by_connection(observed, resolver, questions, resolving, pace, waiting).await;
            }
        }
    }
    for at in follow::chosen(observed, host, resolving.port) {
        let wanted = Wanted {
            purpose: Purpose::OtherAddress,
            host: &target.host,
            ttl: None,
            limit: resolving.step,
            ech: None,
            asks_transfer: false,
        };
        observed.shake(at, wanted, pace, waiting).await;
    }
}

/// The HTTPS record of another port has another name (RFC 9460 §9.1), and is not asked for.
fn questions(host: &str, port: u16) -> Vec<Question> {
    let https = (port == 443).then_some((host, DnsQueryType::Https));
    let of_host = [(host, DnsQueryType::A), (host, DnsQueryType::Aaaa)];
    let all = of_host.into_iter().chain(https);
    let all = all.chain([(DOH_CANARY, DnsQueryType::A)]);
    all.filter_map(|(name, asked)| Question::new(name, asked))
        .collect()
}

async fn by_datagram(
    observed: &mut Observed,
    resolver: &ResolverAddress,
    questions: &[Question],
    step: Duration,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    for question in questions {
        pace.wait_for(resolver.address).await;
        waiting(Step::Ask(resolver.address));
        let heard = udp::ask(resolver.address, question, step).await;
        observed.queries.push(resolver.query(question, heard));
    }
}

/// Asks over one connection. If it breaks, what was not asked yet is not asked any more.
async fn by_connection(
    observed: &mut Observed,
    resolver: &ResolverAddress,
    (host, questions): (&str, &[Question]),
    resolving: Resolving<'_>,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    pace.wait_for(resolver.address).await;
    waiting(Step::Ask(resolver.address));
    let (handshake, opened) = Channel::open(resolver, resolving).await;
    observed.tls_handshakes.extend(handshake);
    let mut opened = opened;
    for question in questions {
        let (query, is_over) = ask(resolver, &mut opened, question, resolving.step).await;
        observed.queries.push(query);
        if is_over {
            return;
        }
    }
    // In clear, anyone on the way could take a record away or add one.
    if !resolver.engine.is_over_tls() {
        return;
    }
    for question in caa::questions(host) {
        let (query, is_over) = ask(resolver, &mut opened, &question, resolving.step).await;
        let is_last = is_over || !caa::has_none(&query);
        observed.queries.push(query);
        if is_last {
            return;
        }
    }
}

/// What came, and whether the connection is over.
async fn ask(
    resolver: &ResolverAddress,
    opened: &mut Result<Channel, Failure>,
    question: &Question,
    step: Duration,
) -> (DnsQuery, bool) {
    let begun = Instant::now();
    let answered = match opened {
        Ok(channel) => channel.ask(question, step).await,
        Err(failure) => Err(failure.clone()),
    };
    let is_over = answered.is_err();
    let heard = Heard::of(answered, begun.elapsed());
    (resolver.query(question, heard), is_over)
}

/// What came for a question.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) responses: Vec<DnsResponse>,
    pub(crate) unmatched_count: u64,
    pub(crate) failure: Option<Failure>,
}

impl Heard {
    fn of(answered: Result<DnsResponse, Failure>, elapsed: Duration) -> Self {
        match answered {
            Ok(response) => Self {
                responses: vec![DnsResponse {
                    elapsed,
                    ..response
                }],
                ..Self::default()
            },
            Err(failure) => Self {
                failure: Some(failure),
                ..Self::default()
            },
        }
    }
}

impl ResolverAddress {
    fn query(&self, question: &Question, heard: Heard) -> DnsQuery {
        let first = heard.responses.first();
        let failure = first.map_or(heard.failure, |it| question.failure_of(it));
        let addresses = first.filter(|_| question.asked != DnsQueryType::Caa);
        DnsQuery {
            hostname: question.host.clone(),
            resolver: if self.is_of_system {
                Resolver::System
            } else {
                Resolver::Other
            },
            failure,
            answers: addresses
                .map(|it| it.addresses().collect())
                .unwrap_or_default(),
            exchange: Some(DnsExchange {
                engine: self.engine,
                resolver_address: self.address,
                resolver_name: self.name.clone(),
                query_type: question.asked,
                responses: heard.responses,
                unmatched_count: heard.unmatched_count,
            }),
        }
    }

    /// What its certificate has to be for.
    pub(crate) fn reference_name(&self) -> String {
        let address = || self.address.ip().to_string();
        self.name.clone().unwrap_or_else(address)
    }
}
