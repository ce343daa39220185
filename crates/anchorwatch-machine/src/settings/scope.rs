//! Values of variables, and what a file says about the variables that they refer to.

use std::{
    cell::Cell,
    collections::HashMap,
    path::{Path, PathBuf},
};

/// The longest value, in bytes; the kernel allows one string of an environment 128 KiB.
const MAX_VALUE_BYTES: usize = 128 << 10;

/// The most commands kept of one value, and the length kept of each: enough to recognize
/// the known ones.
const MAX_COMMANDS: usize = 20;
const MAX_COMMAND_CHARACTERS: usize = 1_000;

/// The most values that a loop runs over, and the most loops known at once.
const MAX_LOOP_VALUES: usize = 100;
const MAX_LOOPS: usize = 100;

/// The most bytes that variables expand to in one file; a start-up file of a whole
/// framework has some hundred kilobytes.
pub(super) const MAX_EXPANDED_BYTES: usize = 16 << 20;

/// The most variables remembered of one file; a start-up file sets a hundred.
const MAX_VARIABLES: usize = 10_000;

/// A value after the expansions that could be resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// The value; unresolved parts stay as written.
    pub(super) text: String,
    /// Whether part of it is unresolved.
    pub(super) is_open: bool,
    /// Whether part of it is literal text of the file.
    pub(super) has_words: bool,
    /// The commands whose output is part of it, as written.
    pub(super) commands: Vec<String>,
}

impl Value {
    /// A value without expansions.
    pub(super) fn plain(text: &str) -> Self {
        let mut value = Self::default();
        value.push_str(text);
        value
    }

    pub(super) fn push(&mut self, character: char) {
        self.push_str(character.encode_utf8(&mut [0; 4]));
    }

    pub(super) fn push_str(&mut self, text: &str) {
        if self.text.len() + text.len() > MAX_VALUE_BYTES {
            self.is_open = true;
            return;
        }
        self.text.push_str(text);
        self.has_words |= text.contains(|c: char| c.is_alphanumeric());
    }

    /// Adds the value of an expansion.
    pub(super) fn push_value(&mut self, value: &Self) {
        let has_words = self.has_words || value.has_words;
        self.push_str(&value.text);
        self.has_words = has_words;
        self.is_open |= value.is_open;
        self.commands.extend_from_slice(&value.commands);
        self.commands.truncate(MAX_COMMANDS);
    }

    /// Adds an unresolved expansion as written.
    pub(super) fn push_open(&mut self, written: &str) {
        let has_words = self.has_words;
        self.push_str(written);
        self.has_words = has_words;
        self.is_open = true;
    }

    /// The parts of a list; an unresolved part contains a `$` or a backquote.
    pub(super) fn parts(&self) -> Vec<Self> {
        let parts = self.text.split(':').filter(|part| !part.is_empty());
        parts
            .map(|part| Self {
                is_open: self.is_open && part.contains(['$', '`', '~', '(']),
                ..Self::plain(part)
            })
            .collect()
    }

    /// Adds a command's output, which is not known.
    pub(super) fn push_command(&mut self, command: &str) {
        self.push_open("$(…)");
        if self.commands.len() < MAX_COMMANDS {
            let command: String = command.chars().take(MAX_COMMAND_CHARACTERS).collect();
            self.commands.push(command);
        }
    }
}

/// What is known about variables at one point of a file.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    home: Option<PathBuf>,
    known: HashMap<String, Value>,
    /// The values that the variables of loops run over.
    loops: HashMap<String, Vec<Value>>,
    /// How many bytes variables may still expand to.
    bytes_left: Cell<usize>,
}

impl Scope {
    /// The start of a file in this home; the system's files have no home.
    pub(super) fn new(home: Option<&Path>) -> Self {
        Self {
            home: home.map(Path::to_owned),
            known: HashMap::new(),
            loops: HashMap::new(),
            bytes_left: Cell::new(MAX_EXPANDED_BYTES),
        }
    }

    /// A variable's value if it is known; `None` if it comes from elsewhere.
    pub(super) fn look_up(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.known.get(name) {
            let left = self.bytes_left.get().checked_sub(value.text.len());
            self.bytes_left.set(left.unwrap_or_default());
            if left.is_none() {
                let mut open = Value::default();
                open.push_open(&format!("${name}"));
                return Some(open);
            }
            return Some(value.clone());
        }
        let home = self.home.as_deref()?;
        match name {
            "HOME" => Some(Value::plain(home.to_str()?)),
            "XDG_CONFIG_HOME" => Some(Value::plain(home.join(".config").to_str()?)),
            _ => None,
        }
    }

    /// Records an assignment. Conditions are not followed, so of two different values it is
    /// not known which is in force.
    pub(super) fn assign(&mut self, name: &str, value: &Value) {
        if self.known.len() >= MAX_VARIABLES && !self.known.contains_key(name) {
            return;
        }
        let known = self
            .known
            .entry(name.to_owned())
            .or_insert_with(|| value.clone());
        if known != value {
            let mut either = value.clone();
            either.is_open = true;
            *known = either;
        }
    }

    /// Records what the variable of a loop runs over.
    pub(super) fn run_over(&mut self, name: &str, mut values: Vec<Value>) {
        if self.loops.len() < MAX_LOOPS || self.loops.contains_key(name) {
            values.truncate(MAX_LOOP_VALUES);
            self.loops
                .entry(name.to_owned())
                .or_default()
                .extend(values);
        }
    }

    /// The possible values, if the variable of a loop is all that is unresolved.
    pub(super) fn alternatives(&self, value: &Value) -> Vec<Value> {
        let is_in = |name: &&String| value.text.contains(&format!("${name}"));
        // Of `$i` and `$it`, prefer the longer.
        let longest = self
            .loops
            .keys()
            .filter(is_in)
            .max_by_key(|name| name.len());
        let Some((name, values)) = longest.and_then(|name| self.loops.get_key_value(name)) else {
            return vec![value.clone()];
        };
        let written = format!("${name}");
        values
            .iter()
            .take(MAX_LOOP_VALUES)
            .map(|one| {
                let mut text = Value::plain(&value.text.replace(&written, &one.text));
                let is_left = value.text.replace(&written, "").contains(['$', '`', '(']);
                text.is_open = one.is_open || is_left;
                text
            })
            .collect()
    }
}

/// A variable's name (POSIX.1-2017, Base Definitions 3.235).
pub(super) fn is_name(text: &str) -> bool {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(is_start) && text.chars().all(|c| is_start(c) || c.is_ascii_digit())
}
