//! The hosts of addresses, and whether they are one site.

/// The host of an address.
pub(crate) fn host_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    match authority.find(']') {
        Some(end) => authority.get(..=end),
        None => authority.split(':').next(),
    }
}

/// Whether a host is certainly another site than the target's. Names with the same two last labels
/// count as one site, so that nobody is accused of what is his own: more names than there are sites.
pub(crate) fn is_other_site(host: &str, target: &str) -> bool {
    let last_two = |name: &str| {
        let bare = name.trim_end_matches('.').to_ascii_lowercase();
        let mut labels: Vec<String> = bare.rsplit('.').take(2).map(str::to_owned).collect();
        if bare.parse::<std::net::IpAddr>().is_ok() || bare.starts_with('[') {
            labels = vec![bare];
        }
        labels
    };
    last_two(host) != last_two(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_addresses() {
        for (address, host) in [
            ("http://a.example/x", Some("a.example")),
            ("http://a.example:8080?x", Some("a.example")),
            ("https://[2001:db8::1]:8080/x", Some("[2001:db8::1]")),
            ("a.example/x", None),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }

    #[test]
    fn names_of_one_owner_are_one_site_and_addresses_are_compared_whole() {
        for (host, target, is_other) in [
            ("portal.example.kz", "www.example.kz", false),
            ("pki.gov.kz", "a.gov.kz", false),
            ("QCA.kz.", "qca.kz", false),
            ("qca.kz", "www.facebook.com", true),
            ("192.0.2.1", "198.51.2.1", true),
            ("192.0.2.1", "192.0.2.1", false),
            ("192.0.2.1", "www.example.kz", true),
        ] {
            assert_eq!(is_other_site(host, target), is_other, "{host}");
        }
    }
}
