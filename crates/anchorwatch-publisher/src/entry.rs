//! One entry as publishers write it: what the format has, and nothing else.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{Entry, EntryId, Header, List, ListDraft, ListProblem};
use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{DnsSuffix, Limits, Match, NameLimit, Threshold},
};

/// One entry, without a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlainEntry {
    /// What it matches.
    pub matches: Match,
    /// Where it applies.
    pub limits: Limits,
    /// Whether it refuses every path; else only those with a local anchor.
    pub is_public: bool,
}

/// Any header: an identifier is that of the entry alone.
const ANY: Header = Header {
    epoch: 1,
    sequence: 1,
    issued: UnixSeconds::new(0),
    expires: UnixSeconds::new(1),
    base: None,
};

impl PlainEntry {
    /// An entry of a list; `None` for kinds that refuse nothing.
    #[must_use]
    pub fn of(entry: &Entry<'_>) -> Option<Self> {
        let plain = Self {
            matches: entry.matches.to_policy()?,
            limits: entry.limits.clone(),
            is_public: entry.is_public,
        };
        Some(plain.in_order())
    }

    /// The same with names and keys in the order of the format, each once: two entries that refuse
    /// the same are equal.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        if let Match::SubjectUnlessKey { keys, .. } = &mut self.matches {
            keys.sort_unstable();
            keys.dedup();
        }
        if let Some(NameLimit::Inside(names) | NameLimit::Outside(names)) = &mut self.limits.names {
            names.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
            names.dedup_by(|one, other| DnsSuffix::as_str(one) == DnsSuffix::as_str(other));
        }
        self
    }

    /// The entry for a list.
    #[must_use]
    pub fn to_policy(&self) -> DistrustEntry {
        let threshold = match self.is_public {
            true => Threshold::High,
            false => Threshold::Quick,
        };
        DistrustEntry {
            matches: self.matches.clone(),
            limits: self.limits.clone(),
            threshold,
            source: EntrySource::Owner,
        }
    }

    /// Its identifier on every list.
    ///
    /// # Errors
    /// [`ListProblem`] if no list can have it: a date before 1970, say.
    pub fn id(&self) -> Result<EntryId, ListProblem> {
        let mut draft = ListDraft::new(ANY);
        draft.add(&self.to_policy());
        let octets = draft.encode()?;
        let list = List::parse(&octets)?;
        let id = list.entries().next().map(|it| it.id());
        id.ok_or(ListProblem::OtherFile)
    }
}
