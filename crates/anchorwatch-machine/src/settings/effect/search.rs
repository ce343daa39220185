//! What a program finds first where a variable says that it looks for its own code, and for
//! other programs.

use std::path::Path;

use super::super::{
    content::Content,
    glob, mention,
    shell::Dialect,
    sink::{Sink, Telling},
    tool,
};
use crate::installation::environment;
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::settings::scope::Value;

/// The system's program folders; the first two are read even without a variable.
const SYSTEM: [&str; 10] = [
    "/usr/local/bin",
    "/usr/local/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/bin",
    "/sbin",
    "/usr/games",
    "/usr/local/games",
    "/snap/bin",
    "/usr/lib/jvm/default/bin",
];

/// The most names of one folder that are reported.
const MAX_NAMES: usize = 5;

/// Folders that a shell searches for programs.
pub(super) fn path(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    for part in value.parts() {
        let is_own = part.text == "$PATH" || part.text == "${PATH}";
        if is_own || SYSTEM.contains(&part.text.trim_end_matches('/')) {
            continue;
        }
        match sink.path(&part) {
            Some(folder) => {
                let found = environment::of_programs(sink.tree, &folder);
                sink.environment(at, found);
                sink.search(folder);
            }
            // A relative folder starts at the shell's current folder.
            None if !part.is_open => {}
            // It concerns one program, not a session.
            None if sink.telling != Telling::Inconclusive => {}
            None => {
                let what = what.chars().take(200).collect();
                sink.remark(at, &SettingsRemark::UnknownSearchFolder { what });
            }
        }
    }
}

/// Folders in which a program looks for its own code.
pub(super) fn folders(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, names: &[&str]) {
    let folders = value.text.split([':', ';']).filter(|part| !part.is_empty());
    for part in folders {
        let is_open = value.is_open && part.contains(['$', '`', '~', '(']);
        let folder = Value {
            is_open,
            ..Value::plain(part)
        };
        let Some(path) = sink.path(&folder) else {
            continue;
        };
        let is_one = |found: &str| names.iter().any(|name| glob::is_match(name, found));
        for found in sink.list(&path, is_one).into_iter().take(MAX_NAMES) {
            let name = found.file_name().unwrap_or_default().to_string_lossy();
            let name = name.into_owned();
            sink.unclear(at, what, Unclear::CodeFirst { name });
            if let Some(text) = sink.peek(&found) {
                mention::read(sink, &found, &text);
            }
        }
    }
}

/// `BASH_FUNC_name%%=() { …; }`.
pub(super) fn function(sink: &mut Sink<'_>, at: &Path, name: &str, value: &Value) {
    let own = name
        .trim_start_matches("BASH_FUNC_")
        .trim_end_matches("%%")
        .trim_end_matches("()");
    if tool::program(own).is_some() {
        let text = format!("{own} {}", value.text);
        sink.take(at, Content::Script(&text, Dialect::Posix));
    }
}

/// Options that load code.
pub(super) fn code(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    // `-W0`, `-w`, `-T` and their like load nothing.
    let loads = value.text.split_whitespace().any(|word| {
        ["-r", "-I", "-M", "-m", "-d", "-S", "-x"]
            .iter()
            .any(|sign| word.starts_with(sign))
    });
    if loads || value.is_open {
        sink.unclear(at, what, Unclear::Code);
    }
}
