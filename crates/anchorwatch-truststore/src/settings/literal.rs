//! A setting as it stands in its file, on one line, without passwords.

/// The longest line that is shown, in characters.
const MAX_CHARACTERS: usize = 200;

/// The text on one line, what stands before an `@` in an address taken out.
pub(super) fn literal(text: &str) -> String {
    let line: String = without_passwords(text)
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    if line.chars().count() <= MAX_CHARACTERS {
        return line;
    }
    let mut short: String = line.chars().take(MAX_CHARACTERS - 1).collect();
    short.push('…');
    short
}

/// Blanks `user:password` of every `user:password@host`, with or without a scheme. A
/// password may itself hold an `@` or a `/`, so everything up to the last one goes.
fn without_passwords(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            clean.push(' ');
        }
        let Some(end) = word.rfind('@') else {
            clean.push_str(word);
            continue;
        };
        let start = word[..end]
            .find("://")
            .map(|at| at + "://".len())
            .or_else(|| word[..end].find(['=', '"', '\'']).map(|at| at + 1))
            .unwrap_or(0);
        clean.push_str(&word[..start]);
        clean.push_str("<scrubbed>");
        clean.push_str(&word[end..]);
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_taken_out_wherever_they_stand() {
        for (text, shown) in [
            ("http_proxy=http://host:3128", "http_proxy=http://host:3128"),
            (
                "http_proxy=http://me:secret@host:3128/",
                "http_proxy=http://<scrubbed>@host:3128/",
            ),
            (
                "https_proxy=me:se@c/ret@host",
                "https_proxy=<scrubbed>@host",
            ),
            (
                "proxy = \"socks5h://me:secret@host\"",
                "proxy = \"socks5h://<scrubbed>@host\"",
            ),
            ("me:secret@host", "<scrubbed>@host"),
        ] {
            assert_eq!(literal(text), shown);
        }
    }

    #[test]
    fn a_literal_is_one_line_of_bounded_length() {
        assert_eq!(literal("a\nb\u{1b}c"), "a b c");
        assert_eq!(literal(&"ж".repeat(1_000)).chars().count(), MAX_CHARACTERS);
    }
}
