//! What sshd puts into the environment of whoever logs in.
//!
//! ```text
//! SetEnv NAME=value NAME="value"                          sshd_config(5)
//! environment="NAME=value",… ssh-ed25519 …                authorized_keys, sshd(8)
//! ```

use super::{
    scope::{Scope, Value, is_name},
    systemd,
    variable::{self, Assignment},
};

/// The assignments of sshd's configuration that matter.
pub(super) fn read(text: &str, scope: &mut Scope) -> Vec<Assignment> {
    let lines = text.lines().filter_map(|line| {
        let (keyword, rest) = line.trim().split_once([' ', '\t', '='])?;
        keyword.eq_ignore_ascii_case("setenv").then_some(rest)
    });
    lines
        .flat_map(systemd::words)
        .filter_map(|word| assigned(&word, scope))
        .collect()
}

/// Those of a list of keys: each as if it were in force.
pub(super) fn read_keys(text: &str, scope: &mut Scope) -> Vec<Assignment> {
    const OPTION: &str = "environment=\"";
    let mut assignments = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        for (start, _) in line.match_indices(OPTION) {
            let rest = line.get(start + OPTION.len()..).unwrap_or_default();
            let inside = rest.split('"').next().unwrap_or_default();
            assignments.extend(assigned(inside, scope));
        }
    }
    assignments
}

fn assigned(word: &str, scope: &mut Scope) -> Option<Assignment> {
    let (name, value) = word.split_once('=').filter(|(name, _)| is_name(name))?;
    variable::assigned(scope, name, Value::plain(value))
}
