//! What a local root may vouch for, in the form that certificates have for it: permitted subtrees
//! (RFC 5280 §4.2.1.10).
//!
//! **Not covered:** private names of a single label, for which there is no subtree.

use std::{collections::BTreeSet, net::IpAddr};

use crate::{
    PRIVATE_SUFFIXES,
    consent::{ConsentScope, Network},
    distrust::DnsSuffix,
};

/// The networks whose addresses are private: RFC 1918, loopback, link-local (RFC 3927, RFC 4291
/// §2.5.6) and RFC 4193. A test compares them with the addresses themselves.
const PRIVATE_NETWORKS: [(IpAddr, u8); 8] = [
    (IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V4(std::net::Ipv4Addr::new(169, 254, 0, 0)), 16),
    (IpAddr::V4(std::net::Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V6(std::net::Ipv6Addr::LOCALHOST), 128),
    (
        IpAddr::V6(std::net::Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)),
        7,
    ),
    (
        IpAddr::V6(std::net::Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)),
        10,
    ),
];

/// DNS suffixes and networks. Never everything: it always has some of each, so that no kind of
/// name is left unconstrained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermittedSubtrees {
    suffixes: BTreeSet<DnsSuffix>,
    networks: BTreeSet<Network>,
}

impl PermittedSubtrees {
    /// The private names and addresses, and those of these scopes: the owner's own network, and
    /// what a consent covers.
    #[must_use]
    pub fn private_and(scopes: &[ConsentScope]) -> Self {
        let suffixes = PRIVATE_SUFFIXES.iter();
        let suffixes = suffixes.filter_map(|suffix| DnsSuffix::parse(suffix.name));
        let networks = PRIVATE_NETWORKS.into_iter();
        let mut permitted = Self {
            suffixes: suffixes.collect(),
            networks: networks.map(|(at, bits)| Network::of(at, bits)).collect(),
        };
        for scope in scopes {
            match scope {
                ConsentScope::Suffix(suffix) => permitted.suffixes.insert(suffix.clone()),
                ConsentScope::Network(network) => permitted.networks.insert(*network),
            };
        }
        permitted
    }

    /// The names, each with every name below it. Sorted.
    pub fn suffixes(&self) -> impl Iterator<Item = &DnsSuffix> {
        self.suffixes.iter()
    }

    /// The networks. Sorted.
    pub fn networks(&self) -> impl Iterator<Item = &Network> {
        self.networks.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private_name::is_private_address;

    fn neighbour(address: IpAddr, prefix_bits: u8, step: i8) -> Option<IpAddr> {
        let near = |bits: u128, whole: u8| {
            let size = 1_u128.checked_shl((whole - prefix_bits).into())?;
            match step {
                -1 => bits.checked_sub(1),
                0 => bits.checked_add(size - 1),
                _ => bits.checked_add(size),
            }
        };
        match address {
            IpAddr::V4(v4) => {
                let bits = u32::try_from(near(v4.to_bits().into(), 32)?).ok()?;
                Some(IpAddr::V4(bits.into()))
            }
            IpAddr::V6(v6) => Some(IpAddr::V6(near(v6.to_bits(), 128)?.into())),
        }
    }

    #[test]
    fn the_networks_are_the_private_addresses_and_end_where_those_end() {
        for (address, bits) in PRIVATE_NETWORKS {
            assert!(is_private_address(address), "{address}");
            for (step, is_private) in [(-1, false), (0, true), (1, false)] {
                let Some(near) = neighbour(address, bits, step) else {
                    continue;
                };
                assert_eq!(is_private_address(near), is_private, "{near}");
            }
        }
    }

    #[test]
    fn scopes_come_on_top_of_the_private_names() {
        let scopes = [
            "bank.example".parse().unwrap(),
            "192.0.2.0/24".parse().unwrap(),
        ];
        let permitted = PermittedSubtrees::private_and(&scopes);
        let count = |permitted: &PermittedSubtrees| {
            (permitted.suffixes().count(), permitted.networks().count())
        };
        let private = PermittedSubtrees::private_and(&[]);
        assert_eq!(
            count(&private),
            (PRIVATE_SUFFIXES.len(), PRIVATE_NETWORKS.len())
        );
        assert_eq!(
            count(&permitted),
            (PRIVATE_SUFFIXES.len() + 1, PRIVATE_NETWORKS.len() + 1)
        );
        assert!(
            permitted
                .suffixes()
                .any(|suffix| suffix.as_str() == "bank.example")
        );
    }
}
