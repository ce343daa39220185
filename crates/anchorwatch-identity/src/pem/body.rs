//! Reads a block's body in every way that some program does.
//!
//! - OpenSSL ends a line at a NUL and drops trailing octets up to 0x20, skips header lines (RFC
//!   1421) up to the first empty line, and stops at a hyphen.
//! - GnuTLS does not support headers, drops white space and stops at a hyphen.
//! - Others drop everything that is not base64.
//!
//! They all read an ordinary body the same way. Source: each reader was tested with files made
//! for this purpose (OpenSSL 3.0.19, GnuTLS 3.7.9).

use data_encoding::{Encoding, Specification};

use crate::once::once;

/// The distinct results of the readers; empty if none gets any bytes.
pub(crate) fn readings(text: &[u8]) -> Vec<Vec<u8>> {
    let is_plain = text
        .iter()
        .all(|byte| is_base64(*byte) || matches!(byte, b'=' | b'\n' | b'\r'));
    let all = if is_plain {
        vec![only_base64(text)]
    } else {
        vec![
            openssl(text),
            gnutls(text),
            only_base64(text),
            without_headers(text),
        ]
    };
    let mut distinct: Vec<Vec<u8>> = Vec::new();
    for characters in all {
        let decoded = decode(&characters);
        if !decoded.is_empty() && !distinct.contains(&decoded) {
            distinct.push(decoded);
        }
    }
    distinct
}

fn openssl(text: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = text
        .split(|byte| *byte == b'\n')
        .map(openssl_line)
        .collect();
    // The first entry is what follows the begin mark on its own line.
    let has_headers = lines
        .iter()
        .skip(1)
        .find(|line| !line.is_empty())
        .is_some_and(|line| line.contains(&b':'));
    let from = if has_headers {
        let blank = lines
            .iter()
            .skip(1)
            .skip_while(|line| line.is_empty())
            .position(|line| line.is_empty());
        blank.map_or(lines.len(), |blank| blank + 1)
    } else {
        0
    };
    until_hyphen(&lines.get(from..).unwrap_or_default().concat())
}

fn openssl_line(line: &[u8]) -> &[u8] {
    let line = line.split(|byte| *byte == 0).next().unwrap_or_default();
    let kept = line
        .iter()
        .rposition(|byte| *byte > b' ')
        .map_or(0, |last| last + 1);
    &line[..kept]
}

fn gnutls(text: &[u8]) -> Vec<u8> {
    until_hyphen(text)
}

fn without_headers(text: &[u8]) -> Vec<u8> {
    let lines = text
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| !line.contains(&b':'));
    until_hyphen(&lines.collect::<Vec<_>>().concat())
}

fn until_hyphen(text: &[u8]) -> Vec<u8> {
    only_base64(text.split(|byte| *byte == b'-').next().unwrap_or_default())
}

/// The base64 characters of a text, up to the padding.
#[must_use]
pub fn only_base64(text: &[u8]) -> Vec<u8> {
    let before_padding = text.split(|byte| *byte == b'=').next().unwrap_or_default();
    before_padding
        .iter()
        .copied()
        .filter(|byte| is_base64(*byte))
        .collect()
}

/// Whether base64 has this character.
#[must_use]
pub fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// Decodes base64 as far as possible: a lone character or spare bits at the end do not stop
/// programs from trusting what comes before.
#[must_use]
pub fn decode(characters: &[u8]) -> Vec<u8> {
    let whole = if characters.len() % 4 == 1 {
        characters.len() - 1
    } else {
        characters.len()
    };
    lenient()
        .and_then(|encoding| encoding.decode(&characters[..whole]).ok())
        .unwrap_or_default()
}

fn lenient() -> Option<&'static Encoding> {
    static LENIENT: std::sync::OnceLock<Option<Encoding>> = std::sync::OnceLock::new();
    let made = once(&LENIENT, || {
        let mut specification = Specification::new();
        specification
            .symbols
            .push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
        specification.check_trailing_bits = false;
        specification.encoding().ok()
    });
    made.as_ref()
}
