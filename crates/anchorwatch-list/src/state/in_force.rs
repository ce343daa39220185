//! What the lists refuse now, for the policy.

use std::{collections::HashSet, sync::Arc};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{
    DistrustEntry, DistrustSet, EntrySource,
    distrust::{SignedList, SignedPart, SignedSource, Threshold},
};

use super::{ListState, approved::withdrawn};
use crate::{Entry, EntryId, EntryKind, Header, List, Role, draft::encoded};

/// How current the lists are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// No approved list was ever accepted.
    Nothing,
    /// Less than three quarters of the time of each list are over. A list lasts no longer than the
    /// set of publishers.
    Current,
    /// For longer than the set of publishers allows, no quorum of witnesses has said that nothing
    /// newer is in the log than what was shown: somebody may keep the newest lists back.
    Unconfirmed {
        /// Since when.
        since: UnixSeconds,
    },
    /// Newer lists should have come. What is held is in force.
    Ageing {
        /// When the first of the lists becomes stale.
        expires: UnixSeconds,
    },
    /// A list is stale. It still refuses what is on it; that something is missing from it means
    /// nothing.
    Stale {
        /// Since when.
        expired: UnixSeconds,
    },
}

impl ListState {
    /// The entries that are in force, each once. An entry is of the high threshold only if it
    /// refuses public paths already.
    #[must_use]
    pub fn entries(&self, clock: UnixSeconds) -> Vec<DistrustEntry> {
        let now = self.now(clock);
        let mut entries = Vec::new();
        let approved = self.held(Role::Approved);
        let of_approved = self.source(approved.as_ref(), SignedPart::Approved);
        for entry in approved.iter().flat_map(List::entries) {
            let waits = self.waiting.get(&entry.id()).copied();
            let is_due = waits.is_none_or(|from| from <= now);
            entries.extend(distrust_entry(&entry, is_due, &of_approved));
        }
        let taken_back = withdrawn(approved.as_ref());
        let quick = self.held(Role::Quick);
        let of_quick = self.source(quick.as_ref(), SignedPart::Quick);
        for entry in quick.iter().flat_map(List::entries) {
            if !taken_back.contains(&entry.id()) {
                entries.extend(distrust_entry(&entry, false, &of_quick));
            }
        }
        let kept = self.retained_list(now);
        let waiting: HashSet<EntryId> = self.retained_waiting().collect();
        let of_kept = self.source(approved.as_ref(), SignedPart::Gone);
        for entry in kept
            .as_deref()
            .and_then(read)
            .iter()
            .flat_map(List::entries)
        {
            // One that went while it waited never refused a public path, and never will.
            let is_due = !waiting.contains(&entry.id());
            entries.extend(distrust_entry(&entry, is_due, &of_kept));
        }
        entries
    }

    /// When [`entries`](Self::entries) changes next by the clock alone; `None` if it does not.
    #[must_use]
    pub fn next_change(&self, clock: UnixSeconds) -> Option<UnixSeconds> {
        let now = self.now(clock);
        let ends = self.retained.values().map(|it| it.until);
        let times = self.waiting.values().copied().chain(ends);
        times.filter(|it| *it > now).min().map(UnixSeconds::new)
    }

    /// Who says what is in a part, and how many had to agree.
    fn source(&self, list: Option<&List<'_>>, part: SignedPart) -> Arc<SignedList> {
        let header = list.map(List::header);
        let role = match part {
            SignedPart::Quick => Role::Quick,
            SignedPart::Approved | SignedPart::Gone => Role::Approved,
        };
        Arc::new(SignedList {
            origin: self.publishers.origin().to_string(),
            part,
            epoch: header.map_or(0, |it| it.epoch),
            sequence: header.map_or(0, |it| it.sequence),
            signers_needed: self.publishers.threshold(role) as u64,
            publisher_count: self.publishers.keys().len() as u64,
        })
    }

