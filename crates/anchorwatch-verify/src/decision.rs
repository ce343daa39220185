//! The three answers.

use anchorwatch_identity::SpkiSha256;
use anchorwatch_policy::EntrySource;

use crate::{Attribution, IssuerName, PathElement, PathPosition, RuleId, ct};

mod reason;

pub use reason::RefusalReason;

/// Whether a chain may vouch for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// It may; the proof.
    Trusted(VerifiedChain),
    /// It may not, and why.
    Refused(Box<Refusal>),
    /// No decision was possible, and why.
    Inconclusive(Inconclusive),
}

/// A chain that may vouch for a name. Only [`Policy::decide`](crate::Policy::decide) makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedChain {
    path: Vec<PathElement>,
    anchor: AnchorUse,
    transparency: ct::Report,
}

/// The root that a path ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorUse {
    /// Its key.
    pub spki_sha256: SpkiSha256,
    /// Its subject, RFC 4514.
    pub subject: String,
    /// By what right it vouches for the name.
    pub via: Via,
}

anchorwatch_remark::closed_list! {
    /// By what right a root vouches for a name.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Via {
        /// It is in the public program.
        PublicProgram,
        /// It is a local root, and the name is private.
        LocalPrivateName,
        /// It is a local root, the name is public, and the owner consents.
        Consent,
        /// By none: it only explains a refusal.
        NoRight,
    }
}

/// Why a chain may not vouch for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: RefusalReason,
    /// The refused path; empty if there is none.
    pub path: Vec<PathElement>,
    /// The root that the path ends in, if there is one.
    pub anchor: Option<AnchorUse>,
    /// The certificate that decided, if one did.
    pub deciding: Option<Deciding>,
    /// Who signed the chain, if known.
    pub attribution: Option<Attribution>,
    /// The issuer that the chain names, if no signature tells who signed.
    pub issuer_name: Option<IssuerName>,
}

/// The certificate that decided a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciding {
    /// Its position in the path.
    pub certificate: PathPosition,
    /// Its key.
    pub spki_sha256: SpkiSha256,
    /// The rule that it broke.
    pub rule: RuleId,
    /// Who says that it must not be trusted, if that is the rule.
    pub entry_source: Option<EntrySource>,
}

anchorwatch_remark::closed_list! {
    /// Why no decision was possible.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Inconclusive {
        /// There is no certificate.
        NoCertificate,
        /// There is no root that may vouch for the name: no chain could have been accepted.
        NoAnchor,
    }
}

impl VerifiedChain {
    /// Only [`Policy::decide`](crate::Policy::decide) calls this, with a path that webpki
    /// verified and that has no violation.
    pub(crate) fn new(path: Vec<PathElement>, anchor: AnchorUse, transparency: ct::Report) -> Self {
        Self {
            path,
            anchor,
            transparency,
        }
    }

    /// The path, the server's own certificate first, without the root.
    #[must_use]
    pub fn path(&self) -> &[PathElement] {
        &self.path
    }

    /// The root, and by what right it vouches for the name.
    #[must_use]
    pub fn anchor(&self) -> &AnchorUse {
        &self.anchor
    }

    /// What the public logs say about the server's certificate. If Certificate Transparency is
    /// only reported, it did not affect the decision.
    #[must_use]
    pub fn transparency(&self) -> &ct::Report {
        &self.transparency
    }
}

impl Via {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PublicProgram => "public_program",
            Self::LocalPrivateName => "local_private_name",
            Self::Consent => "consent",
            Self::NoRight => "no_right",
        }
    }
}

impl Inconclusive {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoCertificate => "no_certificate",
            Self::NoAnchor => "no_anchor",
        }
    }

    /// The reason as one English sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::NoCertificate => "there is no certificate to decide on",
            Self::NoAnchor => "there is no root that may speak for the name",
        }
    }
}

anchorwatch_remark::code_fact!(Inconclusive, "inconclusive");
