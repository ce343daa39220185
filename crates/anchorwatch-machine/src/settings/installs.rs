//! Roots that a script installs when it runs.
//!
//! ```text
//! cp /opt/corp/ca.crt /usr/local/share/ca-certificates/ && update-ca-certificates
//! ```
//!
//! Between two audits, such a script puts back what was taken out. A certificate that the
//! script names and that exists is read like any other that a setting names. If the script
//! fetches it, makes it, or names it in a way that is known only when it runs, the command
//! is reported, since what it installs is not known.
//!
//! A command that removes, lists or rebuilds is no finding: `update-ca-certificates` alone
//! brings nothing that is not already in a store.
//!
//! **Not checked:** programs that install roots without naming a store, and scripts that
//! the package manager runs for a package that is installed.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{
    remark::{SettingsRemark, Unclear},
    scope::{Scope, Value},
    shell::{self, Command, Dialect},
    sink::{Sink, Telling},
    tool,
};
use crate::Client;

mod destination;
mod known;
pub(super) mod mention;
mod operation;
mod options;
mod reading;
mod source;

use destination::Destination;
use known::{HARMLESS, KNOWN, SHELLS};
use operation::{Content, Operation};

/// The deepest nesting of substitutions that is followed.
const MAX_DEPTH: u8 = 4;
/// The most folders that a script goes to.
const MAX_FOLDERS: usize = 20;

/// Records the roots that commands install. `scope` is what is known after them.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, commands: &[Command], scope: &Scope) {
    if sink.telling == Telling::Silent {
        return;
    }
    let mut reader = Reader {
        sink,
        at,
        scope,
        folders: Vec::new(),
        functions: functions(commands),
    };
    for (index, command) in commands.iter().enumerate() {
        let before = commands.get(..index).unwrap_or_default();
        reader.command(before, command);
        if reader.sink.places_left == 0 {
            let sink = &mut *reader.sink;
            return sink.not_followed(at, &SettingsRemark::ScriptLimit);
        }
    }
}

/// A script that a command prints for a shell: `echo "cp FROM TO" | at now`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piped {
    /// Its text.
    Text(String),
    /// It is fetched when it runs: this is the command.
    Fetched(String),
}

/// The scripts that commands print for a shell.
pub(super) fn piped(commands: &[Command]) -> Vec<Piped> {
    let pairs = commands.windows(2).filter_map(|pair| {
        let [printing, reading] = pair else {
            return None;
        };
        let (first, arguments) = program_of(reading).split_first()?;
        let name = tool::base_name(&first.text);
        let is_read = arguments.iter().any(|word| word.text == "-s");
        let is_script = !is_read && arguments.iter().any(|word| !word.text.starts_with('-'));
        let is_shell = SHELLS.contains(&name) && !is_script || matches!(name, "at" | "batch");
        if !is_shell || !printing.redirections.is_piped {
            return None;
        }
        let program = program_of(printing);
        let name = program
            .first()
            .map_or("", |word| tool::base_name(&word.text));
        match operation::printed(program) {
            Content::Text(text) if !text.is_open => Some(Piped::Text(text.text)),
            _ if matches!(name, "curl" | "wget") => Some(Piped::Fetched(shown(printing))),
            _ => None,
        }
    });
    pairs.collect()
}

/// Records what the commands inside substitutions install: `$(cp FROM TO 2>&1)`.
pub(super) fn take_substitutions<'s>(
    sink: &mut Sink<'_>,
    at: &Path,
    texts: impl IntoIterator<Item = &'s String>,
    scope: &mut Scope,
    depth: u8,
) {
    for text in texts {
        if depth >= MAX_DEPTH || !sink.may_nest(text.len()) {
            return;
        }
        let script = shell::read(text, Dialect::Posix, scope);
        take(sink, at, &script.commands, scope);
        take_substitutions(sink, at, &script.substitutions, scope, depth + 1);
    }
}

struct Reader<'r, 'g> {
    sink: &'r mut Sink<'g>,
    at: &'r Path,
    scope: &'r Scope,
    /// The folders that the script goes to.
    folders: Vec<PathBuf>,
    /// The functions that it defines.
    functions: BTreeSet<String>,
}

