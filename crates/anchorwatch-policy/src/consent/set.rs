//! All consents of a machine, and what they say about a certificate.

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};

use super::{Consent, ConsentError, refuse_class};
use crate::{ReferenceName, classify};

/// The consents of a machine, sorted by key, one for each key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consents {
    consents: Vec<Consent>,
}

/// What the consents say about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState<'a> {
    /// There is no consent.
    None,
    /// There is a consent, and it is valid.
    InForce(&'a Consent),
    /// There is a consent, but it has not begun.
    NotYet(&'a Consent),
    /// There was a consent, but it has ended.
    Expired(&'a Consent),
    /// There is a consent, but no consent covers a key of this class.
    Void(&'a Consent),
}

impl ConsentState<'_> {
    /// The stable codes.
    pub const CODES: [&'static str; 5] = [
        "no_consent",
        "consent_in_force",
        "consent_not_yet",
        "consent_expired",
        "consent_void",
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        let [none, in_force, not_yet, expired, void] = Self::CODES;
        match self {
            Self::None => none,
            Self::InForce(_) => in_force,
            Self::NotYet(_) => not_yet,
            Self::Expired(_) => expired,
            Self::Void(_) => void,
        }
    }
}

impl Consents {
    /// Collects consents.
    ///
    /// # Errors
    /// [`ConsentError::KeyTwice`]: it would be unclear which of the two counts.
    pub fn of(consents: impl IntoIterator<Item = Consent>) -> Result<Self, ConsentError> {
        let mut consents: Vec<Consent> = consents.into_iter().collect();
        consents.sort_by_key(Consent::key);
        let twice = consents.windows(2).find_map(|two| match two {
            [one, other] if one.key() == other.key() => Some(one.key()),
            _ => None,
        });
        match twice {
            Some(key) => Err(ConsentError::KeyTwice { key }),
            None => Ok(Self { consents }),
        }
    }

    /// Adds this consent, or replaces an earlier one for the same key.
    #[must_use]
    pub fn with(self, consent: Consent) -> Self {
        let mut consents = self.without(&consent.key()).consents;
        let place = consents.partition_point(|other| other.key() < consent.key());
        consents.insert(place, consent);
        Self { consents }
    }

    /// Removes the consent for this key.
    #[must_use]
    pub fn without(mut self, key: &SpkiSha256) -> Self {
        self.consents.retain(|consent| consent.key() != *key);
        self
    }

    /// The consents, sorted by key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Consent> {
        self.consents.iter()
    }

    /// The consent for this key, in force or not.
    #[must_use]
    pub fn for_key(&self, key: &SpkiSha256) -> Option<&Consent> {
        let found = self.consents.binary_search_by_key(key, Consent::key);
        found.ok().and_then(|place| self.consents.get(place))
    }

    /// What they say about a certificate. For a class that no consent covers, a consent in a file
    /// is void: consents are given by hash, before the certificate is seen.
    #[must_use]
    pub fn state(&self, certificate: &Certificate, now: UnixSeconds) -> ConsentState<'_> {
        let Some(consent) = self.for_key(&certificate.spki_sha256()) else {
            return ConsentState::None;
        };
        let class = classify(certificate, now).class;
        if refuse_class(class).is_err() {
            ConsentState::Void(consent)
        } else if consent.is_in_force(now) {
            ConsentState::InForce(consent)
        } else if now < consent.terms().not_before {
            ConsentState::NotYet(consent)
        } else {
            ConsentState::Expired(consent)
        }
    }

    /// Whether a consent lets this root vouch for this name at this time.
    #[must_use]
    pub fn cover(&self, root: &Certificate, name: &ReferenceName, now: UnixSeconds) -> bool {
        match self.state(root, now) {
            ConsentState::InForce(consent) => consent.covers(&root.spki_sha256(), name, now),
            _ => false,
        }
    }
}
