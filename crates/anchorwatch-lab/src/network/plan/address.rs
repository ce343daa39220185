//! The addresses of the network.
//!
//! Sources: RFC 5737 (IPv4) and RFC 3849 (IPv6), both for documentation; between the routers, RFC
//! 2544 §C.2.2 (tests of network devices). None of them is in use on the internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The first address of the server: the site that is measured.
pub const SITE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, SITE_HOST);
/// The second address of the server: a server of whoever measures.
pub const OWN_SERVER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, OTHER_HOSTS[0]);
/// The third address of the server: a site that nobody interferes with.
pub const OTHER_SITE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, OTHER_HOSTS[1]);
/// [`SITE`] in IPv6.
pub const SITE_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0x113, 0, 0, 0, 0, SITE_HOST as u16);
/// [`OTHER_SITE`] in IPv6.
pub const OTHER_SITE_V6: Ipv6Addr =
    Ipv6Addr::new(0x2001, 0xdb8, 0x113, 0, 0, 0, 0, OTHER_HOSTS[1] as u16);

pub(super) const SITE_HOST: u8 = 10;
pub(super) const OTHER_HOSTS: [u8; 2] = [20, 30];

/// The network of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subnet {
    /// Between the client and the first router.
    Client,
    /// Between this router and the next one.
    Between(u8),
    /// Between the last router and the server.
    Server,
    /// Between a router and the control vantage point.
    Control,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

impl Subnet {
    pub(super) fn v4(self, host: u8) -> Ipv4Addr {
        let [a, b, c] = match self {
            Self::Client => [192, 0, 2],
            Self::Between(number) => [198, 18, number],
            Self::Server => [203, 0, 113],
            Self::Control => [198, 51, 100],
        };
        Ipv4Addr::new(a, b, c, host)
    }

    pub(super) fn v6(self, host: u8) -> Ipv6Addr {
        let (third, fourth) = match self {
            Self::Client => (0x2, 0),
            Self::Between(number) => (0x18, number.into()),
            Self::Server => (0x113, 0),
            Self::Control => (0x100, 0),
        };
        Ipv6Addr::new(0x2001, 0xdb8, third, fourth, 0, 0, 0, host.into())
    }

    pub(super) fn address(self, family: Family, host: u8) -> IpAddr {
        match family {
            Family::V4 => self.v4(host).into(),
            Family::V6 => self.v6(host).into(),
        }
    }

    /// Returns the network as a route names it.
    pub(super) fn prefix(self, family: Family) -> String {
        format!("{}/{}", self.address(family, 0), family.prefix_length())
    }
}

impl Family {
    pub(super) fn prefix_length(self) -> u8 {
        match self {
            Self::V4 => 24,
            Self::V6 => 64,
        }
    }

    /// Returns the route of last resort.
    pub(super) fn everything(self) -> &'static str {
        match self {
            Self::V4 => "default",
            Self::V6 => "::/0",
        }
    }
}
