//! fish's universal variables, which `set --universal` saves in
//! `~/.config/fish/fish_variables`.
//!
//! ```text
//! SETUVAR [--export] NAME:value
//! ```
//!
//! In the value `\xNN` is a character, and `\x1e` separates the parts of a list. Source:
//! fish-doc, «set»; the format was read from fish 3.6's `env_universal_common.cpp`.

use super::{
    scope::{Scope, Value},
    variable::{self, Assignment},
};

/// The assignments that matter, in order.
pub(super) fn read(text: &str, scope: &mut Scope) -> Vec<Assignment> {
    let mut assignments = Vec::new();
    for line in text.lines() {
        let Some(rest) = line.strip_prefix("SETUVAR ") else {
            continue;
        };
        let setting = rest
            .split_once(' ')
            .filter(|(flag, _)| flag.starts_with("--"))
            .map_or(rest, |(_, setting)| setting);
        if let Some((name, value)) = setting.split_once(':') {
            let value = Value::plain(&unescaped(value, name));
            assignments.extend(variable::assigned(scope, name, value));
        }
    }
    assignments
}

fn unescaped(value: &str, name: &str) -> String {
    let is_list = ["DIR", "PATH", "paths"]
        .iter()
        .any(|end| name.ends_with(end));
    let between = if is_list { ":" } else { " " };
    let mut parts = value.split("\\x");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(0x1e) => text.push_str(between),
            Some(code) => text.push(char::from(code)),
            None => text.push_str("\\x"),
        }
        text.push_str(if code.is_some() {
            part.get(2..).unwrap_or_default()
        } else {
            part
        });
    }
    text
}
