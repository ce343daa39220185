//! Undoes changes, by receipt.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    Actor, Change, Journal, Lock, Node, Receipt, ReceiptId, RecordedChange, Role, Status, Tree,
    paths,
};
use anchorwatch_machine::Rights;
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    ApplyError, PlanError, apply::Applier, draft::Draft, mechanism, planner::Planner, system_store,
    watch,
};

pub(crate) mod document;
pub(crate) mod remark;
pub(crate) mod revert;
mod revocations;
pub(crate) mod superseded;

use remark::UndoRemark;
use revert::Outcome;

/// Which receipts to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All that are not undone yet, newest first.
    All,
    /// One.
    One(ReceiptId),
}

/// What would be undone. Nothing is changed yet.
#[derive(Debug)]
pub struct Plan {
    /// The receipts, newest first, each with its changes in the order in which they are made.
    pub receipts: Vec<(ReceiptId, Vec<Change>)>,
    /// Whether the distribution's tool must rebuild its store, because it has run since: the
    /// old bundle would restore what was removed in the meantime.
    pub rebuild: Rebuild,
    /// What the owner should know first.
    pub warnings: Vec<Told>,
    /// What stays as it is in users' own folders, or could not be looked into. No user can
    /// keep anything else from being undone.
    pub stays: Vec<Told>,
    /// The receipts with something left: they can be undone again.
    open: BTreeSet<ReceiptId>,
}

/// Whether the distribution's tool must rebuild its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuild {
    /// No: every file is restored from the journal.
    NotNeeded,
    /// Yes, and this program runs it.
    Run,
    /// Yes, but this is not the running system: its owner must run it.
    LeftToOwner,
}

/// Plans to undo receipts.
///
/// # Errors
/// [`PlanError::Conflicts`] if something has changed since.
pub fn plan(tree: &Tree, rights: Rights, which: &Which) -> Result<Plan, PlanError> {
    let mut receipts = Journal::new(tree).receipts()?;
    for receipt in &receipts {
        refuse_foreign(tree, receipt)?;
    }
    let newest = receipts.last().map(|receipt| receipt.id.clone());
    superseded::leave_out(&mut receipts);
    receipts.retain(|receipt| receipt.status != Status::Undone);
    let mut changed_later = BTreeSet::new();
    if let Which::One(id) = which {
        let later = receipts.iter().rev().take_while(|one| one.id != *id);
        let paths = later.flat_map(|receipt| &receipt.changes);
        changed_later.extend(paths.map(|change| change.path.clone()));
        receipts.retain(|receipt| receipt.id == *id);
        if receipts.is_empty() {
            return Err(anchorwatch_home::Error::NoSuchReceipt { id: id.to_string() }.into());
        }
    }
    receipts.reverse();
    let planning = Planning::of(tree, &receipts)?;
    let planner = Planner::new(tree, rights).before(changed_later);
    let mut plan = planning.finish(tree, &planner, &receipts)?;
    if *which == Which::All && receipts.is_empty() && system_store::has_hook(tree) {
        let path = tree.display_path(paths::JOURNAL.as_ref());
        plan.stays.push(UndoRemark::JournalGone { path }.told());
    }
    if let Some(newest) = newest {
        plan.forget(
            revocations::forgotten(tree, &planner, &plan.receipts),
            newest,
        );
    }
    Ok(plan)
}

