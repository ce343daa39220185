//! One measurement for each name and port.

use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
};

use anchorwatch_identity::UnixSeconds;

use super::{super::step, steps::Steps};
use crate::{DnsQuery, ImportFormat, Measurement, TlsHandshake};

/// The port of HTTPS, if no connection tells another.
const HTTPS: u16 = 443;

/// The port of HTTP. That a connection to it failed says nothing about TLS.
const HTTP: u16 = 80;

pub(super) fn of(mut steps: Steps, began: UnixSeconds) -> Vec<Measurement> {
    let handshakes = std::mem::take(&mut steps.handshakes);
    let answers = Answers::of(&steps.queries);
    let mut all: Vec<Measurement> = Vec::new();
    let mut places: HashMap<(String, u16), usize> = HashMap::new();
    let new = |host, port| step::measurement(ImportFormat::Ooni, host, port, began);
    for handshake in handshakes {
        let Some((host, port)) = target(&handshake, &steps, &answers) else {
            continue;
        };
        let place = *places.entry((host.clone(), port)).or_insert(all.len());
        if place == all.len() {
            all.push(new(host, port));
        }
        if let Some(measurement) = all.get_mut(place) {
            measurement.tls_handshakes.push(handshake);
        }
    }
    let mut seen: HashSet<_> = all.iter().map(|one| one.target.host.clone()).collect();
    for host in steps.queries.iter().map(name_of) {
        if let Some(port) = failed_at(&host, &steps, &answers)
            && seen.insert(host.clone())
        {
            all.push(new(host, port));
        }
    }
    for measurement in &mut all {
        add_earlier_steps(measurement, &steps, &answers);
    }
    all
}

/// The addresses of the names that were looked up.
struct Answers(HashMap<String, HashSet<IpAddr>>);

impl Answers {
    fn of(queries: &[DnsQuery]) -> Self {
        let mut all: HashMap<String, HashSet<IpAddr>> = HashMap::new();
        for query in queries {
            let own = all.entry(name_of(query)).or_default();
            own.extend(&query.answers);
        }
        Self(all)
    }

    /// Whether an address is one of the host's, or the host itself.
    fn has(&self, host: &str, ip: IpAddr) -> bool {
        let own = self.0.get(host);
        own.is_some_and(|own| own.contains(&ip)) || host.parse() == Ok(ip)
    }
}

fn name_of(query: &DnsQuery) -> String {
    query.hostname.to_ascii_lowercase()
}

/// Whom the handshake asked for: the name that it sent, or the address.
fn target(handshake: &TlsHandshake, steps: &Steps, answers: &Answers) -> Option<(String, u16)> {
    let name = handshake.server_name.as_ref();
    let name = name.map(|name| name.to_ascii_lowercase());
    let host = name.or_else(|| Some(handshake.address?.ip().to_string()))?;
    let port = match handshake.address {
        Some(address) => address.port(),
        None => {
            let mut tried = steps.connects.iter().map(|it| it.address);
            tried
                .find(|it| it.port() != HTTP && answers.has(&host, it.ip()))
                .map_or(HTTPS, |it| it.port())
        }
    };
    Some((host, port))
}

/// The port that was not reached because every query for the name, or every connection to it,
/// failed.
fn failed_at(host: &str, steps: &Steps, answers: &Answers) -> Option<u16> {
    let mut asked = steps.queries.iter().filter(|it| name_of(it) == host);
    if asked.all(|query| query.failure.is_some()) {
        return Some(HTTPS);
    }
    let tried = steps.connects.iter();
    let mut tried = tried
        .filter(|it| it.address.port() != HTTP && answers.has(host, it.address.ip()))
        .peekable();
    let port = tried.peek()?.address.port();
    tried
        .all(|connect| connect.failure.is_some())
        .then_some(port)
}

/// Adds the look-ups of the name, and the connections to its addresses.
fn add_earlier_steps(measurement: &mut Measurement, steps: &Steps, answers: &Answers) {
    let target = measurement.target.clone();
    let handshakes = measurement.tls_handshakes.iter();
    let seen: HashSet<_> = handshakes.filter_map(|it| it.address).collect();
    let connects = steps.connects.iter().filter(|connect| {
        let is_own =
            seen.contains(&connect.address) || answers.has(&target.host, connect.address.ip());
        is_own && connect.address.port() == target.port
    });
    measurement.tcp_connect = connects.cloned().collect();
    let queries = steps.queries.iter();
    let queries = queries.filter(|it| name_of(it) == target.host);
    measurement.queries = queries.cloned().collect();
}