    /// The entries that are in force, indexed for the verifier.
    #[must_use]
    pub fn distrust_set(&self, clock: UnixSeconds) -> DistrustSet {
        self.entries(clock).into_iter().collect()
    }

    /// How many entries are of a kind that this program keeps and does not use: Merkle Tree
    /// Certificates, and groups that it does not know.
    #[must_use]
    pub fn unused_count(&self) -> usize {
        let roles = [Role::Approved, Role::Quick];
        let lists = roles.into_iter().filter_map(|role| self.held(role));
        lists
            .map(|list| list.unknown_count() + list.count_of(EntryKind::MtcIndices))
            .sum()
    }

    /// How many entries are gone from the lists and still in force.
    #[must_use]
    pub fn retained_count(&self, clock: UnixSeconds) -> usize {
        let now = self.now(clock);
        self.retained.values().filter(|it| it.until > now).count()
    }

    /// How many entries do not refuse public paths yet.
    #[must_use]
    pub fn waiting_count(&self, clock: UnixSeconds) -> usize {
        let now = self.now(clock);
        self.waiting.values().filter(|from| **from > now).count()
    }

    /// How current the lists are.
    #[must_use]
    pub fn freshness(&self, clock: UnixSeconds) -> Freshness {
        let now = self.now(clock);
        if self.approved.is_none() {
            return Freshness::Nothing;
        }
        let held = self.approved.iter().chain(&self.quick);
        let Some(first) = held.map(|it| it.header).min_by_key(|it| it.expires) else {
            return Freshness::Nothing;
        };
        let Header {
            issued, expires, ..
        } = first;
        let expires = expires.min(self.publishers.expires());
        if expires.get() <= now {
            return Freshness::Stale { expired: expires };
        }
        if let Some(since) = self.unconfirmed_since(now) {
            return Freshness::Unconfirmed { since };
        }
        let three_quarters = expires.get().saturating_sub(issued.get()) / 4 * 3;
        if now - issued.get() >= three_quarters {
            return Freshness::Ageing { expires };
        }
        Freshness::Current
    }

    /// If a log has something newer than what is held, or the witnesses have not said lately that it has
    /// nothing.
    fn unconfirmed_since(&self, now: i64) -> Option<UnixSeconds> {
        let logs = self.publishers.logs()?;
        let issued = self.approved.as_ref()?.header.issued;
        let since = self.newest_at().unwrap_or(issued);
        let fresh = i64::try_from(logs.fresh_seconds()).unwrap_or(i64::MAX);
        (self.unseen_count() > 0 || now - since.get() > fresh).then_some(since)
    }

    /// What is retained, as a list, so that it is read as lists are.
    pub(super) fn retained_list(&self, now: i64) -> Option<Vec<u8>> {
        let header = self.approved.as_ref()?.header;
        let still = self.retained.iter().filter(|(_, it)| it.until > now);
        let items: Vec<_> = still.map(|(item, _)| item.borrow()).collect();
        Some(encoded(&header, &items))
    }

    fn retained_waiting(&self) -> impl Iterator<Item = EntryId> {
        let waiting = self
            .retained
            .iter()
            .filter(|(_, it)| it.waits_until.is_some());
        waiting.map(|(item, _)| item.borrow().id())
    }
}

fn read(octets: &[u8]) -> Option<List<'_>> {
    List::parse(octets).ok()
}

/// The entry for the policy; `None` for kinds that it has no use for.
fn distrust_entry(
    entry: &Entry<'_>,
    is_public_due: bool,
    list: &Arc<SignedList>,
) -> Option<DistrustEntry> {
    let threshold = match entry.is_public && is_public_due {
        true => Threshold::High,
        false => Threshold::Quick,
    };
    Some(DistrustEntry {
        matches: entry.matches.to_policy()?,
        limits: entry.limits.clone(),
        threshold,
        source: EntrySource::Signed(SignedSource {
            list: Arc::clone(list),
            entry: *entry.id().as_bytes(),
        }),
    })
}
