//! What a word means at its position: the shell's keywords, and where they lead.

use super::{
    super::scope::Value,
    Dialect, MAX_SOURCED, Reader,
    word::{Position, Word},
};

impl Reader<'_, '_> {
    pub(super) fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        if let Some(target) = self.target.take() {
            return self.redirect(target, word);
        }
        match std::mem::take(&mut self.position) {
            Position::Lead => self.lead(word),
            Position::Exporting => {
                self.position = Position::Exporting;
                self.export(word);
            }
            Position::Sourcing => {
                self.position = Position::Arguments;
                self.source(&word.whole());
            }
            Position::Setting { name, value } => self.position = word.set(name, value),
            Position::FunctionName => {
                if self.dialect == Dialect::Fish {
                    self.position = Position::Arguments;
                }
                self.define(word.whole());
            }
            Position::Loop { name, values } => self.position = word.run_over(name, values),
            Position::Arguments => {
                self.position = Position::Arguments;
                self.add_word(word);
            }
        }
    }

    /// A word at the start of a command.
    fn lead(&mut self, word: Word) {
        if word.name.is_some() {
            if let Some((name, value)) = word.assignment(self.scope) {
                self.assign(&name, value);
            }
            return;
        }
        match word.value.text.as_str() {
            "if" | "while" | "until" | "{" | "begin" => self.depth += 1,
            "fi" | "esac" | "done" | "}" | "end" | "endif" | "endsw" => {
                self.depth = self.depth.saturating_sub(1);
            }
            "then" | "else" | "elif" | "do" | "!" | "time" | "and" | "or" | "not" => {}
            // The command itself follows these.
            "builtin" | "command" | "exec" | "nocorrect" | "noglob" | "-" => {}
            "for" | "foreach" | "select" => {
                self.depth += 1;
                self.position = Position::Loop {
                    name: None,
                    values: Vec::new(),
                };
            }
            "case" | "switch" => {
                self.depth += 1;
                self.position = Position::Arguments;
                // The subject of the `case` is not a command.
                self.add_word(word);
            }
            "function" => {
                self.depth += usize::from(self.dialect == Dialect::Fish);
                self.position = Position::FunctionName;
            }
            "export" | "declare" | "typeset" | "local" | "readonly" => {
                self.position = Position::Exporting;
            }
            "." | "source" => self.position = Position::Sourcing,
            "set" if self.dialect == Dialect::Fish => self.position = Position::setting(),
            "setenv" => self.position = Position::setting(),
            _ => {
                self.position = Position::Arguments;
                self.add_word(word);
            }
        }
    }

    /// An argument of `export` and similar commands.
    fn export(&mut self, word: Word) {
        // The variable's name is not known.
        let name = word.value.text.split('=').next().unwrap_or_default();
        let is_braced = name.contains('{') && word.value.text.contains('=');
        let is_unknown = word.name.is_none()
            && (is_braced || word.value.is_open && name.contains(['$', '(', '`']));
        if is_unknown {
            let words = vec![Value::plain("export"), word.whole()];
            return self.keep(words);
        }
        if let Some((name, value)) = word.assignment(self.scope) {
            self.assign(&name, value);
        }
    }

    fn source(&mut self, value: &Value) {
        for one in self.scope.alternatives(value) {
            if self.script.sourced.len() < MAX_SOURCED {
                self.script.sourced.push(one);
            } else {
                self.script.is_full = true;
            }
        }
    }

    /// `name (` at the start of a command.
    pub(super) fn begin_function(&mut self) {
        let is_defined = self.cursor.peek() == Some(')');
        if let Some(word) = self.word.take_if(|_| is_defined) {
            self.define(word.whole());
        }
    }

    fn define(&mut self, name: Value) {
        self.keep(vec![Value::plain("function"), name]);
    }
}
