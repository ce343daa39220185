//! A file of roots with its containers opened.

use anchorwatch_identity::{Certificate, CertificateFile};

use crate::Error;

/// Splits a file of roots into parts, and opens PKCS #7 and PKCS #12 in it without a password or
/// with the empty one. Finds every certificate that some program would find. Never fails as a
/// whole.
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
