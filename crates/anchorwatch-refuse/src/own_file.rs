//! A certificate of ours in the folder that OpenSSL reads.

use std::ffi::OsString;

/// A certificate of ours, as a file. `openssl rehash` only links to files with one certificate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OwnFile {
    /// Its name in the certificates' folder.
    pub(crate) name: OsString,
    /// The hash of the certificate's name, which names the link.
    pub(crate) hash: u32,
    /// The content.
    pub(crate) content: Vec<u8>,
}
