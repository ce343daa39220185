//! The steps of a measurement, wherever they are below `test_keys`.

use std::net::SocketAddr;

use super::super::{RecordProblem, json::Json, step};
use crate::{DnsQuery, Purpose, Resolver, TcpConnect, TlsHandshake};

/// The most steps of a kind. Of the real measurements at hand, none has more than 38.
const MAX_STEPS: usize = 500;

/// The engines of the system's resolver, by their names in df-002.
const SYSTEM_ENGINES: [&str; 3] = ["system", "getaddrinfo", "golang_net_resolver"];

#[derive(Default)]
pub(super) struct Steps {
    pub(super) queries: Vec<DnsQuery>,
    pub(super) connects: Vec<TcpConnect>,
    pub(super) handshakes: Vec<TlsHandshake>,
}

impl Steps {
    /// Adds the steps of an object and of everything in it.
    pub(super) fn add(&mut self, object: &Json) -> Result<(), RecordProblem> {
        for query in list(object, "queries") {
            self.queries.extend(self::query(query)?);
        }
        let connects: Vec<_> = list(object, "tcp_connect").iter().collect();
        let connects: Vec<_> = match object.get("tcp_connect") {
            // tlsping has one for each ping.
            Some(single @ Json::Object(_)) => vec![single],
            _ => connects,
        };
        for connect in &connects {
            self.connects.extend(self::connect(connect));
        }
        for handshake in list(object, "tls_handshakes") {
            self.handshakes.push(self::handshake(handshake, &connects)?);
        }
        // Of tlsping; web_connectivity's helper has a map of addresses by that name.
        if let Some(single) = object.get("tls_handshake")
            && single.get("peer_certificates").is_some()
        {
            self.handshakes.push(handshake(single, &connects)?);
        }
        self.check_count()?;
        for (_, value) in object.entries().iter().filter(|(key, _)| is_followed(key)) {
            self.add(value)?;
            for element in value.elements() {
                self.add(element)?;
            }
        }
        Ok(())
    }

    fn check_count(&self) -> Result<(), RecordProblem> {
        let most = [
            self.queries.len(),
            self.connects.len(),
            self.handshakes.len(),
        ];
        if most.into_iter().any(|count| count > MAX_STEPS) {
            let max = MAX_STEPS as u64;
            return Err(RecordProblem::TooMany { max });
        }
        Ok(())
    }
}

fn is_followed(key: &str) -> bool {
    let is_step = ["queries", "tcp_connect", "tls_handshakes", "tls_handshake"].contains(&key);
    !is_step && key != "iterative_trace" && !key.starts_with("x_")
}

fn list<'a>(object: &'a Json, key: &str) -> &'a [Json] {
    object.get(key).map(Json::elements).unwrap_or_default()
}

/// `None` if it does not say which name was asked for.
fn query(query: &Json) -> Result<Option<DnsQuery>, RecordProblem> {
    let Some(hostname) = step::host(query, "hostname")? else {
        return Ok(None);
    };
    let is_system = query
        .text("engine")
        .is_some_and(|it| SYSTEM_ENGINES.contains(&it));
    let answers = list(query, "answers").iter();
    let answers = answers.filter_map(|it| step::ip(it, "ipv4").or_else(|| step::ip(it, "ipv6")));
    Ok(Some(DnsQuery {
        hostname,
        resolver: if is_system {
            Resolver::System
        } else {
            Resolver::Other
        },
        failure: step::failure(query),
        answers: answers.take(MAX_STEPS).collect(),
        exchange: None,
    }))
}

/// `None` if it does not say to where.
fn connect(connect: &Json) -> Option<TcpConnect> {
    Some(TcpConnect {
        address: step::address(connect)?,
        ttl: None,
        ttl_exceeded_by: None,
        failure: connect.get("status").and_then(step::failure),
        elapsed: step::elapsed(connect),
    })
}

fn handshake(handshake: &Json, connects: &[&Json]) -> Result<TlsHandshake, RecordProblem> {
    let key = "peer_certificates";
    let sent = list(handshake, key).iter();
    let sent = sent.map(|one| {
        one.text("data")
            .filter(|_| one.text("format") == Some("base64"))
    });
    let peer_certificates = step::certificates(sent, key)?;
    let failure = step::failure(handshake);
    let cipher_suite = step::word(handshake.text("cipher_suite"));
    let is_proven = failure.is_none()
        && !peer_certificates.is_empty()
        && step::has_signature(cipher_suite.as_deref());
    Ok(TlsHandshake {
        purpose: Purpose::Target,
        address: address(handshake, connects),
        ttl: None,
        min_ttl: None,
        server_name: step::host(handshake, "server_name")?,
        failed_after: None,
        tls_version: step::word(handshake.text("tls_version")),
        cipher_suite,
        peer_certificates,
        is_key_proven: is_proven.then_some(true),
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed: step::elapsed(handshake),
        failure,
    })
}

/// Old versions do not write with whom the handshake was: it is the only connection beside it, or
/// the one with its number.
fn address(handshake: &Json, connects: &[&Json]) -> Option<SocketAddr> {
    if let Some(address) = handshake.text("address") {
        return address.parse().ok();
    }
    let number = handshake.number("conn_id");
    let mut same = connects
        .iter()
        .filter(|connect| number.is_some() && connect.number("conn_id") == number);
    match (connects, same.next(), same.next()) {
        ([only], _, _) => step::address(only),
        (_, Some(one), None) => step::address(one),
        _ => None,
    }
}
