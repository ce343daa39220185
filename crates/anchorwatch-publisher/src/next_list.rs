//! The next list, out of what is published and what is proposed.

use std::collections::HashSet;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    Base, EntryId, Header, List, ListDraft, MAX_VALIDITY_SECONDS, Publishers, Role,
};

use crate::{Action, Mirror, PlainEntry, PrepareProblem, Proposal};

const DAY_SECONDS: i64 = 86_400;

/// What becomes of entries of the quick list about which the proposal says nothing.
///
/// The next approved list has to say it: a quick list on it begins anew, and clients hold on to
/// what they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UndecidedQuick {
    /// There may be none.
    #[default]
    Refuse,
    /// They go onto the approved list, for local anchors as before.
    Adopt,
}

/// What the next list is to be.
#[derive(Debug, Clone, Copy)]
pub struct NextList<'a> {
    /// Who will sign it.
    pub publishers: &'a Publishers,
    /// Which of the two lists.
    pub role: Role,
    /// When it is made.
    pub issued: UnixSeconds,
    /// For how many days it is valid. It ends with the set of publishers at the latest.
    pub days: u64,
    /// Its number, if that is not the next one: somebody signed a list with the next one that was
    /// never published.
    pub number: Option<u64>,
    /// What becomes of the quick list.
    pub undecided: UndecidedQuick,
}

/// Makes the octets of the next list. Nobody has signed them.
///
/// # Errors
/// [`PrepareProblem`] if the proposal does not fit to what is published, or no client would take
/// such a list.
pub fn prepare(
    next: &NextList<'_>,
    mirror: &Mirror,
    proposal: &Proposal,
) -> Result<Vec<u8>, PrepareProblem> {
    let header = header(next, mirror)?;
    let before = match next.role {
        Role::Approved => mirror.approved(),
        // A quick list on another approved list begins anew.
        Role::Quick => mirror.quick().filter(|it| it.header().base == header.base),
    };
    let mut draft = match &before {
        Some(list) => ListDraft::from_list(list, header),
        None => ListDraft::new(header),
    };
    let (on_list, on_quick) = (ids(before.as_ref()), ids(mirror.quick().as_ref()));
    let on_approved = ids(mirror.approved().as_ref());
    let mut decided: HashSet<EntryId> = HashSet::new();
    let mut removed: HashSet<EntryId> = HashSet::new();
    for (action, entry, _) in proposal.items() {
        let id = id(entry)?;
        let needs_quorum = action != Action::Add || entry.is_public;
        if next.role == Role::Quick && needs_quorum {
            return Err(PrepareProblem::NeedsQuorum { entry: shown(id) });
        }
        match action {
            Action::Add if proposal.has(Action::Remove, entry) => {
                return Err(PrepareProblem::BothWays { entry: shown(id) });
            }
            Action::Add if on_list.contains(&id) || on_approved.contains(&id) => {
                return Err(PrepareProblem::AlreadyThere { entry: shown(id) });
            }
            Action::Add => {
                draft.add(&entry.to_policy());
                decided.extend(as_quick(entry).and_then(|it| it.id().ok()));
            }
            Action::Remove if !on_list.contains(&id) => {
                return Err(PrepareProblem::NotThere { entry: shown(id) });
            }
            Action::Remove => {
                removed.insert(id);
            }
            Action::Withdraw if !on_quick.contains(&id) => {
                return Err(PrepareProblem::NotThere { entry: shown(id) });
            }
            Action::Withdraw => {
                draft.withdraw(id);
                decided.insert(id);
            }
        }
    }
    draft.remove_all(&removed);
    if next.role == Role::Approved {
        adopt(next.undecided, mirror, &decided, &mut draft)?;
    }
    draft.encode().map_err(|why| PrepareProblem::List { why })
}

