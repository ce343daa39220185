//! `java.util.Properties.load(InputStream)`: ISO 8859-1 text of keys and values.
//!
//! A natural line ends at CR, LF or both. Blank lines and those that begin with `#` or `!` are
//! ignored; a line that ends in an odd number of backslashes continues in the next, whose leading
//! blanks are dropped. A key ends at the first blank, `=` or `:` without a backslash before it.

use crate::import::Error;

/// Keys and values in the order of the file, repetitions kept.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, String)>, Error> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (line, next) = logical_line(bytes, at);
        at = next;
        if !line.is_empty() {
            pairs.push(pair(&line)?);
        }
    }
    Ok(pairs)
}

/// The position in the file of an octet of a logical line, and the octet.
type Octet = (usize, u8);

const BLANKS: [u8; 3] = *b" \t\x0c";

/// The logical line that begins here, without line continuations, and where the next begins.
/// Comments and blank lines are empty.
fn logical_line(bytes: &[u8], start: usize) -> (Vec<Octet>, usize) {
    let mut line: Vec<Octet> = Vec::new();
    let mut at = start;
    let mut is_first = true;
    loop {
        let (natural, next) = natural_line(bytes, at);
        let mut octets = natural
            .iter()
            .copied()
            .enumerate()
            .map(|(index, octet)| (at + index, octet))
            .skip_while(|(_, octet)| BLANKS.contains(octet))
            .peekable();
        let is_comment = matches!(octets.peek(), Some((_, b'#' | b'!')));
        if is_first && is_comment {
            return (Vec::new(), next);
        }
        line.extend(octets);
        let slashes = line.iter().rev().take_while(|(_, octet)| *octet == b'\\');
        let goes_on = slashes.count() % 2 == 1;
        if goes_on {
            line.pop();
        }
        if !goes_on || next >= bytes.len() {
            return (line, next);
        }
        at = next;
        is_first = false;
    }
}

/// The line that begins here, and where the next begins.
fn natural_line(bytes: &[u8], start: usize) -> (&[u8], usize) {
    let tail = bytes.get(start..).unwrap_or_default();
    let length = tail
        .iter()
        .position(|octet| matches!(octet, b'\r' | b'\n'))
        .unwrap_or(tail.len());
    let (line, end) = tail.split_at(length);
    let end = match end {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    };
    (line, start + length + end)
}

fn pair(line: &[Octet]) -> Result<(String, String), Error> {
    let mut is_escaped = false;
    let key_end = line.iter().position(|(_, octet)| {
        let ends = !is_escaped && (BLANKS.contains(octet) || matches!(octet, b'=' | b':'));
        is_escaped = !is_escaped && *octet == b'\\';
        ends
    });
    let (key, rest) = line.split_at(key_end.unwrap_or(line.len()));
    // Blanks, at most one separator, and blanks again.
    let mut rest = without_blanks(rest);
    if let [(_, b'=' | b':'), after @ ..] = rest {
        rest = without_blanks(after);
    }
    Ok((unescaped(key)?, unescaped(rest)?))
}

fn without_blanks(mut octets: &[Octet]) -> &[Octet] {
    while let [(_, first), rest @ ..] = octets
        && BLANKS.contains(first)
    {
        octets = rest;
    }
    octets
}

fn unescaped(octets: &[Octet]) -> Result<String, Error> {
    // UTF-16, because an escape is one UTF-16 unit.
    let mut units: Vec<u16> = Vec::with_capacity(octets.len());
    let mut octets = octets.iter().copied();
    while let Some((offset, octet)) = octets.next() {
        if octet != b'\\' {
            units.push(u16::from(octet));
            continue;
        }
        let Some((_, escape)) = octets.next() else {
            break;
        };
        units.push(match escape {
            b'u' => unit(&mut octets).ok_or(Error::PropertiesEscape {
                offset: offset as u64,
            })?,
            b't' => u16::from(b'\t'),
            b'r' => u16::from(b'\r'),
            b'n' => u16::from(b'\n'),
            b'f' => 0x0c,
            other => u16::from(other),
        });
    }
    Ok(String::from_utf16_lossy(&units))
}

/// Four hexadecimal digits.
fn unit(octets: &mut impl Iterator<Item = Octet>) -> Option<u16> {
    let mut unit = 0;
    for _ in 0..4 {
        let digit = char::from(octets.next()?.1).to_digit(16)?;
        unit = unit << 4 | u16::try_from(digit).ok()?;
    }
    Some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        read(text.as_bytes()).unwrap()
    }

    fn pair_of(text: &str) -> (String, String) {
        let mut pairs = pairs(text);
        assert_eq!(pairs.len(), 1, "{text:?}");
        pairs.remove(0)
    }

    #[test]
    fn a_key_ends_at_a_blank_an_equals_sign_or_a_colon() {
        let expected = ("a".to_owned(), "b c".to_owned());
        for text in [
            "a=b c",
            "a:b c",
            "a b c",
            " \ta = b c",
            "a\x0c:\tb c",
            "a=b c\r\n",
        ] {
            assert_eq!(pair_of(text), expected, "{text:?}");
        }
        assert_eq!(pair_of("a==b").1, "=b");
        assert_eq!(pair_of("\\=\\:\\ a=b").0, "=: a");
        assert_eq!(pair_of("a").1, "");
    }

    #[test]
    fn comments_and_blank_lines_are_nothing_and_a_comment_does_not_go_on() {
        assert_eq!(pairs("# a=b\n  ! c\n\n \t\r\n"), []);
        assert_eq!(pairs("# a\\\nb=c").len(), 1);
    }

    #[test]
    fn a_line_goes_on_after_an_odd_number_of_backslashes() {
        assert_eq!(pair_of("ab\\\n   cd=e").0, "abcd");
        assert_eq!(pair_of("ab\\\r\n#cd=e").0, "ab#cd");
        assert_eq!(pairs("ab\\\\\ncd").len(), 2);
        assert_eq!(pair_of("ab\\").0, "ab");
    }

    #[test]
    fn escapes_are_read_and_a_bad_one_is_refused_with_its_place() {
        assert_eq!(pair_of("\\u0041\\t\\q=x").0, "A\tq");
        for text in ["ab\\u00", "ab\\u00g0", "ab\\u004"] {
            let refused = Error::PropertiesEscape { offset: 2 };
            assert_eq!(read(text.as_bytes()), Err(refused), "{text}");
        }
    }

    #[test]
    fn octets_are_letters_of_iso_8859_1() {
        assert_eq!(read(&[0xe9]).unwrap(), [("é".to_owned(), String::new())]);
    }
}
