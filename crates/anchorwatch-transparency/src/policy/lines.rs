//! A policy's lines.

use crate::{PolicyProblem, policy::MAX_POLICY_BYTES};

/// A line that is neither empty nor a comment.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u64,
    pub(super) keyword: &'a [u8],
    pub(super) items: Vec<&'a [u8]>,
}

/// The lines, and how many there are with those that are left out.
pub(super) fn split(octets: &[u8]) -> Result<(Vec<Line<'_>>, u64), PolicyProblem> {
    if octets.len() > MAX_POLICY_BYTES {
        let max = MAX_POLICY_BYTES as u64;
        return Err(PolicyProblem::TooLong { max });
    }
    let mut lines = Vec::new();
    let mut number = 0;
    let mut rest = octets;
    while !rest.is_empty() {
        number += 1;
        let end = rest.iter().position(|it| *it == b'\n');
        let end = end.ok_or(PolicyProblem::Unterminated { line: number })?;
        let (line, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        if !line.iter().all(|it| is_allowed(*it)) {
            return Err(PolicyProblem::Octet { line: number });
        }
        let items = line.split(|it| matches!(it, b' ' | b'\t'));
        let mut items = items.filter(|it| !it.is_empty());
        match items.next() {
            Some(keyword) if !keyword.starts_with(b"#") => lines.push(Line {
                number,
                keyword,
                items: items.collect(),
            }),
            _ => (),
        }
    }
    Ok((lines, number))
}

/// Whatever is above ASCII is as it is: a policy need not be of any encoding.
const fn is_allowed(octet: u8) -> bool {
    matches!(octet, b'\t' | 0x20..=0x7e | 0x80..)
}
