//! The records of a group, one at a time.

use crate::{EntryKind, ListProblem, octets::Reader};

/// The most keys that may have a limited name.
const MAX_ALLOWED_KEYS: usize = 1024;

/// A record in flat form, in two parts: what its neighbours may share, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Record<'a> {
    pub(crate) prefix: &'a [u8],
    pub(crate) rest: &'a [u8],
}

/// Reads the records of a group. Ends after the first problem.
///
/// The order of records is checked where a group is read (`group.rs`); here, what cannot be seen
/// in flat form: that an issuer comes once.
pub(crate) struct Records<'a> {
    /// `None`: the kind is unknown, and the records are one.
    kind: Option<EntryKind>,
    reader: Reader<'a>,
    issuer: &'a [u8],
    /// How many serial numbers of this issuer are left.
    left: usize,
}

impl<'a> Records<'a> {
    pub(crate) const fn new(kind: Option<EntryKind>, reader: Reader<'a>) -> Self {
        Self {
            kind,
            reader,
            issuer: &[],
            left: 0,
        }
    }

    /// Where the next record begins.
    pub(crate) const fn offset(&self) -> usize {
        self.reader.offset()
    }

    fn read(&mut self) -> Result<Record<'a>, ListProblem> {
        let Some(kind) = self.kind else {
            let rest = self.reader.take(self.reader.rest().len())?;
            return Ok(Record { prefix: &[], rest });
        };
        if kind.shares_prefix() {
            return self.read_serial(kind);
        }
        let from = self.reader;
        skip(kind, &mut self.reader)?;
        let length = self.reader.offset() - from.offset();
        let rest = from.rest().get(..length).unwrap_or_default();
        Ok(Record { prefix: &[], rest })
    }

    fn read_serial(&mut self, kind: EntryKind) -> Result<Record<'a>, ListProblem> {
        if self.left == 0 {
            let issuer = self.reader.array::<32>()?;
            if issuer.as_slice() <= self.issuer {
                return Err(self.reader.order());
            }
            self.issuer = issuer;
            self.left = self.reader.varint()?;
            if self.left == 0 {
                return Err(self.reader.value());
            }
        }
        let from = self.reader.rest();
        let length = usize::from(self.reader.u8()?);
        let serial = self.reader.take(length)?;
        let is_number = !matches!(serial, [0, _, ..]);
        if serial.is_empty() || (kind == EntryKind::IssuerKeySerial && !is_number) {
            return Err(self.reader.value());
        }
        self.left -= 1;
        Ok(Record {
            prefix: self.issuer,
            rest: from.get(..=length).unwrap_or_default(),
        })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, ListProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.reader.is_empty() && self.left == 0 {
            return None;
        }
        let read = self.read();
        if read.is_err() {
            self.reader = Reader::at(&[], self.reader.offset());
            self.left = 0;
        }
        Some(read)
    }
}

/// Reads over a record that shares nothing.
fn skip(kind: EntryKind, reader: &mut Reader<'_>) -> Result<(), ListProblem> {
    match kind {
        EntryKind::Key | EntryKind::Certificate | EntryKind::Withdrawn => {
            reader.array::<32>()?;
        }
        EntryKind::SubjectKey => {
            reader.array::<64>()?;
        }
        EntryKind::SubjectUnlessKey => {
            reader.array::<32>()?;
            let count = reader.varint()?;
            if count > MAX_ALLOWED_KEYS {
                return Err(reader.value());
            }
            let mut last: &[u8] = &[];
            for _ in 0..count {
                let key = reader.array::<32>()?;
                if key.as_slice() <= last {
                    return Err(reader.order());
                }
                last = key;
            }
        }
        EntryKind::MtcIndices => {
            let length = reader.u8()?;
            reader.take(usize::from(length))?;
            let (start, end) = (reader.u64()?, reader.u64()?);
            if length == 0 || start >= end {
                return Err(reader.value());
            }
        }
        EntryKind::IssuerSerial | EntryKind::IssuerKeySerial => return Err(reader.value()),
    }
    Ok(())
}
