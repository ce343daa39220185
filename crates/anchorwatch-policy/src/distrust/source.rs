//! Who says that something must not be trusted.

use std::fmt;

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

    /// The stable code of the source.
    #[must_use]
    pub const fn list(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::Owner => "owner",
            Self::List(list) => list.format,
        }
    }

    /// The publisher's description of the entry, if there is one: untrusted text.
    #[must_use]
    pub fn says(&self) -> Option<&str> {
        match self {
            Self::List(list) => list.says.as_deref(),
            Self::Registry(_) | Self::Owner => None,
        }
    }
}

impl fmt::Display for EntrySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.list())?;
        match self {
            Self::Owner => Ok(()),
            Self::Registry(id) => write!(f, ":{id}"),
            Self::List(list) => match (&list.record, list.sequence) {
                (Some(record), _) => write!(f, ":{record}"),
                (None, Some(sequence)) => write!(f, ":{sequence}"),
                (None, None) => Ok(()),
            },
        }
    }
}
