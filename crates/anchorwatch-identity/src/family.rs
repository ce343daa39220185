//! Rules that recognise a known operator's next root: what a re-keyed or renamed root has in
//! common with the ones before it.
//!
//! A family match is suspicion, not proof: anyone can choose a name, and a generator may have
//! other users. Only a known key's signature is proof. A match never lowers a severity.

mod generator_mark;
mod isca_name;
mod known_key_other_name;
mod known_name_new_key;
mod signed_by_known_key;

use crate::{Certificate, DistinguishedName};

/// One rule that a certificate matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FamilyRule {
    /// The name of the roots of 2020 and 2021.
    IscaName,
    /// The habit of the generator that made the eight roots of 28 February 2020.
    IscaGeneratorMark,
    /// A known key under another name.
    KnownKeyOtherName,
    /// A known name over another key.
    KnownNameNewKey,
    /// The signature of a known key.
    SignedByKnownKey,
}

impl FamilyRule {
    /// All rules, in the order they are tried.
    pub const ALL: [Self; 5] = [
        Self::IscaName,
        Self::IscaGeneratorMark,
        Self::KnownKeyOtherName,
        Self::KnownNameNewKey,
        Self::SignedByKnownKey,
    ];

    /// The stable identifier of the rule.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::IscaName => "isca_name",
            Self::IscaGeneratorMark => "isca_generator_mark",
            Self::KnownKeyOtherName => "known_key_other_name",
            Self::KnownNameNewKey => "known_name_new_key",
            Self::SignedByKnownKey => "signed_by_known_key",
        }
    }

    fn matches(self, certificate: &Certificate) -> bool {
        match self {
            Self::IscaName => isca_name::matches(certificate),
            Self::IscaGeneratorMark => generator_mark::matches(certificate),
            Self::KnownKeyOtherName => known_key_other_name::matches(certificate),
            Self::KnownNameNewKey => known_name_new_key::matches(certificate),
            Self::SignedByKnownKey => signed_by_known_key::matches(certificate),
        }
    }
}

/// The rules that the certificate matches, in the order of [`FamilyRule::ALL`].
///
/// **Not checked:** whether the key itself is known; ask the registry first.
#[must_use]
pub fn matches(certificate: &Certificate) -> Vec<FamilyRule> {
    FamilyRule::ALL
        .into_iter()
        .filter(|rule| rule.matches(certificate))
        .collect()
}

/// Whether a name belongs to the family of [`FamilyRule::IscaName`].
pub(crate) fn bears_isca_name(name: &DistinguishedName) -> bool {
    isca_name::is_borne_by(name)
}

#[cfg(test)]
mod tests;
