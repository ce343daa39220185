//! Cargo's configuration: `http.cainfo`, `http.proxy-cainfo`, `http.proxy`, variables in
//! `[env]`, options in `[alias]`, and the files that `include` names. A relative path
//! starts at the folder above the file's folder, an included one at the file's own folder
//! (The Cargo Book, «Configuration», measured with 1.95.0).

use std::path::Path;

use anchorwatch_home::toml_text;

use super::{
    content::Content,
    program::Program,
    scope::Value,
    sink::Sink,
    variable::{self, Assignment},
};
use crate::{Client, SettingKind};

const CARGO: &[Client] = &[Client::Cargo];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let table: toml::Table = match toml_text::read(text.as_bytes()) {
        Ok(table) => table,
        Err(error) => return sink.not_parsed(at, &error),
    };
    let setting = |key: &str| table.get("http")?.get(key)?.as_str();
    for key in ["cainfo", "proxy-cainfo"] {
        if let Some(file) = setting(key) {
            let what = format!("http.{key} = {file:?}");
            let base = at.parent().and_then(Path::parent);
            let path = base.unwrap_or(at).join(file);
            let value = Value::plain(&path.to_string_lossy());
            sink.name_file(at, &what, &value, CARGO);
        }
    }
    if let Some(proxy) = setting("proxy") {
        let what = format!("http.proxy = {proxy:?}");
        let value = Value::plain(proxy);
        let kind = SettingKind::ProxyConfiguration;
        sink.proxy(at, kind, &what, &value, CARGO);
    }
    environment(sink, at, &table);
    include(sink, at, &table);
    aliases(sink, at, &table);
}

/// `NAME = "value"`, `NAME = { value = "…", force = true }`: variables for what Cargo
/// starts.
fn environment(sink: &mut Sink<'_>, at: &Path, table: &toml::Table) {
    let variables = table.get("env").and_then(toml::Value::as_table);
    let assignments: Vec<Assignment> = variables
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| {
            let text = value.as_str().or_else(|| value.get("value")?.as_str())?;
            let is_relative = value.get("relative").and_then(toml::Value::as_bool);
            let base = at.parent().and_then(Path::parent).unwrap_or(at);
            let text = match is_relative {
                Some(true) => base.join(text).to_string_lossy().into_owned(),
                _ => text.to_owned(),
            };
            variable::matters(name).then(|| Assignment {
                name: name.clone(),
                value: Value::plain(&text),
                is_conditional: false,
                running_count: 0,
            })
        })
        .collect();
    sink.take(at, Content::Assignments(&assignments));
}

/// One name, several names, or tables with a `path`.
fn include(sink: &mut Sink<'_>, at: &Path, table: &toml::Table) {
    let named = table.get("include");
    let several = named.and_then(toml::Value::as_array).map(Vec::as_slice);
    let all = several.unwrap_or_else(|| named.map_or(&[], std::slice::from_ref));
    for one in all {
        let name = one.as_str().or_else(|| one.get("path")?.as_str());
        if let Some(name) = name {
            let path = at.parent().unwrap_or(at).join(name);
            sink.later(Program::Cargo, path);
        }
    }
}

/// `--config` among the words of an alias: a setting or a file.
fn aliases(sink: &mut Sink<'_>, at: &Path, table: &toml::Table) {
    let aliases = table.get("alias").and_then(toml::Value::as_table);
    for (name, value) in aliases.into_iter().flatten() {
        let words: Vec<&str> = match value {
            toml::Value::String(text) => text.split_whitespace().collect(),
            toml::Value::Array(words) => words.iter().filter_map(toml::Value::as_str).collect(),
            _ => continue,
        };
        for (index, word) in words.iter().enumerate() {
            let given = match *word {
                "--config" => words.get(index + 1).copied(),
                word => word.strip_prefix("--config="),
            };
            if let Some(given) = given {
                let what = format!("alias.{name} --config {given}");
                sink.take(
                    at,
                    Content::Given(Program::Cargo, &what, &Value::plain(given)),
                );
            }
        }
    }
}
