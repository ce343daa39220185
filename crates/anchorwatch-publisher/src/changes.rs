//! How one list differs from another: what a publisher signs.

use std::collections::{BTreeMap, HashSet};

use anchorwatch_list::{Delta, EntryId, List};

use crate::PlainEntry;

anchorwatch_remark::closed_list! {
    /// How an entry changed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum ChangeKind {
        /// It is new.
        Added,
        /// It refuses more than before.
        Widened,
        /// It refuses less than before.
        Narrowed,
        /// It refuses other paths than before, neither more nor less.
        Altered,
        /// It is gone.
        Removed,
        /// It is an entry of the quick list that is taken back.
        Withdrawn,
    }
}

impl ChangeKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Widened => "widened",
            Self::Narrowed => "narrowed",
            Self::Altered => "altered",
            Self::Removed => "removed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether something is refused no longer.
    #[must_use]
    pub const fn weakens(self) -> bool {
        matches!(
            self,
            Self::Narrowed | Self::Altered | Self::Removed | Self::Withdrawn
        )
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How it changed.
    pub kind: ChangeKind,
    /// The entry as it is, or as it was if it is gone; `None` if it is withdrawn and not known.
    pub entry: Option<PlainEntry>,
    /// What it was before, if it was another one.
    pub before: Option<PlainEntry>,
    /// The identifier of `entry`.
    pub id: EntryId,
}

/// All changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Changes of entries that this program knows.
    pub known: Vec<Change>,
    /// How many entries come or go that this program does not use or does not know.
    pub other_count: usize,
}

/// What changes from one list to the next one. `quick` has the entries that can be withdrawn.
#[must_use]
pub fn changes(before: Option<&List<'_>>, after: &List<'_>, quick: Option<&List<'_>>) -> Changes {
    let (was, is) = (entries(before), entries(Some(after)));
    let gone = missing(&was, &is);
    let mut come = missing(&is, &was);
    let mut known = Vec::new();
    let mut counted = gone.len() + come.len();
    for (id, entry) in gone {
        let same = |(_, other): &(EntryId, PlainEntry)| other.matches == entry.matches;
        known.push(match come.iter().position(same) {
            None => change(ChangeKind::Removed, id, entry, None),
            Some(at) => {
                let (id, next) = come.swap_remove(at);
                change(kind(&entry, &next), id, next, Some(entry))
            }
        });
    }
    let added = come.into_iter();
    known.extend(added.map(|(id, entry)| change(ChangeKind::Added, id, entry, None)));
    let before_withdrawn: HashSet<EntryId> = before.into_iter().flat_map(List::withdrawn).collect();
    let on_quick = entries(quick);
    for id in after
        .withdrawn()
        .filter(|id| !before_withdrawn.contains(id))
    {
        counted += 1;
        known.push(Change {
            kind: ChangeKind::Withdrawn,
            entry: on_quick.get(&id).cloned(),
            before: None,
            id,
        });
    }
    known.sort_by(|one, other| (one.kind, &one.entry).cmp(&(other.kind, &other.entry)));
    Changes {
        known,
        other_count: all(before, after).saturating_sub(counted),
    }
}

fn change(kind: ChangeKind, id: EntryId, entry: PlainEntry, before: Option<PlainEntry>) -> Change {
    Change {
        kind,
        entry: Some(entry),
        before,
        id,
    }
}

fn kind(before: &PlainEntry, after: &PlainEntry) -> ChangeKind {
    match (after.covers(before), before.covers(after)) {
        (true, _) => ChangeKind::Widened,
        (false, true) => ChangeKind::Narrowed,
        (false, false) => ChangeKind::Altered,
    }
}

fn entries(list: Option<&List<'_>>) -> BTreeMap<EntryId, PlainEntry> {
    let entries = list.into_iter().flat_map(List::entries);
    let plain = entries.filter_map(|it| Some((it.id(), PlainEntry::of(&it)?)));
    plain.collect()
}

/// What the first has and the second lacks, in the order of what they match.
fn missing(
    of: &BTreeMap<EntryId, PlainEntry>,
    from: &BTreeMap<EntryId, PlainEntry>,
) -> Vec<(EntryId, PlainEntry)> {
    let missing = of.iter().filter(|(id, _)| !from.contains_key(*id));
    let mut missing: Vec<_> = missing.map(|(id, it)| (*id, it.clone())).collect();
    missing.sort_by(|(_, one), (_, other)| one.cmp(other));
    missing
}

/// How many entries come and go, as a delta counts them: also those that nobody here can read.
fn all(before: Option<&List<'_>>, after: &List<'_>) -> usize {
    let Some(before) = before else {
        return after.entry_count();
    };
    let delta = Delta::between(before, after);
    let counts = Delta::parse(&delta).map(|it| it.counts());
    counts.map_or(usize::MAX, |(removed, added)| removed + added)
}
