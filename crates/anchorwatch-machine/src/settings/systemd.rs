//! Environments in systemd's units and in its own configuration.
//!
//! ```text
//! Environment="NAME=value" NAME=value …     DefaultEnvironment=   ManagerEnvironment=
//! EnvironmentFile=[-]/path
//! ```
//!
//! Source: systemd.exec(5), systemd.syntax(7), systemd.unit(5) «Specifiers»,
//! systemd-system.conf(5).

use super::{
    env_file::joined_lines,
    mount,
    scope::{Scope, Value, is_name},
    variable::{self, Assignment},
};

/// What a unit says.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub(super) assignments: Vec<Assignment>,
    /// Files of further assignments.
    pub(super) files: Vec<Value>,
    /// Command lines that it starts.
    pub(super) commands: Vec<Vec<Value>>,
    /// What it mounts over another place, and that place.
    pub(super) mounts: Vec<(Value, String)>,
    /// Another folder, or an image, that its programs see as the root.
    pub(super) roots: Vec<String>,
}

/// What shows a service's programs other files than the system's (systemd.exec(5)).
const ROOTS: [&str; 5] = [
    "RootDirectory",
    "RootImage",
    "MountImages",
    "ExtensionImages",
    "ExtensionDirectories",
];

/// Reads a unit, a drop-in or a configuration.
pub(super) fn read(text: &str, scope: &mut Scope) -> Unit {
    let mut unit = Unit::default();
    let mut what = Value::default();
    for line in joined_lines(text) {
        let line = line.trim();
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        match key.trim() {
            "Environment" | "DefaultEnvironment" | "ManagerEnvironment" => {
                for word in words(value) {
                    if let Some((name, value)) = word.split_once('=')
                        && is_name(name)
                    {
                        let value = specified(value, scope);
                        let assignment = variable::assigned(scope, name, value);
                        unit.assignments.extend(assignment);
                    }
                }
            }
            "EnvironmentFile" => {
                let path = value.trim();
                let path = path.strip_prefix('-').unwrap_or(path);
                let path = specified(path.trim_matches('"'), scope);
                if !path.text.is_empty() {
                    unit.files.push(path);
                }
            }
            "ExecSearchPath" => {
                let path = specified(value.trim(), scope);
                unit.assignments
                    .extend(variable::assigned(scope, "PATH", path));
            }
            // systemd.exec(5), «BindPaths=», «RootDirectory=»; systemd.mount(5).
            "BindPaths" | "BindReadOnlyPaths" => {
                for word in words(value) {
                    let (from, to) = mount::of_service(&word);
                    unit.mounts.push((specified(from, scope), to.to_owned()));
                }
            }
            // podman-systemd.unit(5).
            "Volume" | "Mount" => {
                let words = words(value);
                let mounts = words.iter().filter_map(|word| mount::of_container(word));
                let mounts = mounts.map(|(from, to)| (specified(from, scope), to.to_owned()));
                unit.mounts.extend(mounts);
            }
            "What" => what = specified(value.trim(), scope),
            "Where" => unit.mounts.push((what.clone(), value.trim().to_owned())),
            key if ROOTS.contains(&key) => {
                let text = value.trim();
                if !text.is_empty() && text != "/" {
                    unit.roots.push(format!("{key}={text}"));
                }
            }
            key if key.starts_with("Exec") => unit.commands.push(command(value, scope)),
            _ => {}
        }
    }
    unit
}

/// systemd.service(5), «Command Lines»: no shell, signs before the program's path, and
/// `$NAME` for a variable.
fn command(text: &str, scope: &Scope) -> Vec<Value> {
    let text = text
        .trim_start()
        .trim_start_matches(['@', '-', ':', '+', '!']);
    words(text)
        .iter()
        .map(|word| {
            let mut value = specified(word, scope);
            value.is_open |= word.contains('$');
            value
        })
        .collect()
}

/// Words separated by blanks; quotes and backslashes keep blanks inside a word.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == character => quote = None,
            (None, blank) if blank.is_whitespace() => words.extend(word.take()),
            (_, '\\') => word
                .get_or_insert_default()
                .push(characters.next().unwrap_or('\\')),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// `%%` is a percent sign, `%h` the home; other specifiers are not resolved.
fn specified(text: &str, scope: &Scope) -> Value {
    let mut value = Value::default();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            value.push(character);
            continue;
        }
        match (characters.next(), scope.look_up("HOME")) {
            (Some('%'), _) => value.push('%'),
            (Some('h'), Some(home)) => value.push_value(&home),
            (Some(other), _) => value.push_open(&format!("%{other}")),
            (None, _) => value.push('%'),
        }
    }
    value
}

/// Whether a pattern may match a name: only the part before the first wildcard is compared.
pub(super) fn may_be(pattern: &str, name: &str) -> bool {
    let plain = pattern.split(['*', '?', '[', '%']).next();
    plain.is_some_and(|plain| name.starts_with(plain))
}
