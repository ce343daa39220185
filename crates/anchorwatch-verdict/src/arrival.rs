//! With which TTL answers arrived: a second witness of where they came from.
//!
//! A trace counts routers on the way there. What an answer's packets have left of their TTL counts
//! those on the way back, and is found otherwise. Neither needs the other, so two different values
//! beside two different hops are surer than either alone. Whoever makes packets chooses their TTL,
//! so a witness that says otherwise is said, and hides nothing.

use std::net::SocketAddr;

use anchorwatch_evidence::{Failure, Measurement, Purpose, TlsHandshake};

/// How often one more than the TTL must have brought nothing: one packet can be lost.
const ENOUGH: usize = 2;

/// What the TTLs say about the place that a trace found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Witness {
    /// Both find that the answers to the two names come from different places, or both from one.
    Agrees { is_elsewhere: bool },
    /// The trace finds two places and the TTLs one, or the reverse.
    SaysOtherwise { name: u8, control: u8 },
    /// Not known of both names.
    Unclear,
}

impl Witness {
    /// The distances and the TTLs of the name's answer and of the other one's.
    pub(crate) fn of(hops: Option<(u8, u8)>, ttls: Option<(u8, u8)>) -> Self {
        let (Some((hop, control_hop)), Some((name, control))) = (hops, ttls) else {
            return Self::Unclear;
        };
        let is_elsewhere = hop != control_hop;
        match is_elsewhere == (name != control) {
            true => Self::Agrees { is_elsewhere },
            false => Self::SaysOtherwise { name, control },
        }
    }
}

/// The TTL with which the answers to this kind of handshake arrived: the largest limit with which a
/// certificate came, if with one more nothing came, more than once.
pub(crate) fn arrival_ttl(
    measurement: &Measurement,
    target: SocketAddr,
    purpose: Purpose,
) -> Option<u8> {
    let handshakes = measurement.tls_handshakes.iter();
    let of_it = handshakes.filter(|it| it.address == Some(target) && it.purpose == purpose);
    let limited: Vec<(u8, &TlsHandshake)> = of_it
        .filter_map(|handshake| Some((handshake.min_ttl?, handshake)))
        .collect();
    let answered = limited
        .iter()
        .filter(|(_, it)| !it.peer_certificates.is_empty());
    let ttl = answered.map(|(limit, _)| *limit).max()?;
    let beyond = limited
        .iter()
        .filter(|(limit, _)| Some(*limit) == ttl.checked_add(1));
    let is_silent = |it: &TlsHandshake| it.failure == Some(Failure::GenericTimeoutError);
    let silent: Vec<bool> = beyond.map(|(_, it)| is_silent(it)).collect();
    let is_end = silent.len() >= ENOUGH && silent.into_iter().all(|it| it);
    (ttl == u8::MAX || is_end).then_some(ttl)
}
