//! Assignments in a system's crontab: `NAME = value` on a line of its own, quotes
//! allowed, nothing expanded. Source: crontab(5).

use super::{
    scope::{Scope, Value, is_name},
    variable::{self, Assignment},
};

/// The assignments that matter, in order.
pub(super) fn read(text: &str, scope: &mut Scope) -> Vec<Assignment> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .filter_map(|(name, value)| {
            let name = name.trim().trim_matches(['"', '\'']);
            let value = Value::plain(value.trim().trim_matches(['"', '\'']));
            is_name(name).then(|| variable::assigned(scope, name, value))?
        })
        .collect()
}
