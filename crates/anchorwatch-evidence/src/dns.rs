//! What a resolver answered, message by message.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

/// A question to one resolver, and everything that came back. What the operating system's own
/// look-up does is not seen, so a look-up by it has none of this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsExchange {
    /// How the resolver was asked.
    pub engine: DnsEngine,
    /// Its address.
    pub resolver_address: SocketAddr,
    /// The name that its certificate has to be for; `None`: its address.
    pub resolver_name: Option<String>,
    /// What was asked for.
    pub query_type: DnsQueryType,
    /// The answers to this question, in the order they came. Over UDP there can be several: one
    /// that equals an earlier one is left out.
    pub responses: Vec<DnsResponse>,
    /// How many other messages came: from another address, with another identifier, to another
    /// question, or unreadable. None of them is believed.
    pub unmatched_count: u64,
}

anchorwatch_remark::closed_list! {
    /// How a resolver is asked; the words are those of OONI's df-002.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum DnsEngine {
        /// In a datagram (RFC 1035 §4.2.1).
        Udp,
        /// Over TCP (RFC 7766).
        Tcp,
        /// Over TLS (RFC 7858).
        Dot,
        /// Over HTTPS (RFC 8484).
        Doh,
    }
}

impl DnsEngine {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Dot => "dot",
            Self::Doh => "doh",
        }
    }

    /// The port where such resolvers are.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::Udp | Self::Tcp => 53,
            Self::Dot => 853,
            Self::Doh => 443,
        }
    }

    /// Whether the resolver shows a certificate.
    #[must_use]
    pub const fn is_over_tls(self) -> bool {
        matches!(self, Self::Dot | Self::Doh)
    }
}

anchorwatch_remark::closed_list! {
    /// What is asked for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum DnsQueryType {
        /// IPv4 addresses.
        A,
        /// IPv6 addresses.
        Aaaa,
        /// How to reach the HTTPS service (RFC 9460), with the key for Encrypted Client Hello.
        Https,
        /// Which authorities may sign for the name (RFC 8659).
        Caa,
    }
}

impl DnsQueryType {
    /// The type's mnemonic, as in OONI's `query_type`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Https => "HTTPS",
            Self::Caa => "CAA",
        }
    }
}

/// One message that answers the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsResponse {
    /// The response code (RFC 6895 §2.3); 3 says that the name does not exist.
    pub rcode: u16,
    /// Whether the sender left something out for want of room (RFC 1035 §4.1.1, TC). What is missing
    /// then says nothing.
    pub is_truncated: bool,
    /// The records of the answer section.
    pub answers: Vec<DnsAnswer>,
    /// How long after the question it came.
    pub elapsed: Duration,
}

/// A record of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsAnswer {
    /// For how many seconds it may be kept.
    pub ttl: u32,
    /// What it says.
    pub data: DnsData,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DnsData {
    /// An address (A, AAAA).
    Address(IpAddr),
    /// The name that has the records (CNAME).
    Alias(String),
    /// How to reach the HTTPS service (RFC 9460).
    Https {
        /// 0: an alias; otherwise lower is preferred.
        priority: u16,
        /// Who serves; `.` is the name itself.
        hostname: String,
        /// The SHA-256 of the `ech` parameter's octets; `None` without it.
        ech_sha256: Option<[u8; 32]>,
        /// The protocols of the `alpn` parameter, such as `h3`.
        alpn: Vec<String>,
    },
    /// Who may sign for the name (RFC 8659).
    Caa {
        /// Whether an authority that does not know the tag must not sign.
        is_critical: bool,
        /// What the value is about, such as `issue`.
        tag: String,
        /// The value. Octets that are no text are replaced.
        value: String,
    },
    /// A record of another type, by its number.
    Other(u16),
}

impl DnsExchange {
    /// Whether the answer of the resolver can be taken for its own: over TLS, if somebody checks
    /// the certificate that came.
    #[must_use]
    pub const fn is_over_tls(&self) -> bool {
        self.engine.is_over_tls()
    }

    /// What the resolver's certificate has to be for.
    #[must_use]
    pub fn reference_name(&self) -> String {
        let address = || self.resolver_address.ip().to_string();
        self.resolver_name.clone().unwrap_or_else(address)
    }
}

impl DnsResponse {
    /// The response code for a name that does not exist.
    pub const NXDOMAIN: u16 = 3;

    /// The addresses, in the order of the answer.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.answers.iter().filter_map(|answer| match answer.data {
            DnsData::Address(address) => Some(address),
            _ => None,
        })
    }

    /// Whether two answers say the same. The order of records and their lifetimes may differ: a
    /// resolver rotates the one and counts the other down.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let has_all = |one: &Self, other: &Self| {
            let mut all = one.answers.iter();
            all.all(|it| other.answers.iter().any(|there| there.data == it.data))
        };
        self.rcode == other.rcode
            && self.is_truncated == other.is_truncated
            && has_all(self, other)
            && has_all(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(addresses: &[&str], ttl: u32) -> DnsResponse {
        let data = addresses.iter().map(|it| it.parse().unwrap());
        let data = data.map(DnsData::Address);
        DnsResponse {
            rcode: 0,
            is_truncated: false,
            answers: data.map(|data| DnsAnswer { ttl, data }).collect(),
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn rotated_answers_say_the_same_and_others_do_not() {
        let one = answer(&["192.0.2.1", "192.0.2.2"], 60);
        assert!(one.says_the_same_as(&answer(&["192.0.2.2", "192.0.2.1"], 59)));
        assert!(!one.says_the_same_as(&answer(&["192.0.2.1"], 60)));
        assert!(!one.says_the_same_as(&answer(&["192.0.2.1", "192.0.2.3"], 60)));
        let rcode = DnsResponse::NXDOMAIN;
        assert!(!answer(&[], 0).says_the_same_as(&DnsResponse {
            rcode,
            ..answer(&[], 0)
        }));
    }
}
