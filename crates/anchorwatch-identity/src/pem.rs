//! Certificates in PEM text, with their positions.
//!
//! ```text
//! -----BEGIN CERTIFICATE-----        RFC 7468 §5; also «X509 CERTIFICATE» and
//! base64 of the DER                  OpenSSL's «TRUSTED CERTIFICATE», which has
//! -----END CERTIFICATE-----          more bytes after the certificate
//! ```
//!
//! Programs read such files leniently, each in its own way. If some program trusts a certificate
//! that this scanner skips, an audit does not show that root and a block does not reach it. So
//! the scanner errs on the other side: it accepts a mark at any position and with anything after
//! the label, and if a body can be read in several ways it returns every certificate that some
//! reader could see in it. The result has the exact byte range of each block, so that one block
//! can be cut out without changing the rest.

use std::ops::Range;

use crate::certificate::{self, Certificate};

pub mod body;

pub(crate) use body::readings;

/// Why a block contains no readable certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A block begins and never ends; usually a truncated file.
    #[error("the block that begins at byte {offset} has no end")]
    NoEnd {
        /// Where the block begins.
        offset: usize,
    },
    /// The body is not base64; usually a damaged file.
    #[error("the block that begins at byte {offset} is not base64")]
    NotBase64 {
        /// Where the block begins.
        offset: usize,
    },
    /// The body decodes, but is not a certificate.
    #[error("the block that begins at byte {offset} holds no certificate that can be read")]
    Certificate {
        /// Where the block begins.
        offset: usize,
        /// What is wrong with it.
        source: certificate::Error,
    },
}

/// One certificate block of a PEM text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// From the first hyphen of its begin mark to the line end after its end mark, inclusive.
    pub range: Range<usize>,
    /// The certificates that some reader sees in it: one, unless the body was crafted to be read
    /// in two ways. Never empty.
    pub certificates: Result<Vec<Certificate>, Error>,
}

/// All certificate blocks, in file order.
///
/// Never fails as a whole: an unreadable block is an entry with an error.
#[must_use]
pub fn blocks(text: &[u8]) -> Vec<Block> {
    let mut found = Vec::new();
    let last_end = text.windows(END.len()).rposition(|window| window == END);
    let mut next = next_begin(text, 0);
    while let Some(begin) = next {
        // Search after the mark but before its closing dashes: a damaged mark's may begin the
        // next mark.
        let following = next_begin(text, begin.offset + BEGIN.len());
        let limit = following
            .as_ref()
            .map_or(text.len(), |following| following.offset);
        let is_followed = last_end.is_some_and(|end| end >= limit);
        let block = block_at(text, &begin, limit, is_followed);
        // Certificate requests begin like certificates; they are not damaged certificates.
        if begin.is_certificate || block.certificates.is_ok() {
            found.push(block);
        }
        next = following;
    }
    found
}

/// The label and body of a block with any label.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Anatomy<'a> {
    pub(crate) label: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// Splits the bytes of one block; `None` if it has no end.
pub(crate) fn anatomy(block: &[u8]) -> Option<Anatomy<'_>> {
    let after = block.strip_prefix(BEGIN)?;
    let dashes = find(after, DASHES, 0)?;
    let body = dashes + DASHES.len();
    let end = find(after, END, body)?;
    Some(Anatomy {
        label: after.get(..dashes)?,
        body: after.get(body..end)?,
    })
}

/// The positions of blocks whose label is not a certificate's. Blocks without an end are left
/// out.
pub(crate) fn other_blocks(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut next = find(text, BEGIN, 0);
    while let Some(begin) = next {
        let label = begin + BEGIN.len();
        next = find(text, BEGIN, label);
        let limit = next.unwrap_or(text.len());
        let own = text.get(label..limit).unwrap_or_default();
        if LABELS.iter().any(|name| own.starts_with(name)) {
            continue;
        }
        let body = find(own, DASHES, 0).map(|dashes| label + dashes + DASHES.len());
        if let Some(end) = body.and_then(|body| find(text.get(..limit)?, END, body)) {
            found.push(begin..end_of_mark(text, end, limit));
        }
    }
    found
}

