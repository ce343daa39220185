//! `/etc/login.defs`: paths, variables, and a file of variables.
//!
//! ```text
//! ENV_PATH PATH=/folder:/folder     ENV_SUPATH …     ENVIRON_FILE /path     ENV_TZ, ENV_HZ
//! ```
//!
//! Source: login.defs(5). What PAM sets comes later.

use std::path::Path;

use super::{
    content::Content,
    env_file::{self, Expansion},
    scope::{Value, is_name},
    sink::Sink,
    variable,
};

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let mut scope = sink.scope();
    for line in text.lines().map(str::trim) {
        let Some((key, value)) = line.split_once([' ', '\t']) else {
            continue;
        };
        let value = value.trim().trim_matches('"');
        match key {
            "ENVIRON_FILE" => {
                let path = sink.path(&Value::plain(value));
                if let Some(path) = path
                    && let Some(text) = sink.read(&path)
                {
                    let assignments = env_file::read(&text, Expansion::None, &mut scope);
                    sink.take(&path, Content::Assignments(&assignments));
                }
            }
            "ENV_PATH" | "ENV_SUPATH" => {
                let (name, value) = value.split_once('=').unwrap_or(("PATH", value));
                if is_name(name) {
                    let assignment = variable::assigned(&mut scope, name, Value::plain(value));
                    sink.take(at, Content::Assignments(assignment.as_slice()));
                }
            }
            _ => {}
        }
    }
}
