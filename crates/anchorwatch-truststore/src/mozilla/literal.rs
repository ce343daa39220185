//! A setting's value as it may be shown: one line, not long, no secrets.

/// The longest value that is shown whole, in characters.
const MAX_CHARACTERS: usize = 200;

/// A value without what is between a scheme and an `@` (a name and a password), and
/// without the query of an address (which may be a token).
pub(super) fn scrubbed(value: &str) -> String {
    let (scheme, rest) = match value.find("://") {
        Some(at) => value.split_at(at + 3),
        None => ("", value),
    };
    let rest = match rest.rfind('@') {
        Some(at) => format!("<scrubbed>{}", rest.get(at..).unwrap_or_default()),
        None => rest.to_owned(),
    };
    let rest = match rest.find('?') {
        Some(at) => format!("{}?<scrubbed>", rest.get(..at).unwrap_or_default()),
        None => rest,
    };
    one_line(&format!("{scheme}{rest}"))
}

/// The text on one line, cut where it is long.
pub(super) fn one_line(text: &str) -> String {
    let line = text.trim().chars().map(|character| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    });
    let mut line: Vec<char> = line.take(MAX_CHARACTERS + 1).collect();
    if line.len() > MAX_CHARACTERS {
        line.truncate(MAX_CHARACTERS - 1);
        line.push('…');
    }
    line.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_passwords_and_tokens_are_not_shown() {
        for (value, shown) in [
            ("proxy.example", "proxy.example"),
            (
                "ann:se@cret@proxy.example:8080",
                "<scrubbed>@proxy.example:8080",
            ),
            (
                "http://ann:secret@pac.example/p.pac?key=1",
                "http://<scrubbed>@pac.example/p.pac?<scrubbed>",
            ),
            ("http://pac.example/p.pac?who=a@b", "http://<scrubbed>@b"),
            ("a\nb\u{1b}[2J", "a b [2J"),
        ] {
            assert_eq!(scrubbed(value), shown);
        }
        assert_eq!(
            scrubbed(&"é".repeat(10_000)).chars().count(),
            MAX_CHARACTERS
        );
    }
}
