//! Switches with which Chromium, and what is built on it, does not verify or uses a proxy.
//!
//! ```text
//! --ignore-certificate-errors             every certificate is good, with any value
//!                                         behind it and with one hyphen too (measured)
//! --ignore-certificate-errors-spki-list=  so are chains with one of these keys, where
//!                                         `--user-data-dir` is given too
//! --proxy-server=  --proxy-pac-url=  --proxy-auto-detect
//! ```
//!
//! Source: Chromium's `network_switches.cc` and `chrome_switches.cc`; the first two
//! measured with Chromium 148. Left out: `--test-type`, which hides a warning and verifies
//! all the same (measured); `--allow-insecure-localhost`, which is about servers on this
//! machine; `--disable-web-security`, which is about scripts.

use crate::SettingKind;

/// The most settings of one file that are named; a start line has a handful.
const MAX_SETTINGS: usize = 100;

/// The switches in the `Exec` lines of a desktop file, its actions' too.
pub(super) fn of_desktop_file(text: &str) -> Vec<(SettingKind, String)> {
    let lines = text.lines().filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "Exec").then_some(value)
    });
    in_lines(lines)
}

/// The switches in lines of flags or shell; what a `#` begins is a comment.
pub(super) fn of_lines(text: &str) -> Vec<(SettingKind, String)> {
    in_lines(text.lines().map(|line| {
        let comment = line
            .char_indices()
            .find(|(at, character)| *character == '#' && starts_word(line, *at));
        comment.map_or(line, |(at, _)| line.get(..at).unwrap_or_default())
    }))
}

fn starts_word(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(char::is_whitespace)
}

fn in_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(SettingKind, String)> {
    lines
        .flat_map(words)
        .filter_map(|word| Some((kind(&word)?, word)))
        .take(MAX_SETTINGS)
        .collect()
}

/// The words of a command line. Quotation marks and the backslashes before them are taken
/// away, since a shell joins what they part; what is quoted is read as words as well, for
/// it may be a command line of its own (`sh -c "…"`).
fn words(line: &str) -> Vec<String> {
    let plain: String = line
        .chars()
        .filter(|character| !"\"'\\".contains(*character))
        .collect();
    plain
        .split(|character: char| character.is_whitespace() || ";&|()`".contains(character))
        .map(str::to_owned)
        .collect()
}

/// What a switch does, if it is one of these.
pub(crate) fn kind(word: &str) -> Option<SettingKind> {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (word, None),
    };
    let has_value = value.is_some_and(|value| !value.is_empty());
    let name = name.strip_prefix("--").or_else(|| name.strip_prefix('-'))?;
    match name {
        "ignore-certificate-errors" => Some(SettingKind::BrowserSwitch),
        "ignore-certificate-errors-spki-list" if has_value => Some(SettingKind::BrowserSwitch),
        "proxy-auto-detect" => Some(SettingKind::ProxyConfiguration),
        "proxy-server" if has_value && value != Some("direct://") => {
            Some(SettingKind::ProxyConfiguration)
        }
        "proxy-pac-url" if has_value => Some(SettingKind::ProxyConfiguration),
        _ => None,
    }
}
