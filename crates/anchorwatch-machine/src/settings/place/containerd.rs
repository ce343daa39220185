//! Roots for one registry, and registries that are contacted without verification, in the
//! configurations of containerd, k3s, RKE2 and BuildKit.
//!
//! ```text
//! config.toml       [plugins."…".registry.configs."HOST".tls] ca_file = "/path"
//!                                                             insecure_skip_verify = true
//! registries.yaml   configs: "HOST": tls: the same two keys              (k3s, RKE2)
//! buildkitd.toml    [registry."HOST"] ca = ["/path"], insecure = true
//! ```
//!
//! Source: containerd, `docs/cri/registry.md`; k3s, «Private Registry Configuration»;
//! BuildKit, `docs/buildkitd.toml.md`.

use std::path::Path;

use toml::Value as Toml;

use super::{base::Base, container};
use crate::{
    Client, SettingKind,
    settings::{remark::Unclear, scope::Value, sink::Sink},
};

const SYSTEM_TOML: [&str; 2] = ["etc/containerd/config.toml", "etc/buildkit/buildkitd.toml"];
const HOME_TOML: [&str; 1] = [".config/buildkit/buildkitd.toml"];
const SYSTEM_YAML: [&str; 2] = [
    "etc/rancher/k3s/registries.yaml",
    "etc/rancher/rke2/registries.yaml",
];

const CLIENTS: &[Client] = &[Client::Docker];
const SKIP: &str = "insecure_skip_verify";
const ROOTS: &str = "ca_file";
/// BuildKit's switch is below `registry` only: other programs have an `insecure` too.
const OF_BUILDKIT: &str = "insecure";
/// Deeper than these configurations go; the parser has a limit of its own.
const MAX_DEPTH: u32 = 16;

pub(super) fn of_system(sink: &mut Sink<'_>) {
    let base = Base::of_system();
    in_toml(sink, &base, &SYSTEM_TOML);
    for at in SYSTEM_YAML.iter().filter_map(|place| base.join(place)) {
        if let Some(text) = sink.read(&at) {
            in_yaml(sink, &at, &text);
        }
    }
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    in_toml(sink, home, &HOME_TOML);
}

fn in_toml(sink: &mut Sink<'_>, base: &Base, places: &[&str]) {
    for at in places.iter().filter_map(|place| base.join(place)) {
        if let Some(document) = container::document(sink, &at) {
            walk(sink, &at, &document, "", MAX_DEPTH);
        }
    }
}

/// Looks into each table; `name` is the key of this one.
fn walk(sink: &mut Sink<'_>, at: &Path, value: &Toml, name: &str, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for (key, value) in value.as_table().into_iter().flatten() {
        match (key.as_str(), value) {
            (SKIP, Toml::Boolean(true)) => insecure(sink, at, &format!("{SKIP} = true: {name}")),
            (ROOTS, Toml::String(path)) => roots(sink, at, path),
            ("registry", Toml::Table(registries)) if name.is_empty() => {
                for (host, table) in registries {
                    of_buildkit(sink, at, host, table);
                }
            }
            _ => {}
        }
        // `[….configs."HOST".tls]`: the host is the name that helps.
        let inner = if key == "tls" { name } else { key };
        walk(sink, at, value, inner, depth);
    }
}

fn of_buildkit(sink: &mut Sink<'_>, at: &Path, host: &str, table: &Toml) {
    if table.get(OF_BUILDKIT).and_then(Toml::as_bool) == Some(true) {
        insecure(sink, at, &format!("{OF_BUILDKIT} = true: {host}"));
    }
    let files = table.get("ca").and_then(Toml::as_array);
    for path in files.into_iter().flatten().filter_map(Toml::as_str) {
        roots(sink, at, path);
    }
}

/// Finds the two keys in each line, in a block or between braces.
fn in_yaml(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for line in text.lines().map(str::trim) {
        if line.starts_with('#') {
            continue;
        }
        if let Some(path) = value(line, ROOTS) {
            roots(sink, at, path);
        }
        match value(line, SKIP).map(str::to_lowercase).as_deref() {
            // The words of YAML 1.1.
            Some("true" | "yes" | "on" | "y") => insecure(sink, at, line),
            None | Some("false" | "no" | "off" | "n" | "null" | "~" | "") => {}
            Some(_) => sink.unclear(at, line, Unclear::Switch),
        }
    }
}

/// The value of a key in a line of YAML.
fn value<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(key)?;
    let rest = rest.trim_start_matches(['"', '\'']).trim_start();
    let rest = rest.strip_prefix(':')?;
    let end = rest.find([',', '}', '#']).unwrap_or(rest.len());
    Some(rest.get(..end)?.trim().trim_matches(['"', '\'']))
}

fn roots(sink: &mut Sink<'_>, at: &Path, path: &str) {
    sink.name_file(
        at,
        &format!("{ROOTS}: {path}"),
        &Value::plain(path),
        CLIENTS,
    );
}

fn insecure(sink: &mut Sink<'_>, at: &Path, what: &str) {
    sink.setting(at, SettingKind::InsecureRegistry, what, CLIENTS);
}
