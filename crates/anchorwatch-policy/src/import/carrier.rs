//! Whether a list's bytes were verified, and with whose keys.

use anchorwatch_identity::SpkiSha256;
use anchorwatch_remark::remarks;

/// Whether a list's bytes were verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// Not verified: anyone who could write the file could have written anything into it.
    Unverified,
    /// A component of Chromium whose signatures were checked.
    Crx3(VerifiedCarrier),
    /// A collection of Mozilla's with a content signature that was checked, and whose chain leads
    /// to Mozilla's root.
    ContentSignature(VerifiedCarrier),
}

impl Carrier {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Crx3(_) => "crx3",
            Self::ContentSignature(_) => "content_signature",
        }
    }

    /// The keys whose signatures were checked.
    #[must_use]
    pub fn verified_keys(&self) -> &[SpkiSha256] {
        match self {
            Self::Unverified => &[],
            Self::Crx3(carrier) | Self::ContentSignature(carrier) => carrier.keys(),
        }
    }
}

/// Proof that signatures over a list were checked, and by which keys. Made only by the modules
/// that check them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCarrier {
    keys: Vec<SpkiSha256>,
}

impl VerifiedCarrier {
    /// Only for a module that has just checked a signature by each of these keys.
    pub(super) const fn of_checked(keys: Vec<SpkiSha256>) -> Self {
        Self { keys }
    }

    /// The keys whose signatures are valid, in file order; of a component, RSA before ECDSA.
    #[must_use]
    pub fn keys(&self) -> &[SpkiSha256] {
        &self.keys
    }
}

remarks! {
    /// Why nobody vouches for a list's bytes.
    pub enum NotVerified {
        /// The file has no signature.
        "list_without_signature" => NotSigned,
        /// The file has a content signature, and the chain of its signer was not given.
        "list_chain_not_given" => ChainNotGiven,
    }
}
