//! Handshakes that show what changes with the name and with the server.
//!
//! Rounds are interleaved: each asks for the target's name and for the others one after the
//! other, so that a network that changes its behaviour in between changes it for all of them.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use anchorwatch_evidence::{OwnServer, Purpose, Target};
use tokio::time::{Instant, sleep_until};

use crate::{Observed, Step, capture::Wanted};

/// What is compared, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Other names, each sent as often as the target's.
    pub control_names: Vec<String>,
    /// How many rounds.
    pub round_count: u32,
    /// The measurer's own server, which is asked by every name too.
    pub own_server: Option<OwnServer>,
    /// The limit for a connection, a handshake and an answer, each.
    pub step: Duration,
    /// The shortest time between the beginnings of two connections to one address.
    pub pause: Duration,
}

/// One handshake of a round.
struct Turn<'a> {
    at: SocketAddr,
    purpose: Purpose,
    host: &'a str,
}

impl Comparison {
    /// How many connections it makes at most, without those to the measurer's own server.
    #[must_use]
    pub fn target_connection_count(&self) -> usize {
        (1 + self.control_names.len()) * self.round_count as usize
    }

    /// The turns of one round. `at` is the target's address, if it has one.
    fn turns<'a>(&'a self, target: &'a Target, at: Option<SocketAddr>) -> Vec<Turn<'a>> {
        let own = self.own_server.map(|server| server.address);
        let places = [
            (at, Purpose::Target, Purpose::TargetControl),
            (own, Purpose::OwnServer, Purpose::OwnServerControl),
        ];
        let mut turns = Vec::new();
        for (at, purpose, control) in places {
            let Some(at) = at else {
                continue;
            };
            turns.push(Turn {
                at,
                purpose,
                host: &target.host,
            });
            turns.extend(self.control_names.iter().map(|host| Turn {
                at,
                purpose: control,
                host,
            }));
        }
        turns
    }
}

/// Adds the comparison's handshakes to what was observed of the target. If no connection to the
/// target was made, only the measurer's own server is asked.
///
/// `waiting` is called with each step as it begins. This never fails: a network failure is a
/// result.
pub async fn compare(
    observed: &mut Observed,
    target: &Target,
    comparison: &Comparison,
    waiting: &dyn Fn(Step),
) {
    let connected = observed.tcp_connect.iter().rev();
    let at = connected
        .filter(|connect| connect.failure.is_none())
        .map(|connect| connect.address)
        .next();
    let mut pace = Pace::new(comparison.pause);
    if let Some(at) = at {
        pace.begins(at);
    }
    for _ in 0..comparison.round_count {
        for turn in comparison.turns(target, at) {
            pace.wait_for(turn.at).await;
            let wanted = Wanted {
                purpose: turn.purpose,
                host: turn.host,
                ttl: None,
                limit: comparison.step,
            };
            observed.shake(turn.at, wanted, waiting).await;
        }
    }
}

/// Keeps connections to one address apart.
#[derive(Debug)]
pub(crate) struct Pace {
    pause: Duration,
    begun: BTreeMap<SocketAddr, Instant>,
}

impl Pace {
    pub(crate) fn new(pause: Duration) -> Self {
        let begun = BTreeMap::new();
        Self { pause, begun }
    }

    /// Waits until a connection to this address may begin; it begins now.
    pub(crate) async fn wait_for(&mut self, at: SocketAddr) {
        if let Some(begun) = self.begun.get(&at) {
            sleep_until(*begun + self.pause).await;
        }
        self.begins(at);
    }

    fn begins(&mut self, at: SocketAddr) {
        self.begun.insert(at, Instant::now());
    }
}
