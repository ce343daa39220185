//! The decisions of a machine's owner: read at one time, parsed at another.

use std::path::Path;

use anchorwatch_home::{Configuration, Settings, Tree};

use crate::{
    Error, roots,
    signed_lists::{Held, SignedLists, Version, decoded},
};

/// The owner's files, read at one time.
///
/// [`Verifier::of_machine`](crate::Verifier::of_machine) reads and parses at once. The preloaded library is in many programs
/// that never connect, and in some that enter a chroot first: it reads the files when it is
/// loaded, and parses them at the first connection.
#[derive(Debug)]
pub struct OwnerFiles {
    settings: Settings,
    configuration: Configuration,
    public_roots: Option<Vec<u8>>,
    signed_lists: SignedLists,
    signed_version: Version,
}

impl OwnerFiles {
    /// Reads the owner's files, and parses only the one that names other files.
    ///
    /// # Errors
    /// Any file that exists but cannot be read, or that others could have written, and a
    /// configuration that cannot be parsed.
    pub fn read(tree: &Tree) -> Result<Self, Error> {
        let signed_lists = SignedLists::of(tree);
        // Before the file is read: one that replaces it meanwhile has another version.
        let signed_version = signed_lists.version().unwrap_or(Version::NOTHING);
        let settings = Settings::read(tree).map_err(Error::Owner)?;
        let configuration = settings.configuration().map_err(Error::Owner)?;
        Ok(Self {
            public_roots: roots::public_text(tree, &configuration)?,
            settings,
            configuration,
            signed_lists,
            signed_version,
        })
    }

    /// Returns the owner's configuration.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn public_roots(&self) -> Option<(&Path, &[u8])> {
        let path = self.configuration.public_roots.as_deref()?;
        Some((path, self.public_roots.as_deref()?))
    }

    /// The signed lists, and where newer ones will be.
    pub(crate) fn signed_lists(&self) -> Result<(SignedLists, Held), Error> {
        let held = Held {
            version: self.signed_version,
            lists: decoded(self.settings.signed_lists())?,
        };
        Ok((self.signed_lists.clone(), held))
    }
}
