//! Crontabs: assignments and commands.
//!
//! ```text
//! NAME = value                        quotes allowed, nothing expanded
//! m h dom mon dow [user] command      @daily [user] command
//! ```
//!
//! Source: crontab(5), anacrontab(5).

use std::path::Path;

use super::{
    content::Content,
    scope::{Value, is_name},
    shell::Dialect,
    sink::Sink,
    started, variable,
};

/// Who the commands of a table run as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Each line names a user.
    Named,
    /// The whole table belongs to one user.
    OfTheFile,
}

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str, owner: Owner) {
    let mut scope = sink.scope();
    let mut assignments = Vec::new();
    let mut commands = String::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('#') {
            continue;
        }
        let assignment = line.split_once('=').and_then(|(name, value)| {
            let name = name.trim().trim_matches(['"', '\'']);
            is_name(name).then_some((name, value))
        });
        if let Some((name, value)) = assignment {
            let value = Value::plain(value.trim().trim_matches(['"', '\'']));
            if name == "SHELL" {
                started::follow(sink, at, &value);
            }
            assignments.extend(variable::assigned(&mut scope, name, value));
        } else {
            // Any of the commands may run, and none affects the next.
            commands.push_str("if true; then\n");
            commands.push_str(command(line, owner));
            commands.push_str("\nfi\n");
        }
    }
    sink.take(at, Content::Assignments(&assignments));
    sink.take(at, Content::Script(&commands, Dialect::Posix));
}

/// The part after the times and the user's name.
fn command(line: &str, owner: Owner) -> &str {
    let times = if line.starts_with('@') { 1 } else { 5 };
    let fields = times + usize::from(owner == Owner::Named);
    let mut rest = line;
    for _ in 0..fields {
        rest = match rest.find(char::is_whitespace) {
            Some(at) => rest.get(at..).unwrap_or_default().trim_start(),
            None => "",
        };
    }
    rest
}
