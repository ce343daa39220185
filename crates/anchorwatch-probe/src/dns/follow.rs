//! Which addresses of answers are worth a connection.

use std::net::{IpAddr, SocketAddr};

use anchorwatch_evidence::{DnsQuery, may_be_led_to};

use super::Resolving;
use crate::Observed;

/// First one that a resolver with a proven name gave, unless one was tried; then the first address
/// of each answer in clear that gives none of those. IPv4 first: not every network has IPv6.
///
/// No connection is made to an address that no public server has, or that can end inside the local
/// network: whoever forges an answer could choose a machine there.
pub(super) fn chosen(observed: &Observed, host: &str, port: u16) -> Vec<SocketAddr> {
    let connects = observed.tcp_connect.iter();
    let tried: Vec<IpAddr> = connects.map(|it| it.address.ip()).collect();
    let of_host = observed.queries.iter().filter(|it| it.hostname == host);
    let (sure, open): (Vec<&DnsQuery>, Vec<&DnsQuery>) = of_host
        .filter(|it| it.exchange.is_some())
        .partition(|it| it.exchange.as_ref().is_some_and(|it| it.is_over_tls()));
    let sure: Vec<IpAddr> = sure.iter().flat_map(|it| it.answers.clone()).collect();
    let mut chosen = Vec::new();
    if !tried.iter().any(|it| sure.contains(it)) {
        let mut found = sure.iter().filter(|it| may_be_led_to(**it));
        chosen.extend(
            found
                .clone()
                .find(|it| it.is_ipv4())
                .or_else(|| found.next()),
        );
    }
    let responses = open.iter().filter_map(|it| it.exchange.as_ref());
    let responses = responses.flat_map(|it| &it.responses);
    let mut firsts: Vec<IpAddr> = responses
        .filter(|it| {
            !it.addresses()
                .any(|it| sure.contains(&it) || tried.contains(&it))
        })
        .filter_map(|it| it.addresses().find(|it| may_be_led_to(*it)))
        .collect();
    firsts.sort_by_key(IpAddr::is_ipv6);
    for first in firsts {
        if !chosen.contains(&first) {
            chosen.push(first);
        }
    }
    let chosen = chosen.into_iter().take(Resolving::MAX_CONNECTIONS);
    chosen.map(|ip| SocketAddr::new(ip, port)).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use anchorwatch_evidence::{
        DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQueryType, DnsResponse, Resolver, TcpConnect,
    };

    use super::*;

    const HOST: &str = "www.example.kz";

    fn query(engine: DnsEngine, answers: &[&[&str]]) -> DnsQuery {
        let response = |addresses: &&[&str]| DnsResponse {
            rcode: 0,
            is_truncated: false,
            answers: addresses
                .iter()
                .map(|it| DnsAnswer {
                    ttl: 60,
                    data: DnsData::Address(it.parse().unwrap()),
                })
                .collect(),
            elapsed: Duration::ZERO,
        };
        let responses: Vec<DnsResponse> = answers.iter().map(response).collect();
        DnsQuery {
            hostname: HOST.to_owned(),
            resolver: Resolver::Other,
            failure: None,
            answers: responses[0].addresses().collect(),
            exchange: Some(DnsExchange {
                engine,
                resolver_address: ([192, 0, 2, 53], 53).into(),
                resolver_name: None,
                query_type: DnsQueryType::A,
                responses,
                unmatched_count: 0,
            }),
        }
    }

    fn chosen_of(tried: &str, queries: Vec<DnsQuery>) -> Vec<String> {
        let observed = Observed {
            queries,
            tcp_connect: vec![TcpConnect {
                address: format!("{tried}:443").parse().unwrap(),
                ttl: None,
                ttl_exceeded_by: None,
                failure: None,
                elapsed: Duration::ZERO,
            }],
            tls_handshakes: Vec::new(),
            quic_handshakes: Vec::new(),
            requests: Vec::new(),
        };
        let chosen = chosen(&observed, HOST, 443);
        chosen.iter().map(SocketAddr::to_string).collect()
    }

    #[test]
    fn a_sure_address_comes_first_unless_one_was_tried() {
        let queries = || {
            vec![
                query(DnsEngine::Udp, &[&["203.0.113.66"]]),
                query(DnsEngine::Dot, &[&["2001:db8::1", "203.0.113.10"]]),
            ]
        };
        let both = ["203.0.113.10:443", "203.0.113.66:443"];
        assert_eq!(chosen_of("203.0.113.1", queries()), both);
        assert_eq!(chosen_of("203.0.113.10", queries()), both[1..]);
    }

    #[test]
    fn an_answer_that_has_a_known_address_leads_nowhere_new() {
        let sure = || query(DnsEngine::Doh, &[&["203.0.113.10"]]);
        let mixed = query(DnsEngine::Udp, &[&["203.0.113.66", "203.0.113.10"]]);
        assert!(chosen_of("203.0.113.10", vec![sure(), mixed]).is_empty());
        let raced = query(DnsEngine::Udp, &[&["203.0.113.66"], &["203.0.113.10"]]);
        assert_eq!(
            chosen_of("203.0.113.10", vec![sure(), raced]),
            ["203.0.113.66:443"]
        );
    }

    #[test]
    fn two_are_chosen_at_most_ipv4_first_and_none_that_is_not_public() {
        let many: [&[&str]; 5] = [
            &["2001:db8::2"],
            &["10.10.34.34"],
            &["203.0.113.2"],
            &["203.0.113.3"],
            &["203.0.113.4"],
        ];
        let chosen = chosen_of("203.0.113.10", vec![query(DnsEngine::Udp, &many)]);
        assert_eq!(chosen, ["203.0.113.2:443", "203.0.113.3:443"]);
        // The last three: tests of devices, a local translator, and 6to4.
        let near = [
            "127.0.0.1",
            "198.18.0.1",
            "64:ff9b:1::c000:201",
            "2002:c000:201::1",
        ];
        for near in near {
            for engine in [DnsEngine::Dot, DnsEngine::Udp] {
                let near = query(engine, &[&[near]]);
                assert!(chosen_of("203.0.113.10", vec![near]).is_empty());
            }
        }
    }
}
