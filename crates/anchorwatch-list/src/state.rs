//! What a client remembers, and what it therefore refuses.
//!
//! A value: the caller keeps [`ListState::encode`] in one file of its own that only it can write,
//! and replaces that file as a whole. The rules are those of `docs/spec/distrust-list.md` §7.3.

mod approved;
mod format;
mod in_force;
mod log_memory;
mod quick;
mod set;

pub use in_force::Freshness;

use std::collections::{BTreeMap, HashSet};

use anchorwatch_identity::UnixSeconds;

use self::log_memory::SeenLog;
use crate::{
    EntryId, Growth, Header, List, ListHash, Publishers, Role, UpdateProblem, VerifiedList,
    item::{Item, OwnedItem},
    log_entry::unknown_growth,
};

/// How far ahead of the clock a list may have been issued: clocks differ, by a time zone at worst.
const MAX_AHEAD_SECONDS: i64 = 86_400;

/// What a client holds of the distrust lists of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListState {
    publishers: Publishers,
    /// The delay of an earlier set, in seconds, that was longer, and until when it counts.
    former_delay: Option<(i64, i64)>,
    approved: Option<Held>,
    quick: Option<Held>,
    /// The latest `issued` of any list that was accepted, or time at which a quorum of witnesses
    /// cosigned; time does not run back behind it.
    latest: i64,
    /// Entries that are gone from the lists and still in force.
    retained: BTreeMap<OwnedItem, Retained>,
    /// From when on a public entry refuses public paths. Entries that are not here do already.
    waiting: BTreeMap<EntryId, i64>,
    /// What was seen of logs, by their origins.
    logs: BTreeMap<String, SeenLog>,
}

/// A list that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    octets: Vec<u8>,
    header: Header,
    hash: ListHash,
}

/// How long an entry stays that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Retained {
    /// The first second in which it is no longer in force.
    until: i64,
    /// From when on it refuses public paths, if it does not do so yet.
    waits_until: Option<i64>,
}

impl ListState {
    /// Takes a list, or says why it would be weaker than what is held. The state stays as it is if
    /// the list is refused; a list that is held already changes nothing, but for what its proof
    /// tells about the log.
    ///
    /// # Errors
    /// [`UpdateProblem`]; [`UpdateProblem::Log`] also if a log grew since it was last seen, for
    /// which there is [`ListState::accept_logged`].
    pub fn accept(&self, list: &VerifiedList<'_>, now: UnixSeconds) -> Result<Self, UpdateProblem> {
        self.accept_logged(list, &unknown_growth, now)
    }

    /// Takes a list whose note is in a log, if that log only grew.
    ///
    /// # Errors
    /// [`UpdateProblem`].
    pub fn accept_logged(
        &self,
        list: &VerifiedList<'_>,
        growth: Growth<'_>,
        now: UnixSeconds,
    ) -> Result<Self, UpdateProblem> {
        let header = list.list().header();
        self.check_source(list, now)?;
        let now = self.now(now);
        if self.publishers.expires().get() <= now {
            return Err(UpdateProblem::PublishersExpired {
                expired: self.publishers.expires().to_string(),
            });
        }
        if header.expires.get() <= now {
            return Err(UpdateProblem::Expired {
                expired: header.expires.to_string(),
            });
        }
        self.taking(list, growth, now)
    }

    /// Takes a list as a client did that was shown it before it expired. For publishers, who go on
    /// from what they published last: a client would hold on to lists that somebody keeps showing.
    ///
    /// # Errors
    /// [`UpdateProblem`], as [`ListState::accept_logged`], but not because something expired.
    pub fn accept_published(
        &self,
        list: &VerifiedList<'_>,
        growth: Growth<'_>,
        now: UnixSeconds,
    ) -> Result<Self, UpdateProblem> {
        self.check_source(list, now)?;
        self.taking(list, growth, self.now(list.list().header().issued))
    }

    /// A list of other publishers is refused, and one that was not issued yet.
    fn check_source(
        &self,
        list: &VerifiedList<'_>,
        clock: UnixSeconds,
    ) -> Result<(), UpdateProblem> {
        if list.publishers() != self.publishers.hash() {
            return Err(UpdateProblem::OtherPublishers);
        }
        let issued = list.list().header().issued;
        if issued.get() > clock.get().saturating_add(MAX_AHEAD_SECONDS) {
            return Err(UpdateProblem::FromTheFuture {
                issued: issued.to_string(),
            });
        }
        Ok(())
    }

    fn taking(
        &self,
        list: &VerifiedList<'_>,
        growth: Growth<'_>,
        now: i64,
    ) -> Result<Self, UpdateProblem> {
        let header = list.list().header();
        let mut next = match header.role() {
            Role::Approved => self.accept_approved(list, now)?,
            Role::Quick => self.accept_quick(list)?,
        };
        let entry = list.log_entry();
        let logs = self.logs_after(entry, growth);
        next.logs = logs.map_err(|why| UpdateProblem::Log { why })?;
        let seen = entry.map_or(0, |it| it.seen().get());
        next.latest = next.latest.max(header.issued.get()).max(seen);
        Ok(next)
    }

    /// The list of a role that is held: what a delta applies to.
    #[must_use]
    pub fn held(&self, role: Role) -> Option<List<'_>> {
        match role {
            Role::Approved => self.approved.as_ref()?.list(),
            Role::Quick => self.quick.as_ref()?.list(),
        }
    }

    /// Whether this is what a client held of the same list before it held `other`.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        let is_same = self.publishers.origin() == other.publishers.origin();
        is_same && self.numbers() < other.numbers()
    }

    /// What only ever grows, the first number first.
    fn numbers(&self) -> [u64; 6] {
        let approved = self.approved.as_ref().map(|it| it.header);
        let quick = self.quick.as_ref().map(|it| it.header);
        let base = quick.as_ref().and_then(|it| it.base);
        [
            self.publishers.epoch(),
            approved.map_or(0, |it| it.epoch),
            approved.map_or(0, |it| it.sequence),
            base.map_or(0, |it| it.sequence),
            quick.map_or(0, |it| it.sequence),
            u64::try_from(self.latest).unwrap_or(0),
        ]
    }

    fn now(&self, clock: UnixSeconds) -> i64 {
        clock.get().max(self.latest)
    }
}

impl Held {
    fn of(list: &VerifiedList<'_>) -> Self {
        Self {
            octets: list.list().octets().to_vec(),
            header: *list.list().header(),
            hash: list.hash(),
        }
    }

    /// It was read once before it was taken.
    fn list(&self) -> Option<List<'_>> {
        List::parse(&self.octets).ok()
    }
}

fn set<'a>(list: Option<&List<'a>>) -> HashSet<Item<'a>> {
    list.into_iter().flat_map(List::items).collect()
}

/// The same entry, refusing every path.
fn as_public(item: &Item<'_>) -> OwnedItem {
    let mut item = OwnedItem::from(*item);
    if let Some(flags) = item.head.get_mut(1) {
        *flags |= crate::group::PUBLIC;
    }
    item
}
