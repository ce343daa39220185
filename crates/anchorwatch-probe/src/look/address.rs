//! Which addresses anyone on the internet can reach: a server does not look into its own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is neither of a private network, nor of this machine, nor of many machines.
///
/// Sources: the special-purpose address registries of IANA (RFC 6890), read 2026-12. Networks for
/// documentation and for tests of devices lead nowhere, and are allowed.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = match first {
        // This network; loopback; multicast and what is reserved.
        0 | 127 | 224.. => true,
        // Networks of companies and homes (RFC 1918).
        10 => true,
        172 => (16..32).contains(&second),
        192 => second == 168 || (second == 0 && third == 0),
        // Behind the address translation of a provider (RFC 6598).
        100 => (64..128).contains(&second),
        // One link, with the metadata of clouds (RFC 3927).
        169 => second == 254,
        _ => false,
    };
    !is_special
}

/// Only what is global unicast, and nothing in it that a translator or a tunnel takes somewhere else.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let [first, second, ..] = segments;
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        // NAT64 (RFC 6052): the last 32 bits are the address that is meant.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => is_public_v4(embedded(high, low)),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => is_public_v4(embedded(high, low)),
        // Teredo, and other uses of 2001::/23 that are no machine's address.
        _ if first == 0x2001 && second < 0x200 => false,
        _ => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_some_can_reach_is_not_public() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2002:7f00:1::1",
            "2002:c0a8:101::",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_anyone_can_reach_is_public() {
        for address in [
            "1.1.1.1",
            "9.9.9.9",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "172.15.255.255",
            "172.32.0.1",
            "169.253.1.1",
            "192.0.2.1",
            "192.167.1.1",
            "198.18.0.1",
            "203.0.113.10",
            "223.255.255.255",
            "::ffff:9.9.9.9",
            "64:ff9b::909:909",
            "2001:200::1",
            "2001:db8::1",
            "2002:909:909::1",
            "2620:fe::fe",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
