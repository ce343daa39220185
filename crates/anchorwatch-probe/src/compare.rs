//! Handshakes that show what changes with the name and with the server.
//!
//! Rounds are interleaved: each asks for the target's name and for the others one after the
//! other, at both places, so that a network that changes its behaviour in between changes it for
//! all of them. The order in a round is random: otherwise servers that take turns behind one
//! address, or a limiter that resets every third connection, would meet the same name each time.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{OwnServer, Purpose, Target};
use rustls::pki_types::ServerName;

use crate::{EchConfigs, Observed, Pace, Step, capture::Wanted, hello, random::shuffled};

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
///
/// With an ECH configuration, three more show what a network that cuts off such hellos looks at: the
/// configuration's name in clear with and without the extension, and the extension beside the
/// target's own name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variants {
    /// With what the target's name is encrypted; without it, the extension has random octets.
    pub ech: Option<EchConfigs>,
}

/// What the hellos beside a given ECH configuration say.
struct EchPair {
    /// The name in clear of that configuration, which is not the target's.
    outer: String,
    /// A configuration with the target's own name in clear.
    own: EchConfigs,
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
            if self.ech_pair(host).is_some() {
                purposes.extend([
                    Purpose::TargetEchOwnName,
                    Purpose::OuterName,
                    Purpose::OuterGreaseEch,
                ]);
            }
        }
        purposes
    }

    fn ech_pair(&self, host: &str) -> Option<EchPair> {
        let outer = self.ech.as_ref()?.outer_name()?;
        let own = EchConfigs::that_no_server_has(host)?;
        let is_other = !outer.eq_ignore_ascii_case(host);
        is_other.then_some(EchPair { outer, own })
    }
}

/// One handshake of a round.
struct Turn<'a> {
    at: SocketAddr,
    purpose: Purpose,
    host: &'a str,
    ech: Option<&'a EchConfigs>,
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
    fn turns<'a>(
        &'a self,
        target: &'a Target,
        at: Option<SocketAddr>,
        ech: Option<&'a EchPair>,
    ) -> Vec<Turn<'a>> {
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
                ech: None,
            });
            turns.extend(self.control_names.iter().map(|host| Turn {
                at,
                purpose: control,
                host,
                ech: None,
            }));
        }
        let variants = self.variants.iter().zip(at);
        turns.extend(variants.flat_map(|(variants, at)| {
            let purposes = variants.purposes(&target.host).into_iter();
            purposes.map(move |purpose| Turn {
                at,
                purpose,
                host: match (purpose, ech) {
                    (Purpose::OuterName | Purpose::OuterGreaseEch, Some(ech)) => &ech.outer,
                    _ => &target.host,
                },
                ech: match (purpose, ech) {
                    (Purpose::TargetEchOwnName, Some(ech)) => Some(&ech.own),
                    _ => variants.ech.as_ref(),
                },
            })
        }));
        shuffled(turns)
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
    let variants = comparison.variants.as_ref();
    let ech = variants.and_then(|it| it.ech_pair(&target.host));
    for _ in 0..comparison.round_count {
        for turn in comparison.turns(target, at, ech.as_ref()) {
            let wanted = Wanted {
                purpose: turn.purpose,
                host: turn.host,
                ttl: None,
                limit: comparison.step,
                ech: turn.ech,
                asks_transfer: matches!(
                    turn.purpose,
                    Purpose::OwnServer | Purpose::OwnServerControl
                ),
            };
            observed.shake(turn.at, wanted, pace, waiting).await;
        }
    }
}
