//! Base64 in the middle of a text, without marks around it: a mail's attachment, a key of
//! JSON, an element of XML, a value of YAML.
//!
//! ```text
//! MII…  DER      LS0tLS1CRUdJTi…  PEM      PD94bWw… PHBsaXN0… YnBsaXN0…  property lists
//! TUlJ…  base64 of DER   //4tAC…  PEM in UTF-16            a mail part that says it is base64   RFC 2045 §6.8
//! ```
//!
//! A line end or a quote mark before a line does not end it; an empty line does.

use std::ops::Range;

use super::{
    ContainerPart, Error, PlaceStep, ber,
    budget::TOO_MANY,
    place::{Place, number},
    reading::Reading,
};
use anchorwatch_identity::pem::{
    self,
    body::{decode, is_base64},
};

/// The first characters of such texts. DER of more than 127 octets begins with 30 80 to 30 84.
const BEGINNINGS: [&[u8]; 10] = [
    b"MII",
    b"MIM",
    b"MIA",
    b"MIQ",
    b"LS0tLS1CRUdJTi",
    b"PD94bWw",
    b"PHBsaXN0",
    b"YnBsaXN0",
    b"//4tAC",
    b"TUlJ",
];

/// The fewest characters that are taken for a certificate; the smallest has some 250.
const FEWEST: usize = 128;

/// The most such texts that are read in one text.
const MAX_COUNT: usize = 1_000;

/// The most elements of DER that are read in sequence.
const MAX_ELEMENT_COUNT: usize = 100;

/// The base64 texts found in a text.
#[derive(Debug, Default)]
pub(super) struct Texts {
    begins: Vec<Begin>,
    /// Whether one is too short to be a certificate: it may continue after something that is not
    /// base64.
    pub(super) has_short: bool,
}

impl Texts {
    /// Finds those outside these ranges.
    pub(super) fn of(text: &[u8], without: &[Range<usize>]) -> Self {
        let mut texts = Self::default();
        let mut ranges = without.iter().peekable();
        let mut parts = parts(text).into_iter().peekable();
        let mut at = 0;
        while at < text.len() {
            while ranges.next_if(|range| range.end <= at).is_some() {}
            while parts.next_if(|part| part.at < at).is_some() {}
            let range = ranges.peek().map_or(text.len(), |range| range.start);
            let part = parts.peek().map_or(text.len(), |part| part.at);
            let limit = range.min(part).max(at);
            let free = text.get(at..limit).unwrap_or_default();
            let next = free.iter().position(|byte| is_first(*byte));
            at += next.unwrap_or(free.len());
            let declared = parts.next_if(|part| part.at == at);
            if declared.is_none() && range <= at {
                at = ranges.peek().map_or(text.len(), |range| range.end);
            } else if declared.is_none() && !begins_at(text, at) {
                at += 1;
            } else {
                at = texts.add(text, at, declared);
            }
        }
        texts
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.begins.len()
    }

    fn add(&mut self, text: &[u8], at: usize, declared: Option<Begin>) -> usize {
        let (characters, end) = run(text, at);
        if characters.len() < FEWEST {
            self.has_short |= declared.is_none();
        } else {
            let is_harmless = declared.is_some_and(|part| part.is_harmless);
            self.begins.push(Begin { at, is_harmless });
        }
        end.max(at + 1)
    }

    /// Reads them.
    pub(super) fn read(&self, reading: &mut Reading, text: &[u8], place: &Place) {
        for (index, begin) in self.begins.iter().enumerate() {
            let step = PlaceStep::Base64Text {
                number: number(index),
            };
            if index == MAX_COUNT {
                reading.failed(place.part(step), TOO_MANY);
                break;
            }
            let (characters, _end) = run(text, begin.at);
            match one(reading, &decode(&characters), &place.inside(step.clone())) {
                // A picture in a mail is not a certificate.
                Err(Error::NotRecognised) if begin.is_harmless => {}
                Err(error) => reading.failed(place.part(step), error),
                Ok(()) => {}
            }
        }
    }
}

#[derive(Debug)]
struct Begin {
    at: usize,
    /// Whether a mail says that it is a text or a picture.
    is_harmless: bool,
}

/// Whether one of [`BEGINNINGS`] may begin here; a fast check that excludes most octets.
fn is_first(byte: u8) -> bool {
    matches!(byte, b'M' | b'L' | b'P' | b'Y' | b'T' | b'/')
}

