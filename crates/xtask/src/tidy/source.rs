//! Rust source without text: comments, strings and characters become spaces, and every line keeps
//! its number.

/// Blanks comments and literals.
///
/// **Not checked**: that the text is valid Rust. Any input is read to its end.
pub(super) fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(character) = rest.chars().next() {
        let said = text_at(rest, before);
        let (blanked, after) = rest.split_at(said);
        if blanked.is_empty() {
            code.push(character);
            before = character;
            rest = &rest[character.len_utf8()..];
        } else {
            code.extend(blanked.chars().map(|c| if c == '\n' { c } else { ' ' }));
            before = ' ';
            rest = after;
        }
    }
    code
}

/// Returns the positions of `word` as a whole word, as byte offsets.
pub(super) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = code[..*at].chars().next_back();
            let after = code[at + word.len()..].chars().next();
            !before.is_some_and(is_name) && !after.is_some_and(is_name)
        })
}

/// Returns the line of a byte offset, counted from 1.
pub(super) fn line_at(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Returns the length of the comment or literal that `rest` begins with; 0 if it begins with code.
fn text_at(rest: &str, before: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if is_name(before) { 0 } else { raw_string(rest) }
}

/// Returns the length of a block comment, which can be nested.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Returns the length of a literal between two quotes, in which a backslash escapes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    rest.len()
}

/// Returns the length of a character literal. A lifetime also begins with a quote, but nothing
/// closes it.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match inside.next() {
        Some('\\') => quoted(rest, '\''),
        Some(only) if inside.next() == Some('\'') => 2 + only.len_utf8(),
        _ => 0,
    }
}

/// Returns the length of `r"…"`, `r#"…"#`, and the same after `b` or `c`.
fn raw_string(rest: &str) -> usize {
    let marked = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let Some(after) = marked.strip_prefix('r') else {
        return 0;
    };
    let text = after.trim_start_matches('#');
    let hashes = &after[..after.len() - text.len()];
    if !text.starts_with('"') {
        return 0;
    }
    let start = rest.len() - text.len() + 1;
    let end = format!("\"{hashes}");
    rest[start..]
        .find(&end)
        .map_or(rest.len(), |at| start + at + end.len())
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        let code = code_only(text);
        assert_eq!(code.matches('\n').count(), text.matches('\n').count());
        code.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn comments_are_blanked() {
        assert_eq!(words_of("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"]);
    }

    #[test]
    fn strings_are_blanked() {
        assert_eq!(words_of(r#"a "b \" c" d"#), ["a", "d"]);
        assert_eq!(words_of(r###"a r#"b " c"# d"###), ["a", "d"]);
        assert_eq!(words_of(r#"a br"b \" d"#), ["a", "d"]);
        assert_eq!(words_of("a \"// b\" c"), ["a", "c"]);
        assert_eq!(words_of("a \"b\nc\" d"), ["a", "d"]);
    }

    #[test]
    fn characters_are_blanked_and_lifetimes_are_not() {
        assert_eq!(words_of("a '\"' b '\\'' c"), ["a", "b", "c"]);
        assert_eq!(
            words_of("fn a<'b>(c: &'b str)"),
            ["fn", "a<'b>(c:", "&'b", "str)"]
        );
        assert_eq!(words_of("'é' a"), ["a"]);
    }

    #[test]
    fn names_that_look_like_prefixes_are_code() {
        assert_eq!(words_of("r#type for br"), ["r#type", "for", "br"]);
    }

    #[test]
    fn unclosed_text_ends_with_the_file() {
        for open in ["/* a", "\"a", "r#\"a", "'\\", "\"\\"] {
            assert_eq!(words_of(open), [""; 0], "{open}");
        }
    }

    #[test]
    fn only_whole_words_are_found() {
        let found: Vec<usize> = words("todo todos a_todo todo", "todo").collect();
        assert_eq!(found, [0, 18]);
    }
}
