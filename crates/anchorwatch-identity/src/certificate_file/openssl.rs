//! When OpenSSL loads nothing from a file of roots.
//!
//! `X509_load_cert_crl_file` reads all blocks first, and stops at one that breaks its rules: then
//! no certificate of the file is trusted. The same goes for `SSL_CERT_FILE`, curl's `--cacert`,
//! Python's `load_verify_locations(cafile=…)` and everything else that names a file (measured
//! with OpenSSL 3.0.22).
//!
//! ```text
//! line    up to 254 octets, and what follows is the next line; it ends at a NUL too,
//!         and one that begins with a NUL ends the file
//!         octets up to a space are dropped at its end; from 0x80 on too, where a
//!         C char is signed
//! begin   a line that starts with «-----BEGIN » and ends with «-----»
//! end     «-----END », the same label, «-----»; any other line that starts so is wrong
//! header  lines up to the first empty one, if there is one; a second empty line is
//!         wrong, and after the first no line but the last is shorter than 64 octets, and
//!         none longer; of a certificate only «Proc-Type: 4,ENCRYPTED» and «DEK-Info:»
//!         (RFC 1421), which it decrypts with an empty password
//! data    base64, white space, at the end up to two «=»; a hyphen ends it; of a certificate
//!         or a revocation list a SEQUENCE
//! ```
//!
//! Only certain refusals count. OpenSSL may read a certificate that this program cannot, so only
//! its outermost bytes are looked at, and what may be decrypted is not.

use std::borrow::Cow;

use data_encoding::BASE64;

use super::der_shape;

/// Why OpenSSL loads nothing from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpensslRefusal {
    /// A block has no end line of its own, or a line that is not allowed in it.
    #[error(
        "the block in line {line} has no end line that fits, or an empty or a short line inside"
    )]
    Lines {
        /// The line of its begin mark, from 1.
        line: usize,
    },
    /// A block is empty or not base64.
    #[error("the block in line {line} is empty or not base64")]
    NotBase64 {
        /// The line of its begin mark, from 1.
        line: usize,
    },
    /// A block is no certificate and no revocation list, and its label says that it is.
    #[error("the block in line {line} is not what its label says")]
    Content {
        /// The line of its begin mark, from 1.
        line: usize,
    },
    /// There is text between the begin mark and the base64 of a certificate.
    #[error("the block in line {line} has text before its base64")]
    Header {
        /// The line of its begin mark, from 1.
        line: usize,
    },
}

impl OpensslRefusal {
    /// Why OpenSSL loads nothing if this file is named as a file of roots; `None` if it may load
    /// it.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        refusal(bytes)
    }
}

/// Where OpenSSL takes the file to end, if that is before its end: at a line that begins with a NUL.
/// It loads what comes before.
#[must_use]
pub fn openssl_end(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::new(bytes, true);
    loop {
        let at = bytes.len() - reader.rest.len();
        if reader.next_line().is_none() {
            return (at < bytes.len()).then_some(at);
        }
    }
}

/// The refusal, if it is certain on every machine.
fn refusal(bytes: &[u8]) -> Option<OpensslRefusal> {
    let signed = Reader::new(bytes, true).refusal()?;
    Reader::new(bytes, false).refusal().map(|_| signed)
}

struct Reader<'a> {
    rest: &'a [u8],
    line: usize,
    /// Whether octets from 0x80 on count as blank: a C `char` is signed on some machines.
    is_char_signed: bool,
}

/// A line as C sees it.
struct Line<'a> {
    /// As it was read, up to a NUL.
    whole: &'a [u8],
    /// Without blanks at its end.
    kept: &'a [u8],
    /// It has the maximum length, and the text continues in the next line.
    is_partial: bool,
}

impl<'a> Reader<'a> {
    const fn new(bytes: &'a [u8], is_char_signed: bool) -> Self {
        Self {
            rest: bytes,
            line: 0,
            is_char_signed,
        }
    }

    fn refusal(mut self) -> Option<OpensslRefusal> {
        while let Some(line) = self.next_line() {
            let label = line
                .kept
                .strip_prefix(BEGIN)
                .and_then(|rest| rest.strip_suffix(DASHES));
            if let Some(label) = label {
                let at = self.line;
                if let Err(refusal) = self.block(label, at) {
                    return Some(refusal);
                }
            }
        }
        None
    }

    fn next_line(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let most = self.rest.len().min(MAX_LINE);
        let end = self.rest.iter().take(most).position(|byte| *byte == b'\n');
        let (read, rest) = self.rest.split_at_checked(end.map_or(most, |at| at + 1))?;
        self.rest = rest;
        self.line += usize::from(end.is_some());
        let whole = read.split(|byte| *byte == 0).next().unwrap_or_default();
        let is_blank = |byte: &u8| *byte <= b' ' || self.is_char_signed && *byte >= 0x80;
        let last = whole.iter().rposition(|byte| !is_blank(byte));
        let kept = whole.get(..last.map_or(0, |last| last + 1))?;
        (!whole.is_empty()).then_some(Line {
            whole,
            kept,
            is_partial: whole.len() == MAX_LINE && !whole.ends_with(b"\n"),
        })
    }