impl Plan {
    /// Whether there is nothing to undo.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.receipts.is_empty()
    }

    /// Whether the owner's consents are changed.
    #[must_use]
    pub fn changes_consents(&self) -> bool {
        let mut changes = self.receipts.iter().flat_map(|(_, changes)| changes);
        changes.any(|change| change.path == Path::new(paths::CONSENTS))
    }

    /// Undoes the receipts.
    ///
    /// # Errors
    /// [`ApplyError::Home`] if a file cannot be written or changed since the plan; a second run
    /// continues from there. [`ApplyError::NotAllTakenBack`] if only changes in users' folders
    /// failed: all others are made.
    pub fn apply(mut self, tree: &Tree, rights: Rights) -> Result<(), ApplyError> {
        let lock = Lock::take(tree)?;
        let changes = self.receipts.iter().flat_map(|(_, changes)| changes);
        let changes: Vec<Change> = changes.cloned().collect();
        let ended = watch::end(tree, &changes);
        let journal = Journal::new(tree);
        let applier = Applier::new(tree, rights);
        for receipt in journal
            .receipts()?
            .iter()
            .filter(|receipt| self.takes_back(&receipt.id))
        {
            applier.discard_leftovers(receipt);
        }
        let mut failures = Vec::new();
        for (id, changes) in &self.receipts {
            for change in changes {
                match applier.make(change, &id.temporary_of_undo()) {
                    Err(error) if change.is_someone_elses() => {
                        failures.push(error.told());
                        self.open.insert(id.clone());
                    }
                    made => made?,
                }
            }
        }
        let _lock = if self.rebuild == Rebuild::Run {
            // What another receipt refuses stays refused: the tool runs the hook, and the hook
            // needs the lock.
            drop(lock);
            system_store::rebuild(tree)?;
            Lock::wait(tree)?
        } else {
            lock
        };
        failures.extend(self.find_left(tree, &Planner::new(tree, rights))?);
        self.close(&journal)?;
        let forgotten = watch::forget(tree, &changes);
        match ended.and(forgotten) {
            _ if !failures.is_empty() => Err(ApplyError::NotAllTakenBack { failures }),
            Err(why) => Err(ApplyError::StillWatched { why }),
            Ok(()) => Ok(()),
        }
    }

    /// Adds the changes that remove refusals from profiles. `newest` is a receipt undone
    /// earlier: a profile that was in use then is cleaned under it now.
    fn forget(&mut self, forgotten: Draft, newest: ReceiptId) {
        self.warnings.extend(forgotten.warnings);
        self.stays.extend(forgotten.blind_spots);
        match self.receipts.last_mut() {
            // Last of all: a program that starts in the meantime finds no script that would set
            // it again.
            Some((_, last)) => last.extend(forgotten.changes),
            None if forgotten.changes.is_empty() => {}
            None => self.receipts.push((newest, forgotten.changes)),
        }
    }

    fn takes_back(&self, id: &ReceiptId) -> bool {
        self.receipts.iter().any(|(taken, _)| taken == id)
    }

    /// Keeps receipts open if something of them is left, and reports it: since this was
    /// planned, another run or a file's owner may have made changes.
    fn find_left(&mut self, tree: &Tree, planner: &Planner<'_>) -> Result<Vec<Told>, ApplyError> {
        let mut receipts = Journal::new(tree).receipts()?;
        superseded::leave_out(&mut receipts);
        receipts.retain(|one| one.status != Status::Undone);
        receipts.retain(|one| self.takes_back(&one.id));
        receipts.reverse();
        let outcomes = Planning::of(tree, &receipts)?.outcomes(planner);
        let changes = outcomes
            .iter()
            .filter_map(|(_, outcome)| outcome.change.as_ref());
        let unchanged = ending_where_they_begin(changes);
        let mut left = Vec::new();
        for (place, outcome) in &outcomes {
            let changes = outcome.change.iter().map(|change| &change.path);
            let mut changes = changes.filter(|path| !unchanged.contains(*path));
            let Some(what) = outcome.conflict.clone().or_else(|| {
                let path = tree.display_path(changes.next()?);
                Some(UndoRemark::PathNotAsBefore { path }.told())
            }) else {
                continue;
            };
            if let Some(receipt) = receipts.get(*place)
                && self.open.insert(receipt.id.clone())
            {
                left.push(what);
            }
        }
        Ok(left)
    }

    fn close(&self, journal: &Journal<'_>) -> Result<(), ApplyError> {
        for (id, _) in &self.receipts {
            if !self.open.contains(id) {
                journal.set_status(id, Status::Undone)?;
            }
        }
        Ok(())
    }
}

/// Paths that these changes, applied in order, leave unchanged: a later receipt may have
/// removed what an earlier one created.
fn ending_where_they_begin<'one>(changes: impl Iterator<Item = &'one Change>) -> BTreeSet<PathBuf> {
    type Ends<'one> = (&'one Option<String>, &'one Option<String>);
    let is_back = |(before, after): &Ends<'_>| before == after;
    let mut ends: BTreeMap<&PathBuf, (&Node, &Node)> = BTreeMap::new();
    let mut are_same: BTreeMap<&PathBuf, BTreeMap<&str, Ends<'_>>> = BTreeMap::new();
    for change in changes {
        for item in change.role.edit().iter().flat_map(|edit| &edit.items) {
            let items = are_same.entry(&change.path).or_default();
            let end = items.entry(item.name.as_str());
            end.or_insert((&item.before, &item.after)).1 = &item.after;
        }
        let end = ends.entry(&change.path);
        end.or_insert((&change.before, &change.after)).1 = &change.after;
    }
    // A database change is in its items; both nodes only say that it is a database.
    let is_same = |(path, (before, after)): &(&PathBuf, (&Node, &Node))| match before {
        Node::Database => are_same
            .get(path)
            .is_some_and(|items| items.values().all(is_back)),
        _ => before.is_same_as(after),
    };
    let same = ends.into_iter().filter(is_same);
    same.map(|(path, _)| path.clone()).collect()
}

/// Deletes the journal and our empty folders. Returns the folders that stay because they
/// contain files that are not ours.
///
/// # Errors
/// [`ApplyError::Home`]: above all while a receipt is not undone.
pub fn forget(tree: &Tree) -> Result<Vec<PathBuf>, ApplyError> {
    let lock = Lock::take(tree)?;
    let stays = Journal::new(tree).forget()?;
    drop(lock);
    Ok(stays)
}

/// A forged receipt in the journal could make undo write anything anywhere. So only paths that
/// a block changes are restored, and never with special rights.
fn refuse_foreign(tree: &Tree, receipt: &Receipt) -> Result<(), PlanError> {
    let foreign = receipt.changes.iter().find(|change| {
        let nodes = [&change.before.node, &change.after.node];
        !mechanism::can_take_back(&change.path, &change.role, change.actor, nodes)
    });
    match foreign {
        Some(change) => Err(anchorwatch_home::Error::ForeignReceipt {
            id: receipt.id.to_string(),
            path: tree.display_path(&change.path),
        }
        .into()),
        None => Ok(()),
    }
}

