//! An evidence file that is written while measuring, and read again after a kill.
//!
//! A segment is an evidence file that grows by whole lines. What is appended at once is one
//! *group*: the measurements that one visit to a place gave, and the certificates that they are
//! the first to name. A kill can cut the last group short, and nothing else.
//!
//! **Not covered:** what a disk loses when power fails. A line that is complete and cannot be
//! read is damage, and is refused: cutting it off would lose what follows it.

use serde::Deserialize as _;

use super::{
    End, FormatError, Head, Line, SCHEMA,
    certificates::{CertificateDocument, Known, Written, sha256_of},
    document::MeasurementDocument,
    line, text_error,
};
use crate::Measurement;

/// A segment is closed at this many measurements; a reader needs some 20 KB for each.
pub const SEGMENT_MEASUREMENTS: usize = 2000;

/// A segment is closed at this size, in bytes: a quarter of what is read.
const MAX_SEGMENT_BYTES: u64 = 64 << 20;

/// A segment is closed when its chains together have this many bytes: a quarter of what is read.
const MAX_CHAIN_BYTES: u64 = 128 << 20;

/// The text of a segment, piece by piece. It does no IO.
#[derive(Default)]
pub struct SegmentWriter {
    written: Written,
    measurements: usize,
    octets: u64,
    chain_octets: u64,
}

impl std::fmt::Debug for SegmentWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SegmentWriter")
            .field("measurements", &self.measurements)
            .field("octets", &self.octets)
            .finish_non_exhaustive()
    }
}

impl SegmentWriter {
    /// The first line.
    #[must_use]
    pub fn begin(software: &str) -> (Self, Vec<u8>) {
        let mut text = Vec::new();
        let head = Head {
            schema: SCHEMA.to_owned(),
            software: software.to_owned(),
            measurements: None,
        };
        line(&mut text, &head);
        (Self::default(), text)
    }

    /// The lines of one more measurement. `number` is its number in the run.
    pub fn add(&mut self, measurement: &Measurement, number: Option<u64>) -> Vec<u8> {
        let mut text = Vec::new();
        for certificate in self.written.new_ones(measurement) {
            line(&mut text, &Line::Certificate(certificate));
        }
        let document = MeasurementDocument::of(measurement, number);
        line(&mut text, &Line::Measurement(Box::new(document)));
        self.count(measurement, text.len());
        text
    }

    /// The last line.
    #[must_use]
    pub fn end(&self) -> Vec<u8> {
        let mut text = Vec::new();
        let measurements = self.measurements;
        line(&mut text, &Line::End(End { measurements }));
        text
    }

    /// Whether the segment should be closed, so that whoever reads it needs little memory.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.measurements >= SEGMENT_MEASUREMENTS
            || self.octets >= MAX_SEGMENT_BYTES
            || self.chain_octets >= MAX_CHAIN_BYTES
    }

    fn count(&mut self, measurement: &Measurement, octets: usize) {
        self.measurements += 1;
        self.octets += octets as u64;
        let all = measurement.certificates();
        self.chain_octets += all.map(|der| der.len() as u64).sum::<u64>();
    }
}

/// What a segment has, whether it was closed or cut.
#[derive(Debug)]
pub struct Segment {
    /// Goes on after the last whole group.
    pub writer: SegmentWriter,
    /// How many bytes the whole groups have; what follows is to be cut off. All of the file if it
    /// was closed.
    pub whole_bytes: u64,
    /// Whether the last line is there, so that nothing may be added.
    pub is_closed: bool,
    /// The measurements with their numbers in the run.
    pub measurements: Vec<(Option<u64>, Measurement)>,
}

impl Segment {
    /// Reads a segment. `group_size` is how many measurements a group has: a group is whole with
    /// the measurement whose number is the last of its group.
    ///
    /// # Errors
    /// [`FormatError`]: a complete line cannot be read, so the file was damaged and not only cut.
    pub fn read(text: &[u8], group_size: u64) -> Result<Self, FormatError> {
        let mut reading = Reading::new(group_size.max(1));
        let mut offset = 0;
        for one in text.split_inclusive(|octet| *octet == b'\n') {
            offset += one.len() as u64;
            if !one.ends_with(b"\n") {
                break;
            }
            reading.line(one, offset)?;
        }
        Ok(reading.segment)
    }
}

/// A segment while it is read.
struct Reading {
    segment: Segment,
    group_size: u64,
    known: Known,
    has_head: bool,
    certificates: Vec<String>,
    group: Vec<(Option<u64>, Measurement, usize)>,
    octets: usize,
}

impl Reading {
    fn new(group_size: u64) -> Self {
        let segment = Segment {
            writer: SegmentWriter::default(),
            whole_bytes: 0,
            is_closed: false,
            measurements: Vec::new(),
        };
        Self {
            segment,
            group_size,
            known: Known::default(),
            has_head: false,
            certificates: Vec::new(),
            group: Vec::new(),
            octets: 0,
        }
    }

    fn line(&mut self, text: &[u8], offset: u64) -> Result<(), FormatError> {
        let index = (self.segment.measurements.len() + self.group.len()) as u64;
        let mut values = serde_json::Deserializer::from_slice(text);
        if !self.has_head {
            let head = Head::deserialize(&mut values).map_err(text_error)?;
            if head.schema != SCHEMA || head.measurements.is_some() {
                let (got, read) = (head.schema, SCHEMA.to_owned());
                return Err(FormatError::Schema { got, read });
            }
            self.has_head = true;
            self.segment.whole_bytes = offset;
        } else if self.segment.is_closed {
            return Err(FormatError::Contradiction { index });
        } else {
            let read = Line::deserialize(&mut values).map_err(text_error)?;
            self.octets += text.len();
            self.after_head(read, index, offset)?;
        }
        values.end().map_err(text_error)
    }

    fn after_head(&mut self, read: Line, index: u64, offset: u64) -> Result<(), FormatError> {
        match read {
            Line::Certificate(certificate) => self.certificate(certificate),
            Line::Measurement(document) => {
                let number = document.number();
                let measurement = document.read(index, &self.known)?;
                let octets = std::mem::take(&mut self.octets);
                self.group.push((number, measurement, octets));
                // The number comes from the file and can be the largest one.
                let last = self.group_size.saturating_sub(1);
                if number.is_none_or(|number| number % self.group_size == last) {
                    self.whole(offset);
                }
                Ok(())
            }
            Line::End(end) => {
                if !self.group.is_empty() || end.measurements != self.segment.measurements.len() {
                    return Err(FormatError::Contradiction { index });
                }
                self.segment.is_closed = true;
                self.segment.whole_bytes = offset;
                Ok(())
            }
        }
    }

    fn certificate(&mut self, certificate: CertificateDocument) -> Result<(), FormatError> {
        self.certificates.push(sha256_of(&certificate).to_owned());
        self.known.add(certificate)
    }

    /// The group is whole: what it wrote counts.
    fn whole(&mut self, offset: u64) {
        let Self { segment, group, .. } = self;
        for sha256 in self.certificates.drain(..) {
            segment.writer.written.has(sha256);
        }
        for (number, measurement, octets) in group.drain(..) {
            segment.writer.count(&measurement, octets);
            segment.measurements.push((number, measurement));
        }
        segment.whole_bytes = offset;
    }
}

#[cfg(test)]
mod tests;
