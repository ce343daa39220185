//! Quotes, and the expansions inside them or in plain words.

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

    /// `$'…'` (bash(1), «QUOTING»).
    pub(super) fn ansi_quoted(&mut self) {
        self.value();
        loop {
            match self.cursor.next() {
                Some('\'') => return,
                Some('\\') => match self.cursor.next() {
                    Some('x') => self.numbered(16, 2),
                    Some('u') => self.numbered(16, 4),
                    Some('U') => self.numbered(16, 8),
                    Some(digit @ '0'..='7') => self.octal(digit),
                    Some(c) => match escaped(c) {
                        Some(character) => self.value().push(character),
                        None => self.value().push_open(&format!("\\{c}")),
                    },
                    None => return self.script.is_cut = true,
                },
                Some(character) => self.value().push(character),
                None => return self.script.is_cut = true,
            }
        }
    }

    /// A character by its number, of at most this many digits.
    fn numbered(&mut self, radix: u32, digits: usize) {
        let text = self.cursor.digits(radix, digits);
        self.push_code(text, radix);
    }

    fn octal(&mut self, first: char) {
        let text = format!("{first}{}", self.cursor.digits(8, 2));
        self.push_code(&text, 8);
    }

    fn push_code(&mut self, text: &str, radix: u32) {
        let code = u32::from_str_radix(text, radix)
            .ok()
            .and_then(char::from_u32);
        match code.filter(|code| *code != '\0') {
            Some(code) => self.value().push(code),
            None => self.value().push_open("\\"),
        }
    }

    pub(super) fn back_quoted(&mut self) {
        let mut inside = String::new();
        loop {
            match self.cursor.next() {
                Some('`') => return self.substitution(&inside),
                Some('\\') => inside.extend(self.cursor.next()),
                Some(character) => inside.push(character),
                None => {
                    self.substitution(&inside);
                    return self.script.is_cut = true;
                }
            }
        }
    }

    pub(super) fn expansion(&mut self) {
        let word = self.word.get_or_insert_with(Word::default);
        let own = word.name.clone();
        let known = word.value.commands.len();
        let is_whole = expand_into(
            &mut self.cursor,
            self.scope,
            own.as_deref(),
            &mut word.value,
        );
        self.script.is_cut |= !is_whole;
        let commands = word
            .value
            .commands
            .get(known..)
            .unwrap_or_default()
            .to_vec();
        for command in commands {
            self.substituted(&command);
        }
    }
}

/// The character of an escape without a number.
fn escaped(character: char) -> Option<char> {
    Some(match character {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'e' | 'E' => '\u{1b}',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\'' | '"' | '\\' | '?' => character,
        _ => return None,
    })
}
