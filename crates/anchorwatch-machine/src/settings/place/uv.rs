//! uv's configuration.
//!
//! ```text
//! allow-insecure-host = ["HOST"]       also below [pip]
//! native-tls = true                    the system's roots instead of its own;
//! system-certs = true                  the same in later versions
//! ```
//!
//! In a `pyproject.toml` these keys are below `[tool.uv]`; one in the home applies to
//! everything below it. Source: uv's manual, «Configuration files» and «Settings».

use std::path::Path;

use anchorwatch_home::toml_text;
use toml::{Table, Value as Toml};

use super::Sink;
use crate::{Client, SettingKind};

const UV: &[Client] = &[Client::Uv];

const SYSTEM: [&str; 2] = ["/etc/uv/uv.toml", "/etc/xdg/uv/uv.toml"];
const HOME: [&str; 2] = [".config/uv/uv.toml", "uv.toml"];
const PROJECT: &str = "pyproject.toml";

pub(super) fn of_system(sink: &mut Sink<'_>) {
    for path in SYSTEM {
        read(sink, path.as_ref(), |table| Some(Toml::Table(table)));
    }
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    for path in HOME {
        read(sink, &home.join(path), |table| Some(Toml::Table(table)));
    }
    read(sink, &home.join(PROJECT), |table| {
        table.get("tool")?.get("uv").cloned()
    });
}

fn read(sink: &mut Sink<'_>, at: &Path, part: impl FnOnce(Table) -> Option<Toml>) {
    let Some(text) = sink.read(at) else {
        return;
    };
    let settings = match toml_text::read(text.as_bytes()) {
        Ok(table) => part(table),
        Err(error) => return sink.not_parsed(at, &error),
    };
    let Some(settings) = settings else {
        return;
    };
    for table in [Some(&settings), settings.get("pip")].into_iter().flatten() {
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
