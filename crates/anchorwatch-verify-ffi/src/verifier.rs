//! What a program asks.

use std::sync::Arc;

use anchorwatch_home::Tree;
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::Decision;
use rustls_pki_types::CertificateDer;

use crate::{
    Error, LocalRoots, OwnersFiles,
    policies::{Grounds, Policies},
    roots,
};

/// What decisions rest on, read once; asked by any number of threads at a time.
///
/// The public roots are those that ship with this program, unless the owner names others
/// in `/etc/anchorwatch/config.toml`, where private names can be added too. Refused are the
/// built-in keys and those of `/etc/anchorwatch/blocked.toml`; `/etc/anchorwatch/consent.toml` says which local roots
/// may speak for more than private names. What changes in these files later is seen by a
/// new value only.
#[derive(Debug)]
pub struct Verifier {
    pub(crate) policies: Policies,
}

impl Verifier {
    /// Reads what the owner of the tree wants. Files that are not there want nothing.
    ///
    /// # Errors
    /// Any file that is there and cannot be read, is not the owner's alone, or cannot be
    /// understood: a verifier with holes would pass for a whole one.
    pub fn of_machine(tree: &Tree, local: &LocalRoots) -> Result<Self, Error> {
        OwnersFiles::read(tree)?.verifier(tree, local)
    }

    pub(crate) fn new(files: &OwnersFiles, local: Vec<Certificate>) -> Result<Self, Error> {
        let configuration = files.configuration();
        let blocked = files.settings().block_list().map_err(Error::Owner)?;
        Ok(Self {
            policies: Policies::new(Grounds {
                public: roots::public(files)?,
                programs: configuration.public_programs,
                private_names: configuration.private_names.clone().into(),
                local,
                consents: files.settings().consents().map_err(Error::Owner)?,
                distrust: Arc::new(blocked.with_built_in()),
            }),
        })
    }

    /// Whether a chain, the server's own certificate first, may vouch for a name at a time.
    pub fn decide(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ReferenceName,
        at: UnixSeconds,
    ) -> Decision {
        self.policies.without_more().decide(chain, name, at)
    }
}
