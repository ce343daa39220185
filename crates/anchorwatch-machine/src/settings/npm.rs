//! npm's configuration.
//!
//! ```text
//! key = value      key[] = value      ; or # at the start: a comment
//! ```
//!
//! Keys and values may be quoted, with `\n` in them. `${NAME}` is expanded, and `;` or `#`
//! begins a comment. Settings below a `[section]` are not read: npm ignores them. Of the
//! settings for one registry (`//host/:…`, including its tokens) only `cafile` and `ca`
//! count, which pnpm reads. Only the word `false` switches `strict-ssl` off. Source:
//! npmrc(5), npm-config(7), measured with npm 11.19.1; pnpm.io/npmrc.

use std::path::Path;

use super::{
    content::Content,
    node,
    program::Program,
    scope::{Scope, Value},
    shell::expanded,
    sink::Sink,
};
use crate::{Client, SettingKind};

/// npm has no `Client` of its own.
const NPM: &[Client] = &[Client::Node];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let scope = sink.scope();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            break;
        }
        if line.starts_with([';', '#']) {
            continue;
        }
        if let Some((key, value)) = line.split_once('=') {
            let value = value_of(value.trim(), &scope);
            let key = key.trim().trim_matches(['"', '\'']).trim();
            // The tokens of a registry must not be shown.
            let key = match key
                .strip_prefix("//")
                .and_then(|rest| rest.rsplit_once(':'))
            {
                Some((_, key @ ("cafile" | "ca"))) => key,
                Some(_) => continue,
                None => key,
            };
            take(sink, at, key, &value);
        }
    }
}

fn take(sink: &mut Sink<'_>, at: &Path, key: &str, value: &Value) {
    let what = format!("{key}={}", value.text);
    match key {
        "cafile" => sink.name_file(at, &what, value, NPM),
        "cafile[]" => sink.name_file(at, &what, value, NPM),
        "ca" | "ca[]" if !matches!(value.text.as_str(), "" | "null") => {
            sink.inline(at, key, &value.text, NPM);
        }
        "strict-ssl" if value.text == "false" => {
            sink.setting(at, SettingKind::NpmStrictSsl, &what, NPM);
        }
        "proxy" | "https-proxy" | "http-proxy" if is_proxy(&value.text) => {
            let kind = SettingKind::ProxyConfiguration;
            sink.proxy(at, kind, &what, value, NPM);
        }
        "prefix" | "globalconfig" | "userconfig" => {
            sink.take(at, Content::Given(Program::Npm, &what, value));
        }
        "node-options" => node::options(sink, at, key, &value.text),
        _ => {}
    }
}

/// A backslash before the character keeps it.
fn without_remark(text: &str) -> String {
    let mut kept = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' | '#' => break,
            '\\' => match characters.next() {
                Some(sign @ (';' | '#' | '\\')) => kept.push(sign),
                other => {
                    kept.push('\\');
                    kept.extend(other);
                }
            },
            _ => kept.push(character),
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

fn is_proxy(value: &str) -> bool {
    !matches!(value, "null" | "false" | "true")
}

/// Removes quotes and reads `\n`, then expands `${NAME}`.
fn value_of(text: &str, scope: &Scope) -> Value {
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    let text = match quoted {
        Some(inside) => inside.replace("\\n", "\n").replace("\\r", "\r"),
        None => without_remark(text),
    };
    // Only names in braces are expanded.
    if text.contains("${") {
        expanded(&text, scope, None)
    } else {
        Value::plain(&text)
    }
}
