//! The configuration of sudo (files of variables, program folders, further files) and of
//! doas.
//!
//! ```text
//! Defaults env_file=/path     Defaults restricted_env_file="/path"
//! Defaults secure_path="/folder:/folder"
//! @include /path     #includedir /folder
//! permit … setenv { NAME=value … } …                       doas.conf(5)
//! ```
//!
//! Source: sudoers(5), «env_file», «restricted_env_file», «secure_path», «Including other
//! files from within sudoers». `env_keep` sets nothing: a variable it keeps is reported
//! where it is set.

use std::path::Path;

use super::{
    content::Content,
    env_file::{self, Expansion, joined_lines},
    scope::{Value, is_name},
    sink::Sink,
    systemd, variable,
};
use crate::settings::remark::Unclear;

/// The deepest nesting of included files (sudoers(5)).
const MAX_DEPTH: u8 = 128;

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    read_at(sink, at, text, 0);
}

fn read_at(sink: &mut Sink<'_>, at: &Path, text: &str, depth: u8) {
    for line in joined_lines(text) {
        let line = line.trim();
        for sign in ['@', '#'] {
            if let Some(rest) = line.strip_prefix(sign)
                && let Some((word, path)) = rest.split_once([' ', '\t'])
                && matches!(word, "include" | "includedir")
            {
                include(sink, at, path, depth);
            }
        }
        if let Some((_, rest)) = line.split_once("setenv")
            && line.starts_with("permit")
        {
            of_doas(sink, at, rest);
        }
        if !line.starts_with("Defaults") {
            continue;
        }
        for value in values(line, "env_file") {
            match sink.path(&Value::plain(value)) {
                Some(path) => file(sink, &path),
                None => sink.unclear(at, line, Unclear::Place),
            }
        }
        for value in values(line, "secure_path") {
            let mut scope = sink.scope();
            let path = variable::assigned(&mut scope, "PATH", Value::plain(value));
            sink.take(at, Content::Assignments(path.as_slice()));
        }
    }
}

/// The values after `NAME=` in a line of defaults.
fn values<'l>(line: &'l str, name: &str) -> impl Iterator<Item = &'l str> {
    let places = line
        .match_indices(name)
        .map(|(start, name)| start + name.len());
    places.filter_map(move |end| {
        let value = line
            .get(end..)?
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => value.split([',', ' ', '\t']).next(),
        }
    })
}

/// A relative name starts at the folder of the including file; `%h` is the host's name.
fn include(sink: &mut Sink<'_>, at: &Path, path: &str, depth: u8) {
    let path = path.trim().trim_matches('"');
    if depth >= MAX_DEPTH || path.contains('%') {
        return sink.unclear(at, path, Unclear::Inclusion);
    }
    let path = at.parent().unwrap_or(at).join(path);
    let paths = if sink.tree.list(&path).is_ok() {
        // Names with a dot, or with a tilde at the end, are skipped.
        sink.list(&path, |name| !name.contains('.') && !name.ends_with('~'))
    } else {
        vec![path]
    };
    for path in paths {
        if let Some(text) = sink.read_of_service(&path) {
            read_at(sink, &path, &text, depth + 1);
        }
    }
}

/// `{ NAME=value NAME -NAME }`.
fn of_doas(sink: &mut Sink<'_>, at: &Path, rest: &str) {
    let inside = rest.split(['{', '}']).nth(1).unwrap_or_default();
    let mut scope = sink.scope();
    let mut assignments = Vec::new();
    for word in systemd::words(inside) {
        if let Some((name, value)) = word.split_once('=').filter(|(name, _)| is_name(name)) {
            assignments.extend(variable::assigned(&mut scope, name, Value::plain(value)));
        }
    }
    sink.take(at, Content::Assignments(&assignments));
}

fn file(sink: &mut Sink<'_>, path: &Path) {
    if let Some(text) = sink.read_of_service(path) {
        let assignments = env_file::read(&text, Expansion::None, &mut sink.scope());
        sink.take(path, Content::Assignments(&assignments));
    }
}
