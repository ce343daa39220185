//! A certificate that we write into the folder that OpenSSL reads.

use std::{ffi::OsString, path::Path};

use crate::system_paths;

/// A certificate that we write, as a file. `openssl rehash` only links to files with one
/// certificate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OwnFile {
    /// Its name in the certificates' folder.
    pub(crate) name: OsString,
    /// The hash of the certificate's name, which names the link.
    pub(crate) hash: u32,
    /// The content.
    pub(crate) content: Vec<u8>,
}

/// `openssl rehash` makes links for files with this suffix.
const SUFFIX: &str = ".pem";

/// The name of a file with this prefix and these hexadecimal digits.
pub(crate) fn name(prefix: &str, digits: &str) -> OsString {
    OsString::from(format!("{prefix}{digits}{SUFFIX}"))
}

/// Whether a path is that of a file with this prefix and as many digits, whatever is there.
pub(crate) fn is_path_of_one(path: &Path, prefix: &str, digit_count: usize) -> bool {
    let is_named_so = |name: &str| {
        let digits = name
            .strip_prefix(prefix)
            .and_then(|rest| rest.strip_suffix(SUFFIX));
        digits.is_some_and(|digits| {
            let is_mark = |octet: u8| octet == b'-' || octet.is_ascii_hexdigit();
            digits.len() == digit_count && digits.bytes().all(is_mark)
        })
    };
    let name = path.file_name().and_then(|name| name.to_str());
    system_paths::is_in_folder(path) && name.is_some_and(is_named_so)
}
