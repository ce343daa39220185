//! Image registries: certificates trusted for one of them, and registries that are
//! contacted without verification.
//!
//! ```text
//! certs.d/HOST:PORT/*.crt                        roots in addition to the system's
//! daemon.json   { "insecure-registries": ["HOST:PORT", "10.0.0.0/8"] }
//! hosts.toml    ca = "/path" or ["/path", …]; skip_verify = true    (also below [host."…"])
//! registries.conf  [[registry]] location = "HOST"; insecure = true  (also its mirrors)
//!                  [registries.insecure] registries = ["HOST"]      (version 1)
//! ```
//!
//! Source: Docker manual, «Verify repository client with certificates», «dockerd»;
//! containerd, `docs/hosts.md`; containers-certs.d(5), containers-registries.conf(5),
//! which says that Docker's folder is read too.

use std::path::{Path, PathBuf};

use anchorwatch_home::toml_text;
use serde_json::Value as Json;
use toml::Value as Toml;

use super::base::Base;
use crate::settings::remark::Unclear;
use crate::settings::sink::Sink;
use crate::{Client, SettingKind, settings::scope::Value};

const DOCKER: &[Client] = &[Client::Docker];
const PODMAN: &[Client] = &[Client::Podman];
const BOTH: &[Client] = &[Client::Docker, Client::Podman];

const SYSTEM_CERTIFICATES: [(&str, &[Client]); 5] = [
    ("etc/docker/certs.d", BOTH),
    ("etc/containers/certs.d", PODMAN),
    ("usr/share/containers/certs.d", PODMAN),
    ("etc/containerd/certs.d", DOCKER),
    ("var/snap/docker/current/etc/docker/certs.d", DOCKER),
];
const HOME_CERTIFICATES: [(&str, &[Client]); 3] = [
    // Docker Desktop's.
    (".docker/certs.d", DOCKER),
    (".config/docker/certs.d", DOCKER),
    (".config/containers/certs.d", PODMAN),
];

const SYSTEM_DAEMONS: [&str; 2] = [
    "etc/docker/daemon.json",
    "var/snap/docker/current/config/daemon.json",
];
const HOME_DAEMONS: [&str; 1] = [".config/docker/daemon.json"];

const SYSTEM_REGISTRIES: [&str; 2] = [
    "etc/containers/registries.conf",
    "usr/share/containers/registries.conf",
];
const HOME_REGISTRIES: [&str; 1] = [".config/containers/registries.conf"];

pub(super) fn of_system(sink: &mut Sink<'_>) {
    let base = Base::of_system();
    certificates(sink, &base, &SYSTEM_CERTIFICATES);
    daemons(sink, &base, &SYSTEM_DAEMONS);
    registries(sink, &base, &SYSTEM_REGISTRIES);
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    certificates(sink, home, &HOME_CERTIFICATES);
    daemons(sink, home, &HOME_DAEMONS);
    registries(sink, home, &HOME_REGISTRIES);
}

fn certificates(sink: &mut Sink<'_>, base: &Base, places: &[(&str, &[Client])]) {
    for (place, clients) in places {
        for host in base.matching(sink, &format!("{place}/*")) {
            for path in sink.list(&host, |name| name.ends_with(".crt")) {
                sink.fixed_file(path, clients);
            }
            hosts(sink, &host.join("hosts.toml"));
        }
    }
}

fn daemons(sink: &mut Sink<'_>, base: &Base, places: &[&str]) {
    for at in places.iter().filter_map(|place| base.join(place)) {
        let Some(text) = sink.read(&at) else {
            continue;
        };
        match serde_json::from_str::<Json>(&text) {
            Ok(document) => daemon(sink, &at, &document),
            Err(_) if text.trim().is_empty() => {}
            Err(error) => sink.not_parsed(&at, &error),
        }
    }
}

