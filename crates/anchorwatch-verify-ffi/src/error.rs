//! Why a verifier could not be made.

use std::path::PathBuf;

use anchorwatch_identity::{certificate, pem};

/// Why a verifier could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of the owner's cannot be read or understood: usually it is not root's alone,
    /// or was cut short.
    #[error("cannot read what this machine's owner decided")]
    Owner(#[source] anchorwatch_home::Error),
    /// A file of roots cannot be read.
    #[error("cannot read the roots in {}", path.display())]
    Roots {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: anchorwatch_home::Error,
    },
    /// A file of roots is not there, or a link on the way to it leads nowhere.
    #[error("cannot find the roots in {}", path.display())]
    NoRoots {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A block of a file of roots cannot be read.
    #[error("cannot understand the roots in {}", path.display())]
    Pem {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: pem::Error,
    },
    /// A file of roots holds neither PEM nor one certificate as DER.
    #[error("there is no certificate in {}", path.display())]
    NoCertificate {
        /// Which file.
        path: PathBuf,
        /// Why it is no certificate as DER.
        source: certificate::Error,
    },
}
