//! Rule violations in a path that webpki has verified.

use anchorwatch_identity::SpkiSha256;
use anchorwatch_policy::DistrustEntry;

use crate::{Deciding, PathPosition, RuleId};

/// A rule violation in a path: the first from the root down, since the root's is the most
/// telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation<'a> {
    /// The certificate's position.
    pub place: PathPosition,
    /// The certificate's key.
    pub spki_sha256: SpkiSha256,
    /// The rule that is broken.
    pub rule: RuleId,
    /// The entry that says so, if that is the rule.
    pub entry: Option<&'a DistrustEntry>,
}

impl Violation<'_> {
    pub(crate) fn deciding(&self) -> Deciding {
        Deciding {
            certificate: self.place,
            spki_sha256: self.spki_sha256,
            rule: self.rule,
            entry_source: self.entry.map(|entry| entry.source.clone()),
        }
    }

    /// A violation by the root, of a rule without an entry.
    pub(crate) fn to_anchor(anchor: &crate::Anchor, rule: RuleId) -> Self {
        Self {
            place: PathPosition::Anchor,
            spki_sha256: anchor.spki_sha256(),
            rule,
            entry: None,
        }
    }
}

/// A path with a violation, kept to explain the refusal.
pub(crate) struct Refused {
    pub(crate) path: Vec<crate::PathElement>,
    /// The root's index in its set.
    pub(crate) place: Option<usize>,
    pub(crate) deciding: Deciding,
}
