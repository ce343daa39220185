//! Addresses that no server on the internet has.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one that no public server has: unspecified, loopback, private, shared,
/// link-local, multicast or reserved (IANA's special-purpose address registries, RFC 6890).
///
/// Resolvers that block a name often answer with such an address. **Not among them:** the ranges
/// for documentation and for tests of devices, which networks of tests use as the internet.
#[must_use]
pub fn is_bogon(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_bogon_v4(address),
        IpAddr::V6(address) => is_bogon_v6(address),
    }
}

fn is_bogon_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    first == 0
        || first >= 224
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        // Behind carrier-grade NAT (RFC 6598).
        || (first == 100 && (64..128).contains(&second))
        // For protocols (RFC 6890).
        || (first == 192 && second == 0 && third == 0)
}

fn is_bogon_v6(address: Ipv6Addr) -> bool {
    address.is_unspecified()
        || address.is_loopback()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_multicast()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_each_range_are_told_apart() {
        let bogon = [
            "0.0.0.0",
            "10.10.34.34",
            "127.0.0.1",
            "100.64.0.0",
            "100.127.255.255",
            "169.254.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "192.0.0.8",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fd00::1",
            "fe80::1",
            "ff02::1",
            "::ffff:10.0.0.1",
        ];
        let public = [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.0",
            "172.32.0.1",
            "192.0.1.1",
            "203.0.113.10",
            "223.255.255.255",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ];
        for text in bogon {
            assert!(is_bogon(text.parse().unwrap()), "{text}");
        }
        for text in public {
            assert!(!is_bogon(text.parse().unwrap()), "{text}");
        }
    }
}
