//! A file of roots with its containers opened.

use anchorwatch_identity::{Certificate, CertificateFile};

use crate::Error;

/// Takes a file of roots apart, and opens PKCS #7 and PKCS #12 in it with no password and
/// the empty one: as the union of all programs reads it. Never fails as a whole.
#[must_use]
pub fn certificate_file(bytes: &[u8]) -> CertificateFile {
    CertificateFile::opening(bytes, open)
}

fn open(bytes: &[u8]) -> Result<Vec<Result<Certificate, Error>>, Error> {
    let items = crate::read(bytes, None)?.items;
    Ok(items.into_iter().map(|item| item.certificate).collect())
}

#[cfg(test)]
mod tests;
