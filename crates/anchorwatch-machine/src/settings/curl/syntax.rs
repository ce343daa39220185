//! The grammar of a curl configuration.
//!
//! ```text
//! long-option [= | : | blank] value      # case does not matter; an unambiguous beginning
//! --long-option value                    # is enough; a value may be in double quotes
//! -k      -sk      -x value      -xvalue
//! ```
//!
//! Source: curl(1), «--config». Which letters take a value comes from its list of options.
//! All forms were measured with curl 7.88.1.

/// An option that matters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) meaning: Meaning,
    /// The full name.
    pub(super) name: String,
    pub(super) value: String,
}

/// What an option does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Switches verification off.
    Insecure,
    /// Switches it on again.
    Secure,
    /// Names a file of certificates.
    File,
    /// Names a folder of certificates.
    Folder,
    /// Names a proxy.
    Proxy,
    /// Names another configuration.
    Configuration,
}

/// The long options, each with its shortest unambiguous prefix.
const LONG: [(&str, &str, Meaning); 15] = [
    ("insecure", "ins", Meaning::Insecure),
    ("proxy-insecure", "proxy-ins", Meaning::Insecure),
    ("doh-insecure", "doh-i", Meaning::Insecure),
    ("cacert", "cac", Meaning::File),
    ("proxy-cacert", "proxy-cac", Meaning::File),
    ("capath", "cap", Meaning::Folder),
    ("proxy-capath", "proxy-cap", Meaning::Folder),
    ("proxy", "proxy", Meaning::Proxy),
    ("preproxy", "prep", Meaning::Proxy),
    ("proxy1.0", "proxy1", Meaning::Proxy),
    ("socks4", "socks4", Meaning::Proxy),
    ("socks4a", "socks4a", Meaning::Proxy),
    ("socks5", "socks5", Meaning::Proxy),
    ("socks5-hostname", "socks5-h", Meaning::Proxy),
    ("config", "conf", Meaning::Configuration),
];

/// Letters that take a value, which starts with the rest of the word.
const LETTERS_WITH_VALUE: &str = "AbcCdDeEFhHmoPQrtTuUwXyYz";

/// The options that matter, in order.
pub(super) fn options(text: &str) -> Vec<Given> {
    text.lines().filter_map(option).collect()
}

fn option(line: &str) -> Option<Given> {
    let line = line.trim_start();
    let is_dashed = line.starts_with('-');
    let is_end = |c: char| c.is_whitespace() || (!is_dashed && (c == '=' || c == ':'));
    let (word, rest) = line.split_at(line.find(is_end).unwrap_or(line.len()));
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '=' || c == ':');
    let value = value(rest);
    match word.strip_prefix("--") {
        Some(name) => long(name, value),
        None if is_dashed => short(&word[1..], &value),
        None => long(word, value),
    }
}

/// Inside quotes a backslash escapes; without quotes the value ends at a blank.
fn value(rest: &str) -> String {
    let Some(quoted) = rest.strip_prefix('"') else {
        return rest
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            _ => value.push(character),
        }
    }
    value
}

fn long(name: &str, value: String) -> Option<Given> {
    let lower = name.to_lowercase();
    let (positive, is_negated) = match lower.strip_prefix("no-") {
        Some(positive) => (positive, true),
        None => (lower.as_str(), false),
    };
    let (name, _, meaning) = LONG.into_iter().find(|(whole, shortest, _)| {
        positive == *whole || (whole.starts_with(positive) && positive.starts_with(shortest))
    })?;
    let meaning = match (meaning, is_negated) {
        (Meaning::Insecure, true) => Meaning::Secure,
        (_, true) => return None,
        (meaning, false) => meaning,
    };
    let is_switch = matches!(meaning, Meaning::Insecure | Meaning::Secure);
    Some(Given {
        meaning,
        name: name.to_owned(),
        value: if is_switch { String::new() } else { value },
    })
}

/// Letters after one dash: `k` can be among others.
fn short(letters: &str, value: &str) -> Option<Given> {
    for (at, letter) in letters.char_indices() {
        let rest = &letters[at + letter.len_utf8()..];
        let value = if rest.is_empty() { value } else { rest };
        match letter {
            'k' => return long("insecure", String::new()),
            'x' => return long("proxy", value.to_owned()),
            'K' => return long("config", value.to_owned()),
            _ if LETTERS_WITH_VALUE.contains(letter) => return None,
            _ => {}
        }
    }
    None
}
