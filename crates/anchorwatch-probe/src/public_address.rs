//! Which addresses are out there, and which belong to this machine or its network.

use std::net::{IpAddr, Ipv4Addr};

/// Whether packets to this address leave the networks of whoever measures. An IPv4 address inside an
/// IPv6 address counts as itself (RFC 4291 §2.5.5.2, RFC 6052 §2.1).
///
/// The addresses for documentation count as public; nobody has them.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => {
            let low = || {
                let [.., a, b, c, d] = v6.octets();
                is_public_v4(Ipv4Addr::new(a, b, c, d))
            };
            match v6.segments() {
                [0, 0, 0, 0, 0, 0 | 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => low(),
                // Local NAT64 (RFC 8215) and 6to4 (RFC 3056) lead to who knows where.
                [0x64, 0xff9b, 1, ..] | [0x2002, ..] => false,
                [0xfec0..=0xfeff, ..] => false,
                _ => !v6.is_multicast() && !v6.is_unicast_link_local() && !v6.is_unique_local(),
            }
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    // 0/8 (RFC 1122), 100.64/10 (RFC 6598), 192.0.0/24 (RFC 6890), 198.18/15 (RFC 2544), 240/4.
    let is_special = first == 0
        || first >= 240
        || (first == 100 && second & 0xc0 == 64)
        || (first == 192 && second == 0 && third == 0)
        || (first == 198 && second & 0xfe == 18);
    let is_near = address.is_private() || address.is_loopback() || address.is_link_local();
    !is_special && !is_near && !address.is_multicast()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_not_public_however_it_is_written() {
        let is_public = |text: &str| is_public(text.parse().unwrap());
        for near in [
            "127.0.0.1",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::10.0.0.1",
            "64:ff9b::c0a8:1",
            "64:ff9b:1::808:808",
            "2002:7f00:1::",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(near), "{near}");
        }
        for far in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.2.1",
            "198.20.0.1",
            "203.0.113.10",
            "::ffff:8.8.8.8",
            "2001:4860:4860::8888",
        ] {
            assert!(is_public(far), "{far}");
        }
    }
}
