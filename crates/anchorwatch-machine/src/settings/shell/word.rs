//! One word of a command, and what it means at its position.

use super::super::scope::{Scope, Value, is_name};

/// A word while it is read.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// The part before the first `=`, if it can be a variable's name.
    pub(super) name: Option<String>,
    /// The rest.
    pub(super) value: Value,
    is_append: bool,
}

/// The position of a word in a command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Position {
    /// At the start of the command.
    #[default]
    Lead,
    /// After `export` and its like: every assignment counts.
    Exporting,
    /// After `source`.
    Sourcing,
    /// After fish's `set` or csh's `setenv`: a name, then values.
    Setting { name: Option<String>, value: Value },
    /// After `for`: the loop's variable, then what it runs over.
    Loop {
        name: Option<String>,
        values: Vec<Value>,
    },
    /// After `function`.
    FunctionName,
    /// After any other command.
    Arguments,
}

impl Position {
    pub(super) fn setting() -> Self {
        Self::Setting {
            name: None,
            value: Value::default(),
        }
    }
}

impl Word {
    /// Handles an `=`; returns whether it ends a name.
    pub(super) fn begin_value(&mut self) -> bool {
        let text = &self.value.text;
        let name = text.strip_suffix('+').unwrap_or(text);
        if self.name.is_some() || self.value.is_open || !is_name(name) {
            return false;
        }
        self.is_append = name.len() < text.len();
        self.name = Some(name.to_owned());
        self.value = Value::default();
        true
    }

    /// The word as an assignment.
    pub(super) fn assignment(self, scope: &Scope) -> Option<(String, Value)> {
        let Some(name) = self.name else {
            // `export "NAME=value"`
            let (name, value) = self.value.text.split_once('=')?;
            let mut plain = Value::plain(value);
            plain.is_open = self.value.is_open;
            return Some((name.to_owned(), plain));
        };
        let mut value = Value::default();
        if self.is_append
            && let Some(before) = scope.look_up(&name)
        {
            value.push_value(&before);
        }
        value.push_value(&self.value);
        Some((name, value))
    }

    /// The word as an argument, with the name it may begin with.
    pub(super) fn whole(self) -> Value {
        let Some(name) = self.name else {
            return self.value;
        };
        let sign = if self.is_append { "+=" } else { "=" };
        let mut value = self.value;
        value.text = format!("{name}{sign}{}", value.text);
        value
    }

    /// The word as the next one in the head of a loop.
    pub(super) fn run_over(self, name: Option<String>, mut values: Vec<Value>) -> Position {
        /// More files than a folder of start-up files has.
        const MAX_VALUES: usize = 1_000;
        let word = self.whole();
        match name {
            None => Position::Loop {
                name: Some(word.text),
                values,
            },
            Some(name) => {
                if word.text != "in" && values.len() < MAX_VALUES {
                    values.push(word);
                }
                Position::Loop {
                    name: Some(name),
                    values,
                }
            }
        }
    }

    /// The word as the next argument of `set`.
    pub(super) fn set(self, name: Option<String>, mut value: Value) -> Position {
        let text = match &self.name {
            Some(name) => format!("{name}={}", self.value.text),
            None => self.value.text.clone(),
        };
        match name {
            None if text.starts_with('-') => Position::setting(),
            None => Position::Setting {
                name: Some(text),
                value,
            },
            Some(name) => {
                if !value.text.is_empty() {
                    // A list of folders is joined with colons, any other with spaces.
                    let is_list = name.ends_with("DIR") || name.ends_with("PATH");
                    value.push(if is_list { ':' } else { ' ' });
                }
                let mut next = self.value;
                next.text = text;
                value.push_value(&next);
                Position::Setting {
                    name: Some(name),
                    value,
                }
            }
        }
    }
}
