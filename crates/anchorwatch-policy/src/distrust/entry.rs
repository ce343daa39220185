//! One statement that something must not be trusted.

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256};

use super::{EntrySource, Limits, SerialOctets, UnsignedSerial};

/// One statement that something must not be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrustEntry {
    /// What it matches.
    pub matches: Match,
    /// Where it applies; without limits, everywhere.
    pub limits: Limits,
    /// How many publishers had to agree.
    pub threshold: Threshold,
    /// Who made the statement.
    pub source: EntrySource,
}

impl DistrustEntry {
    /// An entry for a key, anywhere in a chain, under any name, without limits, of the high
    /// threshold: the kind that the registry and the machine's owner make.
    ///
    /// Blocking by key matters: a re-issued, renamed or cross-signed twin has the same key, but
    /// lists by issuer and serial number do not catch it.
    #[must_use]
    pub fn of_key(key: SpkiSha256, source: EntrySource) -> Self {
        Self {
            matches: Match::Key(key),
            limits: Limits::default(),
            threshold: Threshold::High,
            source,
        }
    }
}

/// What an entry matches.
///
/// Names are compared byte for byte, by the hash of their DER, as Chromium and Firefox do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Match {
    /// The key, anywhere and under any name.
    Key(SpkiSha256),
    /// The key under this subject only: OneCRL's second form. The same key under another name
    /// does not match.
    SubjectKey {
        /// The subject.
        subject: NameSha256,
        /// The key.
        key: SpkiSha256,
    },
    /// The subject under any key except these: the CRLSet's `LimitedSubjects`. Without keys,
    /// every certificate with that name matches.
    SubjectUnlessKey {
        /// The subject.
        subject: NameSha256,
        /// The keys that may have the name; sorted, no duplicates.
        keys: Vec<SpkiSha256>,
    },
    /// The serial number under this issuer's name: OneCRL's first form.
    IssuerSerial {
        /// The issuer.
        issuer: NameSha256,
        /// The serial number, every octet.
        serial: SerialOctets,
    },
    /// The serial number under this issuer's key: the CRLSet's parents. It can match only
    /// certificates whose issuer's key is known, so never the anchor.
    IssuerKeySerial {
        /// The issuer's key.
        issuer_key: SpkiSha256,
        /// The serial number as a number.
        serial: UnsignedSerial,
    },
    /// One exact certificate: Java's `blocked.certs`.
    Certificate(CertSha256),
}

impl Match {
    /// The kind of the match.
    #[must_use]
    pub const fn kind(&self) -> MatchKind {
        match self {
            Self::Key(_) => MatchKind::Key,
            Self::SubjectKey { .. } => MatchKind::SubjectKey,
            Self::SubjectUnlessKey { .. } => MatchKind::SubjectUnlessKey,
            Self::IssuerSerial { .. } => MatchKind::IssuerSerial,
            Self::IssuerKeySerial { .. } => MatchKind::IssuerKeySerial,
            Self::Certificate(_) => MatchKind::Certificate,
        }
    }
}

anchorwatch_remark::closed_list! {
    /// The kinds of [`Match`].
    ///
    /// In the order of [`Match`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum MatchKind {
        /// [`Match::Key`].
        Key,
        /// [`Match::SubjectKey`].
        SubjectKey,
        /// [`Match::SubjectUnlessKey`].
        SubjectUnlessKey,
        /// [`Match::IssuerSerial`].
        IssuerSerial,
        /// [`Match::IssuerKeySerial`].
        IssuerKeySerial,
        /// [`Match::Certificate`].
        Certificate,
    }
}

impl MatchKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::SubjectKey => "subject_key",
            Self::SubjectUnlessKey => "subject_unless_key",
            Self::IssuerSerial => "issuer_serial",
            Self::IssuerKeySerial => "issuer_key_serial",
            Self::Certificate => "certificate",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

anchorwatch_remark::closed_list! {
    /// How many publishers had to agree on an entry.
    ///
    /// An entry of the quick threshold may take effect only on paths whose anchor is local. One
    /// publisher, coerced or mistaken, must be able to stop an imposed root at once, but not to
    /// switch off a site under a public root. This crate only stores the threshold; the verifier
    /// applies the rule.
    ///
    /// The lower first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Threshold {
        /// One publisher. Everything imported from another list has it.
        Quick,
        /// Enough to refuse even public roots: the registry, whose entries are reviewed with their
        /// sources, and the owner of the machine.
        High,
    }
}

impl Threshold {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::High => "high",
        }
    }

    /// The threshold with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
