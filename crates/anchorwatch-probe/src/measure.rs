//! Measures one target once.

use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use anchorwatch_evidence::{
    DnsQuery, Failure, Purpose, QuicHandshake, Resolver, Target, TcpConnect, TlsHandshake,
};
use tokio::{net::TcpStream, time::timeout};

use crate::{
    capture::{self, Proof, Wanted},
    courtesy::End,
    failure,
    fetched::Fetched,
    pace::{Admission, Pace},
    quic::IcmpErrors,
};

/// How a target's address is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// The operating system resolves the name.
    Resolve,
    /// The caller gives it.
    Given(SocketAddr),
}

impl Address {
    /// The address where no look-up is needed: the caller's, or the host itself.
    #[must_use]
    pub fn without_look_up(self, target: &Target) -> Option<IpAddr> {
        let host = without_brackets(&target.host);
        match self {
            Self::Given(given) => Some(given.ip()),
            Self::Resolve => host.parse().ok(),
        }
    }
}

pub(crate) fn without_brackets(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// How long each step may take, and how many addresses are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The limit for look-up, connection and handshake, each.
    pub step: Duration,
    /// How many of several addresses are tried until one connects.
    pub address_count: usize,
}

impl Default for Limits {
    /// Ten seconds for each step (OONI's connection timeout is 15), three addresses.
    fn default() -> Self {
        Self {
            step: Duration::from_secs(10),
            address_count: 3,
        }
    }
}

/// The step that is in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The resolver's answer.
    LookUp,
    /// A connection to this address.
    Connect(SocketAddr),
    /// The handshake with this address.
    Handshake(SocketAddr),
    /// What answers packets to this address that may pass only so many routers.
    Trace(SocketAddr, u8),
    /// An answer from this address, of which what arrives with a smaller TTL is dropped.
    Arrival(SocketAddr, u8),
    /// A resolver at this address.
    Ask(SocketAddr),
    /// The handshake over QUIC with this address.
    Quic(SocketAddr),
    /// A page without encryption from this address.
    Page(SocketAddr),
}

/// What was seen of one target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// How the name was resolved.
    pub queries: Vec<DnsQuery>,
    /// The attempted connections, in order.
    pub tcp_connect: Vec<TcpConnect>,
    /// The handshakes, in order.
    pub tls_handshakes: Vec<TlsHandshake>,
    /// The handshakes over QUIC, in order.
    pub quic_handshakes: Vec<QuicHandshake>,
    /// What was asked without encryption, in order.
    pub requests: Vec<Fetched>,
}

/// Measures one target: at most [`Limits::address_count`] connections and one handshake.
///
/// `waiting` is called with each step as it begins. This never fails: a network failure is a
/// result.
pub async fn measure(
    target: &Target,
    address: Address,
    limits: Limits,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) -> Observed {
    let query = look_up(target, address, limits, waiting).await;
    let port = match address {
        Address::Given(given) => given.port(),
        Address::Resolve => target.port,
    };
    let mut observed = Observed::default();
    for ip in query.answers.iter().take(limits.address_count) {
        let at = SocketAddr::new(*ip, port);
        let wanted = Wanted {
            purpose: Purpose::Target,
            host: &target.host,
            ttl: None,
            limit: limits.step,
            ech: None,
            asks_transfer: false,
        };
        if observed.shake(at, wanted, pace, waiting).await {
            break;
        }
    }
    observed.queries.push(query);
    observed
}

/// On a fast path too, a busy machine can answer late.
const LEAST_PATIENCE: Duration = Duration::from_secs(1);

impl Observed {
    /// Waits for its time, and makes a handshake over QUIC.
    pub(crate) async fn shake_over_quic(
        &mut self,
        at: SocketAddr,
        wanted: Wanted<'_>,
        pace: &mut Pace,
        waiting: &dyn Fn(Step),
    ) {
        pace.wait_for(at).await;
        waiting(Step::Quic(at));
        let handshake = capture::quic::handshake(at, wanted, IcmpErrors::FatalEndIt).await;
        self.quic_handshakes.push(handshake);
    }

    /// Waits for its time, connects and makes a handshake. Returns whether there was a connection.
    pub(crate) async fn shake(
        &mut self,
        at: SocketAddr,
        wanted: Wanted<'_>,
        pace: &mut Pace,
        waiting: &dyn Fn(Step),
    ) -> bool {
        let Some(stream) = self.connect(at, wanted.limit, pace, waiting).await else {
            return false;
        };
        waiting(Step::Handshake(at));
        let handshake = capture::handshake(stream, wanted).await;
        pace.ended(at, End::of(&handshake));
        self.tls_handshakes.push(handshake);
        true
    }

    /// As [`shake`](Self::shake), but ends the handshake with the proof of the key, or with what can
    /// become one.
    pub(crate) async fn shake_briefly(
        &mut self,
        at: SocketAddr,
        wanted: Wanted<'_>,
        proof: Proof,
        pace: &mut Pace,
    ) -> bool {
        let Some(stream) = self.connect(at, wanted.limit, pace, &|_| {}).await else {
            return false;
        };
        let handshake = capture::brief::handshake(stream, wanted, proof).await;
        pace.ended(at, End::of(&handshake));
        self.tls_handshakes.push(handshake);
        true
    }

