//! Reads a list of others.

use std::path::{Path, PathBuf};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::import::{self, Imported, MAX_CHAIN_BYTES, MAX_LIST_BYTES, SignatureCheck};

use crate::{
    input,
    problem::{Hint, Hinted, Problem},
};

/// How the signatures of others' lists are checked.
#[derive(Debug, clap::Args)]
pub(crate) struct Signatures {
    /// The chain of whoever signed Mozilla's list: the file that its changeset names as x5u (may be
    /// repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) chain: Vec<PathBuf>,
    /// Refuse a list that has no signature, or none that can be checked.
    #[arg(long)]
    pub(crate) require_signature: bool,
}

/// Reads lists in any format that is known, and checks their signatures.
pub(super) struct ListReader {
    chains: Vec<Vec<u8>>,
    now: UnixSeconds,
    requires_signature: bool,
}

impl ListReader {
    /// Reads the chains of signers.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn new(args: &Signatures, now: UnixSeconds) -> anyhow::Result<Self> {
        let chains = args.chain.iter();
        let chains = chains.map(|path| input::file(path, MAX_CHAIN_BYTES as u64));
        Ok(Self {
            chains: chains.collect::<anyhow::Result<_>>()?,
            now,
            requires_signature: args.require_signature,
        })
    }

    /// Reads a list.
    ///
    /// # Errors
    /// It cannot be read, is of no known format, or its signature is wrong; or missing, where one
    /// is required.
    pub(super) fn read(&self, path: &Path) -> anyhow::Result<Imported> {
        let bytes = input::file(path, MAX_LIST_BYTES as u64)?;
        let check = SignatureCheck {
            chains: &self.chains,
            now: self.now,
        };
        let list = import::read_checked(&bytes, &check).map_err(|error| {
            let path = path.to_owned();
            let hint = hint(&error);
            Hinted::new(&Problem::ListUnreadable { path }, &hint).because(error)
        })?;
        match list.not_verified() {
            Some(why) if self.requires_signature => {
                let path = path.to_owned();
                let problem = Problem::ListNotVerified { path, why };
                Err(Hinted::new(&problem, &Hint::GetSignedList).into())
            }
            _ => Ok(list),
        }
    }
}

fn hint(error: &import::Error) -> Hint {
    use import::Error as E;
    match error {
        E::UnknownFormat | E::NoUsableRecord { .. } => Hint::KnownList,
        E::Chain { .. } => Hint::GetChain,
        E::SignatureInvalid { .. }
        | E::ContentSignatureInvalid
        | E::OtherCollection
        | E::NotCanonical
        | E::OtherComponent
        | E::ComponentKeyMissing
        | E::PublisherKeyMissing => Hint::GetListElsewhere,
        E::TooLarge { .. } | E::TooManyRecords { .. } => Hint::ListTooLong,
        E::Algorithm { .. } => Hint::WriteSha256List,
        E::Entry { .. } => Hint::ImportAgain,
        _ => Hint::GetListAgain,
    }
}
