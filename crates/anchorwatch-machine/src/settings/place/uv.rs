//! uv's configuration.
//!
//! ```text
//! allow-insecure-host = ["HOST"]       also below [pip]
//! native-tls = true                    the system's roots instead of its own;
//! system-certs = true                  the same in later versions
//! ```
//!
//! In a `pyproject.toml` these keys are below `[tool.uv]`; they apply to everything below
//! its folder. Source: uv's manual, «Configuration files» and
//! «Settings».

use std::path::Path;

use anchorwatch_home::toml_text;
use toml::{Table, Value as Toml};

use super::base::Base;
use crate::settings::sink::Sink;
use crate::{
    Client, SettingKind,
    settings::{content::Content, program::Program},
};

const UV: &[Client] = &[Client::Uv];

const SYSTEM: [&str; 2] = ["/etc/uv/uv.toml", "/etc/xdg/uv/uv.toml"];
const HOME: [&str; 2] = [".config/uv/uv.toml", "uv.toml"];
/// uv's manual, «Caching»; the buckets are in `uv-cache/src/lib.rs`.
const CACHE: &str = ".cache/uv/archive-v0";
/// certifi's bundle, and pip's copy of it.
const BUNDLES: [&str; 2] = ["certifi/cacert.pem", "pip/_vendor/certifi/cacert.pem"];
const PROJECT: &str = "pyproject.toml";

pub(super) fn of_system(sink: &mut Sink<'_>) {
    for path in SYSTEM {
        sink.take(path.as_ref(), Content::File(Program::Uv));
    }
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    let places = HOME.into_iter().chain([PROJECT]);
    for path in places.filter_map(|path| home.join(path)) {
        sink.take(&path, Content::File(Program::Uv));
    }
    if let Some(cache) = home.join(CACHE) {
        cached(sink, &cache);
    }
}

/// The packages that uv has unpacked: it links them into every environment that it makes.
fn cached(sink: &mut Sink<'_>, cache: &Path) {
    for package in sink.list(cache, |_| true) {
        for bundle in BUNDLES {
            sink.fixed_file(package.join(bundle), &[Client::PythonRequests]);
        }
    }
}

/// Records what the text of a `uv.toml` or a `pyproject.toml` says.
pub(in crate::settings) fn take(sink: &mut Sink<'_>, at: &Path, text: &str) {
    match toml_text::read::<Table>(text.as_bytes()) {
        Ok(table) => table_of(sink, at, table),
        Err(error) => sink.not_parsed(at, &error),
    }
}

/// The same for a project's `pyproject.toml`; one that cannot be parsed is often a template.
pub(in crate::settings) fn take_project(sink: &mut Sink<'_>, at: &Path, text: &str) {
    if let Ok(table) = toml_text::read::<Table>(text.as_bytes()) {
        table_of(sink, at, table);
    }
}

fn table_of(sink: &mut Sink<'_>, at: &Path, table: Table) {
    let is_project = at.file_name().is_some_and(|name| name == PROJECT);
    let settings = if is_project {
        table.get("tool").and_then(|tool| tool.get("uv")).cloned()
    } else {
        Some(Toml::Table(table))
    };
    if let Some(settings) = settings {
        takes(sink, at, &settings);
    }
}

fn takes(sink: &mut Sink<'_>, at: &Path, settings: &Toml) {
    for table in [Some(settings), settings.get("pip")].into_iter().flatten() {
        for key in ["allow-insecure-host", "trusted-host"] {
            let hosts = table.get(key).and_then(Toml::as_array);
            for host in hosts.into_iter().flatten() {
                let what = format!("{key} = {host}");
                sink.setting(at, SettingKind::UvInsecureHost, &what, UV);
            }
        }
    }
    let is_true = |key: &str| settings.get(key).and_then(Toml::as_bool) == Some(true);
    if is_true("native-tls") || is_true("system-certs") {
        sink.follow_system(Client::Uv);
    }
}
