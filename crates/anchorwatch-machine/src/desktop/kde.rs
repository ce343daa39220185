//! KDE's proxy, which Chromium follows on a KDE desktop.
//!
//! ```text
//! [Proxy Settings]
//! ProxyType=1              0 none, 1 as given, 2 a script, 3 found by the network,
//!                          4 by the environment's variables
//! httpsProxy=http://h 1    also httpProxy, socksProxy
//! Proxy Config Script=     the script's address
//! ```
//!
//! Source: Chromium's `proxy_config_service_linux.cc`, which reads this file itself. A
//! key's name may have a suffix, `ProxyType[$e]`.

use crate::SettingKind;

const GROUP: &str = "[Proxy Settings]";
const KEYS: [&str; 4] = [
    "httpsProxy",
    "httpProxy",
    "socksProxy",
    "Proxy Config Script",
];
/// The most addresses of one file that are reported; there are four keys.
const MAX_SETTINGS: usize = 16;

/// The lines of keys that lead to a proxy.
pub(super) fn proxies(text: &str) -> Vec<(SettingKind, String)> {
    let mut is_inside = false;
    let mut kind = None;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            is_inside = line == GROUP;
            continue;
        }
        let Some((key, value)) = line.split_once('=').filter(|_| is_inside) else {
            continue;
        };
        let key = key.split('[').next().unwrap_or(key).trim();
        let value = value.trim();
        if key == "ProxyType" {
            kind = Some(value);
        } else if KEYS.contains(&key) && !value.is_empty() && found.len() < MAX_SETTINGS {
            found.push((key, value));
        }
    }
    let Some(kind @ ("1" | "2" | "3")) = kind else {
        return Vec::new();
    };
    found.retain(|(key, _)| match kind {
        "1" => *key != "Proxy Config Script",
        "2" => *key == "Proxy Config Script",
        _ => false,
    });
    let addresses: String = found
        .iter()
        .map(|(key, value)| format!(", {key}={value}"))
        .collect();
    vec![(
        SettingKind::ProxyConfiguration,
        format!("ProxyType={kind}{addresses}"),
    )]
}
