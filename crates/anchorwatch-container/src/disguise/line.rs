//! Removes what surrounds each line of a certificate: a log's time, a patch's «+», a number, the
//! quotes of a program that joins its lines.

use anchorwatch_identity::pem::{self, body::is_base64};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// The shortest quoted text that can begin a certificate.
const FEWEST: usize = 32;

/// The text with each line of a block, and each quoted line of base64, on its own line.
pub(super) fn alone(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut state = State::Outside;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let (kept, next) = state.of_line(line);
        state = next;
        match kept {
            Kept::Line => out.extend_from_slice(line),
            Kept::Part([]) => {}
            Kept::Part(part) => {
                out.extend_from_slice(part);
                out.push(b'\n');
            }
        }
    }
    out
}

enum Kept<'a> {
    /// The whole line.
    Line,
    /// This part of the line.
    Part(&'a [u8]),
}

#[derive(Clone, Copy)]
enum State<'a> {
    Outside,
    /// Inside a block whose lines may have this prefix and suffix.
    Block(&'a [u8], &'a [u8]),
    /// After a line with quoted base64.
    Quoted,
}

impl<'a> State<'a> {
    fn of_line(self, line: &'a [u8]) -> (Kept<'a>, Self) {
        let begin = pem::find(line, BEGIN, 0);
        let end = pem::find(line, END, 0);
        match (self, begin, end) {
            (_, Some(_), Some(_)) => (Kept::Line, Self::Outside),
            (_, Some(at), None) => {
                let mark = mark(line, at, BEGIN);
                let before = line.get(..at).unwrap_or_default();
                let behind = line.get(at + mark.len()..).unwrap_or_default();
                (Kept::Part(mark), Self::Block(before, behind))
            }
            (Self::Block(..), None, Some(at)) => (Kept::Part(mark(line, at, END)), Self::Outside),
            (Self::Block(before, behind), None, None) => {
                let body = line.strip_prefix(before).unwrap_or(line);
                let body = body.strip_suffix(behind).unwrap_or(body);
                (Kept::Part(longest(body)), self)
            }
            (Self::Outside | Self::Quoted, None, _) => {
                let fewest = if matches!(self, Self::Quoted) {
                    1
                } else {
                    FEWEST
                };
                match quoted(line, fewest) {
                    Some(part) => (Kept::Part(part), Self::Quoted),
                    None => (Kept::Line, Self::Outside),
                }
            }
        }
    }
}

/// The mark that begins here, with its closing dashes.
fn mark<'a>(line: &'a [u8], at: usize, begin: &[u8]) -> &'a [u8] {
    let dashes = pem::find(line, DASHES, at + begin.len());
    let end = dashes.map_or(line.len(), |dashes| dashes + DASHES.len());
    line.get(at..end).unwrap_or_default()
}

fn longest(line: &[u8]) -> &[u8] {
    let runs = line.split(|byte| !is_base64(*byte));
    runs.max_by_key(|run| run.len()).unwrap_or_default()
}

/// The base64 between a line's first quotes, which may end in an escaped line end as in C.
fn quoted(line: &[u8], fewest: usize) -> Option<&[u8]> {
    let open = line
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    let quote = line.get(open)?;
    let inner = line.get(open + 1..)?;
    let close = inner.iter().position(|byte| byte == quote)?;
    let inner = inner.get(..close)?;
    let inner = inner.strip_suffix(b"\\n").unwrap_or(inner);
    let inner = inner.strip_suffix(b"\\r").unwrap_or(inner);
    let is_one = |byte: &u8| is_base64(*byte) || *byte == b'=';
    let is_whole = inner.len() >= fewest && inner.iter().all(is_one);
    is_whole.then_some(inner)
}
