//! Which resolvers are asked.

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    str::FromStr,
};

use anchorwatch_evidence::DnsEngine;
use anchorwatch_probe::{ResolverAddress, public_resolvers};

use crate::{
    host, input,
    problem::{Hint, Hinted, Mistyped, Problem},
};

/// More show nothing new, and are many questions.
const MAX_RESOLVERS: usize = 20;

/// Where the C library reads which resolver to ask (resolv.conf(5)).
const SETTINGS: &str = "/etc/resolv.conf";

/// Larger than any that has a meaning: three resolvers are used.
const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// A resolver, or several, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResolverArg {
    /// The first that the system's settings name.
    System,
    /// The known public ones.
    Public,
    /// This one.
    One(ResolverAddress),
}

impl FromStr for ResolverArg {
    type Err = Mistyped;

    fn from_str(text: &str) -> Result<Self, Mistyped> {
        match text {
            "system" => Ok(Self::System),
            "public" => Ok(Self::Public),
            _ => one(text).map(Self::One).ok_or(Mistyped::NotAResolver),
        }
    }
}

/// `KIND:ADDRESS[#NAME]`, with a port if it is not the usual one.
fn one(text: &str) -> Option<ResolverAddress> {
    let (kind, rest) = text.split_once(':')?;
    let engine = DnsEngine::ALL.into_iter().find(|it| it.code() == kind)?;
    let (address, name) = match rest.split_once('#') {
        Some((address, name)) => (address, Some(name)),
        None => (rest, None),
    };
    let name = match name {
        Some(name) if engine.is_over_tls() => {
            let name = host::reference_name(name).ok()?;
            Some(name.dns()?.to_owned())
        }
        Some(_) => return None,
        None => None,
    };
    Some(ResolverAddress {
        is_of_system: false,
        engine,
        address: address_of(address, engine)?,
        name,
    })
}

fn address_of(text: &str, engine: DnsEngine) -> Option<SocketAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let alone = bare.parse::<IpAddr>().ok();
    let alone = alone.map(|ip| SocketAddr::new(ip, engine.port()));
    alone.or_else(|| text.parse().ok())
}

/// The resolvers, each once, in the order they were typed.
///
/// # Errors
/// The system's settings cannot be read or name none, or there are too many.
pub(super) fn addresses(typed: &[ResolverArg]) -> anyhow::Result<Vec<ResolverAddress>> {
    let mut all: Vec<ResolverAddress> = Vec::new();
    for one in typed {
        let more = match one {
            ResolverArg::System => vec![of_system()?],
            ResolverArg::Public => public_resolvers(),
            ResolverArg::One(one) => vec![one.clone()],
        };
        for resolver in more {
            if !all.contains(&resolver) {
                all.push(resolver);
            }
        }
    }
    let count = all.len();
    if count <= MAX_RESOLVERS {
        return Ok(all);
    }
    let problem = Problem::TooManyResolvers {
        count: count as u64,
        most: MAX_RESOLVERS as u64,
    };
    Err(Hinted::new(&problem, &Hint::SeeHelp).misused().into())
}

fn of_system() -> anyhow::Result<ResolverAddress> {
    let settings = input::file(Path::new(SETTINGS), MAX_SETTINGS_BYTES)?;
    let first = first_nameserver(&String::from_utf8_lossy(&settings));
    let engine = DnsEngine::Udp;
    let resolver = first.map(|ip| ResolverAddress {
        is_of_system: true,
        engine,
        address: SocketAddr::new(ip, engine.port()),
        name: None,
    });
    let problem = || {
        let path = SETTINGS.into();
        Hinted::new(&Problem::NoSystemResolver { path }, &Hint::SeeHelp)
    };
    Ok(resolver.ok_or_else(problem)?)
}

/// **Not read:** an address with a zone, as of a link-local resolver.
fn first_nameserver(settings: &str) -> Option<IpAddr> {
    let mut lines = settings.lines().map(str::split_whitespace);
    lines.find_map(|mut words| match words.next() {
        Some("nameserver") => words.next()?.parse().ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<(DnsEngine, String, Option<String>), Mistyped> {
        match text.parse()? {
            ResolverArg::One(it) => Ok((it.engine, it.address.to_string(), it.name)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_resolver_is_a_kind_an_address_and_over_tls_a_name() {
        let name = || Some("dns.example".to_owned());
        for (text, expected) in [
            ("udp:192.0.2.53", (DnsEngine::Udp, "192.0.2.53:53", None)),
            (
                "tcp:192.0.2.53:5353",
                (DnsEngine::Tcp, "192.0.2.53:5353", None),
            ),
            (
                "dot:2001:db8::53#dns.example",
                (DnsEngine::Dot, "[2001:db8::53]:853", name()),
            ),
            (
                "doh:[2001:db8::53]:8443#DNS.example",
                (DnsEngine::Doh, "[2001:db8::53]:8443", name()),
            ),
            ("dot:1.1.1.1", (DnsEngine::Dot, "1.1.1.1:853", None)),
        ] {
            let (engine, address, name) = expected;
            assert_eq!(
                typed(text),
                Ok((engine, address.to_owned(), name)),
                "{text}"
            );
        }
        assert_eq!("system".parse(), Ok(ResolverArg::System));
        assert_eq!("public".parse(), Ok(ResolverArg::Public));
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "192.0.2.53",
            "udp:",
            "odoh:192.0.2.53",
            "udp:dns.example",
            "udp:192.0.2.53#dns.example",
            "dot:192.0.2.53#",
            "dot:192.0.2.53#192.0.2.53",
            "tcp:192.0.2.53:70000",
        ] {
            assert_eq!(
                text.parse::<ResolverArg>(),
                Err(Mistyped::NotAResolver),
                "{text}"
            );
        }
    }

    #[test]
    fn the_first_resolver_of_the_settings_is_asked() {
        let settings = "# nameserver 192.0.2.1\nsearch example\nnameserver\t192.0.2.2 \nnameserver 192.0.2.3\n";
        assert_eq!(first_nameserver(settings), Some([192, 0, 2, 2].into()));
        assert_eq!(first_nameserver("nameserver fe80::1%eth0\n"), None);
    }

    #[test]
    fn each_resolver_is_asked_once_and_not_too_many() {
        let of = |text: &str| text.parse::<ResolverArg>().unwrap();
        let twice = [of("public"), of("udp:8.8.8.8"), of("public")];
        assert_eq!(addresses(&twice).unwrap(), public_resolvers());
        let many: Vec<_> = (0..=20)
            .map(|it| of(&format!("udp:192.0.2.{it}")))
            .collect();
        assert!(addresses(&many[..20]).is_ok());
        assert!(addresses(&many).is_err());
    }
}
