//! Octets written as numbers: in a dump, a program or a database.
//!
//! ```text
//! 3082…   30 82   30:82   0x30, 0x82   \x30\x82          hexadecimal
//! 00000000: 3082 0174 …  0..t      00000000  30 82 … |0.|   of xxd and hexdump -C
//! 48, 130    48, -126                                   decimal
//! ```

use data_encoding::BASE64;

use anchorwatch_identity::pem;

/// The fewest octets that are taken for a certificate; the smallest has some 180.
const FEWEST: usize = 128;

/// The most digits of an offset at the start of a dump's line.
const MAX_OFFSET: usize = 16;
const MIN_OFFSET: usize = 7;

/// Every run of numbers that contains something like DER, as base64 on its own line.
pub(crate) fn spelled(text: &[u8]) -> Vec<u8> {
    let mut found = Found::default();
    if !begins_somewhere(text) {
        return found.lines;
    }
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        hexadecimal(without_frame(line), &mut found);
    }
    found.end();
    decimal(text, &mut found);
    found.end();
    found.lines
}

/// Whether the first two numbers of DER occur anywhere. Most texts have none and need not be read
/// number by number.
fn begins_somewhere(text: &[u8]) -> bool {
    let stands = |first: &[u8], seconds: &[&[u8]]| {
        let next = |at: &usize| pem::find(text, first, at + 1);
        let mut places = std::iter::successors(pem::find(text, first, 0), next);
        places.any(|at| {
            let behind = text.get(at + first.len()..).unwrap_or_default();
            let between = behind.iter().take(MOST_BETWEEN).take_while(|byte| {
                !byte.is_ascii_alphanumeric() || matches!(**byte, b'0' | b'x' | b'X')
            });
            let between = between.count();
            (0..=between).any(|skipped| {
                let second = behind.get(skipped..).unwrap_or_default();
                seconds.iter().any(|one| second.starts_with(one))
            })
        })
    };
    stands(b"30", &[b"80", b"81", b"82", b"83", b"84"])
        || stands(b"48", &[b"128", b"129", b"130", b"131", b"132", b"-12"])
}

/// The most characters between two numbers: a comma, a line end, an indent, `0x`.
const MOST_BETWEEN: usize = 40;

/// The numbers of the current run, and the lines of earlier runs.
#[derive(Default)]
struct Found {
    octets: Vec<u8>,
    lines: Vec<u8>,
}

impl Found {
    fn end(&mut self) {
        let octets = std::mem::take(&mut self.octets);
        if octets.len() < FEWEST {
            return;
        }
        let is_begin = |pair: &[u8]| matches!(pair, [0x30, 0x80..=0x84]);
        if let Some(at) = octets.windows(2).position(is_begin) {
            let der = octets.get(at..).unwrap_or_default();
            self.lines.push(b'\n');
            self.lines.extend(BASE64.encode(der).into_bytes());
            self.lines.extend(b"\n\n");
        }
    }
}

/// A line of a dump without its offset and its characters.
fn without_frame(line: &[u8]) -> &[u8] {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit());
    let offset = digits.count();
    let behind = line.get(offset..).unwrap_or_default();
    let is_offset = (MIN_OFFSET..=MAX_OFFSET).contains(&offset)
        && (behind.starts_with(b": ") || behind.starts_with(b"  "));
    if !is_offset {
        return line;
    }
    let body = behind.get(2..).unwrap_or_default();
    let bar = body.iter().position(|byte| *byte == b'|');
    let wide = body.windows(2).position(|pair| pair == b"  ");
    let end = bar.or(wide).unwrap_or(body.len());
    body.get(..end).unwrap_or_default()
}

fn hexadecimal(line: &[u8], found: &mut Found) {
    let mut before = None;
    let mut rest = line;
    while let Some(first) = rest.first() {
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let Some((word, after)) = rest.split_at_checked(length.max(1)) else {
            return;
        };
        rest = after;
        if length > 0 {
            let digits = word
                .strip_prefix(b"0x")
                .or_else(|| word.strip_prefix(b"0X"))
                .or_else(|| word.strip_prefix(b"x").filter(|_| before == Some(b'\\')))
                .unwrap_or(word);
            take(digits, found);
        }
        before = Some(*first);
    }
}

fn take(digits: &[u8], found: &mut Found) {
    let (pairs, odd) = digits.as_chunks::<2>();
    let octets = pairs.iter().map(|[high, low]| {
        let digit = |one: &u8| char::from(*one).to_digit(16);
        u8::try_from(digit(high)? << 4 | digit(low)?).ok()
    });
    match octets.collect::<Option<Vec<u8>>>() {
        Some(octets) if odd.is_empty() => found.octets.extend(octets),
        _ => found.end(),
    }
}

fn decimal(text: &[u8], found: &mut Found) {
    let is_between = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b',' | b';' | b'[' | b']' | b'(' | b')' | b'{' | b'}')
    };
    for word in text.split(is_between).filter(|word| !word.is_empty()) {
        let number = std::str::from_utf8(word).ok().and_then(|word| {
            let is_short = word.len() <= 4;
            word.parse::<i16>().ok().filter(|_| is_short)
        });
        // Java and PowerShell have signed octets.
        match number {
            Some(octet @ -128..=255) => found.octets.push(octet.to_le_bytes()[0]),
            _ => found.end(),
        }
    }
}
