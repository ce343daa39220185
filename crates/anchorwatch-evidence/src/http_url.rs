//! The address of a page without encryption, as far as it can be asked for.

use std::fmt;

/// The longest address, in octets.
const MAX_BYTES: usize = 2_048;

/// An address of the scheme `http`: a host, a port and what to ask for there.
///
/// **Not checked:** the escapes in it. It has no white space, no control characters and no user
/// name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl {
    /// A name or an address, in lower case, an IPv6 address in brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The path, from its slash on, with a query, without a fragment.
    pub path: String,
}

impl HttpUrl {
    /// The first page of a host.
    #[must_use]
    pub fn first_page(host: &str, port: u16) -> Self {
        Self {
            host: host.to_ascii_lowercase(),
            port,
            path: "/".to_owned(),
        }
    }

    /// Where a link or a redirect in this page leads (RFC 3986 §5.2). `None` if that is not HTTP
    /// without encryption, or cannot be read. Dots in paths are left to the server.
    #[must_use]
    pub fn join(&self, link: &str) -> Option<Self> {
        let link = link.split('#').next().unwrap_or_default();
        let is_plain = link.bytes().all(|octet| octet.is_ascii_graphic());
        if !is_plain || link.is_empty() || link.len() > MAX_BYTES {
            return None;
        }
        let scheme = link.get(..7).map(str::to_ascii_lowercase);
        if scheme.as_deref() == Some("http://") {
            return Self::of_authority(link.get(7..)?);
        }
        if let Some(rest) = link.strip_prefix("//") {
            return Self::of_authority(rest);
        }
        let path = if link.starts_with('/') {
            link.to_owned()
        } else if link.split(['/', '?']).next()?.contains(':') {
            // Another scheme.
            return None;
        } else {
            let base = Self::without_query(&self.path);
            let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{link}")
        };
        (path.len() <= MAX_BYTES).then(|| Self {
            path,
            ..self.clone()
        })
    }

    fn of_authority(rest: &str) -> Option<Self> {
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let after_host = authority.rfind(']').map_or(0, |end| end + 1);
        let (host, port) = match authority.get(after_host..)?.rfind(':') {
            Some(colon) => {
                let (host, port) = authority.split_at_checked(after_host + colon)?;
                (host, port.get(1..)?.parse().ok()?)
            }
            None => (authority, 80),
        };
        let is_host = !host.is_empty() && !host.contains(['@', '\\']);
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        (is_host && port > 0).then(|| Self {
            host: host.to_ascii_lowercase(),
            port,
            path,
        })
    }

    /// An address without its query and fragment, in which portals put the addresses of their users.
    #[must_use]
    pub fn without_query(address: &str) -> &str {
        address.split(['?', '#']).next().unwrap_or_default()
    }

    /// A link in this page as it is shown: whole, and without its query. What leads elsewhere than to
    /// HTTP without encryption stays as it is, at most 2,048 octets, without control characters.
    #[must_use]
    pub fn shown(&self, link: &str) -> String {
        if let Some(url) = self.join(link) {
            return url.to_string();
        }
        let link = Self::without_query(link).chars();
        let plain = link.filter(|character| character.is_ascii_graphic());
        plain.take(MAX_BYTES).collect()
    }

    /// What a `Host` field says (RFC 9110 §7.2).
    #[must_use]
    pub fn authority(&self) -> String {
        match self.port {
            80 => self.host.clone(),
            port => format!("{}:{port}", self.host),
        }
    }
}

impl fmt::Display for HttpUrl {
    /// Without the query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = Self::without_query(&self.path);
        write!(f, "http://{}{path}", self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(link: &str) -> Option<String> {
        let mut base = HttpUrl::first_page("www.example.kz", 80);
        base.path = "/a/b?mac=1".to_owned();
        let url = base.join(link)?;
        Some(format!("http://{}{}", url.authority(), url.path))
    }

    #[test]
    fn links_lead_where_a_browser_would_go() {
        for (link, leads_to) in [
            (
                "http://Portal.example/in?ip=1#x",
                "http://portal.example/in?ip=1",
            ),
            ("HTTP://portal.example:8080", "http://portal.example:8080/"),
            ("http://[2001:db8::1]:81/x", "http://[2001:db8::1]:81/x"),
            ("http://[2001:db8::1]", "http://[2001:db8::1]/"),
            ("http://portal.example?x", "http://portal.example/?x"),
            ("//portal.example/x", "http://portal.example/x"),
            ("/root.crt", "http://www.example.kz/root.crt"),
            ("root.crt", "http://www.example.kz/a/root.crt"),
            ("?next=http://x/", "http://www.example.kz/a/?next=http://x/"),
        ] {
            assert_eq!(joined(link).as_deref(), Some(leads_to), "{link}");
        }
    }

    #[test]
    fn other_schemes_users_and_control_characters_lead_nowhere() {
        for link in [
            "https://portal.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://user@portal.example/",
            "http://portal.example\\@other/",
            "http:///x",
            "http://portal.example:0/",
            "http://portal.example:99999/",
            "/a b",
            "/a\r\nX: y",
            "",
            "#top",
        ] {
            assert_eq!(joined(link), None, "{link}");
        }
        assert_eq!(joined(&format!("/{}", "x".repeat(MAX_BYTES))), None);
    }

    #[test]
    fn what_is_shown_has_no_query() {
        let url = HttpUrl::first_page("a.example", 8080)
            .join("/in?mac=1")
            .unwrap();
        assert_eq!(url.to_string(), "http://a.example:8080/in");
        for (link, shown) in [
            ("/in?mac=1", "http://a.example:8080/in"),
            (
                "https://b.example/in?ip=192.0.2.1#x",
                "https://b.example/in",
            ),
            ("a b\u{1b}[0m", "ab[0m"),
        ] {
            assert_eq!(url.shown(link), shown);
        }
    }
}