/// Whether all changes of a receipt are made: an undo would find each of them.
pub(crate) fn is_all_made(
    tree: &Tree,
    rights: Rights,
    receipt: &Receipt,
) -> Result<bool, anchorwatch_home::Error> {
    let planner = Planner::new(tree, rights);
    let planning = Planning::of(tree, std::slice::from_ref(receipt))?;
    let items = |change: &Change| change.role.edit().map_or(0, |edit| edit.items.len());
    Ok(planning.recorded.into_iter().all(|(actor, recorded)| {
        let outcomes = planner.take_back(actor, recorded.clone());
        let mut made = recorded.iter().zip(outcomes);
        made.all(|((change, _), outcome)| {
            let count = change.role.edit().map_or(0, |edit| edit.items.len());
            let is_database = change.after.node == Node::Database;
            // A folder stays if others keep files in it.
            let is_folder = matches!(change.after.node, Node::Directory(_));
            outcome.conflict.is_none()
                && match &outcome.change {
                    Some(back) => !is_database || items(back) == count,
                    None => is_folder,
                }
        })
    }))
}

/// The recorded changes, newest first, by the user whose rights they need.
#[derive(Default)]
struct Planning {
    recorded: BTreeMap<Option<Actor>, Vec<(RecordedChange, Node)>>,
    /// The receipt of each of them, in the same order.
    receipts: BTreeMap<Option<Actor>, Vec<usize>>,
    is_rebuild: bool,
}

impl Planning {
    /// Collects the changes of receipts, newest first.
    fn of(tree: &Tree, receipts: &[Receipt]) -> Result<Self, anchorwatch_home::Error> {
        let mut planning = Self::default();
        for (place, receipt) in receipts.iter().enumerate() {
            planning.take(tree, place, receipt)?;
        }
        Ok(planning)
    }

    /// Plans the undo of each change, with the index of its receipt.
    fn outcomes(self, planner: &Planner<'_>) -> Vec<(usize, Outcome)> {
        let mut outcomes = Vec::new();
        for (actor, recorded) in self.recorded {
            let places = self.receipts.get(&actor).into_iter().flatten().copied();
            outcomes.extend(places.zip(planner.take_back(actor, recorded)));
        }
        outcomes
    }

    fn take(
        &mut self,
        tree: &Tree,
        place: usize,
        receipt: &Receipt,
    ) -> Result<(), anchorwatch_home::Error> {
        for recorded in receipt.changes.iter().rev() {
            if recorded.role == Role::Rebuilt && receipt.is_rebuilt {
                self.is_rebuild = true;
                continue;
            }
            let before = Journal::new(tree).node_before(&receipt.id, recorded)?;
            let actor = recorded.actor;
            self.receipts.entry(actor).or_default().push(place);
            let all = self.recorded.entry(actor).or_default();
            all.push((recorded.clone(), before));
        }
        Ok(())
    }

    fn finish(
        self,
        tree: &Tree,
        planner: &Planner<'_>,
        receipts: &[Receipt],
    ) -> Result<Plan, PlanError> {
        let mut planned: Vec<(ReceiptId, Vec<Change>)> = receipts
            .iter()
            .map(|receipt| (receipt.id.clone(), Vec::new()))
            .collect();
        let (mut conflicts, mut warnings) = (Vec::new(), Vec::new());
        let (mut stays, mut open) = (Vec::new(), BTreeSet::new());
        for (actor, recorded) in self.recorded {
            let is_users = planner.foreign(actor).is_some();
            let places = self.receipts.get(&actor).into_iter().flatten();
            for (outcome, place) in planner.take_back(actor, recorded).into_iter().zip(places) {
                let Some((id, changes)) = planned.get_mut(*place) else {
                    continue;
                };
                changes.extend(outcome.change);
                warnings.extend(outcome.warning);
                match outcome.conflict {
                    // Users' edits in their homes must not block root's undo.
                    Some(why) if is_users => {
                        stays.push(why);
                        open.insert(id.clone());
                    }
                    conflict => conflicts.extend(conflict),
                }
            }
        }
        if !conflicts.is_empty() {
            return Err(PlanError::Conflicts { conflicts });
        }
        let changes: Vec<&Change> = planned.iter().flat_map(|(_, changes)| changes).collect();
        let beside = system_store::beside_undo(tree, &changes)?;
        if let Some((_, changes)) = planned.last_mut() {
            changes.extend(beside);
        }
        let rebuild = match (self.is_rebuild, tree.is_live()) {
            (false, _) => Rebuild::NotNeeded,
            (true, true) => Rebuild::Run,
            (true, false) => Rebuild::LeftToOwner,
        };
        Ok(Plan {
            receipts: planned,
            rebuild,
            warnings,
            stays,
            open,
        })
    }
}

#[cfg(test)]
mod tests;
