//! From how far away does the answer come?
//!
//! In two passes, neither of which needs rights. First a SYN for each number of routers that it
//! may pass: the routers name themselves until something answers. Then connections that are made
//! as usual and whose ClientHello may pass only so many routers: the smallest number for which a
//! certificate comes is the distance of whoever sent it.
//!
//! A connection with a limit never gets a higher one: the kernel would send the ClientHello again,
//! past whoever it was meant for, and the server's own answer would be taken for that of somebody
//! nearer. It is reset by a packet that goes no further either. The target's name goes one router
//! further each time and stops at the first answer, so it does not pass whoever answers, unless he keeps
//! silent at first. The other name is no secret on this path, and its distance is found by halving.
//!
//! A router's message that a ClientHello went no further is believed only if nothing answers to one
//! with the same limit for which such messages are ignored: whoever sees a packet can forge them.
//!
//! **Limits:** whoever ends TCP for every connection answers the SYN too, so routers behind are
//! not seen. A device can change the limit of packets that pass. The SYNs keep one port, and so one
//! way where routers choose by addresses and ports (ECMP); the connections cannot, because the
//! reset that ends one does not reach the server, which goes on holding its port. Where ways differ
//! in length, a certificate can seem to come from a little nearer or farther than it does.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{Failure, Purpose, Target, TlsHandshake};
use nix::{
    libc,
    sys::socket::{setsockopt, sockopt},
};
use tokio::net::TcpStream;

use crate::{
    Observed, Step,
    arrival::{self, Search},
    capture::{self, Wanted},
    measure::connect,
    pace::Pace,
    quic::IcmpErrors,
    syn::{Syn, syn},
};

/// How a path is traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tracing {
    /// The most routers that a packet may pass.
    pub hop_limit: u8,
    /// The limit for an answer to one packet or handshake.
    pub step: Duration,
}

impl Tracing {
    /// How many connections one trace makes at most: the SYN that gets through; for the target's name
    /// a handshake with each limit, for the other one as many as halving takes, each made twice if nothing
    /// comes; for each name those that show whether routers lied; and those of the search for the TTL
    /// with which its answer arrives.
    #[must_use]
    pub fn connection_count(&self) -> usize {
        1 + self.one_by_one() + self.halving() + 2 * (self.doubting() + arrival::MOST_CONNECTIONS)
    }

    /// How many handshakes over QUIC one trace makes at most: as over TCP, without the SYN and without
    /// the search for the TTL. Behind the answer to the other name, routers are doubted once more.
    #[must_use]
    pub fn quic_count(&self) -> usize {
        self.one_by_one() + self.halving() + 3 * self.doubting()
    }

    fn one_by_one(&self) -> usize {
        2 * usize::from(self.hop_limit)
    }

    /// With one more than the halvings, if no certificate comes.
    fn halving(&self) -> usize {
        let halvings = self.hop_limit.saturating_sub(1).checked_ilog2();
        2 * halvings.map_or(1, |log| log as usize + 2)
    }

    /// One that shows whether routers lied, and those that find who is nearer if they did.
    fn doubting(&self) -> usize {
        1 + self.halving()
    }
}

/// Traces the path to an address, and how far away the certificate comes from that the target's
/// name gets, and that another name gets.
///
/// `purposes` are those of the two handshakes. This never fails: what could not be seen is not in
/// the result.
pub async fn trace(
    observed: &mut Observed,
    at: SocketAddr,
    names: [(Purpose, &str); 2],
    tracing: &Tracing,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    // On an IPv4-mapped address the limits of IPv6 have no effect.
    let at = SocketAddr::new(at.ip().to_canonical(), at.port());
    let Some(most) = routers(observed, at, tracing, pace, waiting).await else {
        return;
    };
    let mut found = Vec::new();
    for (name, order) in names.into_iter().zip(Order::OF_NAMES) {
        let asked = Asked {
            at,
            name,
            carrier: Carrier::Tcp,
            errors: Errors::Believed,
            order,
            least: 1,
            most,
            step: tracing.step,
        };
        let hop = sure_answer(observed, asked, pace, waiting).await;
        found.extend(hop.map(|hop| (name, hop)));
    }
    for (name, hop) in found {
        let search = Search {
            at,
            name,
            hop,
            step: tracing.step,
        };
        search.run(observed, pace, waiting).await;
    }
}

