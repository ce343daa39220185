//! Assignments in scripts of shells: what a start-up file says in plain words.
//!
//! The grammar is the part of POSIX.1-2017, Shell Command Language, that decides where a
//! word begins and ends: quoting (2.2), comments and tokens (2.3), expansions (2.6),
//! here-documents (2.7.4). fish has its own `set` and blocks, and is close enough for the
//! same scanner (fish-doc, «Syntax overview», «set»). Conditions are not followed: what
//! stands in one may be in force.
//!
//! **Not checked:** what a command prints (`$(…)`), `eval`, functions' arguments.

use super::{
    scope::{Scope, Value, is_name},
    variable::{self, Assignment},
};

mod expansion;
mod word;

pub(super) use expansion::expanded;
use expansion::{Cursor, expand_into};
use word::{Position, Word};

/// How many assignments of variables that matter are kept; a file has a dozen.
const MAX_ASSIGNMENTS: usize = 10_000;
/// How many files that a script reads in are followed.
const MAX_SOURCED: usize = 100;

/// Which shell's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// sh, bash, zsh.
    Posix,
    /// fish.
    Fish,
}

/// What a script says.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Assignments of variables that matter here, in order.
    pub(super) assignments: Vec<Assignment>,
    /// Files that it reads in.
    pub(super) sourced: Vec<Value>,
    /// Whether a quote or an expansion does not end, so that the rest was not understood.
    pub(super) is_cut: bool,
}

