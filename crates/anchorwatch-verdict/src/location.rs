//! How far away the answer came from that shows the interception.

use std::net::{IpAddr, SocketAddr};

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_verify::Decision;

use crate::{
    arrival::{Witness, arrival_ttl},
    case::Case,
    own_server,
};

/// The place of whoever answered in a server's place, as a path trace shows it.
///
/// **Limits:** whoever ends TCP for every connection answers to every name from the same place;
/// and a device can change what a trace relies on. Addresses of routers are what those who see the
/// packets say they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The address that was asked.
    pub target: SocketAddr,
    /// Whether it was asked over QUIC.
    pub is_over_quic: bool,
    /// With so many hops the answer comes, and with fewer it does not.
    pub hop: u8,
    /// The routers before it that named themselves, by their hop.
    pub routers: Vec<(u8, IpAddr)>,
    /// With so many hops the answer to another name comes.
    pub control_hop: Option<u8>,
    /// The TTL with which the answer arrived, if that is known.
    pub arrival_ttl: Option<u8>,
    /// The same of the answer to another name.
    pub control_arrival_ttl: Option<u8>,
}

/// What a trace says about the place.
pub(crate) enum Placed {
    /// There.
    At(Location),
    /// Nothing: the interception comes and goes.
    ComesAndGoes,
}

impl Placed {
    pub(crate) fn location(self) -> Option<Location> {
        match self {
            Self::At(location) => Some(location),
            Self::ComesAndGoes => None,
        }
    }
}

impl Location {
    /// `None` if no path was traced, or the traced answers show no interception. If the answers over
    /// TCP do, their place is said: an interceptor of TCP may let QUIC pass.
    pub(crate) fn of(measurement: &Measurement, cases: &[Case<'_>]) -> Option<Placed> {
        let over_tcp = nearest(cases, false).map(|it| (it, false));
        let is_seen_over_tcp = cases
            .iter()
            .any(|case| !case.is_over_quic && matches!(case.decision, Decision::Refused(_)));
        let over_quic = nearest(cases, true).filter(|_| !is_seen_over_tcp);
        let ((hop, nearest), is_over_quic) = over_tcp.or_else(|| over_quic.map(|it| (it, true)))?;
        let (target, other) = (nearest.address?, control_of(nearest.purpose));
        let comes_and_goes = match is_over_quic {
            true => cases.first()?.compared.trusted_over_quic > 0,
            false => comes_and_goes(measurement, cases, nearest.purpose),
        };
        if comes_and_goes {
            return Some(Placed::ComesAndGoes);
        }
        let controls: Vec<&TlsHandshake> = match is_over_quic {
            true => measurement
                .quic_handshakes
                .iter()
                .map(|it| &it.tls)
                .collect(),
            false => measurement.tls_handshakes.iter().collect(),
        };
        let controls = controls.into_iter();
        let controls = controls.filter(|it| it.address == Some(target) && it.purpose == other);
        let answered = controls.filter(|it| !it.peer_certificates.is_empty());
        Some(Placed::At(Self {
            target,
            is_over_quic,
            hop,
            routers: match is_over_quic {
                true => routers_of_quic(measurement, target, hop),
                false => routers(measurement, target, hop),
            },
            control_hop: answered.filter_map(|it| it.ttl).min(),
            arrival_ttl: arrival_ttl(measurement, target, nearest.purpose)
                .filter(|_| !is_over_quic),
            control_arrival_ttl: arrival_ttl(measurement, target, other).filter(|_| !is_over_quic),
        }))
    }

    /// What the TTLs of the answers say about it.
    pub(crate) fn second_witness(&self) -> Witness {
        let hops = self.control_hop.map(|control| (self.hop, control));
        Witness::of(hops, self.arrival_ttl.zip(self.control_arrival_ttl))
    }

    /// Whether the answer comes from nearer than the answer to another name.
    pub(crate) fn is_nearer(&self) -> bool {
        self.control_hop.is_some_and(|control| self.hop < control)
    }

    /// The router right before the answer, if it named itself.
    #[must_use]
    pub fn router_before(&self) -> Option<IpAddr> {
        let mut routers = self.routers.iter();
        let before = routers.find(|(ttl, _)| Some(*ttl) == self.hop.checked_sub(1));
        before.map(|(_, address)| *address)
    }
}

/// The handshake with the fewest hops that shows an interception.
fn nearest<'a>(cases: &[Case<'a>], is_over_quic: bool) -> Option<(u8, &'a TlsHandshake)> {
    let limited = cases.iter().filter_map(|case| {
        let handshake = case.handshake?;
        let is_in_place = match handshake.purpose {
            Purpose::OwnServer => true,
            _ => !matches!(case.decision, Decision::Trusted(_)),
        };
        let counts = is_in_place && case.is_over_quic == is_over_quic;
        Some((handshake.ttl?, handshake)).filter(|_| counts)
    });
    limited.min_by_key(|(ttl, _)| *ttl)
}

/// Whether the name got the genuine answer in some connections, and another one in others. Where no
/// answer came, the packet may have passed an interceptor that let this connection through; the
/// place would be too far away, and another's.
fn comes_and_goes(measurement: &Measurement, cases: &[Case<'_>], purpose: Purpose) -> bool {
    if purpose == Purpose::OwnServer {
        let handshakes = measurement.tls_handshakes.iter();
        let proven =
            handshakes.filter(|it| it.purpose == purpose && it.is_key_proven == Some(true));
        let mut is_genuine = proven.map(|it| !own_server::is_of_somebody_else(it, measurement));
        return is_genuine.any(|it| it);
    }
    let mut of_target = cases.iter().filter(|case| {
        let judged = case.handshake;
        !case.is_over_quic && judged.is_some_and(|it| it.purpose == purpose)
    });
    of_target.any(|case| matches!(case.decision, Decision::Trusted(_)))
}

fn control_of(purpose: Purpose) -> Purpose {
    match purpose {
        Purpose::OwnServer | Purpose::OwnServerControl => Purpose::OwnServerControl,
        _ => Purpose::TargetControl,
    }
}

fn routers(measurement: &Measurement, target: SocketAddr, hop: u8) -> Vec<(u8, IpAddr)> {
    let sent = measurement.tcp_connect.iter();
    let sent = sent.filter(|connect| connect.address == target);
    before(
        sent.filter_map(|connect| Some((connect.ttl?, connect.ttl_exceeded_by?))),
        hop,
    )
}

fn routers_of_quic(measurement: &Measurement, target: SocketAddr, hop: u8) -> Vec<(u8, IpAddr)> {
    let sent = measurement.quic_handshakes.iter();
    let sent = sent.filter(|it| it.tls.address == Some(target));
    before(
        sent.filter_map(|it| Some((it.tls.ttl?, it.ttl_exceeded_by?))),
        hop,
    )
}

/// Those before this hop, each once.
fn before(routers: impl Iterator<Item = (u8, IpAddr)>, hop: u8) -> Vec<(u8, IpAddr)> {
    let mut routers: Vec<(u8, IpAddr)> = routers.filter(|(ttl, _)| *ttl < hop).collect();
    routers.sort_unstable();
    routers.dedup_by_key(|(ttl, _)| *ttl);
    routers
}
