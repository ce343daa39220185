//! Under which registered domain a name is.

use anchorwatch_policy::ReferenceName;
use anchorwatch_public_suffix::public_suffix;

/// The registered domain that a host's name is under: its public suffix and one label more. An address,
/// and a name under no known suffix, is its own.
///
/// Names under one domain have one owner. **Not known:** which domains have the same owner.
#[must_use]
pub fn registered_domain(host: &str) -> String {
    let name = ReferenceName::parse(host);
    let Some(dns) = name.dns() else {
        return name.to_string();
    };
    let dns = dns.trim_end_matches('.').to_ascii_lowercase();
    let below = public_suffix(&dns).and_then(|suffix| dns.strip_suffix(suffix));
    match below.and_then(|below| below.strip_suffix('.')) {
        Some(below) => {
            let label = below.rsplit('.').next().unwrap_or_default();
            let rest = dns.get(below.len() - label.len()..);
            rest.unwrap_or(&dns).to_owned()
        }
        None => dns,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_the_public_suffix_and_one_label_more() {
        for (host, domain) in [
            ("www.example.kz", "example.kz"),
            ("WWW.Example.KZ.", "example.kz"),
            ("a.b.gov.kz", "b.gov.kz"),
            ("example.kz", "example.kz"),
            ("gov.kz", "gov.kz"),
            ("one.github.io", "one.github.io"),
            ("wiki.intranet.lan", "wiki.intranet.lan"),
            ("192.0.2.1", "192.0.2.1"),
            ("", ""),
        ] {
            assert_eq!(registered_domain(host), domain, "{host}");
        }
    }
}
