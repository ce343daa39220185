//! What a script does to the environment, beyond plain assignments.
//!
//! A shell script is a program, and its effect cannot be read completely. What is
//! understood is read: files that it sources, loops over such files, `eval` of plain words,
//! the value of an alias, command lines of known programs. Anything else that could set a
//! variable, or replace a program, is reported.

use std::path::Path;

use super::{
    content::Content,
    env_file::{self, Expansion},
    installs::{self, Piped},
    invocation, known_command,
    scope::{Scope, Value, is_name},
    shell::{self, Command, Dialect, HereDocument, Redirections},
    sink::Sink,
    sourced, started, tool, unknown,
    variable::{self, Assignment},
};
use crate::settings::remark::{SettingsRemark, Unclear};

/// The deepest nesting that is followed, of scripts that source scripts and of commands
/// inside commands.
const MAX_DEPTH: u8 = 8;

/// The most expansions of one script that are checked for defaults.
const MAX_DEFAULTS: usize = 100_000;

/// Commands that take assignments as arguments, for the program that they start or for a
/// whole session.
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

/// Programs that load plugins into a shell.
const PLUGIN_MANAGERS: [&str; 12] = [
    "antibody", "antidote", "antigen", "fisher", "omf", "sheldon", "zgen", "zgenom", "zinit",
    "zplug", "zplugin", "znap",
];

/// Prefixes of an assignment that is an argument.
const ASSIGNMENT_OPTIONS: [&str; 4] = ["--setenv=", "--env=", "-E", "-e"];

/// Shells, which take commands after `-c` and a script's name elsewhere.
const SHELLS: [&str; 11] = [
    "sh", "bash", "dash", "zsh", "ksh", "mksh", "rbash", "fish", "su", "runuser", "emulate",
];

/// Reads a script that is there.
pub(super) fn read(sink: &mut Sink<'_>, path: &Path, dialect: Dialect) {
    read_at(sink, path, dialect, 0);
}

fn read_at(sink: &mut Sink<'_>, path: &Path, dialect: Dialect, depth: u8) {
    if let Some(text) = sink.read(path) {
        take_at(sink, path, &text, dialect, depth);
    }
}

/// Records what the text of a script does.
pub(super) fn take(sink: &mut Sink<'_>, path: &Path, text: &str, dialect: Dialect) {
    take_at(sink, path, text, dialect, 0);
}

fn take_at(sink: &mut Sink<'_>, path: &Path, text: &str, dialect: Dialect, depth: u8) {
    let mut scope = sink.scope();
    within(sink, path, text, dialect, &mut scope, depth);
}

/// The same with the variables known where the text occurs.
fn within(
    sink: &mut Sink<'_>,
    path: &Path,
    text: &str,
    dialect: Dialect,
    scope: &mut Scope,
    depth: u8,
) {
    let script = shell::read(text, dialect, scope);
    sink.take(path, Content::Assignments(&script.assignments));
    sink.take(path, Content::Assignments(&defaults(text, scope)));
    for other in &script.others {
        unknown::take(sink, path, other);
    }
    if script.is_cut {
        sink.not_followed(path, &SettingsRemark::OpenEnd);
    }
    if script.is_full {
        sink.not_followed(path, &SettingsRemark::ScriptLimit);
    }
    for sourced in &script.sourced {
        source(sink, path, sourced, dialect, depth);
    }
    for document in &script.here_documents {
        here_document(sink, path, document, depth);
    }
    let mut runner = Runner {
        sink,
        path,
        dialect,
        scope,
        depth,
    };
    for command in &script.commands {
        runner.run(command);
    }
    for piped in installs::piped(&script.commands) {
        match piped {
            Piped::Text(text) => runner.nested(&text),
            Piped::Fetched(what) => known_command::name(runner.sink, path, &what, Unclear::Command),
        }
    }
    installs::take(sink, path, &script.commands, scope);
    installs::take_substitutions(sink, path, &script.substitutions, scope, depth);
}

/// `${NAME:=value}` sets a variable wherever it occurs (POSIX 2.6.2).
fn defaults(text: &str, scope: &Scope) -> Vec<Assignment> {
    let places = text.match_indices("${").take(MAX_DEFAULTS);
    let found = places.filter_map(|(at, _)| {
        let rest = text.get(at + 2..)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (name, after) = rest.split_at(end);
        let value = after
            .strip_prefix("::=")
            .or_else(|| after.strip_prefix(":="))
            .or_else(|| after.strip_prefix('='))?;
        if !variable::matters(name) {
            return None;
        }
        let value = value.get(..value.find('}')?)?.trim_matches(['"', '\'']);
        Some(Assignment {
            name: name.to_owned(),
            value: shell::expanded(value, scope, Some(name)),
            is_conditional: true,
            running_count: 0,
        })
    });
    found.collect()
}

/// Records what one command line does that no shell reads.
pub(super) fn take_command(sink: &mut Sink<'_>, path: &Path, words: Vec<Value>) {
    let mut scope = sink.scope();
    let mut runner = Runner {
        sink,
        path,
        dialect: Dialect::Posix,
        scope: &mut scope,
        depth: 0,
    };
    let command = Command {
        words,
        is_conditional: true,
        is_redirected: false,
        redirections: Redirections::default(),
    };
    runner.run(&command);
    installs::take(sink, path, &[command], &scope);
}

