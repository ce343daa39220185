//! Assignments in shell scripts: what a start-up file says in plain words.
//!
//! The grammar is the part of POSIX.1-2017, Shell Command Language, that decides where a
//! word begins and ends: quoting (2.2), comments and tokens (2.3), expansions (2.6),
//! here-documents (2.7.4). fish has its own `set` and blocks, and is close enough for the
//! same scanner (fish-doc, «Syntax overview», «set»). Conditions are not followed: anything
//! inside one may be in force.
//!
//! Commands are kept as words; [`super::script`] reads what they run and what they do to
//! the environment.

use std::collections::BTreeSet;

use super::{
    scope::{Scope, Value, is_name},
    tool,
    variable::{self, Assignment},
};

mod expansion;
mod keyword;
mod quoting;
mod word;

use expansion::Cursor;
pub(super) use expansion::expanded;
use word::{Position, Word};

/// The most assignments kept of variables that matter; a file has a dozen.
const MAX_ASSIGNMENTS: usize = 10_000;
/// The most sourced files of a script that are followed.
const MAX_SOURCED: usize = 100;
/// The most assignments of other variables that are kept.
const MAX_OTHERS: usize = 1_000;
/// The most here-documents kept of one script.
const MAX_HERE_DOCUMENTS: usize = 100;
/// The most commands kept of one script; a start-up file that carries a whole framework has
/// some ten thousand.
const MAX_COMMANDS: usize = 100_000;
/// The most substitutions kept of one script.
const MAX_SUBSTITUTIONS: usize = 10_000;
/// The most words kept of one command.
const MAX_WORDS: usize = 1_000;

/// Which shell's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// sh, bash, zsh.
    Posix,
    /// fish.
    Fish,
}

/// Whether a text is for a shell: it says so, or it names no other interpreter.
pub(super) fn is_for_a_shell(text: &str) -> bool {
    if text.starts_with("\u{7f}ELF") {
        return false;
    }
    let Some(line) = text.strip_prefix("#!").and_then(|rest| rest.lines().next()) else {
        return true;
    };
    let mut words = line.split_whitespace().map(tool::base_name);
    words.any(|word| {
        matches!(
            word,
            "sh" | "bash" | "dash" | "zsh" | "ksh" | "mksh" | "busybox" | "init-d-script"
        )
    })
}

/// What a script says.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Assignments of variables that matter here, in order.
    pub(super) assignments: Vec<Assignment>,
    /// Files that it sources.
    pub(super) sourced: Vec<Value>,
    /// What it runs, in order.
    pub(super) commands: Vec<Command>,
    /// Assignments of other variables, which may name a file.
    pub(super) others: Vec<String>,
    /// Texts that it gives to commands.
    pub(super) here_documents: Vec<HereDocument>,
    /// What runs inside `$(…)`, backquotes and `<(…)`, as written.
    pub(super) substitutions: BTreeSet<String>,
    /// Whether a quote or an expansion is not closed, so that the rest was not understood.
    pub(super) is_cut: bool,
    /// Whether there is more than is kept.
    pub(super) is_full: bool,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// Its words; the first says what is run. A definition of a function is kept as
    /// `function` and its name, and an export of something unknown as `export` and the
    /// word.
    pub(super) words: Vec<Value>,
    /// Whether it is inside a condition or a function.
    pub(super) is_conditional: bool,
    /// Whether its output goes to a file or another command.
    pub(super) is_redirected: bool,
    pub(super) redirections: Redirections,
}

/// Where a command's input comes from, and where its output goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Redirections {
    /// The files after `>`, `>>` and `>|`.
    pub(super) outputs: Vec<Value>,
    /// The files after `<`.
    pub(super) inputs: Vec<Value>,
    /// The here-documents, and the words after `<<<`.
    pub(super) texts: Vec<Value>,
    /// Whether the next command reads its output.
    pub(super) is_piped: bool,
}

/// A here-document (POSIX 2.7.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HereDocument {
    /// The first word of the command that reads it.
    pub(super) command: String,
    /// Its text, expanded if the script asks for that.
    pub(super) text: Value,
}

/// Reads a script; afterwards `scope` knows its assignments.
pub(super) fn read(text: &str, dialect: Dialect, scope: &mut Scope) -> Script {
    // Shells drop NUL bytes.
    let text = text.replace('\0', "");
    let mut reader = Reader {
        cursor: Cursor::new(&text),
        dialect,
        scope,
        script: Script::default(),
        word: None,
        words: Vec::new(),
        position: Position::Lead,
        depth: 0,
        is_after_operator: false,
        target: None,
        is_redirected: false,
        redirections: Redirections::default(),
        here_documents: Vec::new(),
    };
    while reader.step() {}
    reader.end_command();
    reader.script
}

struct Reader<'t, 's> {
    cursor: Cursor<'t>,
    dialect: Dialect,
    scope: &'s mut Scope,
    script: Script,
    word: Option<Word>,
    words: Vec<Value>,
    position: Position,
    depth: usize,
    is_after_operator: bool,
    /// What the next word is, if it belongs to a redirection.
    target: Option<Target>,
    /// Whether the command's output goes elsewhere.
    is_redirected: bool,
    redirections: Redirections,
    /// The texts that start after this line.
    here_documents: Vec<Announced>,
}

