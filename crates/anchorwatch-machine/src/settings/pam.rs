//! `pam_env.conf` and `~/.pam_environment`.
//!
//! ```text
//! NAME [DEFAULT=value] [OVERRIDE=value]      # value may be quoted; ${NAME}, @{HOME}
//! NAME=value                                 # what older versions took from a user
//! ```
//!
//! Source: pam_env.conf(5), pam_env(8) of libpam-modules 1.5.2.

use super::{
    env_file::joined_lines,
    scope::{Scope, Value, is_name},
    shell::expanded,
    sink::Sink,
    variable::{self, Assignment},
};

/// The assignments that matter, in order; both a default and its override.
pub(super) fn read(text: &str, scope: &mut Scope) -> Vec<Assignment> {
    let mut assignments = Vec::new();
    for line in joined_lines(text) {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let first = line.find([' ', '\t', '=']).unwrap_or(line.len());
        let (name, rest) = line.split_at(first);
        if !is_name(name) {
            continue;
        }
        if let Some(value) = rest.strip_prefix('=') {
            let value = value_of(value.trim_matches(['"', '\'']), scope, name);
            assignments.extend(variable::assigned(scope, name, value));
            continue;
        }
        for key in ["DEFAULT=", "OVERRIDE="] {
            if let Some(value) = argument(rest, key) {
                let value = value_of(value, scope, name);
                assignments.extend(variable::assigned(scope, name, value));
            }
        }
    }
    assignments
}

/// The value after a key: up to the closing quote or the next blank.
fn argument<'l>(rest: &'l str, key: &str) -> Option<&'l str> {
    let at = rest.find(key)? + key.len();
    let value = rest.get(at..)?;
    if let Some(quoted) = value.strip_prefix('"') {
        return Some(quoted.split('"').next().unwrap_or(quoted));
    }
    value.split_whitespace().next()
}

fn value_of(text: &str, scope: &Scope, name: &str) -> Value {
    expanded(&text.replace("@{HOME}", "${HOME}"), scope, Some(name))
}

/// What kind of file the module is configured to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Lines of `NAME=value`.
    Environment,
    /// The format of `pam_env.conf`.
    Configuration,
    /// A name relative to each user's home.
    OfUser,
    /// Another PAM configuration.
    Included,
    /// A program that is started.
    Started,
}

/// The files that lines for `pam_env.so` name (pam_env(8), «OPTIONS»).
pub(super) fn configured(text: &str) -> Vec<(Kind, String)> {
    const OPTIONS: [(&str, Kind); 3] = [
        ("user_envfile=", Kind::OfUser),
        ("envfile=", Kind::Environment),
        ("conffile=", Kind::Configuration),
    ];
    let mut files = Vec::new();
    for line in joined_lines(text) {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        files.extend(included(line));
        if let Some((_, rest)) = line.split_once("pam_exec.so") {
            let mut words = rest
                .split_whitespace()
                .map(|word| word.trim_matches(['[', ']']));
            let program = words.find(|word| word.starts_with('/'));
            files.extend(program.map(|program| (Kind::Started, program.to_owned())));
        }
        if !line.contains("pam_env") {
            continue;
        }
        for word in line.split_whitespace() {
            let word = word.trim_matches(['[', ']']);
            let named = OPTIONS
                .iter()
                .find_map(|(option, kind)| Some((*kind, word.strip_prefix(option)?.to_owned())));
            files.extend(named);
        }
    }
    files
}

/// `@include NAME`, `session include NAME`, `session substack NAME`. Files in the usual
/// folder are read anyway.
fn included(line: &str) -> Option<(Kind, String)> {
    let mut words = line.split_whitespace();
    let name = match (words.next()?, words.next()?) {
        ("@include", name) => name,
        (_, "include" | "substack") => words.next()?,
        _ => return None,
    };
    name.starts_with('/')
        .then(|| (Kind::Included, name.to_owned()))
}

/// The names, relative to a home, that the module reads for each user.
pub(super) fn files_of_users(sink: &mut Sink<'_>) -> Vec<String> {
    /// The largest PAM file that is read, in bytes; a usual one has a few kilobytes.
    const MAX_BYTES: u64 = 1 << 20;
    let mut files = Vec::new();
    for path in sink.list("/etc/pam.d".as_ref(), |_| true) {
        // Read errors are reported with the system's settings.
        let text = sink.tree.read(&path, MAX_BYTES).unwrap_or_default();
        let configured = configured(&String::from_utf8_lossy(&text));
        files.extend(
            configured
                .into_iter()
                .filter(|(kind, _)| *kind == Kind::OfUser)
                .map(|(_, file)| file),
        );
    }
    files.sort();
    files.dedup();
    files
}
