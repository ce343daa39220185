//! Who says that something is not to be believed.

use std::fmt;

/// Who says that something is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntrySource {
    /// The registry of known roots, by the root's identifier.
    Registry(&'static str),
    /// The owner of this machine.
    Owner,
    /// Chromium's CRLSet.
    CrlSet {
        /// Its sequence number.
        sequence: i32,
    },
    /// Mozilla's OneCRL.
    OneCrl {
        /// The record's identifier, as the list gives it.
        record: String,
        /// The publisher's own words for it, if there are any: untrusted text.
        says: Option<String>,
    },
    /// Java's `blocked.certs`.
    JavaBlocked,
}

impl fmt::Display for EntrySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(id) => write!(f, "registry:{id}"),
            Self::Owner => f.write_str("owner"),
            Self::CrlSet { sequence } => write!(f, "crlset:{sequence}"),
            Self::OneCrl { record, .. } => write!(f, "onecrl:{record}"),
            Self::JavaBlocked => f.write_str("java"),
        }
    }
}