/// Finds how far away the answers over QUIC come from, for the target's name and for another one.
///
/// One pass is enough: a socket of UDP gets every ICMP error with its router. As many routers are
/// tried as a path can have, because whoever ends TCP may let QUIC pass. The other name shows how far
/// the path goes, so that the target's name need not be sent further at first.
pub async fn trace_over_quic(
    observed: &mut Observed,
    at: SocketAddr,
    names: [(Purpose, &str); 2],
    tracing: &Tracing,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    let at = SocketAddr::new(at.ip().to_canonical(), at.port());
    let asked = |name, order, least, most| Asked {
        at,
        name,
        carrier: Carrier::Quic,
        errors: Errors::Believed,
        order,
        least,
        most,
        step: tracing.step,
    };
    let [target, other] = names;
    let most = tracing.hop_limit;
    let other = asked(other, Order::Halving, 1, most);
    let end = sure_answer(observed, other, pace, waiting).await;
    let end = end.unwrap_or(most);
    let nearer = asked(target, Order::Outwards, 1, end);
    let found = sure_answer(observed, nearer, pace, waiting).await;
    if found.is_none() && end < most {
        let beyond = asked(target, Order::Outwards, end + 1, most);
        sure_answer(observed, beyond, pace, waiting).await;
    }
}

/// What carries the handshakes of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Tcp,
    Quic,
}

/// Whether a router's word counts that a ClientHello went no further. It comes at once and spares
/// the wait for an answer, but whoever sees the packet can forge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errors {
    Believed,
    Ignored,
}

/// In which order limits are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// One router further each time: nothing passes the first who answers.
    Outwards,
    /// From the middle: few handshakes.
    Halving,
}

impl Order {
    /// For the target's name, and for the other one.
    const OF_NAMES: [Self; 2] = [Self::Outwards, Self::Halving];
}

/// A question of a trace: from how far away does the answer to a name come?
struct Asked<'a> {
    at: SocketAddr,
    name: (Purpose, &'a str),
    carrier: Carrier,
    errors: Errors,
    order: Order,
    /// The fewest routers that are tried.
    least: u8,
    /// The most of them.
    most: u8,
    /// The limit for one handshake.
    step: Duration,
}

/// Sends SYNs until something answers, and returns how far away that is. Those that are lost on
/// the way make no connection, so only the one that is answered counts for the pace.
async fn routers(
    observed: &mut Observed,
    at: SocketAddr,
    tracing: &Tracing,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) -> Option<u8> {
    let mut port = None;
    for ttl in 1..=tracing.hop_limit {
        pace.wait_until_free(at).await;
        waiting(Step::Trace(at, ttl));
        let step = tracing.step;
        let sent = tokio::task::spawn_blocking(move || syn(at, ttl, port, step)).await;
        let Syn {
            connect,
            port: used,
        } = sent.ok()?;
        port = used;
        let failure = connect.failure.clone();
        observed.tcp_connect.push(connect);
        // Lost on the way, as intended.
        let lost = [Failure::HostUnreachable, Failure::GenericTimeoutError];
        if failure.as_ref().is_some_and(|it| lost.contains(it)) {
            continue;
        }
        // The end was reached, or this machine cannot send.
        pace.begins(at);
        return failure.is_none().then_some(ttl);
    }
    None
}

/// Finds the smallest limit with which a certificate comes. `None` if none comes.
///
/// With one less, nothing may come while no router is believed. Otherwise somebody has lied, and
/// everything is asked again without believing any.
async fn sure_answer(
    observed: &mut Observed,
    asked: Asked<'_>,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) -> Option<u8> {
    let found = nearest_answer(observed, &asked, pace, waiting).await;
    let beyond = found.map_or(asked.most, |hop| hop - 1);
    if beyond < asked.least {
        return found;
    }
    let doubted = Asked {
        errors: Errors::Ignored,
        order: Order::Halving,
        most: beyond,
        ..asked
    };
    let (purpose, host) = doubted.name;
    let wanted = Wanted {
        purpose,
        host,
        ttl: Some(beyond),
        limit: observed.patience(doubted.step),
        ech: None,
        asks_transfer: false,
    };
    pace.wait_for(doubted.at).await;
    waiting(Step::Trace(doubted.at, beyond));
    if limited(observed, &doubted, wanted).await != Met::Certificate {
        return found;
    }
    let nearer = nearest_answer(observed, &doubted, pace, waiting).await;
    nearer.or(Some(beyond))
}

