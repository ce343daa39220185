//! The grammar of apt.conf(5): names, quoted values, scopes in braces.

use std::str::Chars;

/// The deepest nesting of scopes that is followed; apt's own files nest four.
const MAX_DEPTH: usize = 32;

/// The most options read from one file; apt's own files have a hundred.
const MAX_OPTIONS: usize = 100_000;

/// The options of a file by their full names, in order.
pub(super) fn options(text: &str) -> Vec<(String, String)> {
    let mut options = Vec::new();
    let mut scopes: Vec<String> = Vec::new();
    let mut name = String::new();
    let mut value: Option<String> = None;
    let mut characters = text.chars();
    let mut is_at_start = true;
    while let Some(character) = characters.next() {
        let was_at_start = is_at_start;
        is_at_start = character == '\n' || (is_at_start && character.is_whitespace());
        match character {
            '#' if was_at_start => is_at_start = skip_line(&mut characters),
            '/' if characters.as_str().starts_with('/') => is_at_start = skip_line(&mut characters),
            '/' if characters.as_str().starts_with('*') => skip_remark(&mut characters),
            '"' => value = Some(quoted(&mut characters)),
            ';' => {
                if let Some(value) = value.take().filter(|_| options.len() < MAX_OPTIONS) {
                    options.push((whole_name(&scopes, &name), value));
                }
                name.clear();
            }
            '{' if scopes.len() < MAX_DEPTH => scopes.push(std::mem::take(&mut name)),
            '}' => {
                // The last option may lack its semicolon.
                if let Some(value) = value.take().filter(|_| options.len() < MAX_OPTIONS) {
                    options.push((whole_name(&scopes, &name), value));
                }
                name.clear();
                scopes.pop();
            }
            _ if character.is_whitespace() => {}
            _ => name.push(character),
        }
    }
    options
}

fn whole_name(scopes: &[String], name: &str) -> String {
    let parts: Vec<&str> = scopes
        .iter()
        .map(String::as_str)
        .chain([name])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("::")
}

/// Skips past the end of the line. Always true: what follows is at the start of a line.
fn skip_line(characters: &mut Chars<'_>) -> bool {
    characters.by_ref().any(|character| character == '\n');
    true
}

fn skip_remark(characters: &mut Chars<'_>) {
    let mut before = ' ';
    // The star of the opening `/*` must not also close the comment.
    characters.next();
    for character in characters.by_ref() {
        if before == '*' && character == '/' {
            return;
        }
        before = character;
    }
}

fn quoted(characters: &mut Chars<'_>) -> String {
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\n' => break,
            '\\' if characters.as_str().starts_with('"') => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    text
}