    fn block(&mut self, label: &[u8], line: usize) -> Result<(), OpensslRefusal> {
        let lines = OpensslRefusal::Lines { line };
        let (mut header, mut data): (Vec<&[u8]>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        let mut state = State::Open;
        let (mut is_over, mut was_partial) = (false, false);
        loop {
            let next = self.next_line().ok_or(lines)?;
            let is_partial = std::mem::replace(&mut was_partial, next.is_partial);
            if state == State::Open && next.whole.contains(&b':') {
                state = State::Header;
            }
            if next.kept.is_empty() {
                if is_partial {
                    continue;
                }
                if state == State::Data {
                    return Err(lines);
                }
                state = State::Data;
                continue;
            }
            if let Some(end) = next.kept.strip_prefix(END) {
                if end.strip_suffix(DASHES) != Some(label) {
                    return Err(lines);
                }
                break;
            }
            if is_over {
                return Err(lines);
            }
            if state == State::Data {
                if next.kept.len() > BASE64_LINE {
                    return Err(lines);
                }
                is_over = next.kept.len() < BASE64_LINE;
                data.push(next.kept);
            } else {
                header.push(next.kept);
            }
        }
        if state == State::Open {
            std::mem::swap(&mut header, &mut data);
        }
        if !decodes(&data) {
            return Err(OpensslRefusal::NotBase64 { line });
        }
        let is_certificate = LABELS.contains(&label);
        if is_certificate && !header.is_empty() && !may_be_decrypted(&header) {
            return Err(OpensslRefusal::Header { line });
        }
        if is_certificate && header.is_empty() && is_something_else(&data) {
            return Err(OpensslRefusal::Content { line });
        }
        Ok(())
    }
}

#[derive(PartialEq, Eq)]
enum State {
    /// It is not known yet whether these lines are the header or the data.
    Open,
    Header,
    Data,
}

/// `PEM_get_EVP_CIPHER_INFO`, but for the name of the cipher: which ones there are depends on the
/// machine.
fn may_be_decrypted(header: &[&[u8]]) -> bool {
    let [first, second, ..] = header else {
        return false;
    };
    let after = |text: &[u8], start: &[u8]| {
        let rest = text.strip_prefix(start)?;
        Some(rest.trim_ascii_start().to_vec())
    };
    let kind = after(first, PROC_TYPE).and_then(|version| after(&version, b"4,"));
    kind.is_some_and(|kind| kind.trim_ascii_end() == ENCRYPTED) && second.starts_with(DEK_INFO)
}

/// Whether the data can be decoded, and is certainly no certificate.
fn is_something_else(data: &[&[u8]]) -> bool {
    let text = data.iter().flat_map(|line| line.iter().copied());
    let text = text.take_while(|byte| *byte != b'-');
    let text: Vec<u8> = text.filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(&text).is_ok_and(|der| {
        let head = der.get(..der_shape::HEAD).unwrap_or(&der);
        der_shape::is_no_certificate(head, der.len())
    })
}

/// `EVP_DecodeUpdate` and `EVP_DecodeFinal`.
fn decodes(lines: &[&[u8]]) -> bool {
    let text: Cow<'_, [u8]> = match lines {
        [line] => Cow::Borrowed(line),
        lines => Cow::Owned(lines.join(&b'\n')),
    };
    let (mut characters, mut padding) = (0_usize, 0_usize);
    for byte in text.iter() {
        match byte {
            b'=' => {
                padding += 1;
                characters += 1;
            }
            b'-' => break,
            b'\t' | b'\n' | b'\r' | b' ' => continue,
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/') => {
                if padding > 0 {
                    return false;
                }
                characters += 1;
            }
            _ => return false,
        }
        if padding > 2 {
            return false;
        }
    }
    characters > 0 && characters.is_multiple_of(4)
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
const PROC_TYPE: &[u8] = b"Proc-Type:";
const ENCRYPTED: &[u8] = b"ENCRYPTED";
const DEK_INFO: &[u8] = b"DEK-Info:";
/// Labels whose headers OpenSSL looks at in such a file, except private keys.
const LABELS: [&[u8]; 4] = [
    b"CERTIFICATE",
    b"X509 CERTIFICATE",
    b"TRUSTED CERTIFICATE",
    b"X509 CRL",
];
/// `LINESIZE` in pem_lib.c without its NUL.
const MAX_LINE: usize = 254;
/// RFC 1421 §4.3.2.4.
const BASE64_LINE: usize = 64;

#[cfg(test)]
mod tests;
