//! Rules that recognise a known operator's next root: what a re-keyed or renamed root has in
//! common with the ones before it.
//!
//! A family match is suspicion, not proof: anyone can choose a name, and a generator may have
//! other users. Only a known key's signature is proof. A match never lowers a severity.

mod generator_mark;
mod isca_name;
mod known_key_other_name;
mod known_name_new_key;
mod look_alike_name;
mod signed_by_known_key;

use crate::Certificate;

anchorwatch_remark::closed_list! {
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
        /// A name that looks like a known one and is written otherwise.
        LookAlikeName,
        /// The signature of a known key.
        SignedByKnownKey,
    }
}

impl FamilyRule {
    /// The stable identifier of the rule.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::IscaName => "isca_name",
            Self::IscaGeneratorMark => "isca_generator_mark",
            Self::KnownKeyOtherName => "known_key_other_name",
            Self::KnownNameNewKey => "known_name_new_key",
            Self::LookAlikeName => "look_alike_name",
            Self::SignedByKnownKey => "signed_by_known_key",
        }
    }

    fn matches(self, certificate: &Certificate) -> bool {
        match self {
            Self::IscaName => isca_name::matches(certificate),
            Self::IscaGeneratorMark => generator_mark::matches(certificate),
            Self::KnownKeyOtherName => known_key_other_name::matches(certificate),
            Self::KnownNameNewKey => known_name_new_key::matches(certificate),
            Self::LookAlikeName => look_alike_name::matches(certificate),
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

#[cfg(test)]
mod tests;
