//! PKCS #7 and PKCS #12 inside a file of roots. Another crate opens them.

use super::{Error, MAX_CONTAINER_COUNT};
use crate::Certificate;

mod error;
mod part;

pub use error::ContainerError;
pub use part::{ContainerPart, Damage, PropertyListProblem};

/// Opens one container. Returns its certificates, and why others in it cannot be read.
pub type OpenContainer =
    fn(&[u8]) -> Result<Vec<Result<Certificate, ContainerError>>, ContainerError>;

/// The format of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// PKCS #7.
    Pkcs7,
    /// PKCS #12.
    Pkcs12,
}

impl ContainerKind {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pkcs7 => "PKCS #7",
            Self::Pkcs12 => "PKCS #12",
        }
    }
}

/// The number of containers opened so far, and how to open one.
pub(super) struct Containers {
    open: OpenContainer,
    count: usize,
}

impl Containers {
    pub(super) const fn new(open: OpenContainer) -> Self {
        Self { open, count: 0 }
    }

    /// Whether one more may be opened.
    pub(super) fn take_one(&mut self) -> bool {
        self.count += 1;
        self.count <= MAX_CONTAINER_COUNT
    }

    /// Opens one.
    pub(super) fn open(
        &self,
        bytes: &[u8],
        offset: usize,
        kind: ContainerKind,
    ) -> (Vec<Certificate>, Vec<Error>) {
        let failed = |source| Error::Container {
            offset,
            kind,
            source,
        };
        let items = match (self.open)(bytes) {
            Ok(items) => items,
            Err(source) => return (Vec::new(), vec![failed(source)]),
        };
        let (mut certificates, mut unread) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Ok(certificate) => certificates.push(certificate),
                Err(source) => unread.push(failed(source)),
            }
        }
        (certificates, unread)
    }
}
