//! What a text looks like: equal for texts that a reader would take for the same.
//!
//! After UTS #39 §4 (skeletons), but for names that are compared without case, spaces and
//! punctuation: a compatibility decomposition without accents and invisible characters; letters
//! that look Latin made Latin; and what still looks alike (`l`, `i` and `1`; `o` and `0`; `m` and
//! `rn`; `w` and `vv`) made one.
//!
//! **For comparison with a few known names only.** Many different words have the same skeleton, and
//! in a script other than Latin almost all of them mean nothing.

use std::{collections::HashMap, sync::OnceLock};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::can_control_terminal;
use crate::once::once;

mod letters;

/// The most characters that are looked at: RFC 5280 appendix A allows 64.
const MAX_CHARACTERS: usize = 256;

/// What the whole text looks like.
pub(crate) fn skeleton(text: &str) -> String {
    joined(&words(text))
}

/// What the text may look like without the marks of a generation at its end: `CA`, `Root CA 2`,
/// `G2`, `R1`, `2024`, `III`. Several, since a digit may belong to the last word or not.
pub(crate) fn skeletons_of_any_generation(text: &str) -> Vec<String> {
    let mut words = words(text);
    while words.len() > 1 && words.last().is_some_and(|word| is_generation(word)) {
        words.pop();
    }
    let mut found = vec![joined(&words)];
    let Some(last) = words.pop() else {
        return found;
    };
    let bare = last.trim_end_matches(|character: char| character.is_ascii_digit());
    if bare.len() < last.len() {
        for end in [bare, bare.trim_end_matches(['g', 'r', 'v', 'x'])] {
            words.push(end.to_owned());
            found.push(joined(&words));
            words.pop();
        }
    }
    found
}

/// The words, in small Latin letters as far as they look like them.
fn words(text: &str) -> Vec<String> {
    let visible = text
        .chars()
        .take(MAX_CHARACTERS)
        .nfkd()
        .filter(|character| !is_invisible(*character) && !is_combining_mark(*character));
    let small = visible.flat_map(|character| latin(character).to_lowercase());
    let folded: String = small
        .map(latin)
        .filter(|character| !is_combining_mark(*character))
        .collect();
    folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether nobody sees the character. A tab or a line end divides words.
fn is_invisible(character: char) -> bool {
    (can_control_terminal(character) && !character.is_whitespace())
        || matches!(character, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}')
}

/// The Latin letter that the character looks like, or itself.
fn latin(character: char) -> char {
    static LETTERS: OnceLock<HashMap<char, char>> = OnceLock::new();
    match character {
        '|' => 'l',
        _ if character.is_ascii() => character,
        _ => {
            let letters = once(&LETTERS, letters);
            letters.get(&character).copied().unwrap_or(character)
        }
    }
}

fn letters() -> HashMap<char, char> {
    letters::LOOK_ALIKES
        .iter()
        .flat_map(|(latin, others)| others.chars().map(|other| (other, *latin)))
        .collect()
}

/// Whether the word only says which of several roots this is.
fn is_generation(word: &str) -> bool {
    let bare = word.trim_end_matches(|character: char| character.is_ascii_digit());
    matches!(bare, "" | "ca" | "root" | "g" | "r" | "v" | "x")
        || word
            .chars()
            .all(|character| matches!(character, 'i' | 'v' | 'x' | 'l'))
}

fn joined(words: &[String]) -> String {
    let text: String = words.concat();
    let text = text.replace(['i', '1'], "l").replace('0', "o");
    text.replace("rn", "m").replace("vv", "w")
}

#[cfg(test)]
mod tests;
