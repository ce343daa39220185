//! npm's configuration.
//!
//! ```text
//! key = value      key[] = value      ; or # at the beginning: a remark
//! ```
//!
//! A value may be quoted, with `\n` in it; `${NAME}` is expanded. Settings below a
//! `[section]` and those of one registry (`//host/:…`, among them the tokens) are not
//! looked at: npm takes neither for what is read here. Only the word `false` switches
//! `strict-ssl` off. Source: npmrc(5), npm-config(7), measured with npm 11.19.1.

use std::path::Path;

use super::{
    gathering::Gathering,
    program::Program,
    scope::{Scope, Value},
};
use crate::{Client, SettingKind};

/// npm has no name of its own among the clients.
const NPM: &[Client] = &[Client::Node];

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    let scope = gathering.scope();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            break;
        }
        if line.starts_with([';', '#']) || line.starts_with("//") {
            continue;
        }
        if let Some((key, value)) = line.split_once('=') {
            let value = value_of(value.trim(), &scope);
            take(gathering, at, key.trim(), &value);
        }
    }
}

fn take(gathering: &mut Gathering<'_>, at: &Path, key: &str, value: &Value) {
    let what = format!("{key}={}", value.text);
    match key {
        "cafile" => gathering.name_file(at, &what, value, NPM),
        "ca" | "ca[]" if !matches!(value.text.as_str(), "" | "null") => {
            gathering.inline(at, key, &value.text, NPM);
        }
        "strict-ssl" if value.text == "false" => {
            gathering.setting(at, SettingKind::NpmStrictSsl, &what, NPM);
        }
        "proxy" | "https-proxy" | "http-proxy" if is_proxy(&value.text) => {
            let kind = SettingKind::ProxyConfiguration;
            gathering.proxy(at, kind, &what, value, NPM);
        }
        "prefix" => {
            if let Some(prefix) = gathering.path(value) {
                Program::Npm.later(gathering, prefix.join("etc/npmrc"));
            }
        }
        "globalconfig" => {
            if let Some(path) = gathering.path(value) {
                Program::Npm.later(gathering, path);
            }
        }
        _ => {}
    }
}

fn is_proxy(value: &str) -> bool {
    !matches!(value, "null" | "false" | "true")
}

/// The quotes removed and `\n` read; then `${NAME}` expanded.
fn value_of(text: &str, scope: &Scope) -> Value {
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    let text = match quoted {
        Some(inside) => inside.replace("\\n", "\n").replace("\\r", "\r"),
        None => text.to_owned(),
    };
    // Only what stands in braces is expanded.
    if text.contains("${") {
        scope.expand(&text, None)
    } else {
        Value::plain(&text)
    }
}
