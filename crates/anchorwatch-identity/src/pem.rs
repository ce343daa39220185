//! Certificates in PEM text, with the place where each stands.
//!
//! ```text
//! -----BEGIN CERTIFICATE-----        RFC 7468 §5; also «X509 CERTIFICATE» and
//! base64 of the DER                  OpenSSL's «TRUSTED CERTIFICATE», which has
//! -----END CERTIFICATE-----          more bytes behind the certificate
//! ```
//!
//! Programs read such files generously, and each in its own way. A block that some
//! program believes and this scanner passes over would be a root that an audit does
//! not show and a block does not reach. So the scanner errs to the other side: it
//! takes a mark wherever it stands and whatever follows the label, and where a body
//! can be read in several ways it gives every certificate that some reader
//! could see in it. The exact byte range of each block is part of the answer, so that
//! one block can be taken out and the rest left byte for byte.

use std::ops::Range;

use crate::certificate::{self, Certificate};

pub mod body;

pub(crate) use body::readings;

/// Why a block holds no certificate that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A block begins and never ends; usually a file cut short.
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
    /// The body decodes, but is no certificate.
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
    /// From the first hyphen of its begin mark through the line end after its end mark.
    pub range: Range<usize>,
    /// The certificates that some reader sees in it: one, unless the body was made to
    /// be read in two ways. Never empty.
    pub certificates: Result<Vec<Certificate>, Error>,
}

/// All certificate blocks, in the order in which they stand.
///
/// Never fails as a whole: a block that cannot be read is one entry that says so.
#[must_use]
pub fn blocks(text: &[u8]) -> Vec<Block> {
    let mut found = Vec::new();
    let last_end = text.windows(END.len()).rposition(|window| window == END);
    let mut next = next_begin(text, 0);
    while let Some(begin) = next {
        // From the mark on, not from its dashes: those of a damaged mark may be the next's.
        let following = next_begin(text, begin.offset + BEGIN.len());
        let limit = following
            .as_ref()
            .map_or(text.len(), |following| following.offset);
        let is_followed = last_end.is_some_and(|end| end >= limit);
        let block = block_at(text, &begin, limit, is_followed);
        // Requests begin like certificates; they are no damaged ones.
        if begin.is_certificate || block.certificates.is_ok() {
            found.push(block);
        }
        next = following;
    }
    found
}

/// A block of any label, by its label and body.
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

/// Where the blocks with other labels than a certificate's stand. One without an end is
/// left out.
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

/// Whether [`blocks`] gives the blocks with this label.
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

/// The block that begins here, up to where the next one does: a block that was cut
/// short must not hide the one behind it. `is_followed` if an end mark stands behind that.
fn block_at(text: &[u8], begin: &Begin, limit: usize, is_followed: bool) -> Block {
    let Begin { offset, body, .. } = *begin;
    let Some(end) = find(&text[..limit], END, body.min(limit)) else {
        // A hyphen ends the base64, and the end mark of a later block may do for this one:
        // so OpenSSL and GnuTLS read a block whose own end mark is damaged.
        // Where none follows the file was cut, and no program reads it.
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

/// Where the end mark ends, its line end included. The label is not compared: OpenSSL
/// demands the same label, GnuTLS does not. Dashes that begin the next mark are left.
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

/// Where the needle stands next. Jumps from one of its first octet to the next, so that it
/// is quick where that is rare, and linear everywhere.
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
