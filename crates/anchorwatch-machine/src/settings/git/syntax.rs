//! The grammar of git-config(1).
//!
//! ```text
//! [section]  [section "subsection"]  [section.subsection]
//! key        key = value             # or ; begins a comment outside quotes
//! ```
//!
//! In a value, quotes can begin and end anywhere; `\"`, `\\`, `\n`, `\t` and `\b` are
//! escapes; a backslash at the end of a line continues it.

use std::{iter::Peekable, str::Chars};

/// The most settings read from one file; a usual file has a hundred.
const MAX_ENTRIES: usize = 100_000;

/// One setting.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// In lower case.
    pub(super) section: String,
    /// As written.
    pub(super) subsection: Option<String>,
    /// In lower case.
    pub(super) key: String,
    /// `None` for a key without `=`.
    pub(super) value: Option<String>,
}

impl Entry {
    /// The full name, its parts joined by dots.
    pub(super) fn name(&self) -> String {
        match &self.subsection {
            Some(subsection) => format!("{}.{subsection}.{}", self.section, self.key),
            None => format!("{}.{}", self.section, self.key),
        }
    }

    /// A setting by its full name.
    pub(super) fn of_key(name: &str, value: &str) -> Option<Self> {
        let (section, rest) = name.split_once('.')?;
        let (subsection, key) = match rest.rsplit_once('.') {
            Some((subsection, key)) => (Some(subsection.to_owned()), key),
            None => (None, rest),
        };
        Some(Self {
            section: section.to_lowercase(),
            subsection,
            key: key.to_lowercase(),
            value: Some(value.to_owned()),
        })
    }
}

/// The settings of a file, in order. git rejects a file with an error in it; here only the
/// faulty line is skipped.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut section = (String::new(), None);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '[' => section = head(&mut characters),
            '#' | ';' => skip_line(&mut characters),
            _ if character.is_whitespace() => {}
            _ if character.is_alphanumeric() && entries.len() < MAX_ENTRIES => {
                let (key, value) = setting(character, &mut characters);
                entries.push(Entry {
                    section: section.0.clone(),
                    subsection: section.1.clone(),
                    key,
                    value,
                });
            }
            _ => skip_line(&mut characters),
        }
    }
    entries
}

fn head(characters: &mut Peekable<Chars<'_>>) -> (String, Option<String>) {
    let mut section = String::new();
    let mut subsection: Option<String> = None;
    let mut is_quoted = false;
    while let Some(character) = characters.next_if(|c| *c != '\n') {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                subsection.get_or_insert_default();
            }
            '\\' if is_quoted => subsection
                .get_or_insert_default()
                .extend(characters.next_if(|c| *c != '\n')),
            ']' if !is_quoted => break,
            _ if is_quoted => subsection.get_or_insert_default().push(character),
            _ if character.is_whitespace() => {}
            _ => section.extend(character.to_lowercase()),
        }
    }
    if subsection.is_none()
        && let Some((before, after)) = section.split_once('.')
    {
        return (before.to_owned(), Some(after.to_owned()));
    }
    (section, subsection)
}

fn setting(first: char, characters: &mut Peekable<Chars<'_>>) -> (String, Option<String>) {
    let mut key: String = first.to_lowercase().collect();
    while let Some(character) = characters.next_if(|c| c.is_alphanumeric() || *c == '-') {
        key.extend(character.to_lowercase());
    }
    while characters.next_if(|c| *c == ' ' || *c == '\t').is_some() {}
    if characters.next_if_eq(&'=').is_none() {
        skip_line(characters);
        return (key, None);
    }
    (key, Some(value(characters)))
}

fn value(characters: &mut Peekable<Chars<'_>>) -> String {
    let mut value = String::new();
    // Quoted blanks at the end are kept.
    let mut kept = 0;
    let mut is_quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '\n' => break,
            '#' | ';' if !is_quoted => {
                skip_line(characters);
                break;
            }
            '"' => is_quoted = !is_quoted,
            '\\' => match characters.next() {
                Some('n') => value.push('\n'),
                Some('t') => value.push('\t'),
                Some('b') => drop(value.pop()),
                Some('\n') | None => {}
                Some(other) => value.push(other),
            },
            _ if character.is_whitespace() && !is_quoted => {
                if !value.is_empty() {
                    value.push(character);
                }
                continue;
            }
            _ => value.push(character),
        }
        kept = value.len();
    }
    value.truncate(kept);
    value
}

fn skip_line(characters: &mut Peekable<Chars<'_>>) {
    while characters.next_if(|c| *c != '\n').is_some() {}
}
