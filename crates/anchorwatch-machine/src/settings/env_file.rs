//! Files of `NAME=value` lines: systemd's `EnvironmentFile=` and environment.d(5), and
//! `/etc/environment` of pam_env(8), which ignores a leading `export`.
//!
//! ```text
//! line   = blank | ("#" | ";") text | ["export "] NAME "=" value
//! value  = a quoted or plain text; a backslash at the end of a line continues it
//! ```
//!
//! Source: systemd.exec(5), «EnvironmentFile=»; environment.d(5); pam_env(8).

use super::{
    scope::{Scope, Value, is_name},
    shell::expanded,
    variable::{self, Assignment},
};

/// Whether `$NAME` is expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expansion {
    /// As in environment.d.
    Done,
    /// As in an `EnvironmentFile=`.
    None,
}

/// The assignments that matter, in order.
pub(super) fn read(text: &str, expansion: Expansion, scope: &mut Scope) -> Vec<Assignment> {
    let mut assignments = Vec::new();
    for line in joined_lines(text) {
        let line = line.trim();
        if line.starts_with(['#', ';']) {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim();
        if !is_name(name) && !name.starts_with("BASH_FUNC_") {
            continue;
        }
        let text = unquoted(value.trim());
        let value = match expansion {
            Expansion::Done => expanded(&text, scope, Some(name)),
            Expansion::None => Value::plain(&text),
        };
        assignments.extend(variable::assigned(scope, name, value));
    }
    assignments
}

/// Joins each line that ends in a backslash with the next. A comment ends with its line.
pub(super) fn joined_lines(text: &str) -> impl Iterator<Item = String> {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        let mut joined = lines.next()?.to_owned();
        let is_comment = joined.trim_start().starts_with(['#', ';']);
        while !is_comment && joined.ends_with('\\') {
            joined.pop();
            joined.push_str(lines.next().unwrap_or_default());
        }
        Some(joined)
    })
}

/// Removes quotes. An unquoted ` #` begins a comment, which pam_env cuts off.
fn unquoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut quote = None;
    let mut before = ' ';
    for character in value.chars() {
        match (quote, character) {
            (None, '#') if before == ' ' || before == '\t' => break,
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => text.push(character),
        }
        before = character;
    }
    text.truncate(text.trim_end().len());
    text
}
