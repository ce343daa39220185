//! git's configuration: `http.sslCAInfo`, `http.sslCAPath`, `http.sslVerify`, `http.proxy`,
//! each for all addresses or for one (`http.<url>.…`), `remote.<name>.proxy`, and the files
//! that `include.path` names.
//!
//! The last of several values wins. Cargo also reads `http.proxy` from here (measured).
//! Source: git-config(1), measured with git 2.39.5.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    content::Content,
    force::Force,
    program::Program,
    scope::{Scope, Value},
    shell::Dialect,
    sink::Sink,
    systemd,
};
use crate::settings::remark::Unclear;
use crate::{Client, SettingKind};

mod syntax;

use syntax::Entry;

const GIT: &[Client] = &[Client::Git];

/// The deepest includes that are followed (`MAX_INCLUDE_DEPTH` of git's `config.c`).
const MAX_INCLUDE_DEPTH: u8 = 10;

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    read_at(sink, at, text, 0);
}

fn read_at(sink: &mut Sink<'_>, at: &Path, text: &str, depth: u8) {
    let entries = syntax::entries(text);
    let mut last: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in &entries {
        match (entry.section.as_str(), entry.key.as_str()) {
            ("http" | "remote" | "alias" | "init", _) => drop(last.insert(entry.name(), entry)),
            ("include", "path") => include(sink, at, entry, depth),
            ("includeif", "path") => {
                sink.with_force(Force::Included, |sink| include(sink, at, entry, depth));
            }
            _ => {}
        }
    }
    for (name, entry) in last {
        take(sink, at, &name, entry);
    }
}

fn take(sink: &mut Sink<'_>, at: &Path, name: &str, entry: &Entry) {
    let text = entry.value.as_deref().unwrap_or_default();
    let what = format!("{name} = {text}");
    let value = Value::plain(text);
    match (entry.section.as_str(), entry.key.as_str()) {
        ("http", "sslcainfo" | "proxysslcainfo") => sink.name_file(at, &what, &value, GIT),
        ("http", "sslcapath") => sink.name_folder(at, &what, &value, GIT),
        ("http", "sslverify") if is_off(entry.value.as_deref()) => {
            sink.setting(at, SettingKind::GitSslVerify, &what, GIT);
        }
        ("http", "proxy") if entry.subsection.is_none() => {
            let clients = [Client::Git, Client::Cargo];
            sink.proxy(at, SettingKind::ProxyConfiguration, &what, &value, &clients);
        }
        ("http" | "remote", "proxy") => {
            sink.proxy(at, SettingKind::ProxyConfiguration, &what, &value, GIT);
        }
        ("alias", _) => alias(sink, at, text),
        // Every new repository starts as a copy of this folder.
        ("init", "templatedir") => {
            let folder = included(at, text, sink).filter(|_| !text.is_empty());
            if let Some(folder) = folder {
                sink.later(Program::Git, folder.join("config"));
            }
        }
        _ => {}
    }
}

/// A shell command after `!`, or arguments for git (git-config(1), «alias.*»).
fn alias(sink: &mut Sink<'_>, at: &Path, text: &str) {
    match text.strip_prefix('!') {
        Some(command) => sink.take(at, Content::Script(command, Dialect::Posix)),
        None => {
            let words = systemd::words(&format!("git {text}"));
            let words: Vec<Value> = words.iter().map(|word| Value::plain(word)).collect();
            sink.take(at, Content::Command(words));
        }
    }
}

/// A key without `=` is true; a key with an empty value is false.
fn is_off(value: Option<&str>) -> bool {
    let Some(value) = value else { return false };
    ["false", "no", "off", ""]
        .iter()
        .any(|off| value.eq_ignore_ascii_case(off))
        || value.parse::<i64>() == Ok(0)
}

fn include(sink: &mut Sink<'_>, at: &Path, entry: &Entry, depth: u8) {
    let Some(text) = entry.value.as_deref().filter(|text| !text.is_empty()) else {
        return;
    };
    let path = included(at, text, sink);
    if depth >= MAX_INCLUDE_DEPTH {
        let what = format!("include.path = {text}");
        return sink.unclear(at, &what, Unclear::GitDepth);
    }
    let Some(path) = path else {
        return sink.unclear(at, &format!("include.path = {text}"), Unclear::Value);
    };
    if let Some(text) = sink.read(&path) {
        read_at(sink, &path, &text, depth + 1);
    }
}

/// A relative path starts at the folder of the including file.
fn included(at: &Path, text: &str, sink: &Sink<'_>) -> Option<PathBuf> {
    if text.starts_with('~') {
        return sink.path(&Value::plain(text));
    }
    let is_broken = text.contains(char::REPLACEMENT_CHARACTER);
    at.parent()
        .filter(|_| !is_broken)
        .map(|folder| folder.join(text))
}

/// The settings that `GIT_CONFIG_KEY_n` and `GIT_CONFIG_VALUE_n` give (git-config(1),
/// «Environment»), each pair as if it were in a file.
pub(super) fn of_environment(sink: &mut Sink<'_>, at: &Path, scope: &Scope) {
    /// More pairs than any wrapper sets.
    const MAX_PAIRS: usize = 100;
    for index in 0..MAX_PAIRS {
        let part = |part: &str| scope.look_up(&format!("GIT_CONFIG_{part}_{index}"));
        let (Some(key), Some(value)) = (part("KEY"), part("VALUE")) else {
            return;
        };
        if let Some(entry) = Entry::of_key(&key.text, &value.text) {
            let what = format!("GIT_CONFIG_KEY_{index}={}", entry.name());
            take(sink, at, &what, &entry);
        }
    }
    sink.unclear(at, "GIT_CONFIG_KEY_…", Unclear::Count);
}

/// The settings of `GIT_CONFIG_PARAMETERS`: `'key=value'` or `'key'='value'`, separated by
/// blanks (`git_config_from_parameters` of git's `config.c`).
pub(super) fn of_parameters(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for word in systemd::words(text) {
        if let Some((name, value)) = word.split_once('=') {
            take_named(sink, at, name, value, "GIT_CONFIG_PARAMETERS ");
        }
    }
}

/// A setting given by name outside git's files. A file that it includes is read.
pub(super) fn take_named(sink: &mut Sink<'_>, at: &Path, name: &str, value: &str, before: &str) {
    let Some(entry) = Entry::of_key(name, value) else {
        return;
    };
    if matches!(
        (&*entry.section, &*entry.key),
        ("include" | "includeif", "path")
    ) {
        return include(sink, at, &entry, 0);
    }
    let shown = format!("{before}{}", entry.name());
    take(sink, at, &shown, &entry);
}
