//! Finds every certificate in a file of roots that some program would find.
//!
//! Programs read the same file differently, and each skips what it does not understand. Measured
//! with OpenSSL 3.0.22, GnuTLS 3.7.9 and OpenJDK 17:
//!
//! | who | reads |
//! |---|---|
//! | OpenSSL, a file given by name | PEM blocks with a certificate's labels, past anything that is not PEM; nothing at all if one block is damaged ([`OpensslRefusal`]) |
//! | OpenSSL 3, its default folder by hash name | PEM, DER and PKCS #12 without a password, one after the other, up to the first part that it cannot read |
//! | curl's folder by hash name, Node | PEM blocks up to the first damaged one |
//! | GnuTLS | PEM blocks, past anything between them; nothing at all if one is damaged ([`GnutlsRefusal`]) |
//! | Go | PEM blocks, past anything between them |
//! | Java | DER, PEM with any label, PKCS #7, one after the other |
//!
//! This reader finds what any of them finds. A PEM block counts at any position, and with any
//! label if its body is a certificate. A certificate in DER counts at any byte, even inside
//! another part. So one certificate never hides the next. Leftover bytes that some program could
//! read as a certificate are reported in [`Part::unread`], not skipped.
//!
//! Overlapping parts are joined into one [`Part`]. Parts never share a byte, so each can be cut
//! out without changing the rest.
//!
//! **Trust:** the file's maker chose every byte. The work is bounded by [`MAX_CONTAINER_COUNT`]
//! and by a budget for certificates inside certificates.

use std::ops::Range;

use crate::{Certificate, TrustSettings, pem};

mod binary;
mod container;
mod der_shape;
mod gnutls;
mod openssl;
mod text;

pub use container::{
    ContainerError, ContainerKind, ContainerPart, Damage, OpenContainer, PropertyListProblem,
};
pub use gnutls::GnutlsRefusal;
pub use openssl::{OpensslRefusal, openssl_end};
pub use text::rejects_servers;

use container::Containers;

/// How many PKCS #7 and PKCS #12 files are opened in one file. Deriving keys is costly, and an
/// ordinary file of roots has none.
pub const MAX_CONTAINER_COUNT: usize = 8;

/// A file of certificates, split into parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertificateFile {
    /// The parts that contain certificates, or could, in order, without overlap.
    pub parts: Vec<Part>,
}

/// A part of the file: a PEM block, a certificate in DER, a container, or other bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its position in the file.
    pub range: Range<usize>,
    /// The certificates that some program finds in it.
    pub certificates: Vec<Found>,
    /// What could not be read here but may be a certificate to some program.
    pub unread: Vec<Error>,
}

/// A certificate and its encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The certificate.
    pub certificate: Certificate,
    /// Its encoding, which decides which programs read it.
    pub form: Form,
}

/// The encoding of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// PEM, labelled `CERTIFICATE` or `X509 CERTIFICATE`.
    Pem,
    /// PEM, labelled `TRUSTED CERTIFICATE`, with its trust settings.
    TrustedPem(Option<TrustSettings>),
    /// PEM with a label that is not a certificate's, or a container in a PEM block.
    OtherPem,
    /// DER.
    Der,
    /// Inside PKCS #12.
    Pkcs12,
    /// Inside PKCS #7.
    Pkcs7,
}

impl Form {
    /// Whether the file itself tells the programs that read this form not to trust the
    /// certificate for TLS servers.
    #[must_use]
    pub fn is_rejected_for_servers(&self) -> bool {
        match self {
            Self::TrustedPem(settings) => {
                settings.as_ref().is_some_and(TrustSettings::reject_servers)
            }
            _ => false,
        }
    }
}

