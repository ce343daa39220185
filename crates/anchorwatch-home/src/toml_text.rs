//! Parses Anchorwatch's TOML files, whatever someone else has written into them.

use anchorwatch_remark::TextProblem;
use serde::de::DeserializeOwned;
use toml_parser::{Source, lexer::TokenKind};

use crate::ContentProblem;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Parses TOML from any source. The error is short and quotes at most one key.
///
/// The parser limits the nesting of tables and the number of parts of one key, but not both
/// together, and it is recursive: a file of a few kilobytes can need more stack than a thread
/// has. So the depth is checked first, in one pass over the tokens.
///
/// # Errors
/// A [`ContentProblem`] or [`TextProblem`]: the text is not UTF-8, not TOML, not what `T` expects, or nested too deep.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, BoxError> {
    let text = std::str::from_utf8(text)?;
    if nests_too_deep(text) {
        return Err(ContentProblem::Nested {
            most: MOST_LEVELS as u64,
        }
        .into());
    }
    toml::from_str(text).map_err(|error| problem(text, &error).into())
}

/// Returns whether anything is nested in more than [`MOST_LEVELS`] brackets and parts of keys.
fn nests_too_deep(text: &str) -> bool {
    // For each open bracket: the number of further parts of the key that is being read.
    let mut levels = vec![0_usize];
    for token in Source::new(text).lex() {
        let parts = match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                levels.push(0);
                0
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if levels.len() > 1 => {
                levels.pop();
                continue;
            }
            TokenKind::Dot => levels.last().map_or(0, |parts| parts + 1),
            TokenKind::Comma | TokenKind::Newline => 0,
            _ => continue,
        };
        if let Some(last) = levels.last_mut() {
            *last = parts;
        }
        // At most that many levels are open, so this is a short sum.
        if levels.len() - 1 + levels.iter().sum::<usize>() > MOST_LEVELS {
            return true;
        }
    }
    false
}

/// The line, and what is wrong there.
fn problem(text: &str, error: &toml::de::Error) -> TextProblem {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() as u64 + 1);
    // Only a text that is TOML can have a value that does not fit.
    match text.parse::<toml::Table>() {
        Ok(_) => TextProblem::of_serde(error.message(), line),
        Err(_) => TextProblem::Syntax { line },
    }
}

/// Anchorwatch's formats need three.
const MOST_LEVELS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    type Any = std::collections::BTreeMap<String, toml::Value>;

    fn nested(levels: usize, parts: usize) -> String {
        let key = vec!["a"; parts].join(".");
        let open = format!("{{{key} = ").repeat(levels);
        format!("a = {open}1{}\n", "}".repeat(levels))
    }

    #[test]
    fn text_nested_too_deep_is_refused_before_it_is_parsed() {
        for text in [
            nested(79, 79),
            nested(17, 1),
            nested(9, 2),
            format!("a = {}{}", "[".repeat(50_000), "]".repeat(50_000)),
            format!("a = {}", "{a = ".repeat(50_000)),
            format!("[{}]\n", vec!["a"; 40].join(".")),
            format!("{} = 1\n", vec!["a"; 40].join(" . ")),
            format!("a = [\n{}1", "[ # [\n".repeat(50)),
        ] {
            let refused = read::<Any>(text.as_bytes()).unwrap_err();
            let refused = refused.downcast::<ContentProblem>().unwrap();
            assert_eq!(*refused, ContentProblem::Nested { most: 16 });
        }
    }

    #[test]
    fn large_text_with_little_nesting_is_read() {
        let strings = "\"".to_owned() + &"[{.".repeat(50) + "\"";
        let lists = "b = [1.5, [2.5, 2.5], 'a.b.c.d.[[[[[[[[[[[[[[[[[[[[']\n".to_owned();
        for text in [
            nested(7, 2),
            nested(15, 1),
            format!("a = {strings}\nb = '''\n[[[[\n[[[[\n[[[[\n[[[[[[[[\n'''\n"),
            format!("a = [{}]\n", format!("{strings},\n").repeat(500)),
            format!("{lists}a = [{}]\n", "1.5,".repeat(50)),
            "[[key]]\na.b = 1\n".repeat(500),
            "# [[[[[[[[[[[[[[[[[[[[[[[[[[\n[a.b.c]\n".to_owned(),
        ] {
            read::<Any>(text.as_bytes()).unwrap();
        }
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Two {
        #[serde(rename = "a")]
        _a: u8,
        #[serde(rename = "b")]
        _b: Option<u8>,
    }

    #[test]
    fn an_error_names_its_line_and_key_whatever_the_file_holds() {
        let refused = |text: &str| {
            let refused = read::<Two>(text.as_bytes()).unwrap_err();
            *refused.downcast::<TextProblem>().unwrap()
        };
        let long = "x".repeat(100_000);
        for (text, expected) in [
            (
                format!("a = 1\n{long} = {long}\n"),
                TextProblem::Syntax { line: 2 },
            ),
            (
                "a = 1\nb = \"one\"\n".to_owned(),
                TextProblem::Value { line: 2 },
            ),
            (
                "a = 1\nc = 2\n".to_owned(),
                TextProblem::UnknownKey {
                    line: 2,
                    key: "c".to_owned(),
                },
            ),
            (
                format!("a = 1\n{long} = 2\n"),
                TextProblem::UnknownKey {
                    line: 2,
                    key: "x".repeat(100),
                },
            ),
            (
                "b = 2\n".to_owned(),
                TextProblem::MissingKey {
                    line: 1,
                    key: "a".to_owned(),
                },
            ),
        ] {
            assert_eq!(refused(&text), expected);
        }
    }
}