const LABELS: [&[u8]; 3] = [b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"];

/// Whether [`blocks`] returns blocks with this label.
#[must_use]
pub fn is_certificate_label(label: &[u8]) -> bool {
    let mut names = LABELS.iter().filter_map(|name| label.strip_prefix(*name));
    names.next().is_some_and(|after| after != b" REQUEST")
}

const REQUEST: &[u8] = b" REQUEST-----";
const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

#[derive(Debug)]
struct Begin {
    offset: usize,
    body: usize,
    is_certificate: bool,
}

/// GnuTLS compares the label only as far as it goes and then looks for the next
/// dashes, so «CERTIFICATEX» begins a certificate too.
fn next_begin(text: &[u8], mut from: usize) -> Option<Begin> {
    loop {
        let offset = find(text, BEGIN, from)?;
        let label = offset + BEGIN.len();
        let rest = text.get(label..)?;
        let after = LABELS.iter().find_map(|name| rest.strip_prefix(*name));
        match after.and_then(|after| Some((after, find(text, DASHES, text.len() - after.len())?))) {
            Some((after, dashes)) => {
                let is_certificate = !after.starts_with(REQUEST);
                return Some(Begin {
                    offset,
                    body: dashes + DASHES.len(),
                    is_certificate,
                });
            }
            None => from = label,
        }
    }
}

/// The block that begins here, at most up to the next begin mark: a truncated block must not hide
/// the next one. `is_followed` means that an end mark comes after that.
fn block_at(text: &[u8], begin: &Begin, limit: usize, is_followed: bool) -> Block {
    let Begin { offset, body, .. } = *begin;
    let Some(end) = find(&text[..limit], END, body.min(limit)) else {
        // A hyphen ends the base64, and the end mark of a later block may end this one too: that
        // is how OpenSSL and GnuTLS read a block whose own end mark is damaged. If no end mark
        // follows, the file was truncated and no program reads the block.
        let until = text[body.min(limit)..limit]
            .split(|byte| *byte == b'-')
            .next()
            .filter(|_| is_followed);
        let read = until.map(|base64| certificates_in(base64, offset));
        let unread = Err(Error::NoEnd { offset });
        return Block {
            range: offset..limit,
            certificates: read.and_then(Result::ok).map_or(unread, Ok),
        };
    };
    let range = offset..end_of_mark(text, end, limit);
    Block {
        range,
        certificates: certificates_in(&text[body..end], offset),
    }
}

fn certificates_in(text: &[u8], offset: usize) -> Result<Vec<Certificate>, Error> {
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut refused = None;
    for der in readings(text) {
        match Certificate::from_der_prefix(&der) {
            Ok((certificate, _surplus)) => {
                if certificates
                    .iter()
                    .all(|known| known.sha256() != certificate.sha256())
                {
                    certificates.push(certificate);
                }
            }
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    match (certificates.is_empty(), refused) {
        (false, _) => Ok(certificates),
        (true, Some(source)) => Err(Error::Certificate { offset, source }),
        (true, None) => Err(Error::NotBase64 { offset }),
    }
}

/// Where the end mark ends, its line end included. The label is not compared: OpenSSL demands the
/// same label, GnuTLS does not. Dashes that begin the next mark are not consumed.
fn end_of_mark(text: &[u8], end: usize, limit: usize) -> usize {
    let label = (end + END.len()).min(limit);
    let rest = &text[label..limit];
    let line = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(limit, |at| label + at + 1);
    let Some(dashes) = find(&text[..line], DASHES, label) else {
        return line;
    };
    let after = dashes + DASHES.len();
    let is_blank = text[after..line].iter().all(u8::is_ascii_whitespace);
    if is_blank { line } else { after }
}

/// The next position of the needle. Jumps between occurrences of its first octet, so it is fast
/// if that octet is rare, and never worse than linear.
#[must_use]
pub fn find(text: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut at = 0;
    while let Some(first) = rest.get(at..)?.iter().position(|byte| *byte == needle[0]) {
        at += first;
        if rest[at..].starts_with(needle) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests;
