//! uv's configuration.
//!
//! ```text
//! allow-insecure-host = ["HOST"]       also below [pip]
//! native-tls = true                    the system's roots instead of its own;
//! system-certs = true                  the same in later versions
//! ```
//!
//! In a `pyproject.toml` the same stands below `[tool.uv]`; one that lies in the home
//! holds for everything below it. Source: uv's manual, «Configuration files» and
//! «Settings».

use std::path::Path;

use anchorwatch_home::toml_text;
use toml::{Table, Value as Toml};

use super::Gathering;
use crate::{Client, SettingKind};

const UV: &[Client] = &[Client::Uv];

const SYSTEM: [&str; 2] = ["/etc/uv/uv.toml", "/etc/xdg/uv/uv.toml"];
const HOME: [&str; 2] = [".config/uv/uv.toml", "uv.toml"];
const PROJECT: &str = "pyproject.toml";

pub(super) fn of_system(gathering: &mut Gathering<'_>) {
    for path in SYSTEM {
        read(gathering, path.as_ref(), |table| Some(Toml::Table(table)));
    }
}

pub(super) fn of_user(gathering: &mut Gathering<'_>, home: &Path) {
    for path in HOME {
        read(gathering, &home.join(path), |table| {
            Some(Toml::Table(table))
        });
    }
    read(gathering, &home.join(PROJECT), |table| {
        table.get("tool")?.get("uv").cloned()
    });
}

fn read(gathering: &mut Gathering<'_>, at: &Path, part: impl FnOnce(Table) -> Option<Toml>) {
    let Some(text) = gathering.read(at) else {
        return;
    };
    let settings = match toml_text::read(text.as_bytes()) {
        Ok(table) => part(table),
        Err(error) => return gathering.unread(at, error.to_string()),
    };
    let Some(settings) = settings else {
        return;
    };
    for table in [Some(&settings), settings.get("pip")].into_iter().flatten() {
        for key in ["allow-insecure-host", "trusted-host"] {
            let hosts = table.get(key).and_then(Toml::as_array);
            for host in hosts.into_iter().flatten() {
                let what = format!("{key} = {host}");
                gathering.setting(at, SettingKind::UvInsecureHost, &what, UV);
            }
        }
    }
    let is_true = |key: &str| settings.get(key).and_then(Toml::as_bool) == Some(true);
    if is_true("native-tls") || is_true("system-certs") {
        gathering.follow_system(Client::Uv);
    }
}
