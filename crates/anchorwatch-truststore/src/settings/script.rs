//! What a script does to the environment, beyond plain assignments.
//!
//! A shell is a program and cannot be read to its end. What is understood is read: files
//! that it reads in, loops over such files, `eval` of plain words, what an alias stands
//! for, command lines of programs that are known. What could set a variable, or stand
//! before a program, and is not understood is named.

use std::path::Path;

use super::{
    gathering::Gathering,
    glob, invocation, known_command,
    scope::{Scope, Value, is_name},
    shell::{self, Command, Dialect},
    variable::{self, Assignment},
};

/// How deep scripts that read in scripts are followed, and commands inside commands.
const MAX_DEPTH: u8 = 8;

/// How many files one pattern may stand for.
const MAX_MATCHES: usize = 200;

/// How many expansions of one script are looked at for defaults.
const MAX_DEFAULTS: usize = 100_000;

/// Commands among whose arguments assignments stand for the program that they start, or
/// for a whole session.
const ASSIGNING: [&str; 12] = [
    "env",
    "sudo",
    "doas",
    "systemctl",
    "systemd-run",
    "dbus-update-activation-environment",
    "launchctl",
    "flatpak",
    "snap",
    "firejail",
    "bwrap",
    "runuser",
];

/// What may stand before an assignment that is an argument.
const ASSIGNMENT_OPTIONS: [&str; 4] = ["--setenv=", "--env=", "-E", "-e"];

/// Shells, which take commands behind `-c` and a script's name elsewhere.
const SHELLS: [&str; 11] = [
    "sh", "bash", "dash", "zsh", "ksh", "mksh", "rbash", "fish", "su", "runuser", "emulate",
];

/// Reads a script that is there.
pub(super) fn read(gathering: &mut Gathering<'_>, path: &Path, dialect: Dialect) {
    read_at(gathering, path, dialect, 0);
}

fn read_at(gathering: &mut Gathering<'_>, path: &Path, dialect: Dialect, depth: u8) {
    if let Some(text) = gathering.read(path) {
        take_at(gathering, path, &text, dialect, depth);
    }
}

/// Takes down what the text of a script does.
pub(super) fn take(gathering: &mut Gathering<'_>, path: &Path, text: &str, dialect: Dialect) {
    take_at(gathering, path, text, dialect, 0);
}

fn take_at(gathering: &mut Gathering<'_>, path: &Path, text: &str, dialect: Dialect, depth: u8) {
    let mut scope = gathering.scope();
    within(gathering, path, text, dialect, &mut scope, depth);
}

/// The same with what is known where the text stands.
fn within(
    gathering: &mut Gathering<'_>,
    path: &Path,
    text: &str,
    dialect: Dialect,
    scope: &mut Scope,
    depth: u8,
) {
    let script = shell::read(text, dialect, scope);
    variable::take_all(gathering, path, &script.assignments);
    variable::take_all(gathering, path, &defaults(text, scope));
    if script.is_cut {
        let what = "a quote, a parenthesis or a here-document";
        gathering.unclear(path, what, "does not end; what follows was not understood");
    }
    if script.is_full {
        gathering.unclear(path, "the rest", "is more than is looked at in one script");
    }
    for sourced in &script.sourced {
        source(gathering, path, sourced, dialect, depth);
    }
    let mut runner = Runner {
        gathering,
        path,
        dialect,
        scope,
        depth,
    };
    for command in &script.commands {
        runner.run(command);
    }
}

/// `${NAME:=value}` sets a variable wherever it stands (POSIX 2.6.2).
fn defaults(text: &str, scope: &Scope) -> Vec<Assignment> {
    let places = text.match_indices("${").take(MAX_DEFAULTS);
    let found = places.filter_map(|(at, _)| {
        let rest = text.get(at + 2..)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (name, after) = rest.split_at(end);
        let value = after
            .strip_prefix(":=")
            .or_else(|| after.strip_prefix('='))?;
        if !variable::matters(name) {
            return None;
        }
        let value = value.get(..value.find('}')?)?.trim_matches(['"', '\'']);
        Some(Assignment {
            name: name.to_owned(),
            value: scope.expand(value, Some(name)),
            is_conditional: true,
            running_count: 0,
        })
    });
    found.collect()
}

