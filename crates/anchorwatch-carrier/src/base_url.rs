//! The address below which a mirror has its files.

use std::fmt;

use crate::{CarrierProblem, file_name::FileName};

/// The longest address that is read: longer ones do not fit into logs.
const MAX_URL_BYTES: usize = 1024;

/// Whether a channel has TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Https,
    Http,
}

/// An address with a scheme, a host, a port and a folder.
///
/// ```text
/// url    = ("https" / "http") "://" host [":" port] path
/// host   = 1*(ALPHA / DIGIT / "-" / "." / "_") / "[" 1*(HEXDIG / ":" / ".") "]"
/// path   = *("/" segment) ["/"]      ; without "." and ".." as segments
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    pub(crate) scheme: Scheme,
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Begins and ends with a slash.
    folder: String,
}

impl BaseUrl {
    /// Reads an address. Names of hosts are in A-labels; there is no user, query or fragment.
    ///
    /// # Errors
    /// [`CarrierProblem::Address`].
    pub fn parse(text: &str) -> Result<Self, CarrierProblem> {
        parsed(text).ok_or(CarrierProblem::Address)
    }

    /// The host, an IPv6 address without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The address of a file.
    pub(crate) fn of(&self, file: &FileName) -> String {
        format!("{self}{file}")
    }

    /// The same folder without TLS, on another port.
    pub(crate) fn plain(&self, port: u16) -> Self {
        Self {
            scheme: Scheme::Http,
            port,
            ..self.clone()
        }
    }

    /// Where an answer may lead for this file: the same host, no way out of TLS, and a path that
    /// ends with the file's own name.
    pub(crate) fn redirected(&self, location: &str, file: &FileName) -> Option<Self> {
        let is_path = location.starts_with('/') && !location.starts_with("//");
        let whole = match is_path {
            true => format!("{}{location}", self.authority()),
            false => location.to_owned(),
        };
        let folder = whole.strip_suffix(&file.to_string())?;
        let to = parsed(folder.strip_suffix('/')?)?;
        let leaves_tls = self.scheme == Scheme::Https && to.scheme == Scheme::Http;
        let is_same_host = to.host.eq_ignore_ascii_case(&self.host);
        (is_same_host && !leaves_tls).then_some(to)
    }

    fn authority(&self) -> String {
        let scheme = match self.scheme {
            Scheme::Https => "https",
            Scheme::Http => "http",
        };
        format!("{scheme}://{}:{}", self.host, self.port)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.authority(), self.folder)
    }
}

fn parsed(text: &str) -> Option<BaseUrl> {
    if text.len() > MAX_URL_BYTES {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    let (scheme, usual_port) = match scheme {
        "https" => (Scheme::Https, 443),
        "http" => (Scheme::Http, 80),
        _ => return None,
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, port) = host_and_port(authority)?;
    let port = match port {
        None => usual_port,
        Some(port) => port.parse().ok().filter(|it| *it != 0)?,
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    let segments = path.split('/').skip(1);
    segments.clone().all(is_segment).then_some(())?;
    Some(BaseUrl {
        scheme,
        host: host.to_owned(),
        port,
        folder: format!("{path}/"),
    })
}

fn host_and_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if let Some(inside) = authority.strip_prefix('[') {
        let (address, port) = inside.split_once(']')?;
        address.parse::<std::net::Ipv6Addr>().ok()?;
        let host = authority.get(..address.len() + 2)?;
        return match port {
            "" => Some((host, None)),
            port => Some((host, Some(port.strip_prefix(':')?))),
        };
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_of_name = |it: u8| it.is_ascii_alphanumeric() || b"-._".contains(&it);
    (!host.is_empty() && host.bytes().all(is_of_name)).then_some((host, port))
}

fn is_segment(segment: &str) -> bool {
    let is_let = |it: u8| it.is_ascii_alphanumeric() || b"-._~+@=".contains(&it);
    !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(is_let)
}

#[cfg(test)]
mod tests {
    use anchorwatch_list::ListHash;

    use super::*;

    fn url(text: &str) -> Option<String> {
        BaseUrl::parse(text).ok().map(|it| it.to_string())
    }

    #[test]
    fn an_address_has_a_scheme_a_host_and_a_folder() {
        for (text, read) in [
            ("https://a.example", "https://a.example:443/"),
            ("https://a.example/", "https://a.example:443/"),
            ("http://a.example:8080/x/y", "http://a.example:8080/x/y/"),
            ("https://[::1]:8443/x/", "https://[::1]:8443/x/"),
            ("https://127.0.0.1/~u", "https://127.0.0.1:443/~u/"),
        ] {
            assert_eq!(url(text).as_deref(), Some(read));
        }
        for text in [
            "",
            "a.example",
            "ftp://a.example/",
            "HTTPS://a.example/",
            "https://",
            "https:///x",
            "https://user@a.example/",
            "https://a.example:0/",
            "https://a.example:65536/",
            "https://a.example:/",
            "https://a.example/x?y",
            "https://a.example/x#y",
            "https://a.example/../x",
            "https://a.example/./x",
            "https://a.example/x//y",
            "https://a.example/%2e%2e/x",
            "https://a.example/x\r\nHost: b",
            "https://a.exam ple/",
            "https://[::1/x",
            "https://[a.example]/x",
            "https://[::1]x/",
            "https://пример.example/",
        ] {
            assert_eq!(url(text), None, "{text}");
        }
        let long = format!("https://a.example/{}", "x".repeat(1024));
        assert_eq!(url(&long), None);
    }

    #[test]
    fn a_redirect_leads_to_the_same_host_and_the_same_file_only() {
        let file = FileName::Latest;
        let from = |base: &str, to: &str| {
            let base = BaseUrl::parse(base).unwrap();
            base.redirected(to, &file).map(|it| it.of(&file))
        };
        let https = |to: &str| from("https://a.example/x", to);
        let is = |to: &str| Some(to.to_owned());
        assert_eq!(https("/y/latest"), is("https://a.example:443/y/latest"));
        assert_eq!(
            https("https://a.example:8443/latest"),
            is("https://a.example:8443/latest")
        );
        let up = from("http://a.example/x", "https://a.example/x/latest");
        assert_eq!(up, is("https://a.example:443/x/latest"));
        for to in [
            "http://a.example/x/latest",
            "https://b.example/x/latest",
            "//b.example/latest",
            "latest",
            "../latest",
            "/x/../latest",
            "/etc/passwd",
            "/latest?x=1",
            "/xlatest",
            "https://a.example@b.example/latest",
            "file:///latest",
            "",
        ] {
            assert_eq!(https(to), None, "{to}");
        }
    }

    #[test]
    fn a_file_has_a_name_of_numbers_and_hashes() {
        let hash = ListHash::of(b"");
        let names = [
            FileName::Latest,
            FileName::Publishers(7),
            FileName::List(hash),
            FileName::Delta(hash),
            FileName::Approved(1, u64::MAX),
        ];
        let base = BaseUrl::parse("https://a.example/x").unwrap();
        for name in names {
            let url = base.of(&name);
            let path = url.strip_prefix("https://a.example:443/x/").unwrap();
            assert!(path.split('/').all(is_segment), "{path}");
        }
    }
}
