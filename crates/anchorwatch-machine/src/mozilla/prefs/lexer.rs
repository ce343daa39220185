//! The words, numbers, strings and symbols of a preference file or a script.

use std::{iter::Peekable, str::Chars};

/// The language of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mozilla) enum Language {
    /// A preference file.
    Preferences,
    /// An AutoConfig script.
    Script,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(i64),
    Text(String),
    Symbol(char),
}

/// The tokens without comments, and whether all of them were fully understood.
pub(super) fn tokens(text: &str, language: Language) -> (Vec<Token>, bool) {
    let mut lexer = Lexer {
        rest: text.chars().peekable(),
        tokens: Vec::new(),
        is_whole: true,
    };
    while let Some(character) = lexer.rest.next() {
        match character {
            '#' if language == Language::Preferences => lexer.skip_line(),
            '/' if lexer.rest.peek() == Some(&'/') => lexer.skip_line(),
            '/' if lexer.rest.peek() == Some(&'*') => lexer.skip_block(),
            '"' | '\'' | '`' => lexer.text(character),
            _ if character.is_ascii_digit() => lexer.number(character),
            _ if is_of_word(character) => lexer.word(character),
            // A file may begin with a byte order mark.
            _ if character.is_whitespace() || character == '\u{feff}' => {}
            _ => lexer.tokens.push(Token::Symbol(character)),
        }
    }
    (lexer.tokens, lexer.is_whole)
}

struct Lexer<'a> {
    rest: Peekable<Chars<'a>>,
    tokens: Vec<Token>,
    is_whole: bool,
}

impl Lexer<'_> {
    fn skip_line(&mut self) {
        while self
            .rest
            .next_if(|character| !matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}'))
            .is_some()
        {}
    }

    fn skip_block(&mut self) {
        self.rest.next();
        let mut is_after_star = false;
        for character in self.rest.by_ref() {
            if is_after_star && character == '/' {
                return;
            }
            is_after_star = character == '*';
        }
        self.is_whole = false;
    }

    fn text(&mut self, quote: char) {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                None => {
                    self.is_whole = false;
                    break;
                }
                Some(character) if character == quote => break,
                Some('\\') => self.escaped(&mut text),
                Some('$') if quote == '`' => {
                    self.is_whole = false;
                    text.push('$');
                }
                Some(character) => text.push(character),
            }
        }
        self.tokens.push(Token::Text(text));
    }

    fn escaped(&mut self, text: &mut String) {
        match self.rest.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('x') => self.code(2, text),
            Some('u') => self.code(4, text),
            // A continued line.
            Some('\n') => {}
            Some(other) => text.push(other),
            None => self.is_whole = false,
        }
    }

    /// A character by its number; an invalid number is skipped.
    fn code(&mut self, digit_count: u32, text: &mut String) {
        let mut code = 0;
        for _ in 0..digit_count {
            match self.rest.next_if(char::is_ascii_hexdigit) {
                Some(digit) => code = code * 16 + digit.to_digit(16).unwrap_or(0),
                None => self.is_whole = false,
            }
        }
        text.extend(char::from_u32(code));
    }

    fn number(&mut self, first: char) {
        let mut number = i64::from(first.to_digit(10).unwrap_or(0));
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            let digit = i64::from(digit.to_digit(10).unwrap_or(0));
            number = number.saturating_mul(10).saturating_add(digit);
        }
        // `0x10`, `1.5`, `1e3`: numbers of a script that are not supported here.
        if self
            .rest
            .next_if(|next| is_of_word(*next) || *next == '.')
            .is_some()
        {
            self.is_whole = false;
            return;
        }
        self.tokens.push(Token::Number(number));
    }

    fn word(&mut self, first: char) {
        let mut word = String::from(first);
        while let Some(next) = self
            .rest
            .next_if(|next| is_of_word(*next) || next.is_ascii_digit())
        {
            word.push(next);
        }
        self.tokens.push(Token::Word(word));
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '_' | '$')
}
