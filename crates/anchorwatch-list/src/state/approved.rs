//! Takes an approved list.

use std::collections::{BTreeMap, HashSet};

use super::{Held, ListState, Retained, set};
use crate::{
    EntryId, List, MAX_LIST_BYTES, UpdateProblem, VerifiedList,
    group::Group,
    item::{Item, OwnedItem},
};

impl ListState {
    pub(super) fn accept_approved(
        &self,
        list: &VerifiedList<'_>,
        now: i64,
    ) -> Result<Self, UpdateProblem> {
        if let Some(held) = &self.approved {
            if held.hash == list.hash() {
                return Ok(self.clone());
            }
            is_later(held, list)?;
        }
        let ends = now.saturating_add(self.delay_seconds(now));
        let next = Self {
            approved: Some(Held::of(list)),
            waiting: self.waiting_after(list.list(), now, ends),
            retained: self.retained_after(list.list(), now, ends),
            ..self.clone()
        };
        // What is retained is read as a list. If it were too large for one, it would silently be
        // out of force before its time.
        let retained = next.retained_list(now).unwrap_or_default();
        if List::parse(&retained).is_err() {
            let max = MAX_LIST_BYTES as u64;
            return Err(UpdateProblem::TooMuchRetained { max });
        }
        Ok(next)
    }

    /// Entries that are in force and that the list lacks: those that were retained before, until
    /// their time, and those that go now.
    fn retained_after(
        &self,
        list: &List<'_>,
        now: i64,
        until: i64,
    ) -> BTreeMap<OwnedItem, Retained> {
        let stays = set(Some(list));
        let mut retained = self.retained.clone();
        retained.retain(|item, it| it.until > now && !stays.contains(&item.borrow()));
        let approved = self.held(crate::Role::Approved);
        let quick = self.held(crate::Role::Quick);
        let before: HashSet<EntryId> = withdrawn(approved.as_ref());
        let after: HashSet<EntryId> = withdrawn(Some(list));
        let from_approved = approved.iter().flat_map(refusing);
        let from_quick = quick.iter().flat_map(refusing);
        let from_quick =
            from_quick.filter(|it| after.contains(&it.id()) && !before.contains(&it.id()));
        for item in from_approved.chain(from_quick) {
            if stays.contains(&item) {
                continue;
            }
            let waits_until = self.waiting.get(&item.id()).copied();
            let waits_until = waits_until.filter(|from| *from > now);
            let one = Retained { until, waits_until };
            retained.insert(OwnedItem::from(item), one);
        }
        retained
    }

    /// Public entries that do not refuse public paths yet. One that was there before, or was
    /// retained, waits no longer than it did.
    fn waiting_after(&self, list: &List<'_>, now: i64, from: i64) -> BTreeMap<EntryId, i64> {
        let approved = self.held(crate::Role::Approved);
        let held = set(approved.as_ref());
        let mut waiting = BTreeMap::new();
        for item in refusing(list).filter(is_public) {
            let id = item.id();
            let retained = self.retained.get(&OwnedItem::from(item));
            let waits_until = if held.contains(&item) {
                self.waiting.get(&id).copied()
            } else if let Some(retained) = retained.filter(|it| it.until > now) {
                retained.waits_until
            } else {
                Some(from)
            };
            if let Some(time) = waits_until.filter(|time| *time > now) {
                waiting.insert(id, time);
            }
        }
        waiting
    }
}

fn is_later(held: &Held, list: &VerifiedList<'_>) -> Result<(), UpdateProblem> {
    let header = list.list().header();
    let (was, is) = (
        (held.header.epoch, held.header.sequence),
        (header.epoch, header.sequence),
    );
    if is == was {
        let sequence = header.sequence;
        return Err(UpdateProblem::Forked { sequence });
    }
    if is < was {
        return Err(UpdateProblem::Rollback {
            got: header.sequence,
            held: held.header.sequence,
        });
    }
    if header.issued < held.header.issued {
        return Err(UpdateProblem::IssuedEarlier {
            issued: header.issued.to_string(),
            held: held.header.issued.to_string(),
        });
    }
    Ok(())
}

/// What can refuse something: all but withdrawals and what is unknown.
pub(super) fn refusing<'a>(list: &List<'a>) -> impl Iterator<Item = Item<'a>> {
    let groups = list.groups.iter().filter(|it| it.refuses());
    groups.flat_map(Group::items)
}

pub(super) fn withdrawn(list: Option<&List<'_>>) -> HashSet<EntryId> {
    list.into_iter().flat_map(List::withdrawn).collect()
}

fn is_public(item: &Item<'_>) -> bool {
    let flags = item.head.get(1).copied().unwrap_or_default();
    flags & crate::group::PUBLIC != 0
}
