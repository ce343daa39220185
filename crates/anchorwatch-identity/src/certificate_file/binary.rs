//! Certificates and containers in DER or BER at any byte, and leftover bytes.

use std::ops::Range;

use x509_parser::asn1_rs::{Any, FromBer as _};

use super::{ContainerKind, Containers, Error, Form, Found, Part};
use crate::Certificate;

/// What the start of some bytes looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Certificate,
    Container(ContainerKind),
}

/// How many bytes of certificates are read for each byte of the file. More than one is needed
/// only if certificates are nested.
const MAX_UNFOLDING: usize = 4;
/// The budget of a small file.
const MIN_BUDGET: usize = 1 << 20;

/// Every certificate and container that begins at any byte. OpenSSL and Java read one part after
/// the other, and both can end up inside what another program takes as one part, so no byte is
/// skipped.
pub(super) fn parts(bytes: &[u8], containers: &mut Containers) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut budget = (bytes.len() * MAX_UNFOLDING).max(MIN_BUDGET);
    // A certificate in a container has the form of its container.
    let mut inside: Option<Inside> = None;
    let mut from = 0;
    while let Some(at) = next_sequence(bytes, from) {
        from = at + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        match shape_at(rest) {
            Some(Shape::Certificate) => {
                let Some(certificate) = certificate(rest) else {
                    continue;
                };
                let length = certificate.der().len();
                let Some(left) = budget.checked_sub(length) else {
                    parts.push(unread(at..bytes.len(), Error::Nested { offset: at }));
                    break;
                };
                budget = left;
                let outer = inside.as_ref().filter(|outer| at < outer.end);
                let form = outer.map_or(Form::Der, |outer| outer.form.clone());
                parts.push(Part {
                    range: at..at + length,
                    certificates: vec![Found { certificate, form }],
                    unread: Vec::new(),
                });
            }
            Some(Shape::Container(kind)) => {
                if !containers.take_one() {
                    parts.push(unread(at..at + 1, Error::TooManyContainers));
                    continue;
                }
                let Some((mut part, form)) = container(rest, at, kind, containers) else {
                    continue;
                };
                let outer = inside.as_ref().filter(|outer| at < outer.end);
                if outer.is_some_and(|outer| outer.is_whole) {
                    // A container has others inside it: a PFX is PKCS #7 in PKCS #7. They were
                    // read with it; here only certificates matter.
                    part.unread.clear();
                } else {
                    inside = Some(Inside {
                        end: part.range.end,
                        form,
                        is_whole: part.unread.is_empty(),
                    });
                }
                parts.push(part);
            }
            None => {}
        }
    }
    parts
}

/// The container that the search is in.
struct Inside {
    end: usize,
    form: Form,
    /// Whether everything in it was read.
    is_whole: bool,
}

fn container(
    rest: &[u8],
    at: usize,
    kind: ContainerKind,
    containers: &Containers,
) -> Option<(Part, Form)> {
    let (after, _) = Any::from_ber(rest).ok()?;
    let outer = rest.get(..rest.len().checked_sub(after.len())?)?;
    let form = match kind {
        ContainerKind::Pkcs7 => Form::Pkcs7,
        ContainerKind::Pkcs12 => Form::Pkcs12,
    };
    let (certificates, unread) = containers.open(outer, at, kind);
    let found = certificates.into_iter().map(|certificate| Found {
        certificate,
        form: form.clone(),
    });
    let part = Part {
        range: at..at + outer.len(),
        certificates: found.collect(),
        unread,
    };
    Some((part, form))
}

/// Whether the bytes begin like a certificate, PKCS #7 or PKCS #12. Looks only at the first two
/// elements, so that each byte of a hostile file costs little.
pub(super) fn shape_at(bytes: &[u8]) -> Option<Shape> {
    let content = content(bytes)?;
    match content {
        [SEQUENCE, ..] => {
            let first = *self::content(content)?.first()?;
            // The version, or the serial number (RFC 5280 §4.1).
            matches!(first, CONTEXT_0 | INTEGER).then_some(Shape::Certificate)
        }
        // The version of a PFX is 3 (RFC 7292 §4).
        [INTEGER, 1, 3, ..] => Some(Shape::Container(ContainerKind::Pkcs12)),
        [OBJECT_IDENTIFIER, 9, identifier @ ..] if identifier.starts_with(&PKCS_7) => {
            Some(Shape::Container(ContainerKind::Pkcs7))
        }
        _ => None,
    }
}

