//! A place where programs look for roots, and what was found in it.

use std::path::PathBuf;

use anchorwatch_identity::Certificate;

use crate::Client;

/// A place where programs look for roots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// A name that stays the same from one audit to the next.
    pub id: String,
    /// What kind of place it is.
    pub kind: StoreKind,
    /// Where it is, as a person would name it from outside the tree.
    pub path: PathBuf,
    /// Whose it is: a user of the tree; `None` for the system's.
    pub user: Option<String>,
    /// The certificates in it.
    pub anchors: Vec<Anchor>,
    /// Why the store as a whole could not be read.
    pub error: Option<String>,
    /// Parts that could not be read, a sentence each; the rest is in `anchors`.
    pub unreadable: Vec<String>,
}

impl Store {
    /// How many of its certificates the store believes for TLS servers.
    #[must_use]
    pub fn believed_count(&self) -> usize {
        self.anchors
            .iter()
            .filter(|anchor| anchor.trust == Trust::Trusted)
            .count()
    }
}

/// What kind of place a store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StoreKind {
    /// Debian's one file with all roots, `/etc/ssl/certs/ca-certificates.crt`.
    DebianBundle,
    /// The folder around it, which OpenSSL reads by hash names and Go file by file.
    DebianDirectory,
    /// `/usr/local/share/ca-certificates`: what the next update takes in.
    DebianLocal,
    /// What Debian's own package offers and the next update takes in.
    DebianPackaged,
    /// OpenSSL's default file, where it is another than the bundle.
    OpensslFile,
    /// OpenSSL's default folder, where it is another than Debian's.
    OpensslDirectory,
    /// A `cert9.db` of NSS: Chromium's, or a profile's of Firefox or Thunderbird.
    Nss,
}

impl StoreKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::DebianBundle,
        Self::DebianDirectory,
        Self::DebianLocal,
        Self::DebianPackaged,
        Self::OpensslFile,
        Self::OpensslDirectory,
        Self::Nss,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DebianBundle => "debian_bundle",
            Self::DebianDirectory => "debian_directory",
            Self::DebianLocal => "debian_local",
            Self::DebianPackaged => "debian_packaged",
            Self::OpensslFile => "openssl_file",
            Self::OpensslDirectory => "openssl_directory",
            Self::Nss => "nss",
        }
    }
}

/// A certificate in a store. Every certificate that a store believes counts as an
/// anchor, intermediates and leaves too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether the store believes it for TLS servers.
    pub trust: Trust,
    /// Which programs believe it because it stands here; empty if none does.
    pub effective_for: Vec<Client>,
}

/// Whether a store believes a certificate for TLS servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It does.
    Trusted,
    /// The certificate lies there without being believed.
    None,
    /// It is marked as not to be believed.
    Distrusted,
}
