//! File name patterns, as far as start-up files and tables need them: `*`, `?` and `[…]`
//! within one name.

use std::{
    collections::VecDeque,
    path::{Component, Path, PathBuf},
};

use super::sink::Sink;
use crate::settings::remark::SettingsRemark;

/// The most paths that one pattern may match; a user has a dozen versions of a program.
const MAX_PLACES: usize = 1_000;

pub(super) fn is_pattern(path: &Path) -> bool {
    path.as_os_str()
        .to_str()
        .is_some_and(|text| text.contains(['*', '?', '[']))
}

/// Every path that a pattern matches. A part without wildcards is taken as it is, whether
/// it exists or not.
pub(super) fn expand(sink: &mut Sink<'_>, pattern: &Path) -> Vec<PathBuf> {
    let mut places = VecDeque::from([PathBuf::from("/")]);
    for part in pattern.components() {
        let Component::Normal(part) = part else {
            continue;
        };
        let name = part.to_string_lossy();
        if !name.contains(['*', '?', '[']) {
            for place in &mut places {
                place.push(part);
            }
            continue;
        }
        let mut next = VecDeque::new();
        for place in &places {
            next.extend(sink.list(place, |found| is_match(&name, found)));
        }
        if next.len() > MAX_PLACES {
            next.truncate(MAX_PLACES);
            let max = MAX_PLACES as u64;
            sink.unread(pattern, &SettingsRemark::PlacesLimit { max });
        }
        places = next;
    }
    places.into()
}

/// Whether a pattern may match a name. A set in brackets matches any character, and a name
/// that begins with a dot needs a pattern that does.
pub(super) fn is_match(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let pattern: Vec<char> = simplified(pattern);
    let name: Vec<char> = name.chars().collect();
    // The usual matching loop with one point to backtrack to: the last star.
    let (mut at, mut in_name) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while in_name < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_name));
                at += 1;
            }
            Some(sign) if *sign == '?' || name.get(in_name) == Some(sign) => {
                at += 1;
                in_name += 1;
            }
            _ => {
                let Some((star_at, from)) = star else {
                    return false;
                };
                star = Some((star_at, from + 1));
                at = star_at + 1;
                in_name = from + 1;
            }
        }
    }
    pattern.iter().skip(at).all(|sign| *sign == '*')
}

/// The same for each name of a path.
pub(super) fn is_path_match(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut names) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), names.next()) {
            (None, None) => return true,
            (Some(pattern), Some(name)) if is_match(pattern, name) => {}
            _ => return false,
        }
    }
}

fn simplified(pattern: &str) -> Vec<char> {
    let mut signs = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '[' if characters.as_str().contains(']') => {
                signs.push('?');
                characters.by_ref().find(|c| *c == ']');
            }
            other => signs.push(other),
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_a_pattern_stands_for_or_not() {
        for (pattern, name, is) in [
            ("*", "a", true),
            ("*", ".a", false),
            (".*", ".a", true),
            ("*.sh", "a.sh", true),
            ("*.sh", "a.zsh", false),
            ("*.sh", "a.sh.bak", false),
            ("[0-9]*_x", "20_x", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b", false),
            ("?", "ж", true),
            ("?", "", false),
        ] {
            assert_eq!(is_match(pattern, name), is, "{pattern} {name}");
        }
        let stars = "*a".repeat(30);
        assert!(!is_match(&stars, &"a".repeat(2_000).replace('a', "b")));
    }
}
