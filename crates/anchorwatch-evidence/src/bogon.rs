//! Addresses that no server on the internet has.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one that no public server has: unspecified, loopback, private, shared,
/// link-local, multicast or reserved (IANA's special-purpose address registries, RFC 6890). An IPv4
/// address inside an IPv6 address counts as itself.
///
/// Resolvers that block a name often answer with such an address. **Not among them:** the ranges
/// for documentation and for tests of devices, which networks of tests use as the internet.
#[must_use]
pub fn is_bogon(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_bogon_v4(v4),
        IpAddr::V6(v6) => embedded_v4(v6).map_or_else(|| is_bogon_v6(v6), is_bogon_v4),
    }
}

/// Whether whoever is not trusted may lead this machine to the address. That is less than what is not
/// a bogon: tests of devices (198.18.0.0/15, RFC 2544), local translators (RFC 8215) and 6to4
/// (RFC 3056) can end inside the network of whoever measures.
#[must_use]
pub fn may_be_led_to(address: IpAddr) -> bool {
    let (v4, is_relayed) = match address {
        IpAddr::V4(v4) => (Some(v4), false),
        IpAddr::V6(v6) => (embedded_v4(v6), is_relayed(v6)),
    };
    let is_for_tests = v4.is_some_and(|v4| v4.octets()[0] == 198 && v4.octets()[1] & 0xfe == 18);
    !is_bogon(address) && !is_for_tests && !is_relayed
}

/// The IPv4 address to which an IPv6 address leads: mapped or compatible (RFC 4291 §2.5.5), behind a
/// translator (RFC 6052 §2.1, RFC 8215), or 6to4 (RFC 3056 §2).
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = address.octets();
    let last = Ipv4Addr::new(a, b, c, d);
    match address.segments() {
        // `::` and `::1` are no IPv4 addresses.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => Some(last),
        // With a shorter prefix, the IPv4 address is in front and zeros are last.
        [0x64, 0xff9b, 1, ..] => Some(last).filter(|v4| !v4.is_unspecified()),
        [0x2002, high, low, ..] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    }
}

fn is_relayed(address: Ipv6Addr) -> bool {
    matches!(address.segments(), [0x64, 0xff9b, 1, ..] | [0x2002, ..])
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
        // Site-local, which nobody has any more (RFC 3879).
        || address.segments()[0] & 0xffc0 == 0xfec0
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
            "::10.0.0.1",
            "fec0::1",
            "64:ff9b::c0a8:1",
            "64:ff9b:1::c0a8:1",
            "2002:7f00:1::",
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
            "198.18.0.1",
            "64:ff9b::808:808",
            "64:ff9b:1::808:808",
            "64:ff9b:1:808:8:800::",
            "2002:808:808::",
        ];
        for text in bogon {
            assert!(is_bogon(text.parse().unwrap()), "{text}");
        }
        for text in public {
            assert!(!is_bogon(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn nobody_is_led_to_what_can_be_near_however_it_is_written() {
        for near in [
            "127.0.0.1",
            "169.254.169.254",
            "198.18.0.1",
            "198.19.255.255",
            "::ffff:198.18.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::c612:1",
            "64:ff9b:1::808:808",
            "64:ff9b:1:808:8:800::",
            "2002:808:808::",
            "fec0::1",
        ] {
            assert!(!may_be_led_to(near.parse().unwrap()), "{near}");
        }
        for far in [
            "8.8.8.8",
            "192.0.2.1",
            "198.17.255.255",
            "198.20.0.1",
            "203.0.113.10",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2001:4860:4860::8888",
        ] {
            assert!(may_be_led_to(far.parse().unwrap()), "{far}");
        }
    }
}