/// Why a part could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A PEM block contains no readable certificate.
    #[error("a PEM block cannot be read")]
    Pem {
        /// What is wrong with it.
        source: pem::Error,
    },
    /// It contains no certificate and nothing that could be one.
    #[error("it holds neither PEM nor a certificate in DER")]
    NoCertificate,
    /// The file rejects each of its certificates as a root for TLS servers, or has trust settings
    /// that cannot be read.
    #[error("it rejects all of its certificates as roots for TLS servers")]
    NoRoot,
    /// A PEM block is encrypted. OpenSSL tries an empty password.
    #[error("the PEM block at byte {offset} is encrypted")]
    Encrypted {
        /// Where it begins.
        offset: usize,
    },
    /// A PKCS #7 or PKCS #12 file, or a part of it, cannot be read; usually it needs a
    /// password.
    #[error("the {} file at byte {offset} cannot be read", kind.name())]
    Container {
        /// Where it begins.
        offset: usize,
        /// Which of the two formats.
        kind: ContainerKind,
        /// What is wrong with it.
        source: ContainerError,
    },
    /// More than [`MAX_CONTAINER_COUNT`] containers; the rest are not opened.
    #[error("only {MAX_CONTAINER_COUNT} PKCS #7 and PKCS #12 files of it are opened")]
    TooManyContainers,
    /// Too many certificates are nested in certificates to read them all. Usually made to keep a
    /// reader busy.
    #[error("from byte {offset} on it is not searched for certificates inside certificates")]
    Nested {
        /// Where the search stopped.
        offset: usize,
    },
    /// Binary bytes that are not a certificate, but that another program may read as one.
    #[error(
        "{count} bytes from byte {offset} on are neither PEM nor a certificate that can be read"
    )]
    Unknown {
        /// Where they begin.
        offset: usize,
        /// How many there are.
        count: usize,
    },
}

impl Error {
    /// Whether it is a damaged PEM block, as opposed to bytes of another form.
    #[must_use]
    pub fn is_in_pem(&self) -> bool {
        matches!(self, Self::Pem { .. } | Self::Encrypted { .. })
    }
}

impl CertificateFile {
    /// Splits the bytes into parts without opening containers: each is [`Part::unread`]. Never
    /// fails as a whole.
    #[must_use]
    pub fn of_pem_and_der(bytes: &[u8]) -> Self {
        Self::opening(bytes, |_| Err(ContainerError::NotOpened))
    }

    /// Splits the bytes into parts and opens containers with `open`. Never fails as a whole.
    #[must_use]
    pub fn opening(bytes: &[u8], open: OpenContainer) -> Self {
        let mut containers = Containers::new(open);
        let mut parts = text::parts(bytes, &mut containers);
        parts.extend(binary::parts(bytes, &mut containers));
        let mut parts = united(parts);
        binary::note_what_is_left(bytes, &mut parts);
        Self { parts }
    }

    /// Every certificate of a file that contains nothing else.
    ///
    /// # Errors
    /// The first part that cannot be read, or [`Error::NoCertificate`].
    pub fn whole(&self) -> Result<Vec<Certificate>, Error> {
        if let Some(error) = self.unread().next() {
            return Err(error.clone());
        }
        let certificates: Vec<Certificate> = self.certificates().cloned().collect();
        if certificates.is_empty() {
            return Err(Error::NoCertificate);
        }
        Ok(certificates)
    }

    /// The roots for TLS servers of a file that contains nothing else: its certificates, except
    /// those that it [rejects](Self::rejects_for_servers).
    ///
    /// # Errors
    /// Those of [`whole`](Self::whole), or [`Error::NoRoot`].
    pub fn whole_roots(&self) -> Result<Vec<Certificate>, Error> {
        let roots: Vec<Certificate> = self
            .whole()?
            .into_iter()
            .filter(|one| !self.rejects_for_servers(one))
            .collect();
        if roots.is_empty() {
            return Err(Error::NoRoot);
        }
        Ok(roots)
    }

    /// Whether the file says anywhere that the certificate must not be trusted for TLS servers,
    /// or has trust settings for it that cannot be read. For callers that trust the file's
    /// certificates: if a certificate is there twice with different settings, OpenSSL takes the
    /// first.
    #[must_use]
    pub fn rejects_for_servers(&self, certificate: &Certificate) -> bool {
        let mut same = self
            .found()
            .filter(|found| found.certificate.sha256() == certificate.sha256());
        same.any(|found| {
            found.form.is_rejected_for_servers() || found.form == Form::TrustedPem(None)
        })
    }

    /// The certificates, in file order. One that is there twice is returned twice.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.found().map(|found| &found.certificate)
    }

    /// The certificates with their encodings.
    pub fn found(&self) -> impl Iterator<Item = &Found> {
        self.parts.iter().flat_map(|part| &part.certificates)
    }

    /// What could not be read.
    pub fn unread(&self) -> impl Iterator<Item = &Error> {
        self.parts.iter().flat_map(|part| &part.unread)
    }
}

/// Sorts the parts and joins those that overlap.
fn united(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by_key(|part| (part.range.start, part.range.end));
    let mut united: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        match united.last_mut() {
            Some(last) if part.range.start < last.range.end => {
                last.range.end = last.range.end.max(part.range.end);
                last.certificates.extend(part.certificates);
                last.unread.extend(part.unread);
            }
            _ => united.push(part),
        }
    }
    united
}

#[cfg(test)]
mod tests;
