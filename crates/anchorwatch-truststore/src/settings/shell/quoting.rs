//! Quotes, and the expansions that stand in them or in plain words.

use super::{Dialect, Reader, Word, expansion::expand_into};

impl Reader<'_, '_> {
    pub(super) fn single_quoted(&mut self) {
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

    pub(super) fn double_quoted(&mut self) {
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
    pub(super) fn ansi_quoted(&mut self) {
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

    pub(super) fn back_quoted(&mut self) {
        let mut inside = String::new();
        loop {
            match self.cursor.next() {
                Some('`') => return self.value().push_command(&inside),
                Some('\\') => inside.extend(self.cursor.next()),
                Some(character) => inside.push(character),
                None => {
                    self.value().push_command(&inside);
                    return self.script.is_cut = true;
                }
            }
        }
    }

    pub(super) fn expansion(&mut self) {
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
}
