//! Handshakes over QUIC with the target: its own name and other names.
//!
//! Programs that can use QUIC do, and an interceptor of TCP sees nothing of it. So it may forge there
//! too, let it pass, or block it, so that programs fall back to TCP. Each round asks for all names in
//! random order, as [`compare`](crate::compare) does, so that a difference between them is not one
//! of time.
//!
//! **Asked only on demand.** Whether a server offers HTTP/3 is in answers that this program does not
//! ask for (`Alt-Svc`) or that anyone can write (an `HTTPS` record in clear). So a server that does
//! not speak it may be sent a few datagrams of 1,200 octets, to a port where nothing listens.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::SocketAddr,
};

use anchorwatch_evidence::{Purpose, Target};

use crate::{Comparison, Observed, Pace, Step, capture::Wanted};

impl Comparison {
    /// How many handshakes over QUIC it makes at most.
    #[must_use]
    pub fn quic_count(&self) -> usize {
        self.connection_count()
    }
}

/// Adds the handshakes over QUIC to what was observed of the target.
///
/// This never fails: a network failure is a result.
pub async fn ask_over_quic(
    observed: &mut Observed,
    target: &Target,
    at: SocketAddr,
    comparison: &Comparison,
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    for _ in 0..comparison.round_count {
        for (purpose, host) in round(target, comparison) {
            let wanted = Wanted {
                purpose,
                host,
                ttl: None,
                limit: comparison.step,
                ech: None,
                asks_transfer: false,
            };
            observed.shake_over_quic(at, wanted, pace, waiting).await;
        }
    }
}

/// The names of one round, in random order.
fn round<'a>(target: &'a Target, comparison: &'a Comparison) -> Vec<(Purpose, &'a str)> {
    let own = std::iter::once((Purpose::Target, target.host.as_str()));
    let controls = comparison.control_names.iter();
    let controls = controls.map(|name| (Purpose::TargetControl, name.as_str()));
    // The standard library draws the hasher's keys at random. Nothing secret depends on them.
    let random = RandomState::new();
    let mut order: Vec<_> = own.chain(controls).enumerate().collect();
    order.sort_by_key(|(number, _)| random.hash_one(number));
    order.into_iter().map(|(_, turn)| turn).collect()
}