/// Finds the smallest limit with which a certificate comes. `None` if none comes.
async fn nearest_answer(
    observed: &mut Observed,
    asked: &Asked<'_>,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) -> Option<u8> {
    let (at, (purpose, host)) = (asked.at, asked.name);
    let (mut low, mut high, mut is_found) = (asked.least, asked.most, false);
    while low < high || !is_found {
        let ttl = match asked.order {
            Order::Outwards => low,
            Order::Halving => low.midpoint(high),
        };
        waiting(Step::Trace(at, ttl));
        let wanted = Wanted {
            purpose,
            host,
            ttl: Some(ttl),
            limit: observed.patience(asked.step),
            ech: None,
            asks_transfer: false,
        };
        pace.wait_for(at).await;
        let mut met = limited(observed, asked, wanted).await;
        if met == Met::Nothing {
            // An answer can be late, or a packet lost. Taken for «farther away», that would place
            // whoever answers behind where he is.
            pace.wait_for(at).await;
            met = limited(observed, asked, wanted).await;
        }
        if met == Met::Certificate {
            (high, is_found) = (ttl, true);
        } else if low < high {
            low = ttl + 1;
        } else {
            return None;
        }
    }
    Some(high)
}

/// What a handshake with a limit met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    Certificate,
    /// Nothing within the time limit: neither an answer, nor a router's word that it went too far.
    Nothing,
    Failure,
}

/// Makes a handshake whose packets may pass only so many routers.
async fn limited(observed: &mut Observed, asked: &Asked<'_>, wanted: Wanted<'_>) -> Met {
    if asked.carrier == Carrier::Tcp {
        return limited_handshake(observed, asked, wanted).await;
    }
    let errors = match asked.errors {
        Errors::Believed => IcmpErrors::EndIt,
        Errors::Ignored => IcmpErrors::Ignored,
    };
    let handshake = capture::quic::handshake(asked.at, wanted, errors).await;
    let met = Met::after(&handshake.tls);
    observed.quic_handshakes.push(handshake);
    met
}

/// Connects as usual, and makes a handshake whose packets may pass only so many routers.
async fn limited_handshake(observed: &mut Observed, asked: &Asked<'_>, wanted: Wanted<'_>) -> Met {
    let at = asked.at;
    let (connected, stream) = connect(at, wanted.limit).await;
    let failure = connected.failure.clone();
    observed.tcp_connect.push(connected);
    let Some(stream) = stream else {
        return Met::of(failure.as_ref());
    };
    if !wanted
        .ttl
        .is_some_and(|ttl| limit(&stream, at, ttl, asked.errors))
    {
        return Met::Failure;
    }
    let handshake = capture::handshake(stream, wanted).await;
    let met = Met::after(&handshake);
    observed.tls_handshakes.push(handshake);
    met
}

impl Met {
    fn after(handshake: &TlsHandshake) -> Self {
        match handshake.peer_certificates.is_empty() {
            true => Self::of(handshake.failure.as_ref()),
            false => Self::Certificate,
        }
    }

    fn of(failure: Option<&Failure>) -> Self {
        match failure {
            Some(Failure::GenericTimeoutError) => Self::Nothing,
            _ => Self::Failure,
        }
    }
}

/// Limits how many routers the packets of a connection may pass, that of its end included.
///
/// If errors are ignored, the kernel keeps them to itself, and sends the ClientHello again, with the
/// same limit.
fn limit(stream: &TcpStream, at: SocketAddr, ttl: u8, errors: Errors) -> bool {
    let are_told = errors == Errors::Believed;
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    let is_limited = match at {
        SocketAddr::V4(_) => setsockopt(stream, sockopt::Ipv4RecvErr, &are_told)
            .and_then(|()| setsockopt(stream, sockopt::Ipv4Ttl, &i32::from(ttl))),
        SocketAddr::V6(_) => setsockopt(stream, sockopt::Ipv6RecvErr, &are_told)
            .and_then(|()| setsockopt(stream, sockopt::Ipv6Ttl, &i32::from(ttl))),
    };
    is_limited
        .and_then(|()| setsockopt(stream, sockopt::Linger, &linger))
        .is_ok()
}

/// The two names that a trace compares.
#[must_use]
pub fn names_of<'a>(target: &'a Target, control: &'a str, is_own: bool) -> [(Purpose, &'a str); 2] {
    if is_own {
        [
            (Purpose::OwnServer, &target.host),
            (Purpose::OwnServerControl, control),
        ]
    } else {
        [
            (Purpose::Target, &target.host),
            (Purpose::TargetControl, control),
        ]
    }
}
