//! Values of variables, and what a file has said about the ones that they refer to.

use std::{
    cell::Cell,
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::shell;

/// The longest value, in bytes; the kernel gives one string of an environment 128 KiB.
const MAX_VALUE_BYTES: usize = 128 << 10;

/// How many commands of one value are kept, and how much of each: enough to tell those
/// that are known from the others.
const MAX_COMMANDS: usize = 20;
const MAX_COMMAND_CHARACTERS: usize = 1_000;

/// How many values a loop runs over, and how many loops are known at once.
const MAX_LOOP_VALUES: usize = 100;
const MAX_LOOPS: usize = 100;

/// How many bytes of variables are put in their places in one file: a start-up file of a
/// whole framework has some hundred kilobytes.
pub(super) const MAX_EXPANDED_BYTES: usize = 16 << 20;

/// How many variables of one file are remembered; a start-up file sets a hundred.
const MAX_VARIABLES: usize = 10_000;

/// A value after the expansions that could be followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// The value; what was not followed stands as it was written.
    pub(super) text: String,
    /// Whether something in it was not followed.
    pub(super) is_open: bool,
    /// Whether something in it is said by the file itself.
    pub(super) has_words: bool,
    /// The commands whose output stands in it, as they are written.
    pub(super) commands: Vec<String>,
}

impl Value {
    /// A value in which nothing is to be followed.
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

    /// Adds what an expansion stands for.
    pub(super) fn push_value(&mut self, value: &Self) {
        let has_words = self.has_words || value.has_words;
        self.push_str(&value.text);
        self.has_words = has_words;
        self.is_open |= value.is_open;
        self.commands.extend_from_slice(&value.commands);
        self.commands.truncate(MAX_COMMANDS);
    }

    /// Adds an expansion that is not followed, as it is written.
    pub(super) fn push_open(&mut self, written: &str) {
        let has_words = self.has_words;
        self.push_str(written);
        self.has_words = has_words;
        self.is_open = true;
    }

    /// Adds what a command prints, which is not known.
    pub(super) fn push_command(&mut self, command: &str) {
        self.push_open("$(…)");
        if self.commands.len() < MAX_COMMANDS {
            let command: String = command.chars().take(MAX_COMMAND_CHARACTERS).collect();
            self.commands.push(command);
        }
    }
}

/// What is known about variables at one place of a file.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    home: Option<PathBuf>,
    known: HashMap<String, Value>,
    /// What the variables of loops run over.
    loops: HashMap<String, Vec<Value>>,
    /// How many bytes may still be put in the place of variables.
    bytes_left: Cell<usize>,
}

impl Scope {
    /// The beginning of a file of this home; the system's files have none.
    pub(super) fn new(home: Option<&Path>) -> Self {
        Self {
            home: home.map(Path::to_owned),
            known: HashMap::new(),
            loops: HashMap::new(),
            bytes_left: Cell::new(MAX_EXPANDED_BYTES),
        }
    }

    /// What a variable stands for, if that is known: `None` if it comes from elsewhere.
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

    /// Takes down an assignment. Which of two different ones is in force is not known,
    /// since conditions are not followed.
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

    /// Takes down what the variable of a loop runs over.
    pub(super) fn run_over(&mut self, name: &str, mut values: Vec<Value>) {
        if self.loops.len() < MAX_LOOPS || self.loops.contains_key(name) {
            values.truncate(MAX_LOOP_VALUES);
            self.loops
                .entry(name.to_owned())
                .or_default()
                .extend(values);
        }
    }

    /// What a value may stand for, if the variable of a loop is all that is open in it.
    pub(super) fn alternatives(&self, value: &Value) -> Vec<Value> {
        let is_in = |name: &&String| value.text.contains(&format!("${name}"));
        // Of `$i` and `$it`, the longer.
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

    /// The value of a text with `$NAME` and `${NAME}` in it and no quotes.
    pub(super) fn expand(&self, text: &str, own_name: Option<&str>) -> Value {
        shell::expanded(text, self, own_name)
    }
}

/// A variable's name (POSIX.1-2017, Base Definitions 3.235).
pub(super) fn is_name(text: &str) -> bool {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(is_start) && text.chars().all(|c| is_start(c) || c.is_ascii_digit())
}
