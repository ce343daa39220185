//! Where the records of a group are.

use std::cmp::Ordering;

use crate::{EntryKind, record::Record};

/// Where the records of a group are. They borrow the list's octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Index<'a> {
    /// Records of 32 octets each need no index.
    Hashes(&'a [[u8; 32]]),
    /// Every record, in order.
    Records(Vec<Record<'a>>),
    /// Nothing is looked up.
    Nothing,
}

impl<'a> Index<'a> {
    pub(crate) fn new(form: Option<EntryKind>, octets: &'a [u8]) -> Self {
        match form {
            Some(EntryKind::Key | EntryKind::Certificate) => Self::Hashes(octets.as_chunks().0),
            Some(
                EntryKind::SubjectKey
                | EntryKind::SubjectUnlessKey
                | EntryKind::IssuerSerial
                | EntryKind::IssuerKeySerial,
            ) => Self::Records(Vec::new()),
            Some(EntryKind::MtcIndices | EntryKind::Withdrawn) | None => Self::Nothing,
        }
    }

    pub(crate) fn add(&mut self, record: Record<'a>) {
        if let Self::Records(records) = self {
            records.push(record);
        }
    }

    pub(crate) fn hash(&self, hash: &[u8; 32]) -> Option<Record<'a>> {
        let Self::Hashes(hashes) = self else {
            return None;
        };
        let at = hashes.binary_search(hash).ok()?;
        Some(Record {
            prefix: &[],
            rest: hashes.get(at)?,
        })
    }

    /// The records of which the front compares as equal.
    pub(crate) fn stretch(&self, compare: impl Fn(&Record<'a>) -> Ordering) -> &[Record<'a>] {
        let Self::Records(records) = self else {
            return &[];
        };
        let start = records.partition_point(|it| compare(it).is_lt());
        let rest = records.get(start..).unwrap_or_default();
        let count = rest.partition_point(|it| compare(it).is_eq());
        rest.get(..count).unwrap_or_default()
    }
}