/// Reads a script; what it assigns is known in `scope` afterwards.
pub(super) fn read(text: &str, dialect: Dialect, scope: &mut Scope) -> Script {
    // Shells drop NUL bytes.
    let text = text.replace('\0', "");
    let mut reader = Reader {
        cursor: Cursor::new(&text),
        dialect,
        scope,
        script: Script::default(),
        word: None,
        position: Position::Lead,
        depth: 0,
        is_after_operator: false,
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
    position: Position,
    depth: usize,
    is_after_operator: bool,
    here_documents: Vec<String>,
}

impl Reader<'_, '_> {
    /// One token or a piece of one; whether there was any.
    fn step(&mut self) -> bool {
        let Some(character) = self.cursor.next() else {
            return false;
        };
        match character {
            ' ' | '\t' | '\r' => self.end_word(),
            '\n' => self.end_line(),
            '#' if self.word.is_none() => self.cursor.skip_line(),
            ';' => self.operator(false),
            '&' | '|' => {
                let is_double = self.cursor.eat(character);
                self.operator(is_double);
            }
            '(' => self.open(),
            ')' => self.end_command(),
            '<' => self.redirection(),
            '>' => self.end_word(),
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

    fn single_quoted(&mut self) {
        // In fish a backslash escapes a quote and itself (fish-doc, «Quotes»).
        let is_fish = self.dialect == Dialect::Fish;
        self.value();
        loop {
            match self.cursor.next() {
                Some('\'') => return,
                Some('\\') if is_fish && self.cursor.eat('\'') => self.value().push('\''),
                Some('\\') if is_fish && self.cursor.eat('\\') => self.value().push('\\'),
                Some(character) => self.value().push(character),
                None => return self.script.is_cut = true,
            }
        }
    }

    fn double_quoted(&mut self) {
        self.value();
        loop {
            match self.cursor.next() {
                Some('"') => return,
                Some('\\') => match self.cursor.next() {
                    Some('\n') => {}
                    Some(c @ ('$' | '`' | '"' | '\\')) => self.value().push(c),
                    Some(other) => {
                        self.value().push('\\');
                        self.value().push(other);
                    }
                    None => return self.script.is_cut = true,
                },
                Some('$') => self.expansion(),
                Some('`') => self.back_quoted(),
                Some(character) => self.value().push(character),
                None => return self.script.is_cut = true,
            }
        }
    }

    /// `$'…'`: of its escapes, those that stand for a character of a path or an address.
    fn ansi_quoted(&mut self) {
        self.value();
        loop {
            match self.cursor.next() {
                Some('\'') => return,
                Some('\\') => match self.cursor.next() {
                    Some(c @ ('\'' | '"' | '\\' | '?')) => self.value().push(c),
                    Some(other) => self.value().push_open(&format!("\\{other}")),
                    None => return self.script.is_cut = true,
                },
                Some(character) => self.value().push(character),
                None => return self.script.is_cut = true,
            }
        }
    }

    fn back_quoted(&mut self) {
        self.value().push_open("`…`");
        loop {
            match self.cursor.next() {
                Some('`') => return,
                Some('\\') => drop(self.cursor.next()),
                Some(_) => {}
                None => return self.script.is_cut = true,
            }
        }
    }

    fn expansion(&mut self) {
        let word = self.word.get_or_insert_with(Word::default);
        let own = word.name.clone();
        let is_whole = expand_into(
            &mut self.cursor,
            self.scope,
            own.as_deref(),
            &mut word.value,
        );
        self.script.is_cut |= !is_whole;
    }

    fn open(&mut self) {
        let is_value = self.word.is_some() || self.position != Position::Lead;
        if self.dialect == Dialect::Fish && is_value {
            self.value().push_open("(…)");
            self.script.is_cut |= self.cursor.skip_parentheses().is_none();
        } else if self.word.is_none()
            && self.position == Position::Lead
            && self.cursor.peek() == Some('(')
        {
            // Arithmetic, where `<<` is no here-document.
            self.cursor.skip_line();
        } else {
            self.end_command();
        }
    }

    fn redirection(&mut self) {
        self.end_word();
        if !self.cursor.eat('<') || self.cursor.eat('<') || self.dialect == Dialect::Fish {
            return;
        }
        self.cursor.eat('-');
        let delimiter = self.cursor.delimiter();
        if !delimiter.is_empty() {
            self.here_documents.push(delimiter);
        }
    }

    fn end_line(&mut self) {
        self.operator(false);
        for delimiter in std::mem::take(&mut self.here_documents) {
            self.script.is_cut |= !self.cursor.skip_here_document(&delimiter);
        }
    }

    /// What follows `&&` and `||` depends on what came before.
    fn operator(&mut self, is_condition: bool) {
        self.end_command();
        self.is_after_operator = is_condition;
    }

    fn end_command(&mut self) {
        self.end_word();
        if let Position::Setting {
            name: Some(name),
            value,
        } = std::mem::take(&mut self.position)
        {
            self.assign(&name, value);
        }
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        match std::mem::take(&mut self.position) {
            Position::Lead => self.lead(word),
            Position::Exporting => {
                self.position = Position::Exporting;
                if let Some((name, value)) = word.assignment(self.scope) {
                    self.assign(&name, value);
                }
            }
            Position::Sourcing => {
                self.position = Position::Arguments;
                if self.script.sourced.len() < MAX_SOURCED {
                    self.script.sourced.push(word.value);
                }
            }
            Position::Setting { name, value } => self.position = word.set(name, value),
            Position::FunctionName => {}
            Position::Arguments => self.position = Position::Arguments,
        }
    }

    /// A word where a command begins.
    fn lead(&mut self, word: Word) {
        if word.name.is_some() {
            if let Some((name, value)) = word.assignment(self.scope) {
                self.assign(&name, value);
            }
            return;
        }
        match word.value.text.as_str() {
            "if" | "while" | "until" | "{" | "begin" => self.depth += 1,
            "fi" | "esac" | "done" | "}" | "end" => self.depth = self.depth.saturating_sub(1),
            "then" | "else" | "elif" | "do" | "!" | "time" | "and" | "or" | "not" => {}
            "for" | "case" | "select" | "switch" => {
                self.depth += 1;
                self.position = Position::Arguments;
            }
            "function" => {
                let is_fish = self.dialect == Dialect::Fish;
                self.depth += usize::from(is_fish);
                self.position = if is_fish {
                    Position::Arguments
                } else {
                    Position::FunctionName
                };
            }
            "export" | "declare" | "typeset" | "local" | "readonly" | "env" => {
                self.position = Position::Exporting;
            }
            "." | "source" => self.position = Position::Sourcing,
            "set" if self.dialect == Dialect::Fish => self.position = Position::setting(),
            "setenv" => self.position = Position::setting(),
            _ => self.position = Position::Arguments,
        }
    }

    fn assign(&mut self, name: &str, value: Value) {
        if !is_name(name) {
            return;
        }
        self.scope.assign(name, &value);
        if variable::matters(name) && self.script.assignments.len() < MAX_ASSIGNMENTS {
            self.script.assignments.push(Assignment {
                name: name.to_owned(),
                value,
                is_conditional: self.depth > 0 || self.is_after_operator,
            });
        }
    }
}

#[cfg(test)]
mod tests;