fn begins_at(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let rest = text.get(at..).unwrap_or_default();
    before.is_none_or(|byte| !is_base64(*byte))
        && BEGINNINGS
            .iter()
            .any(|beginning| rest.starts_with(beginning))
}

/// The characters from here on, and where they end.
fn run(text: &[u8], from: usize) -> (Vec<u8>, usize) {
    let mut characters = Vec::new();
    let mut at = from;
    while let Some(byte) = text.get(at) {
        match byte {
            byte if is_base64(*byte) => characters.push(*byte),
            b'\r' | b'\n' => match next_line(text, at) {
                Some(next) => {
                    at = next;
                    continue;
                }
                None => break,
            },
            _ => break,
        }
        at += 1;
    }
    (characters, at)
}

/// Where the next line begins, after quote marks and indentation; `None` if it is empty.
fn next_line(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let line = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..))?;
    let quotes = line
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'>'))?;
    let first = line.get(quotes)?;
    is_base64(*first).then_some(at + (rest.len() - line.len()) + quotes)
}

/// The bodies of mail parts whose header says base64.
fn parts(text: &[u8]) -> Vec<Begin> {
    const FIELD: &[u8] = b"content-transfer-encoding:";
    /// How far a header extends from this field, in either direction.
    const MAX_HEADER: usize = 4096;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(colon) = pem::find(text, b":", from) {
        if found.len() == MAX_COUNT {
            break;
        }
        from = colon + 1;
        let at = from.saturating_sub(FIELD.len());
        if !starts_with(text.get(at..).unwrap_or_default(), FIELD) {
            continue;
        }
        let rest = text.get(from..).unwrap_or_default();
        let rest = rest.get(..MAX_HEADER.min(rest.len())).unwrap_or_default();
        if !starts_with(rest.trim_ascii_start(), b"base64") {
            continue;
        }
        let Some(body) = end_of_header(rest) else {
            continue;
        };
        let before = text
            .get(at.saturating_sub(MAX_HEADER)..at)
            .unwrap_or_default();
        // Only this part's fields: an empty line separates them from other parts.
        let own = last_paragraph(before);
        let header = [own, rest.get(..body).unwrap_or_default()].concat();
        let is_a = |kind: &[u8]| {
            find(&header, b"content-type:").is_some_and(|at| {
                let value = header.get(at + b"content-type:".len()..);
                starts_with(value.unwrap_or_default().trim_ascii_start(), kind)
            })
        };
        let lines = rest.get(body..).unwrap_or_default();
        let blank = lines.iter().take_while(|byte| byte.is_ascii_whitespace());
        let at = from + body + blank.count();
        found.push(Begin {
            at,
            is_harmless: is_a(b"text/") || is_a(b"image/"),
        });
    }
    found
}

/// Where the empty line after a header ends.
fn end_of_header(text: &[u8]) -> Option<usize> {
    let end = |line: &[u8]| {
        let mut windows = text.windows(line.len());
        Some(windows.position(|window| window == line)? + line.len())
    };
    match (end(b"\r\n\r\n"), end(b"\n\n")) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn last_paragraph(text: &[u8]) -> &[u8] {
    let windows = text.windows(2).rposition(|window| window == b"\n\n");
    let crlf = text.windows(4).rposition(|window| window == b"\r\n\r\n");
    let from = windows.max(crlf).unwrap_or(0);
    text.get(from..).unwrap_or_default()
}

fn starts_with(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Finds a word, ignoring case. `text` has a few kilobytes; `word` is lower case.
fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let mut windows = text.windows(word.len());
    windows.position(|window| window.eq_ignore_ascii_case(word))
}

/// Reads what one text decodes to. DER may follow DER. Words of the following text look like
/// base64 too, so the rest is read only as far as it begins like DER.
fn one(reading: &mut Reading, decoded: &[u8], place: &Place) -> Result<(), Error> {
    if decoded.first() != Some(&SEQUENCE) {
        return reading.read(decoded, place).map(drop);
    }
    let mut rest = decoded;
    for _ in 0..MAX_ELEMENT_COUNT {
        let (element, after) = ber::first(rest, ContainerPart::Base64Text)?;
        reading.read(element.raw, place)?;
        if after.first() != Some(&SEQUENCE) || ber::first(after, ContainerPart::Base64Text).is_err()
        {
            return Ok(());
        }
        rest = after;
    }
    Err(TOO_MANY)
}

/// The tag of a SEQUENCE (X.690 §8.9).
const SEQUENCE: u8 = 0x30;