    /// How long a search waits for one more answer: ten times as long as for most so far, at least a
    /// second, at most as given. A search has to wait in vain several times.
    ///
    /// The slowest do not count: an interceptor takes longer for the first connection with a name.
    pub(crate) fn patience(&self, most: Duration) -> Duration {
        let over_quic = self.quic_handshakes.iter().map(|it| &it.tls);
        let all = self.tls_handshakes.iter().chain(over_quic);
        let answered = all.filter(|it| it.failure.is_none());
        patience_after(answered.map(|it| it.elapsed).collect(), most)
    }

    /// Waits for its time, and connects. That the address was given up is recorded too.
    async fn connect<W: Fn(Step) + ?Sized>(
        &mut self,
        at: SocketAddr,
        limit: Duration,
        pace: &mut Pace,
        waiting: &W,
    ) -> Option<TcpStream> {
        if pace.wait_for(at).await == Admission::GivenUp {
            self.tcp_connect.push(TcpConnect {
                address: at,
                ttl: None,
                ttl_exceeded_by: None,
                failure: Some(Failure::BackedOff),
                elapsed: Duration::ZERO,
            });
            return None;
        }
        waiting(Step::Connect(at));
        let (connect, stream) = connect(at, limit).await;
        pace.ended(at, connect.failure.as_ref().map(|_| End::Failed));
        self.tcp_connect.push(connect);
        stream
    }
}

pub(crate) async fn look_up<W: Fn(Step) + ?Sized>(
    target: &Target,
    address: Address,
    limits: Limits,
    waiting: &W,
) -> DnsQuery {
    let query = DnsQuery {
        hostname: target.host.clone(),
        resolver: Resolver::Given,
        failure: None,
        answers: Vec::new(),
        exchange: None,
    };
    if let Some(ip) = address.without_look_up(target) {
        return DnsQuery {
            answers: vec![ip],
            ..query
        };
    }
    let query = DnsQuery {
        resolver: Resolver::System,
        ..query
    };
    waiting(Step::LookUp);
    let host = without_brackets(&target.host);
    match timeout(limits.step, tokio::net::lookup_host((host, target.port))).await {
        Ok(Ok(found)) => {
            let mut answers: Vec<IpAddr> = found.map(|address| address.ip()).collect();
            answers.dedup();
            let failure = answers.is_empty().then_some(Failure::DnsNoAnswer);
            DnsQuery {
                failure,
                answers,
                ..query
            }
        }
        Ok(Err(error)) => DnsQuery {
            failure: Some(failure::of_look_up(&error)),
            ..query
        },
        Err(_) => DnsQuery {
            failure: Some(Failure::GenericTimeoutError),
            ..query
        },
    }
}

pub(crate) async fn connect(
    address: SocketAddr,
    limit: Duration,
) -> (TcpConnect, Option<TcpStream>) {
    let begun = Instant::now();
    let answer = timeout(limit, TcpStream::connect(address)).await;
    let elapsed = begun.elapsed();
    match answer {
        Ok(Ok(stream)) => (
            TcpConnect {
                address,
                ttl: None,
                ttl_exceeded_by: None,
                failure: None,
                elapsed,
            },
            Some(stream),
        ),
        Ok(Err(error)) => (
            TcpConnect {
                address,
                ttl: None,
                ttl_exceeded_by: None,
                failure: Some(failure::of_io(&error)),
                elapsed,
            },
            None,
        ),
        Err(_) => (
            TcpConnect {
                address,
                ttl: None,
                ttl_exceeded_by: None,
                failure: Some(Failure::GenericTimeoutError),
                elapsed,
            },
            None,
        ),
    }
}

fn patience_after(mut answers: Vec<Duration>, most: Duration) -> Duration {
    answers.sort_unstable();
    let median = answers.get(answers.len() / 2);
    let enough = median.map(|it| it.saturating_mul(10).max(LEAST_PATIENCE));
    enough.unwrap_or(most).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_answers_are_waited_for_longer() {
        let of = |answers: &[u64], most| {
            let answers = answers.iter().map(|it| Duration::from_millis(*it));
            patience_after(answers.collect(), Duration::from_millis(most)).as_millis()
        };
        assert_eq!(of(&[], 3000), 3000);
        assert_eq!(of(&[5], 3000), 1000);
        assert_eq!(of(&[5], 400), 400);
        assert_eq!(of(&[200], 3000), 2000);
        assert_eq!(of(&[900], 3000), 3000);
        // One that is slow changes little; most of them do.
        assert_eq!(of(&[150, 2000, 100], 3000), 1500);
        assert_eq!(of(&[150, 2000], 3000), 3000);
        let longest = vec![Duration::MAX];
        assert_eq!(patience_after(longest, Duration::MAX), Duration::MAX);
    }
}
