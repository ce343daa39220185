//! Conda's and Mamba's configuration, and the bundle of an environment.
//!
//! ```text
//! ssl_verify: true | false | truststore | /path/of/a/bundle
//! proxy_servers:
//!   https: http://host:port
//! ```
//!
//! `truststore` is the system's store. A bundle is `ssl/cacert.pem`, which
//! `ssl/cert.pem` links to; in an environment recognized by its records, the walk over
//! installations reads both. Source: conda's manual, «Using the .condarc conda
//! configuration file» and «Settings», with the places in `conda/base/constants.py`
//! (`SEARCH_PATH`).

use std::path::{Path, PathBuf};

use super::base::{Base, matching};
use crate::settings::sink::Sink;
use crate::{
    Client, SettingKind,
    installation::environment,
    settings::{content::Content, program::Program, remark::Unclear, scope::Value, shell},
};

const CONDA: &[Client] = &[Client::Conda];
/// Who reads an environment's bundle.
const BUNDLE: &[Client] = &[Client::Openssl, Client::PythonSsl];

/// Folders in which Conda is installed for all users.
const SYSTEM_PREFIXES: [&str; 6] = [
    "opt/conda",
    "opt/miniconda*",
    "opt/anaconda*",
    "opt/miniforge*",
    "opt/mambaforge*",
    "usr/local/miniconda*",
];

/// The same in a home.
const HOME_PREFIXES: [&str; 7] = [
    "miniconda*",
    "anaconda*",
    "miniforge*",
    "mambaforge*",
    "micromamba",
    ".conda",
    "conda",
];

const SYSTEM_FOLDERS: [&str; 2] = ["etc/conda", "var/lib/conda"];
const HOME_FOLDERS: [&str; 3] = [".conda", ".config/conda", ".mamba"];

pub(super) fn of_system(sink: &mut Sink<'_>) {
    below(sink, &Base::of_system(), &SYSTEM_PREFIXES, &SYSTEM_FOLDERS);
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    for path in [".condarc", ".mambarc"]
        .into_iter()
        .filter_map(|name| home.join(name))
    {
        read(sink, &path);
    }
    below(sink, home, &HOME_PREFIXES, &HOME_FOLDERS);
}

fn below(sink: &mut Sink<'_>, base: &Base, prefixes: &[&str], folders: &[&str]) {
    let mut configured: Vec<PathBuf> = folders.iter().filter_map(|name| base.join(name)).collect();
    for pattern in prefixes {
        for prefix in base.matching(sink, pattern) {
            let mut environments = matching(sink, &prefix, "envs/*");
            environments.push(prefix);
            for environment in environments {
                bundle(sink, &environment);
                configured.push(environment);
            }
        }
    }
    for folder in configured {
        for name in [".condarc", "condarc"] {
            read(sink, &folder.join(name));
        }
        let is_one = |name: &str| name.ends_with(".yml") || name.ends_with(".yaml");
        for path in sink.list(&folder.join("condarc.d"), is_one) {
            read(sink, &path);
        }
    }
}

fn bundle(sink: &mut Sink<'_>, folder: &Path) {
    if !environment::is_walked(sink.tree, folder) {
        sink.fixed_file(folder.join("ssl/cacert.pem"), BUNDLE);
    }
}

fn read(sink: &mut Sink<'_>, at: &Path) {
    sink.take(at, Content::File(Program::Conda));
}

/// Records what the text of a configuration says.
pub(in crate::settings) fn take(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let mut top = None;
    let mut inside = String::new();
    for line in text.lines().map(without_remark) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed == "---" {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let is_top = indent <= *top.get_or_insert(indent);
        let (key, value) = match trimmed.split_once(':') {
            Some((key, value)) => (unquoted(key), unquoted(value)),
            None => ("", unquoted(trimmed)),
        };
        if is_top {
            key.clone_into(&mut inside);
        }
        match inside.as_str() {
            // A value can be on a line of its own.
            "ssl_verify" if !value.is_empty() || !is_top => {
                let value = if is_top { value } else { unquoted(trimmed) };
                let what = format!("ssl_verify: {value}");
                verify(sink, at, &what, value);
            }
            "proxy_servers" if !is_top => proxy(sink, at, trimmed, value),
            "ssl_verify" | "proxy_servers" if value.is_empty() => {}
            _ if trimmed.contains("ssl_verify") || inside == "proxy_servers" => {
                sink.unclear(at, trimmed, Unclear::Syntax);
            }
            _ => {}
        }
    }
}

/// Records the value of `ssl_verify`, of a configuration or a variable.
pub(in crate::settings) fn verify(sink: &mut Sink<'_>, at: &Path, what: &str, value: &str) {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" | "null" | "~" => {}
        "false" | "no" | "off" | "n" | "0" => {
            sink.setting(at, SettingKind::CondaSslVerify, what, CONDA);
        }
        "truststore" => sink.follow_system(Client::Conda),
        _ => {
            let value = expanded(sink, value);
            sink.name_file(at, what, &value, CONDA);
        }
    }
}

fn proxy(sink: &mut Sink<'_>, at: &Path, what: &str, value: &str) {
    let value = expanded(sink, value);
    let kind = SettingKind::ProxyConfiguration;
    sink.proxy(at, kind, what, &value, CONDA);
}

fn expanded(sink: &Sink<'_>, text: &str) -> Value {
    if text.contains('$') {
        shell::expanded(text, &sink.scope(), None)
    } else {
        Value::plain(text)
    }
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

fn without_remark(line: &str) -> &str {
    if line.trim_start().starts_with('#') {
        return "";
    }
    line.split(" #").next().unwrap_or(line)
}
