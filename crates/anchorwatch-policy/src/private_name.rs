//! The names that a local root may vouch for.
//!
//! A public name means the same to everyone on the internet; only public roots may vouch for it.
//! A private name means something on this network only. The list of private suffixes is closed:
//! every other name, and everything that cannot be parsed, is public.

use std::{
    borrow::Cow,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use anchorwatch_public_suffix::public_suffix;

mod table;

pub use table::{PRIVATE_SUFFIXES, PrivateSuffix};

/// The name or address that a client asked for, normalised.
///
/// Only this decides: never the names in a certificate or the address that a name resolved to,
/// because an attacker chooses those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceName {
    given: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// Lower case, A-labels, no trailing dot.
    Dns(String),
    /// The address as given, which a certificate must name.
    Ip(IpAddr),
    Unparsable,
}

/// Whether a local root may vouch for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameScope {
    /// It may, and why.
    Private(PrivateBecause),
    /// It may not.
    Public,
}

/// Why a name is private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrivateBecause {
    /// It is, or ends in, a suffix of [`PRIVATE_SUFFIXES`].
    Suffix(&'static PrivateSuffix),
    /// It is one label, and not a top-level domain.
    SingleLabel,
    /// It is an address of RFC 1918, RFC 4193, or of the link or the machine itself.
    Address,
    /// The owner of this machine says so.
    OwnersChoice,
}

impl ReferenceName {
    /// Normalises a name or address. Never fails: a text that cannot be parsed is kept unchanged
    /// and counts as public.
    ///
    /// A trailing dot and the case of letters are dropped, U-labels become A-labels (UTS 46),
    /// brackets around an IPv6 address are dropped. For the scope, an IPv4-mapped (RFC 4291
    /// §2.5.5.2) or NAT64 address (RFC 6052, `64:ff9b::/96`) counts as the address inside; a
    /// certificate must name it as given (RFC 9525 §6.5).
    #[must_use]
    pub fn parse(given: &str) -> Self {
        Self {
            given: given.to_owned(),
            kind: Kind::parse(given),
        }
    }

    /// The normalised name, if it is a DNS name.
    #[must_use]
    pub fn dns(&self) -> Option<&str> {
        match &self.kind {
            Kind::Dns(name) => Some(name),
            Kind::Ip(_) | Kind::Unparsable => None,
        }
    }

    /// The address, if it is one.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        match self.kind {
            Kind::Ip(address) => Some(address),
            Kind::Dns(_) | Kind::Unparsable => None,
        }
    }

    /// Whether a local root may vouch for the name.
    #[must_use]
    pub fn scope(&self) -> NameScope {
        match &self.kind {
            Kind::Dns(name) => dns_scope(name),
            Kind::Ip(address) if is_private_address(unwrapped(*address)) => {
                NameScope::Private(PrivateBecause::Address)
            }
            Kind::Ip(_) | Kind::Unparsable => NameScope::Public,
        }
    }
}

impl fmt::Display for ReferenceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Dns(name) => f.write_str(name),
            Kind::Ip(address) => write!(f, "{address}"),
            Kind::Unparsable => f.write_str(&self.given.escape_default().to_string()),
        }
    }
}

impl Kind {
    fn parse(given: &str) -> Self {
        let unbracketed = given
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Ok(address) = unbracketed.unwrap_or(given).parse::<IpAddr>() {
            return match (unbracketed, address) {
                (Some(_), IpAddr::V4(_)) => Self::Unparsable,
                _ => Self::Ip(address),
            };
        }
        match ascii_name(given) {
            Some(name) => Self::Dns(name),
            None => Self::Unparsable,
        }
    }
}

/// The A-label form, lower case, without the trailing dot; `None` if it is not a host name.
fn ascii_name(given: &str) -> Option<String> {
    let ascii: Cow<'_, str> =
        idna::domain_to_ascii_cow(given.as_bytes(), idna::AsciiDenyList::URL).ok()?;
    let name = ascii
        .strip_suffix('.')
        .unwrap_or(&ascii)
        .to_ascii_lowercase();
    let last = name.rsplit('.').next()?;
    // RFC 1035 §2.3.4; a name whose last label is a number is an address in some
    // programs («2130706433», «127.1») and a name in others.
    let fits = name.len() <= 253 && name.split('.').all(is_label);
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    (fits && !is_number).then_some(name)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn dns_scope(name: &str) -> NameScope {
    let suffix = PRIVATE_SUFFIXES.iter().find(|suffix| {
        name.strip_suffix(suffix.name)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    match suffix {
        Some(suffix) => NameScope::Private(PrivateBecause::Suffix(suffix)),
        None if !name.contains('.') && !is_top_level_domain(name) => {
            NameScope::Private(PrivateBecause::SingleLabel)
        }
        None => NameScope::Public,
    }
}

/// Uses the public suffix list that the program ships. **Not checked:** a top-level domain that
/// was delegated after that list was made.
fn is_top_level_domain(label: &str) -> bool {
    let is_known = |name: &str| public_suffix(name).is_some();
    // For some domains («ck», «za») the list only has rules for names below them.
    let below = ["x", "ac", "co", "com", "gov", "net", "org"];
    is_known(label)
        || below.iter().any(|second| is_known(&format!("{second}.{label}")))
        // `onion` is a special-use name (RFC 7686) and means the same to everyone.
        || label == "onion"
}

pub(crate) fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let low = || {
        let [.., a, b, c, d] = v6.octets();
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => low(),
        _ => address,
    }
}

/// RFC 1918, 127/8, 169.254/16 (RFC 3927), ::1, fe80::/10, fc00::/7 (RFC 4193).
/// Not 100.64/10 (RFC 6598): it belongs to the operator of the network.
pub(crate) fn is_private_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => {
            v6 == Ipv6Addr::LOCALHOST || v6.is_unicast_link_local() || v6.is_unique_local()
        }
    }
}

#[cfg(test)]
mod tests;
