//! A setting as it stands in its file, fit to be shown: one line, not long, no secret.

use anchorwatch_identity::rules_a_terminal;

/// The longest that is shown, in characters; a PAC script can be in the setting itself.
const MAX_CHARACTERS: usize = 200;

const SCRUBBED: &str = "<scrubbed>";

/// The text on one line, cut, and without what stands before the `@` of an address or
/// behind the `?` of one: a name and password, a token.
pub(crate) fn literal(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|character| {
            if rules_a_terminal(character) {
                ' '
            } else {
                character
            }
        })
        .collect();
    let shown = without_queries(&without_credentials(&line));
    match shown.char_indices().nth(MAX_CHARACTERS) {
        Some((at, _)) => format!("{}…", shown.get(..at).unwrap_or_default()),
        None => shown,
    }
}

fn without_credentials(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('@') {
        let word = behind_last(before, |character| ends_word(character) || character == '/');
        let is_authority = before
            .strip_suffix(word)
            .is_some_and(|before| before.ends_with("//"));
        // Without a scheme the address may be a part of a list: `http=name:password@host;…`.
        let secret = if is_authority {
            word
        } else {
            behind_last(word, |character| "=;,".contains(character))
        };
        shown.push_str(before.strip_suffix(secret).unwrap_or_default());
        shown.push_str(SCRUBBED);
        shown.push('@');
        rest = after;
    }
    shown.push_str(rest);
    shown
}

fn without_queries(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('?') {
        shown.push_str(before);
        shown.push('?');
        shown.push_str(SCRUBBED);
        rest = after
            .find(ends_word)
            .and_then(|end| after.get(end..))
            .unwrap_or_default();
    }
    shown.push_str(rest);
    shown
}

fn ends_word(character: char) -> bool {
    character.is_whitespace() || "\"'".contains(character)
}

/// What follows the last such character; everything if there is none.
fn behind_last(text: &str, is_border: impl Fn(char) -> bool) -> &str {
    text.rsplit(is_border).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_passwords_are_not_shown_and_hosts_are() {
        for (text, shown) in [
            (
                "--proxy-server=10.0.0.1:3128",
                "--proxy-server=10.0.0.1:3128",
            ),
            (
                "--proxy-server=http://eve:s3cret@10.0.0.1:3128",
                "--proxy-server=http://<scrubbed>@10.0.0.1:3128",
            ),
            (
                "http=eve:a@b@h:1;https=h:2",
                "http=<scrubbed>@<scrubbed>@h:1;https=h:2",
            ),
            ("http://eve:a=b;c@h:1", "http://<scrubbed>@h:1"),
            ("a http://e:p@h/x b=c", "a http://<scrubbed>@h/x b=c"),
            ("http://h/p.pac?token", "http://h/p.pac?<scrubbed>"),
            ("http://h/p.pac?token=s3cret", "http://h/p.pac?<scrubbed>"),
            ("a\nb\u{7}c", "a b c"),
        ] {
            assert_eq!(literal(text), shown);
        }
    }

    #[test]
    fn a_long_setting_is_cut() {
        assert_eq!(literal(&"ж".repeat(1_000)).chars().count(), 201);
        assert_eq!(literal(&"x".repeat(200)).len(), 200);
    }
}
