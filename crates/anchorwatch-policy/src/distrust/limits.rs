//! Limits of an entry: by name, and by the leaf's date.

use anchorwatch_identity::UnixSeconds;

use crate::ReferenceName;

/// The most suffixes of one limit. Root programs constrain an authority to a handful
/// of zones (nine for Turkey's); a longer list would be a policy of its own.
pub const MAX_SUFFIXES: usize = 64;

/// Where an entry applies. It refuses only if all given limits hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limits {
    /// The entry refuses only for some reference names.
    pub names: Option<NameLimit>,
    /// The entry refuses only leaves whose `notBefore` is later than this second:
    /// Mozilla's `CKA_NSS_SERVER_DISTRUST_AFTER`.
    pub leaf_after: Option<UnixSeconds>,
    /// The entry refuses unless some valid SCT of the leaf is from this second or earlier:
    /// Chrome's `SCTNotAfter` (`CheckPathSatisfiesChromeRootConstraint`). A leaf without an SCT
    /// is refused.
    pub scts_after: Option<UnixSeconds>,
}

impl Limits {
    /// Whether there are no limits: the entry applies everywhere.
    #[must_use]
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the entry refuses in this situation. Allocates nothing.
    #[must_use]
    pub fn hold_in(&self, situation: &Situation<'_>) -> bool {
        let by_name = match &self.names {
            None => true,
            Some(limit) => limit.holds_for(situation.name),
        };
        let by_leaf = self
            .leaf_after
            .is_none_or(|after| situation.leaf_not_before > after);
        let by_scts = self.scts_after.is_none_or(|after| {
            situation
                .earliest_sct
                .is_none_or(|earliest| earliest > after)
        });
        by_name && by_leaf && by_scts
    }
}

/// The reference names for which an entry refuses.
///
/// Both are needed. *Outside* is how root programs restrict an authority to its own zone
/// (Chromium and Mozilla restricted ANSSI to France's, and Chrome's root store has
/// `permitted_dns_names`). *Inside* restricts a publisher that is responsible for one zone to
/// that zone.
///
/// An address is outside every suffix. A name that cannot be parsed is refused either way: an odd
/// spelling must not be a way around the limit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameLimit {
    /// Only for names that are one of these, or end in one.
    Inside(Vec<DnsSuffix>),
    /// Only for names that are not one of these and do not end in one.
    Outside(Vec<DnsSuffix>),
}

impl NameLimit {
    fn holds_for(&self, name: &ReferenceName) -> bool {
        match (name.dns(), name.ip()) {
            (Some(dns), _) => {
                let is_in = |suffixes: &[DnsSuffix]| suffixes.iter().any(|it| it.covers(dns));
                match self {
                    Self::Inside(suffixes) => is_in(suffixes),
                    Self::Outside(suffixes) => !is_in(suffixes),
                }
            }
            (None, Some(_)) => matches!(self, Self::Outside(_)),
            (None, None) => true,
        }
    }
}

/// One or more whole labels at the end of DNS names, normalised: lower case, A-labels, no dot at
/// either end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DnsSuffix(String);

impl DnsSuffix {
    /// Reads a suffix in any spelling; `None` if it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ReferenceName::parse(text)
            .dns()
            .map(|dns| Self(dns.to_owned()))
    }

    /// The suffix.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a normalised name is the suffix or ends in it.
    pub(crate) fn covers(&self, dns: &str) -> bool {
        dns.strip_suffix(self.0.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

/// What the limits of an entry are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The name that the client asked for.
    pub name: &'a ReferenceName,
    /// The `notBefore` of the server's own certificate.
    pub leaf_not_before: UnixSeconds,
    /// The earliest timestamp of the leaf's SCTs with valid signatures, in whole seconds rounded
    /// down; `None` if there are none.
    pub earliest_sct: Option<UnixSeconds>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(limits: &Limits, name: &str, leaf: i64, sct: Option<i64>) -> bool {
        limits.hold_in(&Situation {
            name: &ReferenceName::parse(name),
            leaf_not_before: UnixSeconds::new(leaf),
            earliest_sct: sct.map(UnixSeconds::new),
        })
    }

    fn suffixes(texts: &[&str]) -> Vec<DnsSuffix> {
        let read = texts.iter().map(|text| DnsSuffix::parse(text).unwrap());
        read.collect()
    }

    #[test]
    fn without_limits_an_entry_holds_everywhere() {
        assert!(holds(&Limits::default(), "a.example", 0, Some(0)));
    }

    #[test]
    fn inside_and_outside_are_opposites_for_names_and_whole_labels_count() {
        let inside = Limits {
            names: Some(NameLimit::Inside(suffixes(&["KZ.", "gov.tr"]))),
            ..Limits::default()
        };
        let outside = Limits {
            names: Some(NameLimit::Outside(suffixes(&["kz", "gov.tr"]))),
            ..Limits::default()
        };
        for (name, is_inside) in [
            ("kz", true),
            ("www.egov.KZ.", true),
            ("a.gov.tr", true),
            ("xkz", false),
            ("agov.tr", false),
            ("kz.example.com", false),
        ] {
            assert_eq!(holds(&inside, name, 0, None), is_inside, "{name}");
            assert_eq!(holds(&outside, name, 0, None), !is_inside, "{name}");
        }
    }

    #[test]
    fn an_address_is_outside_and_what_cannot_be_parsed_is_refused_by_both() {
        let limit = |names| Limits {
            names: Some(names),
            ..Limits::default()
        };
        let inside = limit(NameLimit::Inside(suffixes(&["kz"])));
        let outside = limit(NameLimit::Outside(suffixes(&["kz"])));
        assert!(!holds(&inside, "8.8.8.8", 0, None));
        assert!(holds(&outside, "8.8.8.8", 0, None));
        assert!(holds(&inside, "a..kz", 0, None));
        assert!(holds(&outside, "a..kz", 0, None));
    }

    #[test]
    fn a_leaf_of_the_last_second_passes_and_one_of_the_next_does_not() {
        let limits = Limits {
            leaf_after: Some(UnixSeconds::new(100)),
            ..Limits::default()
        };
        assert!(!holds(&limits, "a.example", 100, None));
        assert!(holds(&limits, "a.example", 101, None));
    }

    #[test]
    fn an_sct_of_the_last_second_passes_and_none_does_not() {
        let limits = Limits {
            scts_after: Some(UnixSeconds::new(100)),
            ..Limits::default()
        };
        assert!(!holds(&limits, "a.example", 0, Some(100)));
        assert!(holds(&limits, "a.example", 0, Some(101)));
        assert!(holds(&limits, "a.example", 0, None));
    }

    #[test]
    fn all_limits_must_hold() {
        let limits = Limits {
            names: Some(NameLimit::Inside(suffixes(&["kz"]))),
            leaf_after: Some(UnixSeconds::new(100)),
            scts_after: None,
        };
        assert!(holds(&limits, "a.kz", 101, None));
        assert!(!holds(&limits, "a.kz", 100, None));
        assert!(!holds(&limits, "a.com", 101, None));
    }

    #[test]
    fn a_suffix_that_is_no_name_is_refused() {
        for text in ["", ".", "*.kz", "10.0.0.1", "a b", "kz.."] {
            assert_eq!(DnsSuffix::parse(text), None, "{text}");
        }
    }
}
