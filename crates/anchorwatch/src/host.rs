//! Hosts, as people type them.

use anchorwatch_identity::can_control_terminal;
use anchorwatch_policy::ReferenceName;

use crate::problem::Mistyped;

/// The port of HTTPS.
const HTTPS_PORT: u16 = 443;

/// A host and a port, as typed: `HOST`, `HOST:PORT`, or the address of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostPort {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl std::str::FromStr for HostPort {
    type Err = Mistyped;

    fn from_str(text: &str) -> Result<Self, Mistyped> {
        without_blanks(text)?;
        let authority = authority(text)?;
        if authority.contains('@') {
            return Err(Mistyped::HostHasAUser);
        }
        let (host, port) = split(authority);
        let number = |port: &str| port.parse().ok().filter(|port| *port != 0);
        let port = match port {
            None => HTTPS_PORT,
            Some(port) => number(port).ok_or_else(|| Mistyped::NotAPort {
                port: port.to_owned(),
            })?,
        };
        named(host)?;
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }
}

/// Parses the name or address that a certificate must be valid for.
///
/// Refuses a URL, a port or a user name: the decision would be about a different name than the
/// user means. Any other text is accepted and counts as public.
pub(crate) fn reference_name(text: &str) -> Result<ReferenceName, Mistyped> {
    let name = ReferenceName::parse(text);
    if name.dns().is_some() || name.ip().is_some() {
        return Ok(name);
    }
    let is_mistyped = text.is_empty()
        || text.contains([':', '/', '?', '#', '@'])
        || without_blanks(text).is_err();
    match (is_mistyped, text.parse::<HostPort>()) {
        (false, _) => Ok(name),
        (true, Ok(typed)) => Err(Mistyped::HostAlone { host: typed.host }),
        (true, Err(why)) => Err(why),
    }
}

/// Refuses white space, and characters that are invisible or steer a terminal.
fn without_blanks(text: &str) -> Result<(), Mistyped> {
    if text.chars().any(char::is_whitespace) {
        return Err(Mistyped::HostHasASpace);
    }
    match text.chars().find(|it| can_control_terminal(*it)) {
        Some(it) => Err(Mistyped::HostHasAControlCharacter {
            character: format!("U+{:04X}", u32::from(it)),
        }),
        None => Ok(()),
    }
}

pub(crate) fn named(host: &str) -> Result<(), Mistyped> {
    if host.is_empty() {
        return Err(Mistyped::NoHost);
    }
    let name = ReferenceName::parse(host);
    if name.dns().is_none() && name.ip().is_none() {
        return Err(Mistyped::NotAHost {
            host: host.to_owned(),
        });
    }
    Ok(())
}

/// The host and port of a URL, without scheme and path.
fn authority(text: &str) -> Result<&str, Mistyped> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return match text.split_once(['/', '?', '#']) {
            None => Ok(text),
            Some(("", _)) => Err(Mistyped::NoHost),
            Some((host, _)) => Err(Mistyped::HostHasAPath {
                host: host.to_owned(),
            }),
        };
    };
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(Mistyped::NotHttps {
            scheme: scheme.to_owned(),
        });
    }
    Ok(rest.split(['/', '?', '#']).next().unwrap_or_default())
}

pub(crate) fn split(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        // An IPv6 address without brackets has colons and no port.
        Some((host, _)) if host.contains(':') && !host.ends_with(']') => (authority, None),
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, u16), String> {
        let read = text.parse::<HostPort>();
        read.map(|read| (read.host, read.port))
            .map_err(|why| why.to_string())
    }

    #[test]
    fn hosts_are_read_with_and_without_a_port() {
        for (text, host, port) in [
            ("a.example", "a.example", 443),
            ("a.example:8443", "a.example", 8443),
            ("a.example.", "a.example.", 443),
            ("router", "router", 443),
            ("a_b.example", "a_b.example", 443),
            ("қазақстан.қаз", "қазақстан.қаз", 443),
            ("::1", "::1", 443),
            ("[::1]", "[::1]", 443),
            ("[::1]:8443", "[::1]", 8443),
            ("192.0.2.7:1", "192.0.2.7", 1),
        ] {
            assert_eq!(read(text), Ok((host.to_owned(), port)), "{text}");
        }
    }

    #[test]
    fn the_address_of_a_page_is_its_host_and_port() {
        for (text, host, port) in [
            ("https://a.example", "a.example", 443),
            ("HTTPS://a.example/", "a.example", 443),
            ("https://a.example:8443/path?q=a:b@c#d", "a.example", 8443),
            ("https://a.example?q", "a.example", 443),
            ("https://[::1]:8443/x", "[::1]", 8443),
        ] {
            assert_eq!(read(text), Ok((host.to_owned(), port)), "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused_with_a_hint() {
        for (text, hint) in [
            ("", "no host name"),
            (":443", "no host name"),
            ("https://", "no host name"),
            ("https:///path", "no host name"),
            ("a.example:", "not a port"),
            ("a.example:0", "not a port"),
            ("a.example:70000", "not a port"),
            ("a.example:+1x", "not a port"),
            ("a b", "no space"),
            (" a.example", "no space"),
            ("a.example\n", "no space"),
            ("a\u{7}b", "control character (U+0007)"),
            ("a\u{1b}[31m.example", "control character (U+001B)"),
            ("a\u{202e}.example", "control character (U+202E)"),
            ("user@host", "before the @"),
            ("https://user:secret@a.example/", "before the @"),
            ("a.example/path", "give a.example"),
            ("http://a.example", "http:// is not asked"),
            ("ftp://a.example", "ftp:// is not asked"),
            ("-a.example", "neither a host name"),
            ("a..example", "neither a host name"),
            ("a.example\\b", "neither a host name"),
            ("*.example", "neither a host name"),
            ("127.1", "neither a host name"),
            ("1::2::3", "neither a host name"),
            ("[192.0.2.7]", "neither a host name"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(hint), "{text}: {why}");
        }
    }

    #[test]
    fn a_name_alone_is_taken_and_the_rest_is_told_how_it_should_be() {
        assert!(reference_name("WWW.example.kz.").is_ok());
        assert!(reference_name("[::1]").is_ok() && reference_name("::1").is_ok());
        for text in ["https://www.example.kz/", "www.example.kz:443"] {
            let why = reference_name(text).unwrap_err().to_string();
            assert_eq!(why, "give the host alone: www.example.kz");
        }
        for text in [
            "",
            "a b",
            "user@a.example",
            "http://a.example",
            "a.example:x",
            "::1::",
        ] {
            assert!(reference_name(text).is_err(), "{text}");
        }
        // No certificate can be valid for these, and that is a decision.
        for text in ["*.example.kz", "a.example..", "0x0a000007"] {
            assert!(reference_name(text).is_ok(), "{text}");
        }
    }
}