impl Reader<'_, '_> {
    fn command(&mut self, before: &[Command], command: &Command) {
        let first = command.words.first().map_or("", |word| &word.text);
        if matches!(first, "cd" | "pushd") {
            return self.go(command.words.get(1));
        }
        let what = shown(command);
        let outputs = &command.redirections.outputs;
        if let Some(place) = self.store(outputs) {
            let content = operation::printed(program_of(command));
            self.install(before, command, &what, content, place, Client::Other);
        } else {
            let content = operation::printed(program_of(command));
            self.unknown_place(&what, &content, outputs);
        }
        let first = tool::base_name(first);
        let is_any = tool::is_wrapper(first) || first.starts_with('-');
        let range = if is_any { command.words.len() } else { 1 };
        for at in 0..range {
            let words = command.words.get(at..).unwrap_or_default();
            // `find -exec COMMAND ;`
            let is_end = |word: &Value| matches!(&*word.text, ";" | "+");
            let end = words.iter().position(is_end).unwrap_or(words.len());
            let words = words.get(..end).unwrap_or_default();
            match operation::of(words) {
                Some(Operation::Writes(content, targets)) => {
                    if let Some(place) = self.store(&targets) {
                        self.install(before, command, &what, content, place, Client::Other);
                        return;
                    }
                    self.unknown_place(&what, &content, &targets);
                }
                Some(Operation::Adds(content, client)) => {
                    let place = Destination::Store;
                    self.install(before, command, &what, content, place, client);
                    return;
                }
                None => {}
            }
        }
        self.unknown_program(first, command, &what);
    }

    /// A root that is written to a place which is known only when the script runs: `"$DEST"`.
    fn unknown_place(&mut self, what: &str, content: &Content, targets: &[Value]) {
        let is_unknown = |target: &Value| {
            target.is_open && target.text.starts_with(['$', '`']) && !target.text.contains("/dev/")
        };
        let Content::Files(files) = content else {
            return;
        };
        if !targets.first().is_some_and(is_unknown) {
            return;
        }
        let paths: Vec<PathBuf> = files
            .iter()
            .flat_map(|file| self.places_of(file).0)
            .collect();
        if paths.iter().any(|path| source::is_root(self.sink, path)) {
            self.sink.unclear(self.at, what, Unclear::InstallsRoots);
        }
    }

    /// A program that nobody here knows, with a folder that only installers name; or a
    /// function or a script with any store, which it may write to as `$1`.
    fn unknown_program(&mut self, name: &str, command: &Command, what: &str) {
        let arguments = command.words.get(1..).unwrap_or_default();
        let is_known = HARMLESS.contains(&name) || KNOWN.contains(&name) || tool::is_wrapper(name);
        let is_own = self.functions.contains(name) || SHELLS.contains(&name);
        for word in arguments.iter().filter(|_| !is_known) {
            let text = word
                .text
                .split_once('=')
                .map_or(&*word.text, |(_, value)| value);
            let is_path = text.starts_with('/') && !text.contains(char::is_whitespace);
            let place = is_path
                .then(|| destination::of_path(self.sink, &destination::normal(Path::new(text))));
            let place = place.flatten();
            if place == Some(Destination::Source) || is_own && place.is_some() {
                return self.sink.unclear(self.at, what, Unclear::InstallsRoots);
            }
        }
    }

    fn go(&mut self, folder: Option<&Value>) {
        let Some(folder) = folder.filter(|_| self.folders.len() < MAX_FOLDERS) else {
            return;
        };
        let last = self.folders.last();
        let path = match self.sink.path(folder) {
            Some(path) => Some(path),
            None if folder.is_open => None,
            None => last.map(|last| last.join(&folder.text)),
        };
        self.folders
            .extend(path.map(|path| destination::normal(&path)));
    }

    /// The first of these places that is a store.
    fn store(&mut self, targets: &[Value]) -> Option<Destination> {
        targets.iter().find_map(|target| {
            let one_of = self.scope.alternatives(target);
            let mut places = one_of.iter();
            places.find_map(|one| destination::of(self.sink, one, &self.folders))
        })
    }
}

fn functions(commands: &[Command]) -> BTreeSet<String> {
    let defined = commands.iter().filter_map(|command| {
        let [first, name, ..] = command.words.as_slice() else {
            return None;
        };
        (first.text == "function").then(|| name.text.clone())
    });
    defined.collect()
}

/// The words from the program on, without what starts it.
fn program_of(command: &Command) -> &[Value] {
    let is_start = |word: &&Value| {
        let name = tool::base_name(&word.text);
        tool::is_wrapper(name) || name.starts_with('-')
    };
    let count = command.words.iter().take_while(is_start).count();
    command.words.get(count..).unwrap_or_default()
}

/// The command as the script has it, as far as it is kept.
fn shown(command: &Command) -> String {
    let words = command.words.iter().map(|word| word.text.clone());
    let outputs = command.redirections.outputs.iter();
    let outputs = outputs.map(|target| format!("> {}", target.text));
    let parts: Vec<String> = words.chain(outputs).collect();
    parts.join(" ")
}
