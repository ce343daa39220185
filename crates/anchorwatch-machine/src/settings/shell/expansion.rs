//! What follows a `$`, and the text around it.

use super::super::scope::{Scope, Value};

/// The deepest nesting of expansions; people write two levels.
const MAX_DEPTH: u8 = 8;

/// A text that is read once, from start to end.
pub(in super::super) struct Cursor<'t> {
    rest: &'t str,
}

#[cfg(test)]
thread_local! {
    /// How many bytes this thread has read past.
    pub(super) static PASSED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let next = rest.next();
        self.pass(self.rest.len() - rest.as_str().len());
        self.rest = rest.as_str();
        next
    }

    /// Skips this character, if it is the next one.
    pub(super) fn eat(&mut self, character: char) -> bool {
        let after = self.rest.strip_prefix(character);
        self.pass(character.len_utf8());
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Skips to the end of the line, not past it.
    pub(super) fn skip_line(&mut self) {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        self.take(end);
    }

    /// The word that ends a here-document, without its quotes.
    pub(super) fn delimiter(&mut self) -> String {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        let is_end = |c: char| c.is_whitespace() || ";&|<>()".contains(c);
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        self.take(end).replace(['\'', '"', '\\'], "")
    }

    /// Skips a here-document. Returns its text, and whether it is closed.
    pub(super) fn here_document(&mut self, delimiter: &str) -> (&'t str, bool) {
        let whole = self.rest;
        let mut length = 0;
        while !self.rest.is_empty() {
            let end = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
            let line = self.take(end).trim_end_matches(['\n', '\r']);
            if line.trim_start_matches('\t') == delimiter {
                return (whole.get(..length).unwrap_or_default(), true);
            }
            length += end;
        }
        (whole, false)
    }

    /// Returns what comes before the parenthesis that closes the one just read; quotes and
    /// backslashes hide others. `None` if there is none, and then everything has been read.
    pub(super) fn skip_parentheses(&mut self) -> Option<&'t str> {
        let mut depth = 1_usize;
        let mut quote = None;
        let mut is_escaped = false;
        for (at, character) in self.rest.char_indices() {
            if is_escaped {
                is_escaped = false;
                continue;
            }
            match (quote, character) {
                (None | Some('"'), '\\') => is_escaped = true,
                (None, '\'' | '"') => quote = Some(character),
                (Some(open), _) if open == character => quote = None,
                (None, '(') => depth += 1,
                (None, ')') if depth == 1 => {
                    let inside = self.take(at);
                    self.next();
                    return Some(inside);
                }
                (None, ')') => depth -= 1,
                _ => {}
            }
        }
        self.take(self.rest.len());
        None
    }

    /// The same for a brace.
    fn skip_braces(&mut self) -> Option<&'t str> {
        let mut depth = 1_usize;
        let mut before = ' ';
        for (at, character) in self.rest.char_indices() {
            match character {
                _ if before == '\\' => {}
                '{' if before == '$' => depth += 1,
                '}' if depth == 1 => {
                    let inside = self.take(at);
                    self.next();
                    return Some(inside);
                }
                '}' => depth -= 1,
                _ => {}
            }
            before = if before == '\\' { ' ' } else { character };
        }
        self.take(self.rest.len());
        None
    }

    /// At most this many digits.
    pub(super) fn digits(&mut self, radix: u32, most: usize) -> &'t str {
        let count = self
            .rest
            .chars()
            .take(most)
            .take_while(|c| c.is_digit(radix))
            .count();
        // A digit is one byte.
        self.take(count)
    }

    fn name(&mut self) -> &'t str {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.pass(length);
        self.rest = rest;
        taken
    }

    /// Counts what is read, for the tests.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "the tests count"))]
    fn pass(&self, _count: usize) {
        #[cfg(test)]
        PASSED.set(PASSED.get() + _count);
    }
}

/// The value of an unquoted text with expansions and backslashes in it.
pub(in super::super) fn expanded(text: &str, scope: &Scope, own: Option<&str>) -> Value {
    expanded_at(text, scope, own, 0)
}

fn expanded_at(text: &str, scope: &Scope, own: Option<&str>, depth: u8) -> Value {
    let mut cursor = Cursor::new(text);
    let mut value = Value::default();
    while let Some(character) = cursor.next() {
        match character {
            '$' => {
                dollar(&mut cursor, scope, own, depth, &mut value);
            }
            '\\' => value.push(cursor.next().unwrap_or('\\')),
            '"' if depth > 0 => {}
            _ => value.push(character),
        }
    }
    value
}

/// Adds the value of the expansion after a `$`; returns whether it is closed.
pub(super) fn expand_into(
    cursor: &mut Cursor<'_>,
    scope: &Scope,
    own: Option<&str>,
    value: &mut Value,
) -> bool {
    dollar(cursor, scope, own, 0, value)
}

fn dollar(
    cursor: &mut Cursor<'_>,
    scope: &Scope,
    own: Option<&str>,
    depth: u8,
    value: &mut Value,
) -> bool {
    match cursor.peek() {
        Some('{') => {
            cursor.next();
            let Some(inside) = cursor.skip_braces() else {
                value.push_open("${");
                return false;
            };
            parameter(inside, scope, own, depth, value);
        }
        Some('(') => {
            cursor.next();
            let inside = cursor.skip_parentheses();
            value.push_command(inside.unwrap_or_default());
            return inside.is_some();
        }
        Some(first) if first.is_ascii_alphabetic() || first == '_' => {
            let name = cursor.name();
            variable(name, scope, own, value);
        }
        Some(special) if special.is_ascii_digit() || "@*#?!-$".contains(special) => {
            cursor.next();
            value.push_open(&format!("${special}"));
        }
        _ => value.push('$'),
    }
    true
}

/// What a variable held before its own assignment is judged where it was set.
fn variable(name: &str, scope: &Scope, own: Option<&str>, value: &mut Value) {
    match scope.look_up(name) {
        Some(known) => value.push_value(&known),
        None if own == Some(name) => {}
        // The word separator, unless someone has changed it.
        None if name == "IFS" => value.push(' '),
        None => value.push_open(&format!("${name}")),
    }
}

/// `${NAME}`, and with a default or an alternative (POSIX 2.6.2).
fn parameter(inside: &str, scope: &Scope, own: Option<&str>, depth: u8, value: &mut Value) {
    let name = Cursor::new(inside).name();
    let rest = &inside[name.len()..];
    let operator = rest.strip_prefix(':').unwrap_or(rest);
    let known = scope.look_up(name).filter(|known| !known.text.is_empty());
    if name.is_empty() || depth >= MAX_DEPTH {
        value.push_open(&format!("${{{inside}}}"));
    } else if rest.is_empty() {
        variable(name, scope, own, value);
    } else if let Some(word) = operator.strip_prefix(['-', '=']) {
        match known {
            Some(known) => value.push_value(&known),
            None => value.push_value(&expanded_at(word, scope, own, depth + 1)),
        }
    } else if let Some(word) = operator.strip_prefix('+') {
        if known.is_some() {
            value.push_value(&expanded_at(word, scope, own, depth + 1));
        }
    } else {
        value.push_open(&format!("${{{inside}}}"));
    }
}
