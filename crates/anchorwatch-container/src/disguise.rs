//! Undoes the encoding of a text inside another text: escapes, encodings and wide characters.
//!
//! ```text
//! UTF-16             two octets per character, with or without a byte order mark
//! JSON, C, Python    \n \/ \" \\ \u002d                       RFC 8259 §7
//! quoted-printable   =2D, and = before a line end             RFC 2045 §6.7
//! HTML, XML          <br>, &nbsp; &#45; &#x2d;                HTML, «Named character references»
//! URL                %2D                                      RFC 3986 §2.1
//! base64url          - and _ for + and /                      RFC 4648 §5
//! around lines       a log's time, a patch's «+», quotes     disguise/line.rs
//! numbers            30 82, \x30, 48, 130                     disguise/number.rs
//! ```
//!
//! Nothing here decides which of them a text uses. Each is decoded if possible, and the result is
//! searched like the text itself: see [`embedded`](super::embedded).

use anchorwatch_identity::pem;

mod line;
mod number;

pub(super) use number::spelled;

/// Removes one disguise. Returns the same octets if there was none.
pub(super) type Unmasking = fn(&[u8]) -> Vec<u8>;

/// Every disguise that can be nested.
pub(super) const ALL: [Unmasking; 5] = [json, quoted_printable, entities, tags, percent];

/// Those that are removed only from the original text.
pub(super) const ONCE: [Unmasking; 2] = [line::alone, base64url];

/// The text as UTF-8, if the octets are UTF-16: by its byte order mark, or by one of
/// [`WIDE_MARKS`] in wide characters anywhere. An incomplete character is replaced.
pub(super) fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (text, order) = match bytes {
        [0xff, 0xfe, text @ ..] => (text, Order::Little),
        [0xfe, 0xff, text @ ..] => (text, Order::Big),
        _ => {
            let (at, order) = wide_mark(bytes)?;
            (bytes.get(at % 2..)?, order)
        }
    };
    let (units, _half) = text.as_chunks::<2>();
    let units = units.iter().map(|unit| order.unit(*unit));
    let text: String = char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Some(text.into_bytes())
}

#[derive(Debug, Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn unit(self, octets: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(octets),
            Self::Big => u16::from_be_bytes(octets),
        }
    }
}

/// Strings that reveal UTF-16 without a byte order mark: PEM, a property list, base64 of DER.
const WIDE_MARKS: [&str; 3] = ["-----BEGIN ", "<plist", "MII"];

/// The position of the first mark and its byte order. After a character below U+0100 both orders
/// match, one octet apart; text begins at the first octet, so the even one is right.
fn wide_mark(bytes: &[u8]) -> Option<(usize, Order)> {
    let in_order = |mark: &str, order: Order| {
        let units = mark.encode_utf16();
        let wide: Vec<u8> = units
            .flat_map(|unit| match order {
                Order::Little => unit.to_le_bytes(),
                Order::Big => unit.to_be_bytes(),
            })
            .collect();
        pem::find(bytes, &wide, 0).map(|at| (at, order))
    };
    WIDE_MARKS.iter().find_map(|mark| {
        let found = [Order::Little, Order::Big].map(|order| in_order(mark, order));
        let mut found = found.into_iter().flatten();
        let (first, second) = (found.next()?, found.next());
        Some(second.filter(|second| second.0 % 2 == 0).unwrap_or(first))
    })
}

/// Decodes the escapes of JSON. Those that matter here are the same in C and Python.
fn json(text: &[u8]) -> Vec<u8> {
    rewritten(text, b'\\', |rest| {
        let (escape, after) = rest.split_first()?;
        let character: &[u8] = match escape {
            b'n' => b"\n",
            b'r' => b"\r",
            b't' => b"\t",
            b'b' | b'f' => b" ",
            b'/' => b"/",
            b'"' => b"\"",
            b'\'' => b"'",
            b'\\' => b"\\",
            b'u' => return Some((ascii(hexadecimal(after.get(..4)?)?), after.get(4..)?)),
            b'x' => return Some((ascii(hexadecimal(after.get(..2)?)?), after.get(2..)?)),
            // A continued line in C.
            b'\n' => b"",
            _ => return None,
        };
        Some((character.to_vec(), after))
    })
}

fn quoted_printable(text: &[u8]) -> Vec<u8> {
    rewritten(text, b'=', |rest| {
        // Transport may have added white space between the sign and the line end.
        let line = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
        match rest.get(line?..)? {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => Some((Vec::new(), after)),
            _ => {
                let octet = hexadecimal(rest.get(..2)?)?;
                Some((vec![u8::try_from(octet).ok()?], rest.get(2..)?))
            }
        }
    })
}

fn percent(text: &[u8]) -> Vec<u8> {
    rewritten(text, b'%', |rest| {
        let octet = hexadecimal(rest.get(..2)?)?;
        Some((vec![u8::try_from(octet).ok()?], rest.get(2..)?))
    })
}

