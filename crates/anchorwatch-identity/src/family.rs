//! Rules for «looks like the next one»: what a re-keyed root of a known operator
//! has in common with the ones before it.
//!
//! A family match is suspicion, never proof: names are free to choose, and a
//! generator may have other users. It never lowers a severity.

mod generator_mark;
mod isca_name;

use crate::Certificate;

/// One rule that a certificate matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FamilyRule {
    /// The name of the roots of 2020 and 2021: see [`FamilyRule::says`].
    IscaName,
    /// The habit of the generator that made the eight roots of 28 February 2020.
    IscaGeneratorMark,
}

impl FamilyRule {
    /// All rules, in the order in which they are tried.
    pub const ALL: [Self; 2] = [Self::IscaName, Self::IscaGeneratorMark];

    /// The stable identifier of the rule.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::IscaName => "isca_name",
            Self::IscaGeneratorMark => "isca_generator_mark",
        }
    }

    /// What the match means, as one clause.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::IscaName => {
                "it bears the name of the interception roots of Kazakhstan of 2020 and 2021"
            }
            Self::IscaGeneratorMark => {
                "its serial number and key identifiers are made the way the eight interception roots of 28 February 2020 were made"
            }
        }
    }

    fn matches(self, certificate: &Certificate) -> bool {
        match self {
            Self::IscaName => isca_name::matches(certificate),
            Self::IscaGeneratorMark => generator_mark::matches(certificate),
        }
    }
}

/// The rules that the certificate matches, in the order of [`FamilyRule::ALL`].
///
/// **Not checked:** whether the key is a known one; ask the registry first.
#[must_use]
pub fn matches(certificate: &Certificate) -> Vec<FamilyRule> {
    FamilyRule::ALL
        .into_iter()
        .filter(|rule| rule.matches(certificate))
        .collect()
}

#[cfg(test)]
mod tests;
