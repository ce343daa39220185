//! Handshakes that show what changes with the name and with the server.
//!
//! Rounds are interleaved: each asks for the target's name and for the others one after the
//! other, at both places, so that a network that changes its behaviour in between changes it for
//! all of them. The order in a round is random: otherwise servers that take turns behind one
//! address, or a limiter that resets every third connection, would meet the same name each time.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::SocketAddr,
    time::Duration,
};

use anchorwatch_evidence::{OwnServer, Purpose, Target};
use rustls::pki_types::ServerName;

use crate::{EchConfigs, Observed, Pace, Step, capture::Wanted, hello};

/// What is compared, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Other names, each sent as often as the target's.
    pub control_names: Vec<String>,
    /// How many rounds.
    pub round_count: u32,
    /// The measurer's own server, which is asked by every name too.
    pub own_server: Option<OwnServer>,
    /// The hellos that differ from the usual one, if they are sent to the target too.
    pub variants: Option<Variants>,
    /// The limit for a connection, a handshake and an answer, each.
    pub step: Duration,
}

/// Other ClientHellos, each sent once in a round to the target: without a name, in several records,
/// with TLS 1.2 or 1.3 alone, and with ECH.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variants {
    /// With what the target's name is encrypted; without it, the extension has random octets.
    pub ech: Option<EchConfigs>,
}

impl Variants {
    /// What is sent to this host. An address is never sent, so there is no name to leave out or to
    /// encrypt.
    #[must_use]
    pub fn purposes(&self, host: &str) -> Vec<Purpose> {
        let mut purposes = vec![
            Purpose::TargetSplitHello,
            Purpose::TargetTls12,
            Purpose::TargetTls13,
            Purpose::TargetGreaseEch,
        ];
        if matches!(hello::server_name(host), Some(ServerName::DnsName(_))) {
            purposes.push(Purpose::TargetNoName);
            purposes.extend(self.ech.as_ref().map(|_| Purpose::TargetEch));
        }
        purposes
    }
}

/// One handshake of a round.
struct Turn<'a> {
    at: SocketAddr,
    purpose: Purpose,
    host: &'a str,
}

impl Comparison {
    /// How many connections it makes at most to each place: to the target, and to the measurer's
    /// own server.
    #[must_use]
    pub fn connection_count(&self) -> usize {
        (1 + self.control_names.len()) * self.round_count as usize
    }

    /// How many connections to the target it makes besides, with other hellos.
    #[must_use]
    pub fn variant_count(&self, host: &str) -> usize {
        let variants = self.variants.as_ref();
        variants.map_or(0, |it| it.purposes(host).len()) * self.round_count as usize
    }

    /// The turns of one round, in random order. `at` is the target's address, if it has one.
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
        let variants = self.variants.iter().zip(at);
        turns.extend(variants.flat_map(|(variants, at)| {
            let purposes = variants.purposes(&target.host).into_iter();
            let host = &target.host;
            purposes.map(move |purpose| Turn { at, purpose, host })
        }));
        // The standard library draws the hasher's keys at random. Nothing secret depends on them.
        let random = RandomState::new();
        let mut order: Vec<_> = turns.into_iter().enumerate().collect();
        order.sort_by_key(|(number, _)| random.hash_one(number));
        order.into_iter().map(|(_, turn)| turn).collect()
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
    pace: &mut Pace,
    waiting: &dyn Fn(Step),
) {
    let connected = observed.tcp_connect.iter().rev();
    let at = connected
        .filter(|connect| connect.failure.is_none())
        .map(|connect| connect.address)
        .next();
    for _ in 0..comparison.round_count {
        for turn in comparison.turns(target, at) {
            let wanted = Wanted {
                purpose: turn.purpose,
                host: turn.host,
                ttl: None,
                limit: comparison.step,
                ech: comparison.variants.as_ref().and_then(|it| it.ech.as_ref()),
            };
            observed.shake(turn.at, wanted, pace, waiting).await;
        }
    }
}