fn daemon(sink: &mut Sink<'_>, at: &Path, document: &Json) {
    match document.get("insecure-registries") {
        None | Some(Json::Null) => {}
        Some(Json::Array(registries)) => {
            for registry in registries {
                insecure(
                    sink,
                    at,
                    &format!("insecure-registries: {registry}"),
                    DOCKER,
                );
            }
        }
        Some(other) => sink.unclear(at, &other.to_string(), Unclear::Registries),
    }
    let proxies = document.get("proxies").and_then(Json::as_object);
    for (key, proxy) in proxies.into_iter().flatten() {
        if let Some(proxy) = proxy.as_str().filter(|_| key != "no-proxy") {
            let (what, kind) = (
                format!("proxies.{key} = {proxy}"),
                SettingKind::ProxyConfiguration,
            );
            sink.proxy(at, kind, &what, &Value::plain(proxy), DOCKER);
        }
    }
}

fn registries(sink: &mut Sink<'_>, base: &Base, places: &[&str]) {
    for at in places.iter().filter_map(|place| base.join(place)) {
        let mut folder = at.clone().into_os_string();
        folder.push(".d");
        let mut files = vec![at];
        files.extend(sink.list(&PathBuf::from(folder), |name| name.ends_with(".conf")));
        for file in files {
            if let Some(document) = document(sink, &file) {
                registry(sink, &file, &document);
            }
        }
    }
}

fn registry(sink: &mut Sink<'_>, at: &Path, document: &Toml) {
    let tables = |value: &Toml, key: &str| -> Vec<Toml> {
        let array = value.get(key).and_then(Toml::as_array);
        array.cloned().unwrap_or_default()
    };
    for one in tables(document, "registry") {
        for table in [vec![one.clone()], tables(&one, "mirror")].concat() {
            if is_true(table.get("insecure")) {
                let names = ["location", "prefix"]
                    .iter()
                    .filter_map(|key| table.get(*key));
                let name = names.filter_map(Toml::as_str).next().unwrap_or_default();
                insecure(sink, at, &format!("insecure = true: {name}"), PODMAN);
            }
        }
    }
    let first = document
        .get("registries")
        .and_then(|all| all.get("insecure"));
    let listed = first.and_then(|list| list.get("registries"));
    for name in listed.and_then(Toml::as_array).into_iter().flatten() {
        insecure(sink, at, &format!("registries.insecure: {name}"), PODMAN);
    }
}

fn hosts(sink: &mut Sink<'_>, at: &Path) {
    let Some(document) = document(sink, at) else {
        return;
    };
    let below = document.get("host").and_then(Toml::as_table);
    let below = below.into_iter().flat_map(toml::Table::values);
    for table in std::iter::once(&document).chain(below) {
        if is_true(table.get("skip_verify")) {
            insecure(sink, at, "skip_verify = true", DOCKER);
        }
        let files = match table.get("ca") {
            Some(Toml::Array(files)) => files.iter().collect(),
            Some(file) => vec![file],
            None => Vec::new(),
        };
        for file in files.into_iter().filter_map(Toml::as_str) {
            // A relative path starts at the file's own folder.
            let path = at.parent().unwrap_or(at).join(file);
            let value = Value::plain(&path.to_string_lossy());
            sink.name_file(at, &format!("ca = {file}"), &value, DOCKER);
        }
    }
}

pub(super) fn document(sink: &mut Sink<'_>, at: &Path) -> Option<Toml> {
    let text = sink.read(at)?;
    match toml_text::read(text.as_bytes()) {
        Ok(table) => Some(Toml::Table(table)),
        Err(error) => {
            sink.not_parsed(at, &error);
            None
        }
    }
}

fn is_true(value: Option<&Toml>) -> bool {
    value.and_then(Toml::as_bool) == Some(true)
}

fn insecure(sink: &mut Sink<'_>, at: &Path, what: &str, clients: &[Client]) {
    sink.setting(at, SettingKind::InsecureRegistry, what, clients);
}
