//! Preference files, and whether a script sets only preferences.
//!
//! ```text
//! user_pref("network.proxy.type", 1);           prefs.js, user.js
//! pref("name", value, locked);  sticky_pref(…)   default preferences
//! lockPref("name", "a" + "b");  defaultPref(…)   AutoConfig, which is JavaScript
//! ```
//!
//! Values are strings, integers, `true` and `false`. Comments are those of JavaScript; in
//! preference files also from `#` to the line's end (Gecko's `modules/libpref/parser`). A
//! preference file is read leniently: anything that is not a preference is skipped, so that
//! a broken line does not hide the next.

use std::collections::BTreeMap;

mod lexer;

pub(super) use lexer::Language;
use lexer::{Token, tokens};

/// The value of a preference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Flag(bool),
}

/// The content of a file.
#[derive(Debug, Default)]
pub(super) struct Prefs {
    /// The preferences that are set; the last setting wins.
    pub(super) set: BTreeMap<String, Value>,
    /// Its strings; strings joined by `+` are one.
    pub(super) texts: Vec<String>,
    /// Whether it contains nothing else.
    pub(super) is_understood: bool,
}

const SETTERS: [&str; 5] = [
    "user_pref",
    "pref",
    "sticky_pref",
    "defaultPref",
    "lockPref",
];
const UNSETTERS: [&str; 2] = ["clearPref", "unlockPref"];

impl Prefs {
    pub(super) fn read(text: &str, language: Language) -> Self {
        let (tokens, is_whole) = tokens(text, language);
        let mut prefs = Self {
            is_understood: is_whole,
            ..Self::default()
        };
        let mut rest = tokens.as_slice();
        while let [first, following @ ..] = rest {
            rest = match prefs.statement(first, following) {
                Some(rest) => rest,
                None => {
                    prefs.is_understood &= *first == Token::Symbol(';');
                    following
                }
            };
        }
        prefs.texts = texts(&tokens);
        prefs
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.set.get(name)? {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::Flag(_) => None,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.set.get(name)? {
            Value::Number(number) => Some(*number),
            Value::Text(_) | Value::Flag(_) => None,
        }
    }

    /// Reads one statement and returns the rest.
    fn statement<'a>(&mut self, first: &Token, following: &'a [Token]) -> Option<&'a [Token]> {
        let Token::Word(function) = first else {
            return None;
        };
        let [Token::Symbol('('), following @ ..] = following else {
            return None;
        };
        let (name, following) = joined(following)?;
        if UNSETTERS.contains(&function.as_str()) {
            return closed(following);
        }
        let [Token::Symbol(','), following @ ..] = following else {
            return None;
        };
        let (value, following) = value(following)?;
        if !SETTERS.contains(&function.as_str()) {
            return None;
        }
        let following = closed(following)?;
        self.set.insert(name, value);
        Some(following)
    }
}

/// The end of a call, after words such as `locked`.
fn closed(mut tokens: &[Token]) -> Option<&[Token]> {
    while let [Token::Symbol(','), Token::Word(_), rest @ ..] = tokens {
        tokens = rest;
    }
    match tokens {
        [Token::Symbol(')'), rest @ ..] => Some(rest),
        _ => None,
    }
}

fn value(tokens: &[Token]) -> Option<(Value, &[Token])> {
    match tokens {
        [Token::Text(_), ..] => joined(tokens).map(|(text, rest)| (Value::Text(text), rest)),
        [Token::Symbol('-'), Token::Number(number), rest @ ..] => {
            Some((Value::Number(number.saturating_neg()), rest))
        }
        [Token::Symbol('+'), Token::Number(number), rest @ ..]
        | [Token::Number(number), rest @ ..] => Some((Value::Number(*number), rest)),
        [Token::Word(word), rest @ ..] if word == "true" => Some((Value::Flag(true), rest)),
        [Token::Word(word), rest @ ..] if word == "false" => Some((Value::Flag(false), rest)),
        _ => None,
    }
}

/// Strings that are joined by `+`.
fn joined(tokens: &[Token]) -> Option<(String, &[Token])> {
    let [Token::Text(first), rest @ ..] = tokens else {
        return None;
    };
    let mut text = first.clone();
    let mut rest = rest;
    while let [Token::Symbol('+'), Token::Text(next), following @ ..] = rest {
        text.push_str(next);
        rest = following;
    }
    Some((text, rest))
}

fn texts(tokens: &[Token]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        match joined(rest) {
            Some((text, following)) => {
                texts.push(text);
                rest = following;
            }
            None => rest = rest.get(1..).unwrap_or_default(),
        }
    }
    texts
}

#[cfg(test)]
mod tests;
