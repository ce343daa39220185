//! What sshd puts into the environment of users who log in, and what it runs instead of a
//! shell.
//!
//! ```text
//! SetEnv NAME=value NAME="value"                          sshd_config(5)
//! ForceCommand command        Include pattern …
//! AuthorizedKeysFile name …       XAuthLocation, Subsystem, …: no roots
//! environment="NAME=value",command="…" ssh-ed25519 …      authorized_keys, sshd(8)
//! ```
//!
//! The user's shell runs the command. In a quoted option `\"` is a quote.

use std::path::Path;

use super::{
    content::Content,
    glob,
    scope::{Scope, Value, is_name},
    shell::Dialect,
    sink::Sink,
    systemd,
    variable::{self, Assignment},
};
use crate::settings::remark::Unclear;

/// The deepest nesting of included files; sshd allows 16.
const MAX_DEPTH: u8 = 16;

/// Reads sshd's configuration: assignments, commands, and what it includes.
pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    read_at(sink, at, text, 0);
}

fn read_at(sink: &mut Sink<'_>, at: &Path, text: &str, depth: u8) {
    let mut scope = sink.scope();
    let mut assignments = Vec::new();
    for (keyword, rest) in settings(text) {
        match keyword.as_str() {
            "setenv" => {
                let words = systemd::words(rest);
                assignments.extend(words.iter().filter_map(|word| assigned(word, &mut scope)));
            }
            "forcecommand" if rest != "none" && !rest.starts_with("internal-sftp") => {
                sink.take(at, Content::Script(rest.trim_matches('"'), Dialect::Posix));
            }
            "include" => include(sink, at, rest, depth),
            _ => {}
        }
    }
    sink.take(at, Content::Assignments(&assignments));
}

fn settings(text: &str) -> impl Iterator<Item = (String, &str)> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (keyword, rest) = line.split_once([' ', '\t', '='])?;
        Some((
            keyword.to_ascii_lowercase(),
            rest.trim_start_matches([' ', '\t', '=']),
        ))
    })
}

/// A relative name starts at `/etc/ssh`.
fn include(sink: &mut Sink<'_>, at: &Path, rest: &str, depth: u8) {
    if depth >= MAX_DEPTH {
        return sink.unclear(at, rest, Unclear::SshdDepth);
    }
    for word in systemd::words(rest) {
        let path = Path::new("/etc/ssh").join(word);
        let paths = if glob::is_pattern(&path) {
            glob::expand(sink, &path)
        } else {
            vec![path]
        };
        for path in paths {
            if let Some(text) = sink.read(&path) {
                read_at(sink, &path, &text, depth + 1);
            }
        }
    }
}

/// The key files that sshd reads for a user besides the usual ones.
pub(super) fn files_of_keys(text: &str) -> Vec<String> {
    let named = settings(text).filter(|(keyword, _)| keyword == "authorizedkeysfile");
    named.flat_map(|(_, rest)| systemd::words(rest)).collect()
}

/// Reads a list of keys, each option as if it were in force.
pub(super) fn read_keys(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let mut scope = sink.scope();
    let mut assignments = Vec::new();
    let lines = text.lines().map(str::trim);
    for line in lines.filter(|line| !line.starts_with('#')) {
        for inside in options(line, "environment=\"") {
            assignments.extend(assigned(&inside, &mut scope));
        }
        for command in options(line, "command=\"") {
            sink.take(at, Content::Script(&command, Dialect::Posix));
        }
    }
    sink.take(at, Content::Assignments(&assignments));
}

/// The values of an option, with the quotes inside them unescaped.
fn options(line: &str, option: &str) -> Vec<String> {
    let mut values = Vec::new();
    // Option names are case-insensitive (sshd(8)).
    let lower = line.to_ascii_lowercase();
    for (start, _) in lower.match_indices(option) {
        let rest = line.get(start + option.len()..).unwrap_or_default();
        let mut value = String::new();
        let mut characters = rest.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' => break,
                '\\' if characters.peek() == Some(&'"') => value.extend(characters.next()),
                _ => value.push(character),
            }
        }
        values.push(value);
    }
    values
}

fn assigned(word: &str, scope: &mut Scope) -> Option<Assignment> {
    let (name, value) = word.split_once('=').filter(|(name, _)| is_name(name))?;
    variable::assigned(scope, name, Value::plain(value))
}