/// A word that belongs to a redirection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Output,
    Input,
    Text,
}

/// A here-document whose text starts after the line.
struct Announced {
    delimiter: String,
    /// The first word of its command.
    command: String,
    /// The place of its command in the script.
    index: usize,
}

impl Reader<'_, '_> {
    /// Reads one token or a part of one; returns false at the end.
    fn step(&mut self) -> bool {
        let Some(character) = self.cursor.next() else {
            return false;
        };
        match character {
            ' ' | '\t' | '\r' => self.end_word(),
            '\n' => self.end_line(),
            '#' if self.word.is_none() => self.cursor.skip_line(),
            ';' => self.operator(false),
            '&' if self.cursor.peek() == Some('>') => self.end_word(),
            '&' | '|' => {
                let is_pipe = character == '|' && self.cursor.peek() != Some('|');
                self.is_redirected |= is_pipe;
                self.redirections.is_piped = is_pipe;
                let is_double = self.cursor.eat(character);
                self.operator(is_double);
            }
            '(' => self.open(),
            ')' => self.end_command(),
            '<' | '>' => self.redirection(character),
            _ => self.in_word(character),
        }
        true
    }

    fn in_word(&mut self, character: char) {
        match character {
            '\'' => self.single_quoted(),
            '"' => self.double_quoted(),
            '\\' => match self.cursor.next() {
                Some('\n') => {}
                Some(escaped) => self.value().push(escaped),
                None => self.script.is_cut = true,
            },
            '$' if self.cursor.eat('\'') => self.ansi_quoted(),
            '$' if self.cursor.peek() == Some('"') => {}
            '$' => self.expansion(),
            '`' => self.back_quoted(),
            '~' if self.is_at_start_of_value() => self.tilde(),
            '=' => self.equals_sign(),
            _ => self.value().push(character),
        }
    }

    fn value(&mut self) -> &mut Value {
        &mut self.word.get_or_insert_with(Word::default).value
    }

    /// A word whose text is the output of commands.
    fn substitution(&mut self, commands: &str) {
        self.value().push_command(commands);
        self.substituted(commands);
    }

    fn substituted(&mut self, commands: &str) {
        if self.script.substitutions.len() < MAX_SUBSTITUTIONS {
            self.script.substitutions.insert(commands.to_owned());
        } else {
            self.script.is_full = true;
        }
    }

    fn is_at_start_of_value(&self) -> bool {
        self.word
            .as_ref()
            .is_none_or(|word| word.value.text.is_empty() || word.value.text.ends_with(':'))
    }

    fn tilde(&mut self) {
        let home = self.scope.look_up("HOME");
        let is_own = self.cursor.peek().is_none_or(|c| !c.is_alphanumeric());
        match home.filter(|_| is_own) {
            Some(home) => self.value().push_value(&home),
            None => self.value().push_open("~"),
        }
    }

    fn equals_sign(&mut self) {
        let word = self.word.get_or_insert_with(Word::default);
        if !word.begin_value() {
            word.value.push('=');
        }
    }

    fn open(&mut self) {
        let is_value = self.word.is_some() || self.position != Position::Lead;
        if matches!(self.position, Position::Loop { .. }) {
            // zsh's `for x (…)`, and its conditions on a pattern: `*(N)`.
            if self.word.is_some() {
                self.script.is_cut |= self.cursor.skip_parentheses().is_none();
            }
        } else if self.dialect == Dialect::Fish && is_value {
            let inside = self.cursor.skip_parentheses();
            self.script.is_cut |= inside.is_none();
            self.substitution(inside.unwrap_or_default());
        } else if self.word.is_none()
            && self.position == Position::Lead
            && self.cursor.peek() == Some('(')
        {
            // Arithmetic, where `<<` does not start a here-document.
            self.script.is_cut |= self.cursor.skip_parentheses().is_none();
        } else {
            let is_path = self.is_list_of_folders();
            if self.position == Position::Lead && self.words.is_empty() {
                self.begin_function();
            }
            self.end_command();
            if is_path {
                self.words.push(Value::plain("fish_add_path"));
                self.position = Position::Arguments;
            }
        }
    }

    /// zsh's `path=(…)` and csh's `set path = (…)`.
    fn is_list_of_folders(&self) -> bool {
        let name = self.word.as_ref().and_then(|word| word.name.as_deref());
        let texts: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        name == Some("path") || texts == ["set", "path", "="] || texts == ["set", "path"]
    }

