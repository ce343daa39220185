//! git's configuration: `http.sslCAInfo`, `http.sslCAPath`, `http.sslVerify`,
//! `http.proxy`, each for all addresses or for one (`http.<url>.…`), `remote.<name>.proxy`,
//! and the files that `include.path` names.
//!
//! Of several values the last is in force. Cargo takes `http.proxy` from here too
//! (measured). Source: git-config(1), measured with git 2.39.5.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    gathering::Gathering,
    program::Program,
    scope::{Scope, Value},
    script,
    shell::Dialect,
    systemd,
};
use crate::{Client, SettingKind};

mod syntax;

use syntax::Entry;

const GIT: &[Client] = &[Client::Git];

/// How deep includes are followed (`MAX_INCLUDE_DEPTH` of git's `config.c`).
const MAX_INCLUDE_DEPTH: u8 = 10;

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    read_at(gathering, at, text, "", 0);
}

fn read_at(gathering: &mut Gathering<'_>, at: &Path, text: &str, may: &str, depth: u8) {
    let entries = syntax::entries(text);
    let mut last: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in &entries {
        match (entry.section.as_str(), entry.key.as_str()) {
            ("http" | "remote" | "alias" | "init", _) => drop(last.insert(entry.name(), entry)),
            ("include", "path") => include(gathering, at, entry, may, depth),
            ("includeif", "path") => {
                let may = " (included on a condition: may be in force)";
                include(gathering, at, entry, may, depth);
            }
            _ => {}
        }
    }
    for (name, entry) in last {
        take(gathering, at, &name, entry, may);
    }
}

fn take(gathering: &mut Gathering<'_>, at: &Path, name: &str, entry: &Entry, may: &str) {
    let text = entry.value.as_deref().unwrap_or_default();
    let what = format!("{name} = {text}{may}");
    let value = Value::plain(text);
    match (entry.section.as_str(), entry.key.as_str()) {
        ("http", "sslcainfo" | "proxysslcainfo") => gathering.name_file(at, &what, &value, GIT),
        ("http", "sslcapath") => gathering.name_folder(at, &what, &value, GIT),
        ("http", "sslverify") if is_off(entry.value.as_deref()) => {
            gathering.setting(at, SettingKind::GitSslVerify, &what, GIT);
        }
        ("http", "proxy") if entry.subsection.is_none() => {
            let clients = [Client::Git, Client::Cargo];
            gathering.proxy(at, SettingKind::ProxyConfiguration, &what, &value, &clients);
        }
        ("http" | "remote", "proxy") => {
            gathering.proxy(at, SettingKind::ProxyConfiguration, &what, &value, GIT);
        }
        ("alias", _) => alias(gathering, at, text),
        // Every new repository begins as a copy of this folder.
        ("init", "templatedir") => {
            let folder = included(at, text, gathering).filter(|_| !text.is_empty());
            if let Some(folder) = folder {
                Program::Git.later(gathering, folder.join("config"));
            }
        }
        _ => {}
    }
}

/// A command for a shell behind `!`, or words for git (git-config(1), «alias.*»).
fn alias(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    match text.strip_prefix('!') {
        Some(command) => script::take(gathering, at, command, Dialect::Posix),
        None => {
            let words = systemd::words(&format!("git {text}"));
            let words: Vec<Value> = words.iter().map(|word| Value::plain(word)).collect();
            script::take_command(gathering, at, words);
        }
    }
}

/// A key without `=` is true; one with nothing after it is false.
fn is_off(value: Option<&str>) -> bool {
    let Some(value) = value else { return false };
    ["false", "no", "off", ""]
        .iter()
        .any(|off| value.eq_ignore_ascii_case(off))
        || value.parse::<i64>() == Ok(0)
}

fn include(gathering: &mut Gathering<'_>, at: &Path, entry: &Entry, may: &str, depth: u8) {
    let Some(text) = entry.value.as_deref().filter(|text| !text.is_empty()) else {
        return;
    };
    let path = included(at, text, gathering);
    if depth >= MAX_INCLUDE_DEPTH {
        let what = format!("include.path = {text}");
        return gathering.unclear(at, &what, "is deeper than git follows");
    }
    let Some(path) = path else {
        return gathering.unclear(at, &format!("include.path = {text}"), "is not known here");
    };
    if let Some(text) = gathering.read(&path) {
        read_at(gathering, &path, &text, may, depth + 1);
    }
}

/// A relative path is one from the folder of the including file.
fn included(at: &Path, text: &str, gathering: &Gathering<'_>) -> Option<PathBuf> {
    if text.starts_with('~') {
        return gathering.path(&Value::plain(text));
    }
    let is_broken = text.contains(char::REPLACEMENT_CHARACTER);
    at.parent()
        .filter(|_| !is_broken)
        .map(|folder| folder.join(text))
}

/// The settings that `GIT_CONFIG_KEY_n` and `GIT_CONFIG_VALUE_n` give (git-config(1),
/// «Environment»): each pair as if it stood in a file.
pub(super) fn of_environment(gathering: &mut Gathering<'_>, at: &Path, scope: &Scope) {
    /// More pairs than any wrapper sets.
    const MAX_PAIRS: usize = 100;
    for index in 0..MAX_PAIRS {
        let part = |part: &str| scope.look_up(&format!("GIT_CONFIG_{part}_{index}"));
        let (Some(key), Some(value)) = (part("KEY"), part("VALUE")) else {
            return;
        };
        if let Some(entry) = Entry::of_key(&key.text, &value.text) {
            let what = format!("GIT_CONFIG_KEY_{index}={}", entry.name());
            take(gathering, at, &what, &entry, "");
        }
    }
    gathering.unclear(at, "GIT_CONFIG_KEY_…", "are more than are looked at");
}

/// The settings of `GIT_CONFIG_PARAMETERS`: `'key=value'` or `'key'='value'`, blanks
/// between them (`git_config_from_parameters` of git's `config.c`).
pub(super) fn of_parameters(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    for word in systemd::words(text) {
        if let Some((name, value)) = word.split_once('=') {
            take_named(gathering, at, name, value, "GIT_CONFIG_PARAMETERS ");
        }
    }
}

/// A setting by its name, that stands in no file of git's; a file that it includes is read.
pub(super) fn take_named(
    gathering: &mut Gathering<'_>,
    at: &Path,
    name: &str,
    value: &str,
    before: &str,
) {
    let Some(entry) = Entry::of_key(name, value) else {
        return;
    };
    if matches!(
        (&*entry.section, &*entry.key),
        ("include" | "includeif", "path")
    ) {
        return include(gathering, at, &entry, "", 0);
    }
    let shown = format!("{before}{}", entry.name());
    take(gathering, at, &shown, &entry, "");
}
