//! Reads an evidence file line by line, with one measurement in memory at a time.

use serde::Deserialize as _;

use anchorwatch_remark::TextProblem;

use super::{FormatError, Head, Line, SCHEMA, certificates::Known, text_error};
use crate::Measurement;

/// The longest line of an evidence file, in bytes: as much as a chain of the largest certificates
/// needs in base64.
pub const MAX_LINE_BYTES: usize = 16 << 20;

/// The most octets of certificates that are kept while a file is read.
const MAX_KEPT_BYTES: usize = 64 << 20;

/// The most octets of certificates in the chains of one measurement: each is a copy.
const MAX_CHAIN_BYTES: usize = 32 << 20;

/// Reads a file of schema `anchorwatch.evidence/2`, whose measurements each take one line.
///
/// A measurement is returned before the rest of the file is read, and nothing may be concluded from
/// a file without its end: keep what you make of it apart until [`finish`](Self::finish) agrees.
#[derive(Default)]
pub struct EvidenceLines {
    known: Known,
    /// `None` before the first line.
    software: Option<String>,
    lines: u64,
    measurements: u64,
    is_ended: bool,
}

impl EvidenceLines {
    /// Whether a first line is that of such a file.
    #[must_use]
    pub fn is_head(line: &[u8]) -> bool {
        let head = serde_json::from_slice::<Head>(line);
        head.is_ok_and(|head| head.schema == SCHEMA && head.measurements.is_none())
    }

    /// A reader before the first line.
    #[must_use]
    pub fn new() -> Self {
        Self {
            known: Known::bounded(MAX_KEPT_BYTES, MAX_CHAIN_BYTES),
            ..Self::default()
        }
    }

    /// Takes the next line, with or without its end; returns the measurement if it has one.
    ///
    /// # Errors
    /// [`FormatError`] says what is wrong. The reader cannot be used further.
    pub fn read(&mut self, line: &[u8]) -> Result<Option<Measurement>, FormatError> {
        self.lines += 1;
        let number = self.lines;
        if line.len() > MAX_LINE_BYTES {
            let max = MAX_LINE_BYTES as u64;
            return Err(FormatError::LineTooLong { line: number, max });
        }
        if self.software.is_none() {
            let head: Head = serde_json::from_slice(line).map_err(|error| at(number, error))?;
            if head.schema != SCHEMA || head.measurements.is_some() {
                let (got, read) = (head.schema, SCHEMA.to_owned());
                return Err(FormatError::Schema { got, read });
            }
            self.software = Some(head.software);
            return Ok(None);
        }
        if self.is_ended {
            let is_empty = line.trim_ascii().is_empty();
            let why = TextProblem::Syntax { line: number };
            return if is_empty {
                Ok(None)
            } else {
                Err(FormatError::Text { why })
            };
        }
        let mut values = serde_json::Deserializer::from_slice(line);
        let read = Line::deserialize(&mut values).map_err(|error| at(number, error))?;
        values.end().map_err(|error| at(number, error))?;
        self.take(read)
    }

    fn take(&mut self, line: Line) -> Result<Option<Measurement>, FormatError> {
        let index = self.measurements;
        match line {
            Line::Certificate(certificate) => self.known.add(certificate)?,
            Line::Measurement(document) => {
                self.known.begin_measurement();
                let measurement = document.read(index, &self.known)?;
                self.measurements += 1;
                return Ok(Some(measurement));
            }
            Line::End(end) if end.measurements as u64 == index => self.is_ended = true,
            Line::End(_) => return Err(FormatError::Contradiction { index }),
        }
        Ok(None)
    }

    /// Ends the file. Returns the measuring program, with its version.
    ///
    /// # Errors
    /// The last line is missing: the file was cut, or is still being written.
    pub fn finish(self) -> Result<String, FormatError> {
        let line = self.lines;
        self.software
            .filter(|_| self.is_ended)
            .ok_or(FormatError::Text {
                why: TextProblem::EndsEarly { line },
            })
    }
}

/// serde counts from the beginning of what it was given, which is one line.
fn at(line: u64, error: serde_json::Error) -> FormatError {
    let FormatError::Text { why } = text_error(error) else {
        return FormatError::Text {
            why: TextProblem::Syntax { line },
        };
    };
    FormatError::Text {
        why: why.at_line(line),
    }
}

#[cfg(test)]
mod tests;
