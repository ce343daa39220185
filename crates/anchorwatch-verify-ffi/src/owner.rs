//! What a machine's owner decided, read now and understood later.

use std::path::Path;

use anchorwatch_home::{Configuration, Settings, Tree};

use crate::{Error, LocalRoots, Verifier, roots};

/// The owner's files, read at one time.
///
/// [`Verifier::of_machine`] reads and understands at once. A library that is preloaded into
/// programs of which most connect to nobody, and some enter a chroot first, reads when it is
/// loaded, and understands at the first connection.
#[derive(Debug)]
pub struct OwnersFiles {
    settings: Settings,
    configuration: Configuration,
    public_roots: Option<Vec<u8>>,
}

impl OwnersFiles {
    /// Reads the owner's files, and of them understands only what names others.
    ///
    /// # Errors
    /// Any file that is there and cannot be read or is not the owner's alone, and settings
    /// that cannot be understood.
    pub fn read(tree: &Tree) -> Result<Self, Error> {
        let settings = Settings::read(tree).map_err(Error::Owner)?;
        let configuration = settings.configuration().map_err(Error::Owner)?;
        Ok(Self {
            public_roots: roots::public_text(tree, &configuration)?,
            settings,
            configuration,
        })
    }

    /// What the owner has set.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The verifier that follows from them.
    ///
    /// # Errors
    /// Any file that cannot be understood: a verifier with holes would pass for a whole one.
    pub fn verifier(&self, tree: &Tree, local: &LocalRoots) -> Result<Verifier, Error> {
        Verifier::new(self, local.read(tree)?)
    }

    /// The verifier that follows from them, for a program that says by itself which roots it
    /// believes.
    ///
    /// # Errors
    /// As for [`verifier`](Self::verifier).
    pub fn verifier_without_local_roots(&self) -> Result<Verifier, Error> {
        Verifier::new(self, Vec::new())
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn public_roots(&self) -> Option<(&Path, &[u8])> {
        let path = self.configuration.public_roots.as_deref()?;
        Some((path, self.public_roots.as_deref()?))
    }
}
