//! With which TTL does the answer arrive?
//!
//! A second witness beside the trace, which needs no rights either. With IP_MINTTL (ip(7)) and
//! IPV6_MINHOPCOUNT the kernel drops what reaches a connection with a smaller TTL, so the largest
//! limit with which a certificate still comes is the TTL with which it arrived. The site and an
//! interceptor before it are at different distances, so their packets arrive with different TTLs,
//! unless one of them chooses otherwise. The trace counts on the way there, this on the way back.
//!
//! The limit is set after the TCP handshake, which whoever takes over at the ClientHello leaves to
//! the server. A connection with a limit is reset when it ends, so that nobody goes on sending what
//! is dropped here.
//!
//! **Limits:** whoever makes packets chooses their TTL, and can imitate the server's.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{Failure, Purpose};
use nix::{
    libc, setsockopt_impl, sockopt_impl,
    sys::socket::{setsockopt, sockopt},
};
use tokio::net::TcpStream;

use crate::{
    Observed, Step,
    capture::{self, Wanted},
    measure::connect,
    pace::Pace,
};

sockopt_impl!(
    /// Drops packets with a smaller TTL.
    MinTtl,
    SetOnly,
    libc::IPPROTO_IP,
    libc::IP_MINTTL,
    i32
);

sockopt_impl!(
    /// Drops packets with a smaller hop limit.
    MinHopCount,
    SetOnly,
    libc::IPPROTO_IPV6,
    libc::IPV6_MINHOPCOUNT,
    i32
);

/// The TTL with which most systems send (Linux, and so most servers and devices), and one more: an
/// answer from the first hop arrives with that TTL itself.
const USUAL_TTL_AND_ONE: u8 = 64 + 1;

/// The most connections of one search: three around the value that is expected, as many as halving
/// 255 values takes, and one that repeats what found the end.
pub(crate) const MOST_CONNECTIONS: usize = 3 + 8 + 1;

/// How long an answer is waited for. Some are awaited in vain each time.
const MOST_WAIT: Duration = Duration::from_secs(3);

/// What a connection with a limit met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    Certificate,
    /// It arrived with a smaller TTL, or was lost.
    Nothing,
    /// The connection could not be made, or was ended: nothing can be concluded.
    Failure,
}

/// Who is asked for, and how.
pub(crate) struct Search<'a> {
    pub(crate) at: SocketAddr,
    pub(crate) name: (Purpose, &'a str),
    /// From how far away the answer comes, as a trace found.
    pub(crate) hop: u8,
    /// The limit for a connection; an answer is waited for as long, or less.
    pub(crate) step: Duration,
}

impl Search<'_> {
    /// Adds the handshakes to what was observed, until the TTL is known: one with it, and two in
    /// vain with one more. If answers were lost, the search can end without that.
    pub(crate) async fn run(
        &self,
        observed: &mut Observed,
        pace: &mut Pace,
        waiting: &dyn Fn(Step),
    ) {
        let expected = USUAL_TTL_AND_ONE.saturating_sub(self.hop).max(1);
        let mut met = self.ask(expected, observed, pace, waiting).await;
        if met == Met::Nothing {
            // An answer can be late, and this limit is the likeliest.
            met = self.ask(expected, observed, pace, waiting).await;
        }
        // It comes with `low`, and does not with `high + 1`.
        let (mut low, mut high, mut limit) = (0, u8::MAX, expected);
        loop {
            match met {
                Met::Certificate => low = limit,
                Met::Nothing => high = limit - 1,
                Met::Failure => return,
            }
            if low >= high {
                break;
            }
            limit = match low == expected {
                true => expected + 1,
                false => high - (high - low) / 2,
            };
            met = self.ask(limit, observed, pace, waiting).await;
        }
        if (1..u8::MAX).contains(&low) {
            self.ask(low + 1, observed, pace, waiting).await;
        }
    }

    async fn ask(
        &self,
        limit: u8,
        observed: &mut Observed,
        pace: &mut Pace,
        waiting: &dyn Fn(Step),
    ) -> Met {
        let (purpose, host) = self.name;
        pace.wait_for(self.at).await;
        waiting(Step::Arrival(self.at, limit));
        let (connected, stream) = connect(self.at, self.step).await;
        observed.tcp_connect.push(connected);
        let Some(stream) = stream.filter(|stream| is_limited(stream, self.at, limit)) else {
            return Met::Failure;
        };
        let wanted = Wanted {
            purpose,
            host,
            ttl: None,
            limit: observed.patience(self.step.min(MOST_WAIT)),
            ech: None,
            asks_transfer: false,
        };
        let mut handshake = capture::handshake(stream, wanted).await;
        handshake.min_ttl = Some(limit);
        let met = match (&handshake.failure, handshake.peer_certificates.is_empty()) {
            (_, false) => Met::Certificate,
            (Some(Failure::GenericTimeoutError), true) => Met::Nothing,
            (_, true) => Met::Failure,
        };
        observed.tls_handshakes.push(handshake);
        met
    }
}

/// Sets the limit of a connection, and that its end is a reset.
fn is_limited(stream: &TcpStream, at: SocketAddr, limit: u8) -> bool {
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    let set = match at {
        SocketAddr::V4(_) => setsockopt(stream, MinTtl, &i32::from(limit)),
        SocketAddr::V6(_) => setsockopt(stream, MinHopCount, &i32::from(limit)),
    };
    set.and_then(|()| setsockopt(stream, sockopt::Linger, &linger))
        .is_ok()
}
