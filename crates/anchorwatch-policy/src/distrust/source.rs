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
    /// Chromium's CRLSet.
    CrlSet {
        /// Its sequence number.
        sequence: i32,
    },
    /// Mozilla's OneCRL.
    OneCrl {
        /// The record's identifier in the list.
        record: String,
        /// The publisher's description, if there is one: untrusted text.
        says: Option<String>,
    },
    /// Java's `blocked.certs`.
    JavaBlocked,
}

impl EntrySource {
    /// The stable code of the list that the entry is from.
    #[must_use]
    pub const fn list(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::Owner => "owner",
            Self::CrlSet { .. } => "crlset",
            Self::OneCrl { .. } => "onecrl",
            Self::JavaBlocked => "java_blocked",
        }
    }

    /// All values of [`list`](Self::list).
    pub const LISTS: [&'static str; 5] = ["registry", "owner", "crlset", "onecrl", "java_blocked"];
}

impl fmt::Display for EntrySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.list())?;
        match self {
            Self::Registry(id) => write!(f, ":{id}"),
            Self::CrlSet { sequence } => write!(f, ":{sequence}"),
            Self::OneCrl { record, .. } => write!(f, ":{record}"),
            Self::Owner | Self::JavaBlocked => Ok(()),
        }
    }
}
