//! Origins at which a certificate error may still be clicked through.

use anchorwatch_machine::{chromium::browser::Browser, redact::redact};

use anchorwatch_policy::consent::is_public_suffix;

use super::remark::ChromiumRemark;
use crate::draft::Draft;

pub(super) const ORIGINS: &str = "SSLErrorOverrideAllowedForOrigins";

/// The origins to keep from existing policies. A pattern for every host is dropped, since it
/// would undo the block.
pub(super) fn allowed(said: Vec<String>, browser: Browser, draft: &mut Draft) -> Vec<String> {
    let (everywhere, some): (Vec<String>, Vec<String>) =
        said.into_iter().partition(|pattern| is_everywhere(pattern));
    if let Some(pattern) = everywhere.first() {
        draft.warn(&ChromiumRemark::EverySite {
            browser: browser.name().to_owned(),
            policy: ORIGINS.to_owned(),
            pattern: redact(pattern),
        });
    }
    some
}

/// Whether a Chromium pattern (`content_settings_pattern`) leaves the host open or gives only
/// a suffix that many owners share: `*`, `https://*`, `*://*:443/`, `[*.]kz`, `[*.]com.kz`.
pub(crate) fn is_everywhere(pattern: &str) -> bool {
    let behind_scheme = pattern.split_once("://").map_or(pattern, |(_, rest)| rest);
    match behind_scheme.strip_prefix("[*.]") {
        Some(domain) => {
            let domain = host_of(domain).trim_end_matches('.').to_ascii_lowercase();
            !domain.contains('.') || is_public_suffix(&domain)
        }
        None => host_of(behind_scheme).is_empty() || behind_scheme.starts_with('*'),
    }
}

fn host_of(rest: &str) -> &str {
    rest.split([':', '/']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_every_host_are_told_from_those_of_some() {
        for pattern in [
            "*",
            "https://*",
            "*://*:443/",
            "[*.]kz",
            "https://[*.]kz:443",
            "[*.]kz.",
            "",
            "*.kz",
            "https://[*.]co.uk",
            "[*.]COM.kz.",
            "[*.]kawasaki.jp",
        ] {
            assert!(is_everywhere(pattern), "{pattern}");
        }
        for pattern in [
            "https://nas.lan",
            "https://nas.lan:8443",
            "[*.]corp.example",
            "https://[*.]example.co.uk",
            "nas.lan",
            "nas",
            "https://10.0.0.7",
            "https://[fd00::1]",
        ] {
            assert!(!is_everywhere(pattern), "{pattern}");
        }
    }
}
