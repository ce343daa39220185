//! Reads others' distrust lists with the meaning that their own programs give them.
//!
//! | list | read as | carrier |
//! |---|---|---|
//! | Chromium's CRLSet | [`crlset`] | none, or a signed component ([`crx3`]) |
//! | Mozilla's OneCRL | [`onecrl`] | none, or a content signature ([`read_checked`]) |
//! | Java's `blocked.certs` | [`java`] | none |
//! | Anchorwatch's normal form | [`entries`](mod@entries) | none |
//!
//! A list becomes entries of the quick threshold, since it is one publisher's. Records that
//! cannot be used are named in [`Imported::unusable`], and the rest is kept.
//!
//! **Trust:** only [`Carrier::Crx3`] and [`Carrier::ContentSignature`] mean that a file's origin was
//! verified. The author of an
//! unverified list can make anything refused that an entry can match, and can leave out anything.

mod carrier;
mod content_signature;
pub mod crlset;
pub mod crx3;
mod cursor;
pub mod entries;
mod error;
pub mod java;
mod json;
pub mod onecrl;
mod problem;
mod protobuf;
mod unusable;
mod zip;

use anchorwatch_identity::{SpkiSha256, UnixSeconds};

use crate::{DistrustEntry, EntrySource};

pub use carrier::{Carrier, NotVerified, VerifiedCarrier};
pub use content_signature::MAX_CHAIN_BYTES;
pub use error::Error;
pub use problem::{
    ArchiveProblem, ChainProblem, ComponentProblem, EntryProblem, FieldProblem, Part,
};
pub use unusable::{RecordName, RecordProblem, Unusable};

/// The largest list that is read, in bytes.
///
/// Chromium keeps a CRLSet under 250 KB, and OneCRL has about a mebibyte.
pub const MAX_LIST_BYTES: usize = 16 << 20;

/// The most records of one list: a hundred times the longest known (OneCRL's 1,918), and ten
/// times the about 25,000 serial numbers that CRLSets once had.
pub const MAX_RECORDS: usize = 250_000;

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The kind of list.
    pub format: ListFormat,
    /// Whether the bytes were verified.
    pub carrier: Carrier,
    /// Whether the file has a signature that was not checked, because the chain of its signer was
    /// not given.
    pub has_unchecked_signature: bool,
    /// The list's number, if it has one: a CRLSet's sequence. It only grows.
    pub sequence: Option<i32>,
    /// When the list was made, if it says so.
    pub dated: Option<UnixSeconds>,
    /// The second after which the list calls itself stale. A stale list still refuses what is on
    /// it, but that something is missing from it means nothing any more.
    pub stale_after: Option<UnixSeconds>,
    /// The entries.
    pub entries: Vec<DistrustEntry>,
    /// Keys that are known for interception. For information only: this refuses nothing. Sorted,
    /// no duplicates.
    pub known_interception: Vec<SpkiSha256>,
    /// Records that cannot be used, in list order.
    pub unusable: Vec<Unusable>,
    /// The lists that a normal form was made from, as it claims.
    pub made_from: Vec<MadeFrom>,
}

impl Imported {
    fn unverified(format: ListFormat) -> Self {
        Self {
            format,
            carrier: Carrier::Unverified,
            has_unchecked_signature: false,
            sequence: None,
            dated: None,
            stale_after: None,
            entries: Vec::new(),
            known_interception: Vec::new(),
            unusable: Vec::new(),
            made_from: Vec::new(),
        }
    }

    /// Why nobody vouches for the bytes; `None` if they were verified.
    #[must_use]
    pub const fn not_verified(&self) -> Option<NotVerified> {
        match self.carrier {
            Carrier::Unverified if self.has_unchecked_signature => Some(NotVerified::ChainNotGiven),
            Carrier::Unverified => Some(NotVerified::NotSigned),
            Carrier::Crx3(_) | Carrier::ContentSignature(_) => None,
        }
    }

    /// Whether the list called itself stale by this time.
    #[must_use]
    pub fn is_stale_at(&self, now: UnixSeconds) -> bool {
        self.stale_after.is_some_and(|after| now > after)
    }
}

