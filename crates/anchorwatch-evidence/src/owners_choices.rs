//! What the owner of the vantage point decided about the roots of a chain and the target's name.

use anchorwatch_identity::UnixSeconds;

/// Only what concerns this target and these roots, so that evidence does not contain a company's
/// whole list. Who consented and why is left out.
///
/// **Not checked:** whether the owner really decided so. Whoever wrote the evidence says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnersChoices {
    /// Consents to roots of [`AnchorView::local`](crate::AnchorView::local) that cover the target's
    /// name, in force or not.
    pub consents: Vec<OwnersConsent>,
    /// The owner's own suffixes and networks that make the target's name private.
    pub private_names: Vec<String>,
}

/// A consent, as far as it covers the target's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnersConsent {
    /// The SHA-256 of the root's SubjectPublicKeyInfo.
    pub spki_sha256: [u8; 32],
    /// The suffix or network that covers the target's name; `None`: every name.
    pub covers: Option<String>,
    /// The first second of its validity.
    pub not_before: UnixSeconds,
    /// The last second.
    pub until: UnixSeconds,
}

impl OwnersChoices {
    /// Whether the owner decided nothing that matters here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.consents.is_empty() && self.private_names.is_empty()
    }
}
