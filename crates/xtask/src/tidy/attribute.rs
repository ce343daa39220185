//! The attributes of a Rust file.

use super::source::{line_at, words};

/// An attribute without its brackets, from code without comments and strings.
#[derive(Debug, PartialEq)]
pub(super) struct Attribute<'a> {
    /// Counted from 1.
    pub(super) line: usize,
    text: &'a str,
}

impl<'a> Attribute<'a> {
    /// Returns whether the attribute is `name` itself, perhaps under a condition.
    pub(super) fn applies(&self, name: &str) -> bool {
        self.is(name) || (self.is("cfg_attr") && self.has_word(name))
    }

    pub(super) fn has_word(&self, word: &str) -> bool {
        words(self.text, word).next().is_some()
    }

    /// Returns the text in the parentheses after `name`, if the attribute applies it.
    pub(super) fn arguments_of(&self, name: &str) -> Option<&'a str> {
        if !self.applies(name) {
            return None;
        }
        let after = words(self.text, name)
            .map(|at| self.text[at + name.len()..].trim_start())
            .find(|rest| rest.starts_with('('))?;
        Some(balanced(after, '(', ')'))
    }

    fn is(&self, name: &str) -> bool {
        words(self.text, name)
            .next()
            .is_some_and(|at| self.text[..at].trim().is_empty())
    }
}

/// Returns all attributes, outer and inner, in order.
pub(super) fn all(code: &str) -> Vec<Attribute<'_>> {
    code.match_indices('#')
        .filter_map(|(at, _)| {
            let rest = code[at + 1..].trim_start();
            let rest = rest.strip_prefix('!').unwrap_or(rest).trim_start();
            rest.starts_with('[').then(|| Attribute {
                line: line_at(code, at),
                text: balanced(rest, '[', ']'),
            })
        })
        .collect()
}

/// Returns the inside of the brackets that `text` begins with; all the rest if they never close.
fn balanced(text: &str, open: char, close: char) -> &str {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
            if depth == 0 {
                return &text[1..at];
            }
        }
    }
    &text[1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_with_their_lines() {
        let found = all("#![a]\nfn x() {}\n#[b(c[0])]\nfn y() { a[1]; }");
        let expected = [
            Attribute { line: 1, text: "a" },
            Attribute {
                line: 3,
                text: "b(c[0])",
            },
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_arguments_of_a_condition_are_found() {
        let found = all("#[cfg_attr(all(a, b), allow(c, d))]");
        assert_eq!(found[0].arguments_of("allow"), Some("c, d"));
        assert_eq!(found[0].arguments_of("expect"), None);
    }

    #[test]
    fn an_attribute_that_never_closes_ends_with_the_file() {
        assert_eq!(all("#[allow(a")[0].arguments_of("allow"), Some("a"));
    }
}
