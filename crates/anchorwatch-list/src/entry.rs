//! One entry of a list.

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256};
use anchorwatch_policy::distrust::{Limits, Match, SerialOctets, UnsignedSerial};

use crate::{EntryId, EntryKind, group::Group, item::Item, octets::Reader};

/// An entry of a list. It borrows the list's octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What it matches.
    pub matches: ListMatch<'a>,
    /// Where it applies.
    pub limits: &'a Limits,
    /// Whether it refuses every path; else only those with a local anchor.
    pub is_public: bool,
    id: EntryId,
}

/// What an entry matches: as [`Match`] where that has the kind, without copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListMatch<'a> {
    /// [`Match::Key`].
    Key(&'a [u8; 32]),
    /// [`Match::Certificate`].
    Certificate(&'a [u8; 32]),
    /// [`Match::SubjectKey`].
    SubjectKey {
        /// The subject.
        subject: &'a [u8; 32],
        /// The key.
        key: &'a [u8; 32],
    },
    /// [`Match::SubjectUnlessKey`].
    SubjectUnlessKey {
        /// The subject.
        subject: &'a [u8; 32],
        /// The keys that may have the name, sorted.
        keys: &'a [[u8; 32]],
    },
    /// [`Match::IssuerSerial`].
    IssuerSerial {
        /// The issuer's name.
        issuer: &'a [u8; 32],
        /// Every octet of the serial number.
        serial: &'a [u8],
    },
    /// [`Match::IssuerKeySerial`].
    IssuerKeySerial {
        /// The issuer's key.
        issuer_key: &'a [u8; 32],
        /// The serial number as a number.
        serial: &'a [u8],
    },
    /// Certificates of a Merkle Tree Certificate log. Reserved: nothing here uses it.
    MtcIndices {
        /// The log's trust anchor identifier.
        log: &'a [u8],
        /// The first index.
        start: u64,
        /// The index after the last one.
        end: u64,
    },
    /// An entry of the quick list that is taken back; it matches no certificate.
    Withdrawn(&'a [u8; 32]),
}

impl Entry<'_> {
    /// The entry's name in logs, deltas and withdrawals.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        self.id
    }
}

impl<'a> Group<'a> {
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.items().filter_map(|item| self.entry(&item))
    }

    /// The meaning of an item of this group; `None` if that is not known.
    pub(crate) fn entry<'s>(&'s self, item: &Item<'s>) -> Option<Entry<'s>> {
        let (kind, limits) = self.meaning.as_ref()?;
        Some(Entry {
            matches: ListMatch::of(*kind, item)?,
            limits,
            is_public: self.is_public,
            id: item.id(),
        })
    }
}

impl<'a> ListMatch<'a> {
    pub(crate) fn of(kind: EntryKind, item: &Item<'a>) -> Option<Self> {
        let mut rest = Reader::at(item.rest, 0);
        let prefix = || <&[u8; 32]>::try_from(item.prefix).ok();
        let serial = || item.rest.get(1..);
        Some(match kind {
            EntryKind::Key => Self::Key(rest.array().ok()?),
            EntryKind::Certificate => Self::Certificate(rest.array().ok()?),
            EntryKind::Withdrawn => Self::Withdrawn(rest.array().ok()?),
            EntryKind::SubjectKey => Self::SubjectKey {
                subject: rest.array().ok()?,
                key: rest.array().ok()?,
            },
            EntryKind::SubjectUnlessKey => {
                let subject = rest.array().ok()?;
                rest.varint().ok()?;
                let (keys, _) = rest.rest().as_chunks::<32>();
                Self::SubjectUnlessKey { subject, keys }
            }
            EntryKind::IssuerSerial => Self::IssuerSerial {
                issuer: prefix()?,
                serial: serial()?,
            },
            EntryKind::IssuerKeySerial => Self::IssuerKeySerial {
                issuer_key: prefix()?,
                serial: serial()?,
            },
            EntryKind::MtcIndices => {
                let length = rest.u8().ok()?;
                Self::MtcIndices {
                    log: rest.take(usize::from(length)).ok()?,
                    start: rest.u64().ok()?,
                    end: rest.u64().ok()?,
                }
            }
        })
    }

    /// The same for the policy; `None` for what it has no use for: reserved kinds and withdrawals.
    #[must_use]
    pub fn to_policy(&self) -> Option<Match> {
        let spki = |it: &[u8; 32]| SpkiSha256::from_bytes(*it);
        let name = |it: &[u8; 32]| NameSha256::from_bytes(*it);
        Some(match *self {
            Self::Key(key) => Match::Key(spki(key)),
            Self::Certificate(hash) => Match::Certificate(CertSha256::from_bytes(*hash)),
            Self::SubjectKey { subject, key } => Match::SubjectKey {
                subject: name(subject),
                key: spki(key),
            },
            Self::SubjectUnlessKey { subject, keys } => Match::SubjectUnlessKey {
                subject: name(subject),
                keys: keys.iter().map(spki).collect(),
            },
            Self::IssuerSerial { issuer, serial } => Match::IssuerSerial {
                issuer: name(issuer),
                serial: SerialOctets::new(serial)?,
            },
            Self::IssuerKeySerial { issuer_key, serial } => Match::IssuerKeySerial {
                issuer_key: spki(issuer_key),
                serial: UnsignedSerial::new(serial)?,
            },
            Self::MtcIndices { .. } | Self::Withdrawn(_) => return None,
        })
    }
}
