//! apt's configuration: other anchors, verification switched off, proxies.
//!
//! ```text
//! Acquire::https::CAInfo "/path";            # and …::CAInfo::host, or inside { … };
//! Acquire { https { Verify-Peer "false"; }; };
//! DPkg::Post-Invoke { "command"; };
//! ```
//!
//! Names are case-insensitive. Source: apt.conf(5), apt-transport-https(1),
//! apt-transport-http(1) of apt 2.6.1.

use std::path::Path;

use super::{content::Content, scope::Value, shell::Dialect, sink::Sink};
use crate::{Client, SettingKind};

mod syntax;

const APT: &[Client] = &[Client::Apt];

/// Options that can also be set for one host.
const OF_HOST: [&str; 3] = ["cainfo", "verify-peer", "verify-host"];

/// Reads `apt.conf` and the files of `apt.conf.d` that apt reads: those without an ending,
/// or with `.conf`.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    let is_taken = |name: &str| name.ends_with(".conf") || !name.contains('.');
    let mut paths = sink.list("/etc/apt/apt.conf.d".as_ref(), is_taken);
    paths.push("/etc/apt/apt.conf".into());
    for path in paths {
        if let Some(text) = sink.read(&path) {
            read(sink, &path, &text);
        }
    }
}

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for (name, text) in syntax::options(text) {
        let what = format!("{name} \"{text}\"");
        let value = Value::plain(&text);
        let lower = name.to_lowercase();
        if is_hook(&lower) {
            sink.take(at, Content::Script(&text, Dialect::Posix));
            continue;
        }
        let mut parts = lower.split("::");
        let (Some("acquire"), Some(method), Some(option)) =
            (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        // For one host, whose name comes before or after the option.
        let of_host = parts.next().filter(|option| OF_HOST.contains(option));
        let option = of_host.unwrap_or(option);
        match (method, option) {
            ("https", "cainfo") => sink.name_file(at, &what, &value, APT),
            ("https", "verify-peer" | "verify-host") if is_off(&text) => {
                sink.setting(at, SettingKind::AptVerify, &what, APT);
            }
            (_, "proxy") if !text.eq_ignore_ascii_case("direct") => {
                sink.proxy(at, SettingKind::ProxyConfiguration, &what, &value, APT);
            }
            (_, "proxy-auto-detect" | "proxyautodetect") => {
                sink.proxy(at, SettingKind::ProxyConfiguration, &what, &value, APT);
            }
            _ => {}
        }
    }
}

/// Whether apt gives an option's value to a shell (apt.conf(5), «Invoke»; apt's
/// `doc/json-hooks-protocol.md`).
fn is_hook(name: &str) -> bool {
    const HOOKS: [&str; 5] = [
        "pre-invoke",
        "post-invoke",
        "post-invoke-success",
        "post-invoke-stats",
        "pre-install-pkgs",
    ];
    let mut parts = name.split("::");
    parts.any(|part| HOOKS.contains(&part)) || name.starts_with("aptcli::hooks::")
}

/// `StringToBool` of apt-pkg, `strutl.cc`.
fn is_off(value: &str) -> bool {
    ["0", "no", "false", "without", "off", "disable"]
        .iter()
        .any(|off| value.eq_ignore_ascii_case(off))
}
