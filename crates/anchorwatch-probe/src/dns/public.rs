//! Well-known public resolvers.
//!
//! Sources, as of 2026: Cloudflare, «DNS over TLS» and «Make API requests to 1.1.1.1»; Google Public
//! DNS, «DNS-over-TLS» and «DNS-over-HTTPS»; Quad9, «Service Addresses & Features», of which the one
//! without filters is taken. All three answer everyone, keep addresses of users for a short time at
//! most by their own words, and are in the United States or Switzerland.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anchorwatch_evidence::DnsEngine;

use super::ResolverAddress;

/// Kind, address, and the name in the certificate.
const PUBLIC: [(DnsEngine, [u8; 4], Option<&str>); 4] = [
    (DnsEngine::Udp, [8, 8, 8, 8], None),
    (DnsEngine::Doh, [8, 8, 8, 8], Some("dns.google")),
    (DnsEngine::Dot, [1, 1, 1, 1], Some("one.one.one.one")),
    (DnsEngine::Dot, [9, 9, 9, 10], Some("dns10.quad9.net")),
];

/// One in clear, so that an answer that someone injects can be seen, and three whose names are
/// checked.
#[must_use]
pub fn public_resolvers() -> Vec<ResolverAddress> {
    let resolver = |(engine, address, name): (DnsEngine, [u8; 4], Option<&str>)| ResolverAddress {
        is_of_system: false,
        engine,
        address: SocketAddr::new(IpAddr::V4(Ipv4Addr::from(address)), engine.port()),
        name: name.map(str::to_owned),
    };
    PUBLIC.into_iter().map(resolver).collect()
}
