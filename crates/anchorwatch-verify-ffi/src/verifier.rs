//! The verifier that other programs call.

use std::sync::Arc;

use anchorwatch_home::Tree;
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::Decision;
use rustls_pki_types::CertificateDer;

use crate::{
    Error, LocalRoots, OwnerFiles,
    generation::{Generation, Generations},
    now,
    policies::Inputs,
    roots,
};

/// Everything that decisions are based on, read once. Any number of threads may use it at a
/// time.
///
/// The public roots are those that ship with this program, unless the owner names others in
/// `/etc/anchorwatch/config.toml`, which can also add private names. The refused keys are the
/// built-in ones and those of `/etc/anchorwatch/blocked.toml`. `/etc/anchorwatch/consent.toml`
/// says which local roots may vouch for more than private names. Later changes to these files
/// are seen only by a new verifier.
///
/// The signed lists that `anchorwatch list update` put into `/etc/anchorwatch/signed-lists` are
/// followed too, and newer ones are in force with the next decision. If they become unreadable, or an
/// older version comes back, the last good ones stay.
#[derive(Debug)]
pub struct Verifier {
    pub(crate) generations: Generations,
}

impl OwnerFiles {
    /// Makes the verifier from the files.
    ///
    /// # Errors
    /// Any file that cannot be parsed, because a verifier with gaps would pass for a complete
    /// one.
    pub fn verifier(&self, tree: &Tree, local: &LocalRoots) -> Result<Verifier, Error> {
        Verifier::new(self, local.read(tree)?)
    }

    /// Makes the verifier for a program that says by itself which roots it trusts.
    ///
    /// # Errors
    /// As for [`verifier`](Self::verifier).
    pub fn verifier_without_local_roots(&self) -> Result<Verifier, Error> {
        Verifier::new(self, Vec::new())
    }
}

impl Verifier {
    /// Reads the decisions of the tree's owner. Missing files add nothing.
    ///
    /// # Errors
    /// Any file that exists but cannot be read or parsed, or that others could have written: a
    /// verifier with gaps would pass for a complete one.
    pub fn of_machine(tree: &Tree, local: &LocalRoots) -> Result<Self, Error> {
        OwnerFiles::read(tree)?.verifier(tree, local)
    }

    pub(crate) fn new(files: &OwnerFiles, local: Vec<Certificate>) -> Result<Self, Error> {
        let configuration = files.configuration();
        let blocked = files.settings().block_list().map_err(Error::Owner)?;
        let own_distrust = Arc::new(blocked.with_built_in());
        let inputs = Inputs {
            public: roots::public(files.public_roots())?.map(Arc::from),
            programs: configuration.public_programs,
            private_names: configuration.private_names.clone().into(),
            local: local.into(),
            consents: files.settings().consents().map_err(Error::Owner)?,
            distrust: Arc::clone(&own_distrust),
            own_distrust,
        };
        let (signed_lists, held) = files.signed_lists()?;
        Ok(Self {
            generations: Generations::new(inputs, signed_lists, held, now()),
        })
    }

    /// What is decided by now.
    pub(crate) fn generation(&self) -> Arc<Generation> {
        self.generations.at(now())
    }

    /// Decides whether a chain, the server's own certificate first, is trusted for a name at a
    /// time.
    pub fn decide(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> Decision {
        let generation = self.generation();
        generation.policies.base().decide(chain, name, at)
    }
}
