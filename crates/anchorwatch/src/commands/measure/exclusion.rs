//! Hosts, addresses and networks to which nothing is sent.

use std::{net::IpAddr, path::Path};

use anchorwatch_policy::{ReferenceName, distrust::DnsSuffix};

use super::lines::{BadLines, entries};
use crate::problem::{Hint, Hinted, Mistyped, Problem};

/// What is excluded.
#[derive(Debug, Default)]
pub(super) struct Exclusions {
    suffixes: Vec<DnsSuffix>,
    networks: Vec<(IpAddr, u32)>,
    pub(super) bad: BadLines,
}

impl Exclusions {
    pub(super) fn read(content: &[u8]) -> Self {
        let mut read = Self::default();
        for (line, entry) in entries(content) {
            if let Some(network) = network(&entry) {
                read.networks.push(network);
            } else if let Some(suffix) = suffix(&entry) {
                read.suffixes.push(suffix);
            } else {
                read.bad.add(line, Mistyped::NotAHost { host: entry });
            }
        }
        read
    }

    /// To leave out what cannot be read would send something to whom it protects.
    ///
    /// # Errors
    /// A line cannot be read.
    pub(super) fn refuse_bad_lines(&self, path: &Path) -> anyhow::Result<()> {
        let Some((line, _)) = self.bad.named.first() else {
            return Ok(());
        };
        let (path, line) = (path.to_owned(), *line);
        let problem = Problem::ExclusionUnreadable { path, line };
        Err(Hinted::new(&problem, &Hint::CorrectLine).into())
    }

    /// Whether a host, or a name below which it is, is excluded; an address also by its network.
    pub(super) fn has_host(&self, host: &str) -> bool {
        let name = ReferenceName::parse(host);
        if let Some(ip) = name.ip() {
            return self.has_address(ip);
        }
        let Some(dns) = name.dns() else {
            return false;
        };
        let is_below = |suffix: &DnsSuffix| {
            let rest = dns.strip_suffix(suffix.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.suffixes.iter().any(is_below)
    }

    pub(super) fn has_address(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        let mut networks = self.networks.iter();
        networks.any(|(network, prefix)| contains(*network, *prefix, ip))
    }
}

fn suffix(entry: &str) -> Option<DnsSuffix> {
    let entry = entry.strip_prefix("*.").unwrap_or(entry);
    let entry = entry.strip_prefix('.').unwrap_or(entry);
    DnsSuffix::parse(entry)
}

/// An address, or a network in CIDR notation.
fn network(entry: &str) -> Option<(IpAddr, u32)> {
    let (address, prefix) = match entry.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix.parse::<u32>().ok()?)),
        None => (entry, None),
    };
    let bare = address.trim_start_matches('[').trim_end_matches(']');
    let given: IpAddr = bare.parse().ok()?;
    let ip = given.to_canonical();
    let bits: u32 = if ip.is_ipv4() { 32 } else { 128 };
    // An IPv4-mapped network has 96 bits more than the IPv4 network that it is.
    let more = if ip.is_ipv4() && given.is_ipv6() {
        96
    } else {
        0
    };
    let prefix = prefix.unwrap_or(bits + more).checked_sub(more)?;
    (prefix <= bits).then_some((ip, prefix))
}

fn contains(network: IpAddr, prefix: u32, ip: IpAddr) -> bool {
    match (network, ip) {
        (IpAddr::V4(network), IpAddr::V4(ip)) => {
            let differs = network.to_bits() ^ ip.to_bits();
            differs.leading_zeros() >= prefix
        }
        (IpAddr::V6(network), IpAddr::V6(ip)) => {
            let differs = network.to_bits() ^ ip.to_bits();
            differs.leading_zeros() >= prefix
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_covers_what_is_below_it_and_a_network_its_addresses() {
        let text = "gov.example\n*.b.example\n192.0.2.0/24\n2001:db8::/32\n198.51.100.7\n0.0.0.0/33\nx y\n";
        let excluded = Exclusions::read(text.as_bytes());
        let lines: Vec<u64> = excluded.bad.named.iter().map(|it| it.0).collect();
        assert_eq!(lines, [6, 7]);
        for host in [
            "gov.example",
            "A.GOV.example.",
            "b.example",
            "192.0.2.9",
            "[2001:db8::1]",
        ] {
            assert!(excluded.has_host(host), "{host}");
        }
        for host in [
            "xgov.example",
            "example",
            "192.0.3.1",
            "198.51.100.8",
            "[2001:db9::1]",
        ] {
            assert!(!excluded.has_host(host), "{host}");
        }
        assert!(excluded.has_address("::ffff:192.0.2.1".parse().unwrap()));
        let all = Exclusions::read(b"0.0.0.0/0");
        assert!(all.has_host("203.0.113.1") && !all.has_host("[2001:db8::1]"));
    }
}
