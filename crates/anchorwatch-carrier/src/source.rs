//! Where lists come from.

use std::{fmt, path::PathBuf};

use crate::{BaseUrl, CarrierProblem};

/// A place that has signed lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A mirror on the network.
    Mirror(BaseUrl),
    /// A folder with a mirror's files, or one file: a bundle.
    Path(PathBuf),
}

impl Source {
    /// Reads what a person wrote: an address with `https://` or `http://`, or a path.
    ///
    /// # Errors
    /// [`CarrierProblem::Address`] if it is an address that cannot be asked.
    pub fn parse(text: &str) -> Result<Self, CarrierProblem> {
        if text.contains("://") {
            return BaseUrl::parse(text).map(Self::Mirror);
        }
        Ok(Self::Path(PathBuf::from(text)))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mirror(url) => url.fmt(f),
            Self::Path(path) => path.display().fmt(f),
        }
    }
}
