//! Switches that make Chromium, and browsers built on it, skip verification or use a proxy.
//!
//! ```text
//! --ignore-certificate-errors             every certificate is accepted, with any value
//!                                         after it and also with one hyphen (measured)
//! --ignore-certificate-errors-spki-list=  the same for chains with one of these keys, if
//!                                         `--user-data-dir` is also given
//! --proxy-server=  --proxy-pac-url=  --proxy-auto-detect
//! ```
//!
//! Source: Chromium's `network_switches.cc` and `chrome_switches.cc`; the first two
//! measured with Chromium 148. Left out: `--test-type`, which hides a warning but still
//! verifies (measured); `--allow-insecure-localhost`, which concerns servers on this
//! machine; `--disable-web-security`, which concerns scripts.

use crate::SettingKind;

/// The most settings of one file that are reported; a command line has a handful.
const MAX_SETTINGS: usize = 100;

/// The switches in the `Exec` lines of a desktop file, including its actions.
pub(super) fn of_desktop_file(text: &str) -> Vec<(SettingKind, String)> {
    let lines = text.lines().filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "Exec").then_some(value)
    });
    in_lines(lines)
}

/// The switches in lines of flags or shell; a `#` begins a comment.
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

/// The words of a command line. Quotation marks and the backslashes before them are
/// removed, because a shell joins the parts; quoted text is also split into words, because
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

/// The kind of a switch, if it is one of these.
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
