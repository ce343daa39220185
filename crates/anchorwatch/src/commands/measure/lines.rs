//! Lists with one entry in each line: targets, names, exclusions.
//!
//! `#` begins a comment, at the beginning of a line or after white space. A line that cannot be
//! read is reported with its number, and the others count.

use crate::problem::Mistyped;

/// How many bad lines are kept to be named; the others are counted.
const MOST_NAMED: usize = 20;

/// The bad lines of a file.
#[derive(Debug, Default)]
pub(super) struct BadLines {
    /// The first ones, by their number from 1.
    pub(super) named: Vec<(u64, Mistyped)>,
    /// How many there are in all.
    pub(super) count: u64,
}

impl BadLines {
    pub(super) fn add(&mut self, line: u64, why: Mistyped) {
        self.count += 1;
        if self.named.len() < MOST_NAMED {
            self.named.push((line, why));
        }
    }
}

/// The entries with the numbers of their lines, from 1.
pub(super) fn entries(content: &[u8]) -> impl Iterator<Item = (u64, String)> + '_ {
    // Windows' editor writes a mark at the beginning.
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let lines = content.split(|octet| *octet == b'\n');
    (1..).zip(lines).filter_map(|(number, line)| {
        let line = String::from_utf8_lossy(line);
        let entry = without_comment(&line).trim();
        (!entry.is_empty()).then(|| (number, entry.to_owned()))
    })
}

fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (index, character) in line.char_indices() {
        if character == '#' && before.is_whitespace() {
            return line.get(..index).unwrap_or_default();
        }
        before = character;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_count_as_lines() {
        let text = "\u{feff}a.example\r\n\n# b\n  c.example # d\nhttps://e.example/#f\n#\n";
        let read: Vec<(u64, String)> = entries(text.as_bytes()).collect();
        let expected = [
            (1, "a.example"),
            (4, "c.example"),
            (5, "https://e.example/#f"),
        ];
        assert_eq!(read, expected.map(|(line, it)| (line, it.to_owned())));
    }

    #[test]
    fn many_bad_lines_are_counted_and_some_named() {
        let mut bad = BadLines::default();
        for line in 1..=1000 {
            bad.add(line, Mistyped::NoHost);
        }
        assert_eq!((bad.count, bad.named.len()), (1000, MOST_NAMED));
    }
}
