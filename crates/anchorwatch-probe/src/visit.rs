//! One visit to a place: several names, and another one to compare them with.
//!
//! The names are sent one after the other to the same address, in random order, so that a network
//! that changes its behaviour in between changes it for all of them. The handshake with the
//! control name is made once, and is part of what was observed for each name. All of them are
//! brief: they end with the proof of the key, or with the signature that is to be checked later.

use std::net::{IpAddr, SocketAddr};

use anchorwatch_evidence::{Purpose, Target};

use crate::{
    Address, Limits, Observed, Pace,
    capture::{Proof, Wanted},
    measure::look_up,
    random::shuffled,
};

/// What is asked at a place.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    /// The host that is resolved, and the port.
    pub place: &'a Target,
    /// The server names to send.
    pub names: &'a [String],
    /// Another name, sent once.
    pub control: Option<&'a str>,
    /// Whether the servers' signatures are kept unchecked, which takes half the time.
    pub is_unchecked: bool,
    /// Addresses to which nothing is sent.
    pub is_excluded: &'a (dyn Fn(IpAddr) -> bool + Sync),
}

impl std::fmt::Debug for Visit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visit")
            .field("place", &self.place)
            .field("names", &self.names)
            .field("control", &self.control)
            .field("is_unchecked", &self.is_unchecked)
            .finish_non_exhaustive()
    }
}

/// A handshake of a visit: for one of the names, or for all.
#[derive(Clone, Copy)]
struct Turn<'a> {
    index: Option<usize>,
    purpose: Purpose,
    host: &'a str,
}

impl<'a> Visit<'a> {
    /// The turns in random order.
    fn turns(&self) -> Vec<Turn<'a>> {
        let names = self.names.iter().enumerate().map(|(index, host)| Turn {
            index: Some(index),
            purpose: Purpose::Target,
            host,
        });
        let control = self.control.map(|host| Turn {
            index: None,
            purpose: Purpose::TargetControl,
            host,
        });
        shuffled(names.chain(control))
    }
}

/// Makes the visit: what was observed for each name, in their order. `None` if every address is
/// excluded; then nothing was sent but the resolver's question.
///
/// This never fails: a network failure is a result.
pub async fn visit(visit: &Visit<'_>, limits: Limits, pace: &mut Pace) -> Option<Vec<Observed>> {
    let query = look_up(visit.place, Address::Resolve, limits, &|_| {}).await;
    let allowed = query.answers.iter().copied();
    let allowed: Vec<IpAddr> = allowed.filter(|ip| !(visit.is_excluded)(*ip)).collect();
    if allowed.is_empty() && !query.answers.is_empty() {
        return None;
    }
    let proof = match visit.is_unchecked {
        true => Proof::Kept,
        false => Proof::Checked,
    };
    let mut at = None;
    let mut seen: Vec<(Option<usize>, Observed)> = Vec::new();
    for turn in visit.turns() {
        let wanted = Wanted {
            purpose: turn.purpose,
            host: turn.host,
            ttl: None,
            limit: limits.step,
            ech: None,
            asks_transfer: false,
        };
        let tried: Vec<IpAddr> = match at {
            Some(ip) => vec![ip],
            None => allowed.iter().copied().take(limits.address_count).collect(),
        };
        let is_first = at.is_none();
        for ip in tried {
            let mut observed = Observed::default();
            let address = SocketAddr::new(ip, visit.place.port);
            let is_connected = observed.shake_briefly(address, wanted, proof, pace).await;
            // That an address cannot be reached concerns every name.
            let index = turn.index.filter(|_| is_connected || !is_first);
            seen.push((index, observed));
            if is_connected {
                at = Some(ip);
                break;
            }
        }
        if at.is_none() {
            break;
        }
    }
    let names = 0..visit.names.len();
    Some(names.map(|name| of_name(name, &query, &mut seen)).collect())
}

fn of_name(
    name: usize,
    query: &anchorwatch_evidence::DnsQuery,
    seen: &mut [(Option<usize>, Observed)],
) -> Observed {
    let mut observed = Observed {
        queries: vec![query.clone()],
        ..Observed::default()
    };
    for (index, one) in seen {
        let one = match index {
            // What is for all names is needed again.
            None => one.clone(),
            Some(index) if *index == name => std::mem::take(one),
            Some(_) => continue,
        };
        observed.tcp_connect.extend(one.tcp_connect);
        observed.tls_handshakes.extend(one.tls_handshakes);
    }
    observed
}