/// Takes down what one command line does that no shell has read.
pub(super) fn take_command(gathering: &mut Gathering<'_>, path: &Path, words: Vec<Value>) {
    let mut scope = gathering.scope();
    let mut runner = Runner {
        gathering,
        path,
        dialect: Dialect::Posix,
        scope: &mut scope,
        depth: 0,
    };
    runner.run(&Command {
        words,
        is_conditional: true,
    });
}

/// A file that is read in, or every file that a pattern stands for.
fn source(gathering: &mut Gathering<'_>, at: &Path, sourced: &Value, dialect: Dialect, depth: u8) {
    let what = || format!(". {}", sourced.text);
    if sourced.text.is_empty() || sourced.text == "/dev/null" {
        return;
    }
    let Some(path) = gathering.path(sourced) else {
        if !known_command::is_source(sourced) {
            known_command::name(gathering, at, &what(), "reads in what is not known here");
        }
        return;
    };
    if path.starts_with("/dev") || path.starts_with("/proc") {
        let why = "reads in what is not known here";
        return known_command::name(gathering, at, &what(), why);
    }
    if depth >= MAX_DEPTH {
        return gathering.unclear(at, &what(), "is deeper than is followed");
    }
    for path in matches(gathering, at, &path) {
        read_at(gathering, &path, dialect, depth + 1);
    }
}

fn matches(gathering: &mut Gathering<'_>, at: &Path, path: &Path) -> Vec<std::path::PathBuf> {
    if !glob::is_pattern(path) {
        return vec![path.to_owned()];
    }
    let mut paths = glob::expand(gathering, path);
    if paths.len() > MAX_MATCHES {
        paths.truncate(MAX_MATCHES);
        let what = format!(". {}", path.display());
        gathering.unclear(at, &what, "stands for more files than are looked at");
    }
    paths
}

struct Runner<'r, 'g> {
    gathering: &'r mut Gathering<'g>,
    path: &'r Path,
    dialect: Dialect,
    scope: &'r mut Scope,
    depth: u8,
}

impl Runner<'_, '_> {
    fn run(&mut self, command: &Command) {
        let [first, arguments @ ..] = command.words.as_slice() else {
            return;
        };
        match invocation::base_name(&first.text) {
            "eval" => self.eval(arguments),
            "trap" if arguments.len() > 1 => self.eval(&arguments[..1]),
            "alias" | "abbr" => self.aliases(arguments),
            "function" => self.function(arguments),
            "export" => self.unclear(arguments, "sets variables that are not known here"),
            "read" | "mapfile" | "readarray" | "printf" | "getopts" | "vared" => {
                self.filled(first, arguments);
            }
            "hash" | "enable" | "zmodload" if arguments.len() > 1 => {
                self.replaced(first, arguments);
            }
            _ => self.started(command),
        }
    }

    fn unclear(&mut self, words: &[Value], why: &str) {
        known_command::name(self.gathering, self.path, &joined(words), why);
    }

    fn nested(&mut self, text: &str) {
        if self.depth >= MAX_DEPTH {
            return self
                .gathering
                .unclear(self.path, text, "is deeper than is followed");
        }
        let (path, dialect) = (self.path, self.dialect);
        let depth = self.depth + 1;
        within(self.gathering, path, text, dialect, self.scope, depth);
    }

    /// The words are a script, as far as they are known.
    fn eval(&mut self, arguments: &[Value]) {
        let text = joined(arguments);
        let is_open = arguments.iter().any(|argument| argument.is_open);
        let is_known = arguments.iter().all(known_command::is_answer);
        if is_open && !is_known {
            self.unclear(arguments, "runs what is known only when it runs");
        }
        if !is_open {
            self.nested(&text);
        }
    }

    /// `alias name=value`, csh's and fish's `alias name value`.
    fn aliases(&mut self, arguments: &[Value]) {
        let words: Vec<&Value> = arguments
            .iter()
            .filter(|word| !word.text.starts_with('-'))
            .collect();
        let is_assigned = words.iter().any(|word| word.text.contains('='));
        if !is_assigned && words.len() > 1 {
            let rest: Vec<Value> = words.iter().skip(1).map(|word| (*word).clone()).collect();
            if let Some(name) = words.first() {
                self.alias(
                    &name.text,
                    &joined(&rest),
                    rest.iter().any(|word| word.is_open),
                );
            }
            return;
        }
        for word in words {
            if let Some((name, text)) = word.text.split_once('=') {
                self.alias(name, text, word.is_open);
            }
        }
    }