/// A shell runs what it is given; any other command may write it to a file that matters.
fn here_document(sink: &mut Sink<'_>, at: &Path, document: &HereDocument, depth: u8) {
    let is_shell = SHELLS.contains(&tool::base_name(&document.command));
    if is_shell && depth < MAX_DEPTH {
        take_at(sink, at, &document.text.text, Dialect::Posix, depth + 1);
    } else {
        unknown::take(sink, at, &document.text.text);
    }
}

/// A file that is sourced, or every file that a pattern matches.
fn source(sink: &mut Sink<'_>, at: &Path, word: &Value, dialect: Dialect, depth: u8) {
    let what = || format!(". {}", word.text);
    if word.text.is_empty() || word.text == "/dev/null" {
        return;
    }
    let Some(paths) = sourced::files(sink, at, word) else {
        if !known_command::is_source(word) {
            known_command::name(sink, at, &what(), Unclear::Source);
        }
        return;
    };
    if depth >= MAX_DEPTH {
        return sink.unclear(at, &what(), Unclear::Depth);
    }
    for path in paths {
        read_at(sink, &path, dialect, depth + 1);
    }
}

struct Runner<'r, 'g> {
    sink: &'r mut Sink<'g>,
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
        if first.text.contains(char::is_whitespace) && !first.is_open {
            // A variable that holds a whole command.
            return self.nested(&joined(&command.words));
        }
        // A lookup of a program has options; a setting has an equals sign.
        let is_whole = arguments
            .iter()
            .all(|word| word.text.contains('=') && word.text != "=");
        if first.text == "$(…)" && is_whole && !known_command::is_answer(first) {
            return self.unclear(&command.words, Unclear::Command);
        }
        if first.text.contains('=') {
            // A shell splits this in another way than this reader.
            unknown::take(self.sink, self.path, &first.text);
        }
        match tool::base_name(&first.text) {
            "eval" => self.eval(arguments),
            "trap" if arguments.len() > 1 => self.eval(&arguments[..1]),
            "alias" | "abbr" => self.aliases(arguments),
            "function" => self.function(arguments),
            "export" => self.unclear(arguments, Unclear::Export),
            "echo" | "printf" | "tee" if command.is_redirected => {
                unknown::take(self.sink, self.path, &joined(arguments));
            }
            "read" | "mapfile" | "readarray" | "printf" | "getopts" | "vared" => {
                self.filled(first, arguments);
            }
            "hash" | "enable" | "zmodload" if arguments.len() > 1 => {
                self.replaced(first, arguments);
            }
            "dotenv" | "dotenv_if_exists" | "source_env" | "source_env_if_exists" => {
                self.of_direnv(first, arguments);
            }
            "fish_add_path" => self.search(arguments),
            "set" => self.assignments(arguments),
            "autoload" => {
                for name in arguments.iter().filter(|word| !word.text.starts_with('-')) {
                    self.function(std::slice::from_ref(name));
                }
            }
            // fish's ways to run a bash script.
            "bass" | "fenv" | "replay" => {
                let (path, depth) = (self.path, self.depth + 1);
                let text = joined(arguments);
                if depth < MAX_DEPTH && self.sink.may_nest(text.len()) {
                    take_at(self.sink, path, &text, Dialect::Posix, depth);
                }
            }
            name if PLUGIN_MANAGERS.contains(&name) => {
                self.sink.remark(self.path, &SettingsRemark::Plugins);
            }
            _ => self.started(command),
        }
    }

    fn unclear(&mut self, words: &[Value], why: Unclear) {
        known_command::name(self.sink, self.path, &joined(words), why);
    }

    fn nested(&mut self, text: &str) {
        if self.depth >= MAX_DEPTH || !self.sink.may_nest(text.len()) {
            return self.sink.unclear(self.path, text, Unclear::Depth);
        }
        let (path, dialect) = (self.path, self.dialect);
        let depth = self.depth + 1;
        within(self.sink, path, text, dialect, self.scope, depth);
    }

    /// The words are a script, as far as they are known.
    fn eval(&mut self, arguments: &[Value]) {
        let text = joined(arguments);
        let is_open = arguments.iter().any(|argument| argument.is_open);
        let is_known = arguments.iter().all(known_command::is_answer);
        if is_open && !is_known {
            self.unclear(arguments, Unclear::Command);
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
            .map(tool::base_name)
            .find(|word| !word.contains('=') && !tool::is_wrapper(word));
        let own = tool::program(name);
        // A program aliased to itself, with or without options, is not replaced.
        let is_other = own.is_some() && stands_for.and_then(tool::program) != own;
        if is_other || own.is_some() && is_open {
            let what = Value::plain(&format!("alias {name}={text}"));
            self.unclear(&[what], Unclear::Replacement);
        }
        // Its content is in force when the alias is used.
        self.nested(&format!("if true; then\n{text}\nfi"));
    }

    fn function(&mut self, arguments: &[Value]) {
        let is_known = arguments
            .first()
            .is_some_and(|name| tool::program(&name.text).is_some());
        if is_known {
            self.unclear(arguments, Unclear::Function);
        }
    }

    /// Commands that fill variables from elsewhere.
    fn filled(&mut self, first: &Value, arguments: &[Value]) {
        let names: &[Value] = match (first.text.as_str(), arguments) {
            // `printf` prints, except with `-v`.
            ("printf", [option, name, ..]) if option.text == "-v" => std::slice::from_ref(name),
            ("printf", _) => &[],
            // The name follows the letters.
            ("getopts", [_, name, ..]) => std::slice::from_ref(name),
            _ => arguments,
        };
        let fills = names.iter().any(|word| {
            let name = word.text.as_str();
            variable::matters(name) || word.is_open && name.starts_with('$')
        });
        if fills {
            let words: Vec<Value> = [first].into_iter().chain(arguments).cloned().collect();
            self.unclear(&words, Unclear::Input);
        }
    }

    /// `hash -p FILE NAME`, `enable -f FILE NAME`: another program under this name.
    fn replaced(&mut self, first: &Value, arguments: &[Value]) {
        let is_loaded = arguments
            .iter()
            .any(|word| matches!(word.text.as_str(), "-p" | "-f"));
        if is_loaded {
            let words: Vec<Value> = [first].into_iter().chain(arguments).cloned().collect();
            self.unclear(&words, Unclear::Replacement);
        }
    }

    /// direnv-stdlib(1): files of variables, and scripts.
    fn of_direnv(&mut self, first: &Value, arguments: &[Value]) {
        let usual = Value::plain(".env");
        let word = arguments.first().unwrap_or(&usual);
        if first.text.starts_with("source") {
            return source(self.sink, self.path, word, self.dialect, self.depth);
        }
        let files = sourced::files(self.sink, self.path, word);
        for path in files.into_iter().flatten() {
            if let Some(text) = self.sink.read(&path) {
                let scope = &mut self.sink.scope();
                let assignments = env_file::read(&text, Expansion::Done, scope);
                self.sink.take(&path, Content::Assignments(&assignments));
            }
        }
    }

    /// Folders that come before those of the path: fish's command, and the contents of
    /// `path=(…)` in zsh, `set path = (…)` in csh.
    fn search(&mut self, folders: &[Value]) {
        let is_folder = |word: &&Value| word.text.starts_with(['/', '~']);
        for folder in folders.iter().filter(is_folder) {
            let folder = Assignment {
                name: "PATH".to_owned(),
                value: folder.clone(),
                is_conditional: true,
                running_count: 0,
            };
            self.sink.take(self.path, Content::Assignments(&[folder]));
        }
    }

    /// A program that is started: with assignments before it, through another program, or
    /// by a shell.
    fn started(&mut self, command: &Command) {
        let words = &command.words;
        if words
            .first()
            .is_some_and(|first| first.text.starts_with("--"))
        {
            // An array of options for some command.
            return unknown::take(self.sink, self.path, &joined(words));
        }
        let names: Vec<&str> = words
            .iter()
            .map(|word| tool::base_name(&word.text))
            .collect();
        let Some(first) = names.first() else { return };
        // After a wrapper any word may be the program; `exec` has options of its own.
        let is_wrapped = tool::is_wrapper(first) || first.starts_with('-');
        let range = if is_wrapped { words.len() } else { 1 };
        for (at, name) in names.iter().enumerate().take(range) {
            self.follow(&words[at..], is_wrapped && at > 0);
            if ASSIGNING.contains(name) {
                self.assignments(&words[at + 1..]);
            }
            if SHELLS.contains(name) {
                self.shell(&words[at + 1..]);
            }
            let program = tool::program(name);
            let has_options = words.iter().any(|word| word.text.starts_with("--"));
            if at == 0 && program.is_none() && has_options {
                unknown::take(self.sink, self.path, &joined(words));
            }
            if let Some(program) = program {
                invocation::take(self.sink, self.path, program, &words[at..]);
            }
        }
    }

    /// A script that is started, directly or by its interpreter.
    fn follow(&mut self, words: &[Value], is_wrapped: bool) {
        let [word, arguments @ ..] = words else {
            return;
        };
        if is_wrapped && word.text.contains(char::is_whitespace) && !word.is_open {
            return self.nested(&word.text);
        }
        let name = tool::base_name(&word.text);
        let is_language = SHELLS.contains(&name)
            || ["python", "perl", "ruby", "node"]
                .iter()
                .any(|start| name.starts_with(start));
        let script = arguments.iter().find(|word| !word.text.starts_with('-'));
        let script = script.filter(|word| is_language && word.text.contains('/'));
        for one in std::iter::once(word).chain(script) {
            started::follow(self.sink, self.path, one);
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
        self.sink
            .take(self.path, Content::Assignments(&assignments));
    }

    /// `sh -c "…"`, and the start-up files that a shell's options name.
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
                source(self.sink, self.path, value, self.dialect, self.depth);
            }
        }
    }
}

fn joined(words: &[Value]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    texts.join(" ")
}