/// Turns base64url into base64, in words that begin like DER and are long enough for a
/// certificate.
fn base64url(text: &[u8]) -> Vec<u8> {
    const FEWEST: usize = 128;
    let is_in_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut out = text.to_vec();
    for word in out.chunk_by_mut(|one, other| is_in_word(*one) && is_in_word(*other)) {
        if word.len() >= FEWEST && word.starts_with(b"MI") {
            for byte in word {
                match byte {
                    b'-' => *byte = b'+',
                    b'_' => *byte = b'/',
                    _ => {}
                }
            }
        }
    }
    out
}

/// Decodes character references. Those of non-ASCII characters, and names that are not listed
/// here, cannot occur in a mark or in base64.
fn entities(text: &[u8]) -> Vec<u8> {
    /// The longest reference that is decoded, from the ampersand to the semicolon.
    const MAX_LENGTH: usize = 12;
    rewritten(text, b'&', |rest| {
        let near = rest.get(..MAX_LENGTH.min(rest.len()))?;
        let end = near.iter().position(|byte| *byte == b';')?;
        let (name, after) = (rest.get(..end)?, rest.get(end + 1..)?);
        let character = match name {
            b"nbsp" | b"ensp" | b"emsp" | b"Tab" => vec![b' '],
            b"NewLine" => vec![b'\n'],
            b"shy" | b"zwnj" | b"zwj" | b"ZeroWidthSpace" => Vec::new(),
            b"amp" => vec![b'&'],
            b"lt" => vec![b'<'],
            b"gt" => vec![b'>'],
            b"quot" => vec![b'"'],
            b"apos" => vec![b'\''],
            b"plus" => vec![b'+'],
            b"sol" => vec![b'/'],
            b"equals" => vec![b'='],
            b"hyphen" | b"dash" => vec![b'-'],
            [b'#', b'x' | b'X', digits @ ..] => ascii(hexadecimal(digits)?),
            [b'#', digits @ ..] => ascii(std::str::from_utf8(digits).ok()?.parse().ok()?),
            _ => return None,
        };
        Some((character, after))
    })
}

/// Replaces each tag with a line end, then decodes character references; a no-break space becomes
/// a space.
fn tags(text: &[u8]) -> Vec<u8> {
    let text = rewritten(text, b'<', |rest| {
        let starts = rest.first()?;
        if !starts.is_ascii_alphabetic() && !matches!(starts, b'/' | b'!' | b'?') {
            return None;
        }
        // Another «<» before the end means that this one does not open a tag.
        let end = rest.iter().position(|byte| matches!(byte, b'>' | b'<'))?;
        let name = rest.get(..end).filter(|_| rest.get(end) == Some(&b'>'))?;
        let is_line = name.get(..2).is_some_and(|name| {
            [
                b"br", b"p>", b"/p", b"di", b"/d", b"li", b"/l", b"tr", b"/t",
            ]
            .iter()
            .any(|line| name.eq_ignore_ascii_case(*line))
        });
        let instead = if is_line { b"\n".to_vec() } else { Vec::new() };
        Some((instead, rest.get(end + 1..)?))
    });
    let text = entities(&text);
    rewritten(&text, 0xc2, |rest| match rest {
        [0xa0, after @ ..] => Some((vec![b' '], after)),
        _ => None,
    })
}

/// Copies a text. At each sign the function may return a replacement and where the text
/// continues. It sees [`MOST_AHEAD`] octets after the sign, so the work is linear.
fn rewritten(
    text: &[u8],
    sign: u8,
    instead: impl Fn(&[u8]) -> Option<(Vec<u8>, &[u8])>,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == sign) {
        let (before, from) = rest.split_at(at);
        out.extend_from_slice(before);
        let after = from.get(1..).unwrap_or_default();
        match instead(after.get(..MOST_AHEAD.min(after.len())).unwrap_or_default()) {
            Some((character, left)) => {
                let window = MOST_AHEAD.min(after.len());
                out.extend(character);
                rest = after.get(window - left.len()..).unwrap_or_default();
            }
            None => {
                out.push(sign);
                rest = after;
            }
        }
    }
    out.extend_from_slice(rest);
    out
}

/// How many octets after a sign are examined; a longer tag stays unchanged.
const MOST_AHEAD: usize = 512;

fn ascii(code: u32) -> Vec<u8> {
    match code {
        0xa0 | 0x2002..=0x200a | 0x202f => vec![b' '],
        0xad | 0x200b..=0x200d | 0xfeff => Vec::new(),
        0x2010..=0x2012 => vec![b'-'],
        code => char::from_u32(code)
            .map(|character| character.to_string().into_bytes())
            .unwrap_or_default(),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let is_plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_plain)?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests;