/// What an entry of a list names as its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The list's number.
    Sequence,
    /// The record's identifier.
    Record,
    /// Nothing.
    Nothing,
    /// Entries keep the source that they had before.
    Earlier,
}

/// Declares the formats, in the order in which they are recognised: the code, the name, the
/// module that reads it, and what its entries name as their place.
macro_rules! formats {
    ($($(#[$attribute:meta])* $code:literal => $format:ident by $module:ident at $place:ident,)*) => {
        /// The kinds of list that can be read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ListFormat {
            $($(#[$attribute])* $format,)*
        }

        impl ListFormat {
            /// All kinds.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$format),*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$format => $code,)*
                }
            }

            pub(crate) const fn place(self) -> Place {
                match self {
                    $(Self::$format => Place::$place,)*
                }
            }
        }

        /// Reads a list that is in no carrier.
        fn read_bare(bytes: &[u8]) -> Result<Imported, Error> {
            $(
                if $module::is_one(bytes) {
                    return $module::read(bytes);
                }
            )*
            Err(Error::UnknownFormat)
        }
    };
}

formats! {
    /// Chromium's CRLSet. It is recognised before JSON: the length of its header can look like a
    /// bracket.
    "crlset" => CrlSet by crlset at Sequence,
    /// Anchorwatch's normal form.
    "entries" => Entries by entries at Earlier,
    /// Mozilla's OneCRL.
    "onecrl" => OneCrl by onecrl at Record,
    /// Java's `blocked.certs`.
    "java_blocked" => JavaBlocked by java at Nothing,
}

impl ListFormat {
    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// Returns the codes of everything that can say that something must not be trusted.
pub fn source_codes() -> impl Iterator<Item = &'static str> {
    let has_entries = |format: &ListFormat| format.place() != Place::Earlier;
    let lists = ListFormat::ALL.into_iter().filter(has_entries);
    EntrySource::OWN
        .into_iter()
        .chain(lists.map(ListFormat::code))
}

/// A list that a normal form was made from, as it claims. Nothing here was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFrom {
    /// The kind of list.
    pub format: ListFormat,
    /// Its sequence.
    pub sequence: Option<i32>,
    /// When it was made.
    pub dated: Option<UnixSeconds>,
    /// When it becomes stale, as it says itself.
    pub stale_after: Option<UnixSeconds>,
    /// The keys whose signatures were checked when it was read.
    pub verified_keys: Vec<SpkiSha256>,
    /// How many of its records could not be used.
    pub unusable_count: usize,
}

/// Reads a list of any known kind, recognised by its content, not its name.
///
/// # Errors
/// [`Error`] says what is wrong with the list, and where. A partly unusable list is not an error:
/// see [`Imported::unusable`].
pub fn read(bytes: &[u8]) -> Result<Imported, Error> {
    let chains = &[];
    let now = UnixSeconds::new(0);
    read_checked(bytes, &SignatureCheck { chains, now })
}

/// What a list's signature is checked with, beside the list.
#[derive(Debug, Clone, Copy)]
pub struct SignatureCheck<'a> {
    /// Chains of signers, each as PEM: the signer's certificate first, the root too. What a
    /// changeset of Mozilla's names as `x5u`.
    pub chains: &'a [Vec<u8>],
    /// The time at which a chain must be valid.
    pub now: UnixSeconds,
}

/// Like [`read`]; also checks a content signature, if a chain is given.
///
/// # Errors
/// As [`read`], and if the file has such a signature that no chain given here proves.
pub fn read_checked(bytes: &[u8], check: &SignatureCheck<'_>) -> Result<Imported, Error> {
    if bytes.len() > MAX_LIST_BYTES {
        return Err(Error::TooLarge {
            got: bytes.len() as u64,
            max: MAX_LIST_BYTES as u64,
        });
    }
    if crx3::is_one(bytes) {
        return crx3::read(bytes);
    }
    let imported = read_bare(bytes)?;
    if imported.has_unchecked_signature && !check.chains.is_empty() {
        return onecrl::signed::read(bytes, check);
    }
    Ok(imported)
}

#[cfg(test)]
mod tests;