    /// `<(…)` and `>(…)` are words; anything else leads to the next word.
    fn redirection(&mut self, character: char) {
        if self.dialect == Dialect::Posix && self.cursor.eat('(') {
            let inside = self.cursor.skip_parentheses();
            self.script.is_cut |= inside.is_none();
            return self.substitution(inside.unwrap_or_default());
        }
        // The number of the redirected descriptor is not an argument.
        let is_number = |word: &Word| {
            let text = &word.value.text;
            !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
        };
        if self.word.as_ref().is_some_and(is_number) {
            self.word = None;
        }
        self.end_word();
        if character == '<' && self.dialect == Dialect::Posix && self.cursor.eat('<') {
            if !self.cursor.eat('<') {
                self.cursor.eat('-');
                let delimiter = self.cursor.delimiter();
                if !delimiter.is_empty() {
                    let command = self.words.first().map_or("", |word| word.text.as_str());
                    self.here_documents.push(Announced {
                        delimiter,
                        command: command.to_owned(),
                        index: self.script.commands.len(),
                    });
                }
                return;
            }
            self.target = Some(Target::Text);
        } else {
            let is_output = character == '>' || self.cursor.peek() == Some('>');
            self.is_redirected |= character == '>';
            while self.cursor.eat('>') || self.cursor.eat('|') || self.cursor.eat('&') {}
            self.target = Some(if is_output {
                Target::Output
            } else {
                Target::Input
            });
        }
    }

    /// Keeps the word of a redirection.
    fn redirect(&mut self, target: Target, word: Word) {
        /// A command has a handful.
        const MAX_REDIRECTIONS: usize = 20;
        let word = word.whole();
        // `>&2`, `<&-`.
        let is_descriptor = word.text.chars().all(|c| c.is_ascii_digit() || c == '-');
        let Redirections {
            outputs,
            inputs,
            texts,
            ..
        } = &mut self.redirections;
        let words = match target {
            Target::Output => outputs,
            Target::Input => inputs,
            Target::Text => texts,
        };
        if !is_descriptor && words.len() < MAX_REDIRECTIONS {
            words.push(word);
        }
    }

    fn end_line(&mut self) {
        self.operator(false);
        for announced in std::mem::take(&mut self.here_documents) {
            let Announced {
                delimiter,
                command,
                index,
            } = announced;
            let (text, is_whole) = self.cursor.here_document(&delimiter);
            self.script.is_cut |= !is_whole;
            if self.script.here_documents.len() < MAX_HERE_DOCUMENTS {
                let text = expanded(text, self.scope, None);
                if let Some(reading) = self.script.commands.get_mut(index) {
                    reading.redirections.texts.push(text.clone());
                }
                self.script
                    .here_documents
                    .push(HereDocument { command, text });
            } else {
                self.script.is_full = true;
            }
        }
    }

    /// What follows `&&` and `||` depends on what came before.
    fn operator(&mut self, is_condition: bool) {
        self.end_command();
        self.is_after_operator = is_condition;
    }

    fn end_command(&mut self) {
        self.end_word();
        self.target = None;
        match std::mem::take(&mut self.position) {
            Position::Setting {
                name: Some(name),
                value,
            } => self.assign(&name, value),
            Position::Loop {
                name: Some(name),
                values,
            } => self.scope.run_over(&name, values),
            _ => {}
        }
        let words = std::mem::take(&mut self.words);
        let Redirections {
            outputs, is_piped, ..
        } = &self.redirections;
        // `} > FILE` and `done | tee FILE`: the output of several commands.
        if !words.is_empty() || !outputs.is_empty() || *is_piped {
            self.keep(words);
        }
        self.is_redirected = false;
        self.redirections = Redirections::default();
    }

    fn keep(&mut self, words: Vec<Value>) {
        if self.script.commands.len() < MAX_COMMANDS {
            self.script.commands.push(Command {
                words,
                is_conditional: self.depth > 0 || self.is_after_operator,
                is_redirected: self.is_redirected,
                redirections: std::mem::take(&mut self.redirections),
            });
        } else {
            self.script.is_full = true;
        }
    }

    fn add_word(&mut self, word: Word) {
        if self.words.len() < MAX_WORDS {
            self.words.push(word.whole());
        } else {
            self.script.is_full = true;
        }
    }

    fn assign(&mut self, name: &str, value: Value) {
        if !is_name(name) {
            // fish's `set (…) value`: the variable's name is not known.
            if name.contains(['$', '(']) {
                self.keep(vec![Value::plain("export"), Value::plain(name)]);
            }
            return;
        }
        self.scope.assign(name, &value);
        // `declare -n other=SSL_CERT_FILE`: later assignments use another name.
        if variable::names_anchors(&value.text) {
            let shown = Value::plain(&format!("{name}={}", value.text));
            self.keep(vec![Value::plain("export"), shown]);
        }
        if !variable::matters(name) {
            let is_path = value.text.contains("=/") || value.text.contains(" /");
            if is_path && self.script.others.len() < MAX_OTHERS {
                self.script.others.push(format!("{name}={}", value.text));
            }
            return;
        }
        if self.script.assignments.len() < MAX_ASSIGNMENTS {
            self.script.assignments.push(Assignment {
                name: name.to_owned(),
                value,
                is_conditional: self.depth > 0 || self.is_after_operator,
                running_count: 0,
            });
        } else {
            self.script.is_full = true;
        }
    }
}

#[cfg(test)]
mod tests;
