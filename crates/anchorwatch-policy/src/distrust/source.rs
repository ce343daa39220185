//! Who says that something must not be trusted.

use std::{fmt, sync::Arc};

/// Who says that something must not be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntrySource {
    /// The registry of known roots, by the root's identifier.
    Registry(&'static str),
    /// The owner of this machine.
    Owner,
    /// A list of another publisher.
    List(ListSource),
    /// A signed list that this machine follows.
    Signed(SignedSource),
}

/// Where an entry is in a signed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedSource {
    /// The list, shared by its entries.
    pub list: Arc<SignedList>,
    /// The entry's identifier in it.
    pub entry: [u8; 32],
}

/// A signed list that this machine follows, and who had to agree on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedList {
    /// The list's name: untrusted text without control characters.
    pub origin: String,
    /// Which of the lists of that name.
    pub part: SignedPart,
    /// The number of the set of publishers that signed it.
    pub epoch: u64,
    /// The list's number.
    pub sequence: u64,
    /// How many publishers had to sign it.
    pub signers_needed: u64,
    /// How many publishers there are.
    pub publisher_count: u64,
}

anchorwatch_remark::closed_list! {
    /// The parts of what a machine holds of signed lists.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum SignedPart {
        /// The list that a quorum signed.
        Approved,
        /// The list that fewer publishers signed.
        Quick,
        /// What is gone from the lists and stays in force for a time.
        Gone,
    }
}

anchorwatch_remark::remarks! {
    /// Which signed list says so, and how many had to agree.
    pub enum SaidBy {
        /// The approved list.
        "said_by_approved_list" => Approved {
            /// The list's name.
            origin: String,
            /// The number of the set of publishers.
            epoch: u64,
            /// The list's number.
            sequence: u64,
            /// How many publishers had to sign it.
            signers_needed: u64,
            /// How many publishers there are.
            publisher_count: u64,
        },
        /// The quick list.
        "said_by_quick_list" => Quick {
            /// The list's name.
            origin: String,
            /// The number of the set of publishers.
            epoch: u64,
            /// The list's number.
            sequence: u64,
            /// How many publishers had to sign it.
            signers_needed: u64,
            /// How many publishers there are.
            publisher_count: u64,
        },
        /// An earlier list: this one no longer has the entry, which stays for a time.
        "said_by_earlier_list" => Gone {
            /// The list's name.
            origin: String,
            /// The number of the set of publishers.
            epoch: u64,
            /// The number of the list that lacks the entry.
            sequence: u64,
            /// How many publishers had to sign it.
            signers_needed: u64,
            /// How many publishers there are.
            publisher_count: u64,
        },
    }
}

impl SignedList {
    /// What to tell of the list.
    #[must_use]
    pub fn said_by(&self) -> SaidBy {
        let origin = self.origin.clone();
        let (epoch, sequence) = (self.epoch, self.sequence);
        let (signers_needed, publisher_count) = (self.signers_needed, self.publisher_count);
        match self.part {
            SignedPart::Approved => SaidBy::Approved {
                origin,
                epoch,
                sequence,
                signers_needed,
                publisher_count,
            },
            SignedPart::Quick => SaidBy::Quick {
                origin,
                epoch,
                sequence,
                signers_needed,
                publisher_count,
            },
            SignedPart::Gone => SaidBy::Gone {
                origin,
                epoch,
                sequence,
                signers_needed,
                publisher_count,
            },
        }
    }
}

impl SignedPart {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Quick => "quick",
            Self::Gone => "gone",
        }
    }
}

/// Where an entry is in a list of another publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSource {
    /// The stable code of the list's format.
    pub format: &'static str,
    /// The list's number, if its format has one.
    pub sequence: Option<i32>,
    /// The record's identifier in the list, if its format has them.
    pub record: Option<String>,
    /// The publisher's description of the record, if there is one: untrusted text.
    pub says: Option<String>,
}

impl EntrySource {
    /// The codes of the sources that are not lists.
    pub const OWN: [&'static str; 2] = ["registry", "owner"];

    /// The code of an entry of a signed list.
    pub const SIGNED: &'static str = "signed_list";

    /// The stable code of the source.
    #[must_use]
    pub const fn list(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::Owner => "owner",
            Self::List(list) => list.format,
            Self::Signed(_) => Self::SIGNED,
        }
    }

    /// Which signed list says so, if one does.
    #[must_use]
    pub fn said_by(&self) -> Option<SaidBy> {
        match self {
            Self::Signed(signed) => Some(signed.list.said_by()),
            Self::Registry(_) | Self::Owner | Self::List(_) => None,
        }
    }

    /// The publisher's description of the entry, if there is one: untrusted text.
    #[must_use]
    pub fn says(&self) -> Option<&str> {
        match self {
            Self::List(list) => list.says.as_deref(),
            Self::Registry(_) | Self::Owner | Self::Signed(_) => None,
        }
    }
}

impl fmt::Display for EntrySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.list())?;
        match self {
            Self::Owner => Ok(()),
            Self::Registry(id) => write!(f, ":{id}"),
            Self::Signed(signed) => {
                f.write_str(":")?;
                let mut octets = signed.entry.iter();
                octets.try_for_each(|octet| write!(f, "{octet:02x}"))
            }
            Self::List(list) => match (&list.record, list.sequence) {
                (Some(record), _) => write!(f, ":{record}"),
                (None, Some(sequence)) => write!(f, ":{sequence}"),
                (None, None) => Ok(()),
            },
        }
    }
}