fn header(next: &NextList<'_>, mirror: &Mirror) -> Result<Header, PrepareProblem> {
    let NextList {
        publishers, issued, ..
    } = next;
    if publishers.expires() <= *issued {
        let expired = publishers.expires().to_string();
        return Err(PrepareProblem::SetExpired { expired });
    }
    let before = mirror.approved();
    if let Some(held) = before.as_ref().filter(|it| it.header().issued > *issued) {
        let held = held.header().issued.to_string();
        return Err(PrepareProblem::Clock { held });
    }
    let days = i64::try_from(next.days).unwrap_or(i64::MAX);
    let most = i64::try_from(MAX_VALIDITY_SECONDS).unwrap_or(i64::MAX);
    let seconds = days.saturating_mul(DAY_SECONDS).clamp(1, most);
    let expires = issued.get().saturating_add(seconds);
    let base = match next.role {
        Role::Approved => None,
        Role::Quick => {
            let own = before
                .as_ref()
                .filter(|it| it.header().epoch == publishers.epoch());
            let approved = own.ok_or(PrepareProblem::NoApproved)?;
            Some(Base {
                sequence: approved.header().sequence,
                hash: approved.hash(),
            })
        }
    };
    let quick = mirror.quick();
    let last = match next.role {
        Role::Approved => mirror.sequence_in(publishers.epoch()),
        Role::Quick => {
            let same = quick.filter(|it| it.header().base == base);
            same.map_or(0, |it| it.header().sequence)
        }
    };
    let expected = last.saturating_add(1);
    let number = next.number.unwrap_or(expected);
    if number < expected {
        return Err(PrepareProblem::Number { number, expected });
    }
    Ok(Header {
        epoch: publishers.epoch(),
        sequence: number,
        issued: *issued,
        expires: UnixSeconds::new(expires.min(publishers.expires().get())),
        base,
    })
}

/// Decides about what the quick list has and neither the approved list nor the proposal speaks of.
fn adopt(
    rule: UndecidedQuick,
    mirror: &Mirror,
    decided: &HashSet<EntryId>,
    draft: &mut ListDraft,
) -> Result<(), PrepareProblem> {
    let left = undecided(mirror, decided);
    match rule {
        UndecidedQuick::Adopt => {
            left.iter().for_each(|it| draft.add(&it.to_policy()));
            Ok(())
        }
        UndecidedQuick::Refuse if left.is_empty() => Ok(()),
        UndecidedQuick::Refuse => {
            let count = left.len() as u64;
            Err(PrepareProblem::QuickUndecided { count })
        }
    }
}

/// Entries of the quick list that are in force beside the approved one, without those that were
/// decided about.
fn undecided(mirror: &Mirror, decided: &HashSet<EntryId>) -> Vec<PlainEntry> {
    let (approved, quick) = (mirror.approved(), mirror.quick());
    let taken_back: HashSet<EntryId> = approved.iter().flat_map(List::withdrawn).collect();
    let adopted: HashSet<EntryId> = approved
        .iter()
        .flat_map(List::entries)
        .filter_map(|it| as_quick(&PlainEntry::of(&it)?)?.id().ok())
        .collect();
    let entries = quick.iter().flat_map(List::entries);
    let left = entries.filter(|it| {
        let id = it.id();
        !taken_back.contains(&id) && !adopted.contains(&id) && !decided.contains(&id)
    });
    left.filter_map(|it| PlainEntry::of(&it)).collect()
}

/// How many entries of the quick list a list says nothing about.
pub(crate) fn undecided_count(mirror: &Mirror, next: &List<'_>) -> usize {
    let mut decided: HashSet<EntryId> = next.withdrawn().collect();
    let entries = next.entries().filter_map(|it| PlainEntry::of(&it));
    decided.extend(entries.filter_map(|it| as_quick(&it)?.id().ok()));
    // What the approved list before decided is not repeated.
    undecided(mirror, &decided).len()
}

/// The entry that a quick list has, if that of an approved list takes its place.
fn as_quick(entry: &PlainEntry) -> Option<PlainEntry> {
    Some(PlainEntry {
        is_public: false,
        ..entry.clone()
    })
}

fn ids(list: Option<&List<'_>>) -> HashSet<EntryId> {
    let entries = list.into_iter().flat_map(List::entries);
    entries.map(|it| it.id()).collect()
}

fn id(entry: &PlainEntry) -> Result<EntryId, PrepareProblem> {
    entry.id().map_err(|why| PrepareProblem::List { why })
}

fn shown(id: EntryId) -> String {
    id.to_string()
}
