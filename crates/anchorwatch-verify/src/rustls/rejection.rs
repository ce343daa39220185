//! The error inside rustls's error.

use std::{error, fmt, io, sync::Arc};

use anchorwatch_policy::ReferenceName;
use rustls::{CertificateError, Error, OtherError};

use crate::{Inconclusive, Refusal};

/// Why no connection was made.
#[derive(Clone)]
#[non_exhaustive]
pub enum Rejection {
    /// The chain may not vouch for the name.
    Refused {
        /// The reference name.
        name: ReferenceName,
        /// Why, and who signed.
        refusal: Box<Refusal>,
    },
    /// No decision was possible; what is not trusted is refused.
    Inconclusive {
        /// The reference name.
        name: ReferenceName,
        /// Why.
        why: Inconclusive,
    },
    /// The chain may vouch for the name, but the program's own callback panicked.
    CallbackPanicked {
        /// The reference name.
        name: ReferenceName,
    },
}

/// The rejection inside an error of rustls, even if an `io::Error` or an HTTP client wrapped it;
/// `None` if the connection failed for another reason.
///
/// At most 16 errors deep: no known client wraps more than five.
#[must_use]
pub fn rejection_in<'e>(error: &'e (dyn error::Error + 'static)) -> Option<&'e Rejection> {
    let mut error = Some(error);
    for _ in 0..16 {
        let this = error?;
        if let Some(rejection) = this.downcast_ref::<Rejection>() {
            return Some(rejection);
        }
        error = match (
            this.downcast_ref::<io::Error>(),
            this.downcast_ref::<Error>(),
        ) {
            // Its `source()` is the source of the wrapped error, which would skip that error.
            (Some(wrapping), _) => wrapping.get_ref().map(|inner| inner as _),
            // rustls's error has no `source()`.
            (_, Some(Error::InvalidCertificate(CertificateError::Other(OtherError(inner))))) => {
                Some(inner.as_ref() as _)
            }
            _ => this.source(),
        };
    }
    None
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { name, refusal } => {
                write!(
                    f,
                    "the chain for {name} is refused: {}",
                    refusal.reason.says()
                )
            }
            Self::Inconclusive { name, why } => {
                write!(
                    f,
                    "the chain for {name} could not be judged: {}",
                    why.says()
                )
            }
            Self::CallbackPanicked { name } => {
                write!(f, "the program's own look at the chain for {name} panicked")
            }
        }
    }
}

/// rustls's error message includes this, and programs show it to people: so it is the sentence,
/// not the fields.
impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for Rejection {}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        let other = OtherError(Arc::new(rejection));
        Self::InvalidCertificate(CertificateError::Other(other))
    }
}