    fn alias(&mut self, name: &str, text: &str, is_open: bool) {
        let stands_for = text
            .split_whitespace()
            .map(invocation::base_name)
            .find(|word| !word.contains('=') && !invocation::is_wrapper(word));
        let own = invocation::program(name);
        // A program that stands for itself, with or without options, is no other.
        let is_other = own.is_some() && stands_for.and_then(invocation::program) != own;
        if is_other || own.is_some() && is_open {
            let what = Value::plain(&format!("alias {name}={text}"));
            self.unclear(&[what], "puts something else in a program's place");
        }
        // What stands in it is in force when the alias is used.
        self.nested(&format!("if true; then\n{text}\nfi"));
    }

    fn function(&mut self, arguments: &[Value]) {
        let is_known = arguments
            .first()
            .is_some_and(|name| invocation::program(&name.text).is_some());
        if is_known {
            self.unclear(arguments, "is a function in a program's place");
        }
    }

    /// Commands that fill variables from elsewhere.
    fn filled(&mut self, first: &Value, arguments: &[Value]) {
        let names: &[Value] = match (first.text.as_str(), arguments) {
            // `printf` prints, but with `-v`.
            ("printf", [option, name, ..]) if option.text == "-v" => std::slice::from_ref(name),
            ("printf", _) => &[],
            // Its name stands behind the letters.
            ("getopts", [_, name, ..]) => std::slice::from_ref(name),
            _ => arguments,
        };
        let fills = names.iter().any(|word| {
            let name = word.text.as_str();
            variable::matters(name) || word.is_open && name.starts_with('$')
        });
        if fills {
            let words: Vec<Value> = [first].into_iter().chain(arguments).cloned().collect();
            self.unclear(&words, "fills a variable from elsewhere");
        }
    }

    /// `hash -p FILE NAME`, `enable -f FILE NAME`: another program under this name.
    fn replaced(&mut self, first: &Value, arguments: &[Value]) {
        let is_loaded = arguments
            .iter()
            .any(|word| matches!(word.text.as_str(), "-p" | "-f"));
        if is_loaded {
            let words: Vec<Value> = [first].into_iter().chain(arguments).cloned().collect();
            self.unclear(&words, "puts something else in a program's place");
        }
    }

    /// A program that is started: with assignments before it, through another, by a shell.
    fn started(&mut self, command: &Command) {
        let words = &command.words;
        let names: Vec<&str> = words
            .iter()
            .map(|word| invocation::base_name(&word.text))
            .collect();
        let Some(first) = names.first() else { return };
        // Behind a wrapper any word may be the program.
        let range = if invocation::is_wrapper(first) {
            words.len()
        } else {
            1
        };
        for (at, name) in names.iter().enumerate().take(range) {
            if ASSIGNING.contains(name) {
                self.assignments(&words[at + 1..]);
            }
            if SHELLS.contains(name) {
                self.shell(&words[at + 1..]);
            }
            if let Some(program) = invocation::program(name) {
                invocation::take(self.gathering, self.path, program, &words[at..]);
            }
        }
    }

    fn assignments(&mut self, words: &[Value]) {
        let mut assignments = Vec::new();
        for word in words {
            let text = ASSIGNMENT_OPTIONS
                .iter()
                .find_map(|option| word.text.strip_prefix(option))
                .unwrap_or(&word.text);
            let Some((name, value)) = text.split_once('=').filter(|(name, _)| is_name(name)) else {
                continue;
            };
            let value = Value {
                is_open: word.is_open,
                commands: word.commands.clone(),
                ..Value::plain(value)
            };
            if variable::matters(name) {
                assignments.push(Assignment {
                    name: name.to_owned(),
                    value,
                    is_conditional: true,
                    running_count: 0,
                });
            }
        }
        variable::take_all(self.gathering, self.path, &assignments);
    }

    /// `sh -c "…"`, and the start-up files that a shell is told to read.
    fn shell(&mut self, words: &[Value]) {
        for pair in words.windows(2) {
            let [option, value] = pair else { continue };
            let is_command = option.text.starts_with('-')
                && !option.text.starts_with("--")
                && option.text.ends_with('c');
            if (is_command || option.text == "--command") && !value.is_open {
                self.nested(&value.text);
            }
            if matches!(option.text.as_str(), "--rcfile" | "--init-file") {
                source(self.gathering, self.path, value, self.dialect, self.depth);
            }
        }
    }
}

fn joined(words: &[Value]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    texts.join(" ")
}
