//! Certificates in PEM text, with the place where each stands.
//!
//! ```text
//! -----BEGIN CERTIFICATE-----        RFC 7468 §5; also «X509 CERTIFICATE» and
//! base64 of the DER                  OpenSSL's «TRUSTED CERTIFICATE», which has
//! -----END CERTIFICATE-----          more bytes behind the certificate
//! ```
//!
//! Programs read such files generously: text between the blocks, any line ends,
//! marks that do not start a line. A block that some program believes and this
//! scanner passes over would be a root that an audit does not show, so the scanner
//! is generous too: it takes a mark wherever it stands and drops white space and
//! header lines from the body. The exact byte range of each block is part of the
//! answer, so that one block can be taken out and the rest left byte for byte.

use std::ops::Range;

use data_encoding::BASE64;

use crate::certificate::{self, Certificate};

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
    /// What it holds.
    pub certificate: Result<Certificate, Error>,
}

/// All certificate blocks, in the order in which they stand.
///
/// Never fails as a whole: a block that cannot be read is one entry that says so.
#[must_use]
pub fn blocks(text: &[u8]) -> Vec<Block> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(begin) = next_begin(text, from) {
        let block = block_at(text, begin);
        from = block.range.end;
        found.push(block);
    }
    found
}

const LABELS: [&[u8]; 3] = [b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"];
const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

struct Begin {
    offset: usize,
    body: usize,
}

fn next_begin(text: &[u8], mut from: usize) -> Option<Begin> {
    loop {
        let offset = find(text, BEGIN, from)?;
        let label = offset + BEGIN.len();
        let body = LABELS.iter().find_map(|name| {
            let rest = text.get(label..)?.strip_prefix(*name)?;
            rest.starts_with(DASHES)
                .then_some(label + name.len() + DASHES.len())
        });
        match body {
            Some(body) => return Some(Begin { offset, body }),
            None => from = label,
        }
    }
}

fn block_at(text: &[u8], begin: Begin) -> Block {
    let Begin { offset, body } = begin;
    // A second begin mark before the end means that the first block was cut short;
    // what follows it must still be seen.
    let limit = find(text, BEGIN, body).unwrap_or(text.len());
    let Some(end) = find(&text[..limit], END, body) else {
        return Block {
            range: offset..limit,
            certificate: Err(Error::NoEnd { offset }),
        };
    };
    let range = offset..end_of_line(text, end);
    Block {
        range,
        certificate: decode(&text[body..end], offset),
    }
}

fn decode(body: &[u8], offset: usize) -> Result<Certificate, Error> {
    let mut compact = Vec::with_capacity(body.len());
    for line in body.split(|byte| matches!(byte, b'\n' | b'\r')) {
        // RFC 1421 headers («Proc-Type: …»), which OpenSSL and GnuTLS still pass over.
        if !line.contains(&b':') {
            compact.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
        }
    }
    let der = BASE64
        .decode(&compact)
        .map_err(|_| Error::NotBase64 { offset })?;
    Certificate::from_der_prefix(&der)
        .map(|(certificate, _surplus)| certificate)
        .map_err(|source| Error::Certificate { offset, source })
}

fn end_of_line(text: &[u8], from: usize) -> usize {
    // The label of the end mark is not compared: OpenSSL demands the same label,
    // GnuTLS does not, and a block that one of them believes must be seen.
    let dashes = find(text, DASHES, from + END.len()).map_or(text.len(), |at| at + DASHES.len());
    let rest = &text[dashes..];
    let line_end = rest
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    match line_end {
        Some(at) if rest[at] == b'\n' => dashes + at + 1,
        _ => dashes,
    }
}

fn find(text: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(needle.len())
        .position(|window| window == needle)
        .map(|at| from + at)
}

#[cfg(test)]
mod tests;