fn certificate(bytes: &[u8]) -> Option<Certificate> {
    let (header, length) = header(bytes)?;
    let element = bytes.get(..header.checked_add(length?)?)?;
    Certificate::from_der(element).ok()
}

/// The bytes after the tag and length of a SEQUENCE.
fn content(bytes: &[u8]) -> Option<&[u8]> {
    let (header, length) = header(bytes)?;
    let content = bytes.get(header..)?;
    (length.unwrap_or_default() <= content.len()).then_some(content)
}

/// The length of a SEQUENCE's header, and the length that the header states; `None` for an
/// indefinite length (X.690 §8.1.3.6).
fn header(bytes: &[u8]) -> Option<(usize, Option<usize>)> {
    let [SEQUENCE, first, rest @ ..] = bytes else {
        return None;
    };
    match first {
        0..=0x7f => Some((2, Some(usize::from(*first)))),
        0x80 => Some((2, None)),
        _ => {
            let count = usize::from(first & 0x7f);
            let octets = rest.get(..count)?;
            let length = octets.iter().try_fold(0_usize, |length, octet| {
                Some(length.checked_mul(256)? | usize::from(*octet))
            });
            Some((2 + count, Some(length?)))
        }
    }
}

fn next_sequence(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter()
        .position(|byte| *byte == SEQUENCE)
        .map(|at| from + at)
}

/// Adds bytes outside all parts, or in a PEM block, that a more lenient program could read as a
/// certificate.
pub(super) fn note_what_is_left(bytes: &[u8], parts: &mut Vec<Part>) {
    let mut left = Vec::new();
    let mut from = 0;
    for part in parts.iter() {
        left.extend(suspect(bytes, from..part.range.start));
        from = part.range.end;
    }
    left.extend(suspect(bytes, from..bytes.len()));
    for part in parts.iter_mut() {
        let is_text = part
            .certificates
            .iter()
            .all(|found| !matches!(found.form, Form::Der | Form::Pkcs12 | Form::Pkcs7));
        if is_text && let Some(range) = suspect(bytes, part.range.clone()) {
            part.unread.push(unknown(&range));
        }
    }
    parts.extend(left.into_iter().map(|range| {
        let error = unknown(&range);
        unread(range, error)
    }));
    parts.sort_by_key(|part| part.range.start);
}

/// The bytes from the first possible SEQUENCE to the end, if they could contain an encoded
/// certificate. Every certificate has a serial number and algorithm identifiers, whose tags do
/// not occur in text. So bytes without these tags after a SEQUENCE's tag are text or padding.
fn suspect(bytes: &[u8], range: Range<usize>) -> Option<Range<usize>> {
    let gap = bytes.get(range.clone())?;
    let begin = gap.iter().position(|byte| *byte == SEQUENCE)?;
    let after = gap.get(begin..)?;
    let is_tag = |byte: &u8| matches!(*byte, INTEGER | OBJECT_IDENTIFIER);
    after.iter().any(is_tag).then(|| {
        let last = after.iter().rposition(|byte| !byte.is_ascii_whitespace());
        range.start + begin..range.start + begin + last.map_or(after.len(), |last| last + 1)
    })
}

fn unread(range: Range<usize>, error: Error) -> Part {
    Part {
        range,
        certificates: Vec::new(),
        unread: vec![error],
    }
}

const fn unknown(range: &Range<usize>) -> Error {
    Error::Unknown {
        offset: range.start,
        count: range.end - range.start,
    }
}

const INTEGER: u8 = 0x02;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// `[0]`, constructed.
const CONTEXT_0: u8 = 0xa0;
/// 1.2.840.113549.1.7 without its last number.
const PKCS_7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
