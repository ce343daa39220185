//! The kinds of entries.

anchorwatch_remark::closed_list! {
    /// What the records of a group are.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum EntryKind {
        /// A key, anywhere.
        Key,
        /// One certificate.
        Certificate,
        /// A key under one subject.
        SubjectKey,
        /// A subject under any key but some.
        SubjectUnlessKey,
        /// A serial number under an issuer's name.
        IssuerSerial,
        /// A serial number under an issuer's key.
        IssuerKeySerial,
        /// Indices of a log of Merkle Tree Certificates: reserved.
        MtcIndices,
        /// An entry of the quick list that is taken back.
        Withdrawn,
    }
}

/// The bit of a kind that forbids to ignore it.
pub(crate) const CRITICAL: u8 = 0x80;

impl EntryKind {
    /// The octet of the format.
    #[must_use]
    pub const fn octet(self) -> u8 {
        self as u8 + 1
    }

    /// The kind of this octet, without regard to its critical bit.
    pub(crate) fn from_octet(octet: u8) -> Option<Self> {
        let number = octet & !CRITICAL;
        Self::ALL.into_iter().find(|kind| kind.octet() == number)
    }

    /// Whether several records share the 32 octets that they begin with.
    pub(crate) const fn shares_prefix(self) -> bool {
        matches!(self, Self::IssuerSerial | Self::IssuerKeySerial)
    }
}
