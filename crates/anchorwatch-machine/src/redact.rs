//! A setting as it is in its file, made fit to show: one line, not long, no secret.

use anchorwatch_identity::can_control_terminal;

/// The most characters that are shown; a setting can contain a whole PAC script.
const MAX_CHARACTERS: usize = 200;

const SCRUBBED: &str = "<scrubbed>";

/// The text on one line, shortened, and without the part of an address before the `@` (a
/// name and a password) or after the `?` (a token).
///
/// It removes rather too much than too little: a password may itself contain an `@` or a
/// `/`, so everything up to the last `@` of a word is removed.
pub fn redact(text: &str) -> String {
    let line: String = text
        .trim()
        .chars()
        .map(|character| match character {
            character if can_control_terminal(character) => ' ',
            character => character,
        })
        .collect();
    let words: Vec<String> = line
        .split(' ')
        .map(|word| without_query(&without_credentials(word)))
        .collect();
    let shown = words.join(" ");
    match shown.char_indices().nth(MAX_CHARACTERS) {
        Some((at, _)) => format!("{}…", shown.get(..at).unwrap_or_default()),
        None => shown,
    }
}

/// After the scheme, or else after the sign that starts the setting's value.
fn without_credentials(word: &str) -> String {
    let Some((before, host)) = word.rsplit_once('@') else {
        return word.to_owned();
    };
    let scheme = before.find("://").map(|at| at + "://".len());
    let value = || before.find(['=', '"', '\'']).map(|at| at + 1);
    let start = scheme.or_else(value).unwrap_or(0);
    let start = before.get(..start).unwrap_or_default();
    format!("{start}{SCRUBBED}@{host}")
}

fn without_query(word: &str) -> String {
    let Some((before, query)) = word.split_once('?') else {
        return word.to_owned();
    };
    let end = query.trim_start_matches(|character| !matches!(character, '"' | '\''));
    format!("{before}?{SCRUBBED}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_passwords_and_tokens_are_not_shown_and_hosts_are() {
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
                "http=<scrubbed>@h:1;https=h:2",
            ),
            ("http://eve:a=b;c@h:1", "http://<scrubbed>@h:1"),
            ("a http://e:p@h/x b=c", "a http://<scrubbed>@h/x b=c"),
            ("http://h/p.pac?token", "http://h/p.pac?<scrubbed>"),
            (
                "u = 'http://h/p?t=s3cret' x",
                "u = 'http://h/p?<scrubbed>' x",
            ),
            ("http://h/p.pac?who=a@b", "http://<scrubbed>@b"),
            ("ann:se@cret@h:8080", "<scrubbed>@h:8080"),
            (
                "https_proxy=me:se@c/ret@host",
                "https_proxy=<scrubbed>@host",
            ),
            (
                "proxy = \"socks5h://me:secret@host\"",
                "proxy = \"socks5h://<scrubbed>@host\"",
            ),
            (" a\nb\u{1b}[2J ", "a b [2J"),
        ] {
            assert_eq!(redact(text), shown);
        }
    }

    #[test]
    fn a_long_setting_is_cut() {
        assert_eq!(redact(&"ж".repeat(1_000)).chars().count(), 201);
        assert_eq!(redact(&"x".repeat(200)).len(), 200);
    }
}
