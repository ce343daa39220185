//! sudo's configuration: files of variables, and variables that it sets.
//!
//! ```text
//! Defaults env_file=/path     Defaults restricted_env_file="/path"
//! ```
//!
//! Source: sudoers(5), «env_file», «restricted_env_file».

use std::path::Path;

use super::{
    env_file::{self, Expansion, joined_lines},
    gathering::Gathering,
    scope::Value,
    variable,
};

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    for line in joined_lines(text) {
        let line = line.trim();
        if !line.starts_with("Defaults") {
            continue;
        }
        for (start, _) in line.match_indices("env_file") {
            let rest = line.get(start + "env_file".len()..).unwrap_or_default();
            let Some(value) = rest.trim_start().strip_prefix('=') else {
                continue;
            };
            let value = value.trim_start();
            let path = match value.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => value.split([',', ' ', '\t']).next(),
            };
            let path = Value::plain(path.unwrap_or(value));
            match gathering.path(&path) {
                Some(path) => file(gathering, &path),
                None => gathering.unclear(at, line, "names a place that is not known here"),
            }
        }
    }
}

fn file(gathering: &mut Gathering<'_>, path: &Path) {
    if let Some(text) = gathering.read_of_service(path) {
        let assignments = env_file::read(&text, Expansion::None, &mut gathering.scope());
        variable::take_all(gathering, path, &assignments);
    }
}
