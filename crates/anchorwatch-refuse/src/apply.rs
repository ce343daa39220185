//! Applies changes, each with the least privilege it needs.
//!
//! A worker with a user's rights ([`crate::privsep`]) changes that user's folders, so a planted
//! link leads it no further than the user could go. This process makes all other changes. Plans
//! are made elsewhere.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::PathBuf,
    time::{Duration, Instant},
};

use anchorwatch_home::{Actor, Change, Journal, Node, Receipt, ReceiptId, Status, Tree};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::Rights;
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    ApplyError,
    privsep::{self, WorkerRemark, WorkerRequest},
};

pub(crate) mod direct;

/// The time limit for all changes of one user. A worker process takes some hundredths of a
/// second per change. A home on a file system that its owner makes hang must not block everyone
/// else, nor hold the lock that the hook waits for.
const PATIENCE: Duration = Duration::from_secs(120);

/// Records changes and makes them. A failure in a user's folder does not prevent the others.
pub(crate) fn make(
    tree: &Tree,
    rights: Rights,
    purpose: &str,
    changes: &[Change],
    now: UnixSeconds,
) -> Result<ReceiptId, ApplyError> {
    let applier = Applier::new(tree, rights);
    let mut failures = Vec::new();
    // Checked first, because a run that lost a race must not write a receipt: it could not be
    // undone, and would block the undo of all others.
    for change in changes {
        if applier.foreign(change.actor).is_none() && change.after != Node::Database {
            tree.check(change)?;
        }
    }
    clear_up(tree, &applier);
    let open = Journal::new(tree).begin(purpose, changes, now)?;
    let receipt = open.make(changes, |change, temporary| {
        match applier.make(change, temporary) {
            Err(error) if change.is_someone_elses() => {
                failures.push(error.told());
                Ok(())
            }
            made => made,
        }
    })?;
    if failures.is_empty() {
        Ok(receipt)
    } else {
        Err(ApplyError::NotAllMade { receipt, failures })
    }
}

/// Removes what killed runs left behind. Failures here do not stop this run.
fn clear_up(tree: &Tree, applier: &Applier<'_>) {
    let journal = Journal::new(tree);
    // A file that stays is not reported and harmless: its name is reserved for us.
    drop(journal.sweep());
    for receipt in journal.receipts().unwrap_or_default() {
        if receipt.status != Status::Undone {
            applier.discard_leftovers(&receipt);
        }
    }
}

/// Applies changes to one tree.
#[derive(Debug)]
pub(crate) struct Applier<'tree> {
    tree: &'tree Tree,
    rights: Rights,
    /// How long each user's changes have taken so far.
    taken: RefCell<BTreeMap<u32, Duration>>,
}

impl<'tree> Applier<'tree> {
    pub(crate) fn new(tree: &'tree Tree, rights: Rights) -> Self {
        Self {
            tree,
            rights,
            taken: RefCell::default(),
        }
    }

    /// Makes one change.
    pub(crate) fn make(&self, change: &Change, temporary: &str) -> Result<(), ApplyError> {
        let Some(actor) = self.foreign(change.actor) else {
            return direct::make(self.tree, change, temporary);
        };
        self.in_time(actor, || {
            let targets = WorkerRequest::make(change, temporary);
            privsep::ask(self.tree, actor, &targets).and_then(|reply| reply.made())
        })
        .map_err(|why| ApplyError::AsUser {
            path: self.tree.display_path(&change.path),
            uid: actor.uid,
            why,
        })
    }

    /// Does a user's work, unless the user's changes took too long already.
    fn in_time(&self, actor: Actor, work: impl FnOnce() -> Result<(), Told>) -> Result<(), Told> {
        let taken = self.taken.borrow().get(&actor.uid).copied();
        let taken = taken.unwrap_or_default();
        if taken >= PATIENCE {
            let seconds = taken.as_secs();
            return Err(WorkerRemark::OutOfTime { seconds }.told());
        }
        let started = Instant::now();
        let done = work();
        let taken = taken.saturating_add(started.elapsed());
        self.taken.borrow_mut().insert(actor.uid, taken);
        done
    }

    /// Removes what a killed run of this receipt may have left behind.
    pub(crate) fn discard_leftovers(&self, receipt: &Receipt) {
        for (actor, leftovers) in leftovers(receipt) {
            match self.foreign(actor) {
                // A leftover that stays is harmless: its name is reserved for us.
                Some(actor) => {
                    let targets = WorkerRequest::discard(&leftovers);
                    drop(privsep::ask(self.tree, actor, &targets));
                }
                None => direct::discard(self.tree, &leftovers),
            }
        }
    }

    /// The user whose worker makes a change; `None` for this process.
    pub(crate) fn foreign(&self, actor: Option<Actor>) -> Option<Actor> {
        privsep::foreign(self.rights, actor)
    }
}

/// Files that a killed run of this receipt may have left next to its paths, by the user who
/// wrote them.
fn leftovers(receipt: &Receipt) -> BTreeMap<Option<Actor>, Vec<(PathBuf, String)>> {
    let mut beside: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in &receipt.changes {
        for temporary in [receipt.id.temporary(), receipt.id.temporary_of_undo()] {
            let places = beside.entry(change.actor).or_default();
            places.push((change.path.clone(), temporary));
        }
    }
    beside
}

#[cfg(test)]
mod tests;
