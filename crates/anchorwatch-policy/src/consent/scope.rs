//! A DNS suffix or a network that one owner answers for.

use std::{fmt, net::IpAddr, str::FromStr};

use anchorwatch_identity::can_control_terminal;
use anchorwatch_public_suffix::public_suffix;

use super::ConsentError;
use crate::{
    NameScope, PRIVATE_SUFFIXES, PrivateBecause, ReferenceName,
    distrust::{DnsSuffix, MAX_SUFFIXES},
    private_name::{is_private_address, unwrapped},
};

/// The most suffixes and networks of one consent.
pub const MAX_SCOPES: usize = MAX_SUFFIXES;

/// The shortest prefixes of networks that are not private. One owner's network is seldom
/// larger (a former class B; the smallest IPv6 allocation of a registry, RIPE-738 §5.1),
/// and [`MAX_SCOPES`] of them are still a small part of the internet.
const SHORTEST_PUBLIC_V4: u8 = 16;
const SHORTEST_PUBLIC_V6: u8 = 32;

/// What a consent may name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsentScope {
    /// The name itself, and every name that ends in it by whole labels.
    Suffix(DnsSuffix),
    /// Every address in it.
    Network(Network),
}

/// A network in CIDR notation, without bits after the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network {
    address: IpAddr,
    prefix_bits: u8,
}

impl ReferenceName {
    /// As [`scope`](Self::scope), with more private names from the machine's owner, such as the
    /// zone of their own network. What a consent may not name, this may not either.
    #[must_use]
    pub fn scope_with(&self, own: &[ConsentScope]) -> NameScope {
        match self.scope() {
            NameScope::Public if own.iter().any(|scope| scope.covers(self)) => {
                NameScope::Private(PrivateBecause::OwnersChoice)
            }
            scope => scope,
        }
    }
}

impl ConsentScope {
    /// Reads what the machine's owner calls private: whatever a consent may name, and a single label that
    /// is private in any case (`printer`). It covers the names below it, too. Stores need it by name:
    /// there is no constraint that permits every single label.
    ///
    /// # Errors
    /// As a consent's scopes.
    pub fn of_owner(given: &str) -> Result<Self, ConsentError> {
        let read = given.parse();
        let Err(ConsentError::TopLevelDomain { suffix }) = &read else {
            return read;
        };
        let scope = ReferenceName::parse(suffix).scope();
        if scope != NameScope::Private(PrivateBecause::SingleLabel) {
            return read;
        }
        DnsSuffix::parse(suffix).map_or(read, |suffix| Ok(Self::Suffix(suffix)))
    }

    /// Whether the name or address is in it. Trailing dots, case, U-labels, and IPv4-mapped and
    /// NAT64 addresses make no difference.
    #[must_use]
    pub fn covers(&self, name: &ReferenceName) -> bool {
        match self {
            Self::Suffix(suffix) => name.dns().is_some_and(|dns| suffix.covers(dns)),
            Self::Network(network) => name.ip().is_some_and(|ip| network.contains(unwrapped(ip))),
        }
    }
}

/// Reads a suffix in any spelling of a name, an address, or a network.
impl FromStr for ConsentScope {
    type Err = ConsentError;

    fn from_str(given: &str) -> Result<Self, ConsentError> {
        let text = given.trim();
        if text.contains('*') {
            return Err(ConsentError::Everything { text: shown(text) });
        }
        if text.contains('/') || text.parse::<IpAddr>().is_ok() {
            return text.parse().map(Self::Network);
        }
        // Many write a dot before a suffix.
        let name = text.strip_prefix('.').unwrap_or(text);
        let suffix = DnsSuffix::parse(name)
            .ok_or_else(|| ConsentError::UnparsableScope { text: shown(text) })?;
        refuse_shared(suffix.as_str())?;
        Ok(Self::Suffix(suffix))
    }
}

impl fmt::Display for ConsentScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Suffix(suffix) => f.write_str(suffix.as_str()),
            Self::Network(network) => network.fmt(f),
        }
    }
}

impl Network {
    /// A network that is known to be one: its address has no bits after the prefix.
    pub(crate) const fn of(address: IpAddr, prefix_bits: u8) -> Self {
        Self {
            address,
            prefix_bits,
        }
    }

    /// Its first address.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// How many leading bits its addresses share.
    #[must_use]
    pub const fn prefix_bits(&self) -> u8 {
        self.prefix_bits
    }

