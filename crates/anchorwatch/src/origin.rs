//! Origins at which a certificate error may be clicked through, as people type them.
//!
//! Chromium takes a pattern (`content_settings_pattern`). Of those only a host, a host with its
//! scheme and port, and every name below a name are taken: anything wider would undo the block.

use std::str::FromStr;

use anchorwatch_policy::consent::is_public_suffix;

use crate::{
    host::{HostPort, named, split},
    problem::Mistyped,
};

/// `https://HOST[:PORT]`, `HOST`, or either with `[*.]` before the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin(String);

impl Origin {
    /// As Chromium reads it.
    pub(crate) fn pattern(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = Mistyped;

    fn from_str(text: &str) -> Result<Self, Mistyped> {
        let (scheme, rest) = text
            .split_once("://")
            .map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
        if let Some(scheme) = scheme.filter(|it| !it.eq_ignore_ascii_case("https")) {
            return match scheme {
                "*" => Err(everywhere(text)),
                scheme => Err(Mistyped::NotHttps {
                    scheme: scheme.to_owned(),
                }),
            };
        }
        let (authority, path) = rest
            .find(['/', '?', '#'])
            .map_or((rest, ""), |at| rest.split_at(at));
        let prefix = if scheme.is_some() { "https://" } else { "" };
        if !matches!(path, "" | "/") {
            let origin = format!("{prefix}{authority}");
            return Err(Mistyped::OriginHasAPath { origin });
        }
        let (below, authority) = match authority.strip_prefix("[*.]") {
            Some(domain) => ("[*.]", domain),
            None => ("", authority),
        };
        if authority.contains('*') {
            return Err(everywhere(text));
        }
        let (_, port) = split(authority);
        if port.is_some() && scheme.is_none() {
            // «javascript:1» would be a host and a port too.
            let origin = format!("https://{below}{authority}");
            return Err(Mistyped::OriginWithoutScheme { origin });
        }
        let HostPort { host, .. } = authority.parse()?;
        named(&host)?;
        narrow(&host, !below.is_empty(), text)?;
        Ok(Self(format!("{prefix}{below}{authority}")))
    }
}

/// Refuses what many owners share.
fn narrow(host: &str, is_below: bool, text: &str) -> Result<(), Mistyped> {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    if is_below && !name.contains('.') {
        return Err(everywhere(text));
    }
    if is_public_suffix(&name) {
        return Err(Mistyped::OriginIsShared { suffix: name });
    }
    Ok(())
}

fn everywhere(text: &str) -> Mistyped {
    Mistyped::OriginIsEverywhere {
        origin: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let read = text.parse::<Origin>();
        read.map(|it| it.pattern().to_owned())
            .map_err(|why| why.to_string())
    }

    #[test]
    fn an_origin_and_names_below_a_name_are_taken() {
        for (text, pattern) in [
            ("https://router.lan", "https://router.lan"),
            ("https://router.lan/", "https://router.lan"),
            ("HTTPS://router.lan:8443", "https://router.lan:8443"),
            ("nas.lan", "nas.lan"),
            ("nas", "nas"),
            ("https://10.0.0.7:8006", "https://10.0.0.7:8006"),
            ("https://[fd00::1]:8443", "https://[fd00::1]:8443"),
            ("[*.]corp.example.kz", "[*.]corp.example.kz"),
            ("https://[*.]example.co.uk", "https://[*.]example.co.uk"),
        ] {
            assert_eq!(read(text), Ok(pattern.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_many_share_and_what_is_no_origin_is_refused_with_a_hint() {
        for (text, hint) in [
            ("*", "every site"),
            ("https://*", "every site"),
            ("*://a.example", "every site"),
            ("*.example.kz", "every site"),
            ("[*.]lan", "every site"),
            ("[*.]kz", "every site"),
            ("https://[*.]co.uk", "many owners"),
            ("[*.]co.uk.", "many owners"),
            ("[*.]kawasaki.jp", "many owners"),
            ("https://[*.]github.io", "many owners"),
            ("com", "many owners"),
            ("https://com.kz", "many owners"),
            (".", "neither a host name"),
            ("", "no host name"),
            ("https://", "no host name"),
            ("https://[*.]", "no host name"),
            ("javascript:1", "https://javascript:1"),
            ("nas.lan:8443", "https://nas.lan:8443"),
            ("http://nas.lan", "http:// is not asked"),
            ("https://nas.lan/admin", "https://nas.lan"),
            ("nas.lan/x", "path"),
            ("https://nas.lan?x", "path"),
            ("https://user@nas.lan", "before the @"),
            ("https://nas.lan:0", "not a port"),
            ("https://a b", "no space"),
            ("https://a\u{7}", "U+0007"),
        ] {
            let why = read(text).expect_err(text);
            assert!(why.contains(hint), "{text}: {why}");
        }
    }
}
