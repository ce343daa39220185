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
    variable::{self, Assignment},
};

/// The assignments that matter, in order; of a default and what overrides it, both.
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

/// The value after a key: up to the closing quote, or the next blank.
fn argument<'l>(rest: &'l str, key: &str) -> Option<&'l str> {
    let at = rest.find(key)? + key.len();
    let value = rest.get(at..)?;
    if let Some(quoted) = value.strip_prefix('"') {
        return Some(quoted.split('"').next().unwrap_or(quoted));
    }
    value.split_whitespace().next()
}

fn value_of(text: &str, scope: &Scope, name: &str) -> Value {
    scope.expand(&text.replace("@{HOME}", "${HOME}"), Some(name))
}
