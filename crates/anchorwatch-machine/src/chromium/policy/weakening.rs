//! Policies that let a certificate pass unlogged, or lead traffic through a proxy.
//!
//! These are left out, because they remove no verification that a browser without policies
//! has: `SSLErrorOverrideAllowedForOrigins` (lets users click through where
//! `SSLErrorOverrideAllowed=false` forbids what is allowed by default),
//! `OverrideSecurityRestrictionsOnInsecureOrigin` (for sites without TLS),
//! `EncryptedClientHelloEnabled` (privacy of names).

use serde_json::Value;

use crate::redact::redact;

use super::in_force::InForce;

/// A setting: the index of its file, and its text.
type Found = (usize, String);

/// Exemptions from the public logs: a public authority's certificates could be issued in
/// secret.
const UNLOGGED: [&str; 2] = [
    "CertificateTransparencyEnforcementDisabledForCas",
    "CertificateTransparencyEnforcementDisabledForUrls",
];

/// Non-empty exemptions from Certificate Transparency.
pub(super) fn transparency(in_force: &InForce<'_>) -> Vec<Found> {
    let is_some = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
    UNLOGGED
        .into_iter()
        .filter_map(|key| {
            in_force
                .get(key)
                .map(|(place, value)| (key, *place, *value))
        })
        .filter(|(_, _, value)| is_some(value))
        .map(|(key, place, value)| (place, words(key, value)))
        .collect()
}

/// The proxy in force, and rules that choose one.
///
/// `ProxySettings` wins over the single policies, and without a mode none of them has an
/// effect (`proxy_policy_handler.cc`; each measured with Chromium 148).
pub(super) fn proxy(in_force: &InForce<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    match in_force.get("ProxySettings") {
        Some((place, settings @ Value::Object(_))) => {
            let of = |key: &str| settings.get(key);
            if let Some(words) = redirection(of) {
                found.push((*place, words));
            }
        }
        _ => {
            let of = |key: &str| in_force.get(key).map(|(_, value)| *value);
            let mode = ["ProxyMode", "ProxyServerMode"]
                .into_iter()
                .find_map(|key| in_force.get(key));
            if let (Some((place, _)), Some(words)) = (mode, redirection(of)) {
                found.push((*place, words));
            }
        }
    }
    if let Some((place, rules)) = in_force.get("ProxyOverrideRules")
        && rules.as_array().is_some_and(|rules| !rules.is_empty())
    {
        found.push((*place, words("ProxyOverrideRules", rules)));
    }
    found
}

/// The text of a mode that leads to a proxy. The older `ProxyServerMode` numbers the modes:
/// 0 none, 1 auto-detected, 2 as given, 3 the system's.
fn redirection<'a>(of: impl Fn(&str) -> Option<&'a Value>) -> Option<String> {
    let mode = of("ProxyMode").and_then(Value::as_str);
    let number = of("ProxyServerMode").and_then(Value::as_u64);
    let is_redirecting = match (mode, number) {
        (Some(mode), _) => matches!(mode, "fixed_servers" | "pac_script" | "auto_detect"),
        (None, Some(number)) => matches!(number, 1 | 2),
        (None, None) => false,
    };
    let keys = ["ProxyMode", "ProxyServerMode", "ProxyServer", "ProxyPacUrl"];
    let said = keys
        .into_iter()
        .filter_map(|key| Some(plain(key, of(key)?)))
        .collect::<Vec<_>>()
        .join(", ");
    is_redirecting.then(|| redact(&said))
}

fn words(key: &str, value: &Value) -> String {
    redact(&plain(key, value))
}

fn plain(key: &str, value: &Value) -> String {
    match value {
        Value::String(text) => format!("{key} = {text}"),
        other => format!("{key} = {other}"),
    }
}