    fn contains(&self, address: IpAddr) -> bool {
        is_same_family(self.address, address)
            && first_bits(address, self.prefix_bits) == first_bits(self.address, self.prefix_bits)
    }
}

impl FromStr for Network {
    type Err = ConsentError;

    fn from_str(text: &str) -> Result<Self, ConsentError> {
        let unparsable = || ConsentError::UnparsableScope { text: shown(text) };
        let (address, prefix) = text
            .split_once('/')
            .map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.parse().map_err(|_| unparsable())?;
        let whole = if address.is_ipv4() { 32 } else { 128 };
        let prefix_bits: u8 = match prefix {
            None => whole,
            // «+8» and «08» are read differently by different programs.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().map_err(|_| unparsable())?
            }
            Some(_) => return Err(unparsable()),
        };
        // Addresses are unwrapped before the comparison, so a network of wrapped addresses would
        // never match.
        if prefix_bits > whole || unwrapped(address) != address {
            return Err(unparsable());
        }
        if prefix_bits == 0 {
            return Err(ConsentError::Everything { text: shown(text) });
        }
        let network = Self {
            address,
            prefix_bits,
        };
        if first_bits(address, prefix_bits) != first_bits(address, whole) {
            return Err(ConsentError::BitsBehindPrefix {
                network: shown(text),
            });
        }
        network.refuse_too_wide()?;
        Ok(network)
    }
}

impl Network {
    fn refuse_too_wide(&self) -> Result<(), ConsentError> {
        let least = match self.address {
            IpAddr::V4(_) => SHORTEST_PUBLIC_V4,
            IpAddr::V6(_) => SHORTEST_PUBLIC_V6,
        };
        // The private ranges are aligned to their prefixes, so a network that begins and ends in
        // them is inside one: no network spans two of them.
        let is_private = is_private_address(self.address) && is_private_address(self.last());
        if self.prefix_bits < least && !is_private {
            return Err(ConsentError::NetworkTooWide {
                network: self.to_string(),
                least: least.into(),
            });
        }
        Ok(())
    }

    fn last(&self) -> IpAddr {
        match self.address {
            IpAddr::V4(v4) => {
                let behind = u32::MAX.checked_shr(self.prefix_bits.into()).unwrap_or(0);
                IpAddr::V4((v4.to_bits() | behind).into())
            }
            IpAddr::V6(v6) => {
                let behind = u128::MAX.checked_shr(self.prefix_bits.into()).unwrap_or(0);
                IpAddr::V6((v6.to_bits() | behind).into())
            }
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix_bits)
    }
}

const fn is_same_family(one: IpAddr, two: IpAddr) -> bool {
    matches!(
        (one, two),
        (IpAddr::V4(_), IpAddr::V4(_)) | (IpAddr::V6(_), IpAddr::V6(_))
    )
}

/// The address with every bit after the prefix cleared, as a number.
fn first_bits(address: IpAddr, prefix_bits: u8) -> u128 {
    let (bits, whole) = match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32_u32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    };
    let behind = whole.saturating_sub(prefix_bits.into());
    bits.checked_shr(behind)
        .unwrap_or(0)
        .checked_shl(behind)
        .unwrap_or(0)
}

/// Refuses a suffix under which names belong to many owners.
fn refuse_shared(suffix: &str) -> Result<(), ConsentError> {
    let is_private = PRIVATE_SUFFIXES
        .iter()
        .any(|private| private.name == suffix);
    if is_private {
        return Ok(());
    }
    let named = || suffix.to_owned();
    // One label is a top-level domain, or may become one during the consent.
    if !suffix.contains('.') {
        return Err(ConsentError::TopLevelDomain { suffix: named() });
    }
    if is_public_suffix(suffix) {
        return Err(ConsentError::PublicSuffix { suffix: named() });
    }
    Ok(())
}

/// Whether names below this one belong to many owners, by the public suffix list. The name must
/// be in lower case, without a trailing dot.
#[must_use]
pub fn is_public_suffix(name: &str) -> bool {
    let is_suffix = |name: &str| public_suffix(name) == Some(name);
    // For some («kawasaki.jp») the list only has a rule for every name below.
    is_suffix(name) || is_suffix(&format!("x.{name}"))
}

/// The given text, cut and without characters that control a terminal.
fn shown(text: &str) -> String {
    let plain = text.chars().take(100);
    plain
        .map(|it| {
            if can_control_terminal(it) {
                '\u{fffd}'
            } else {
                it
            }
        })
        .collect()
}
