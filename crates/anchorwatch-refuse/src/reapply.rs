//! Filters the system store again; run by the hook and the watch.

use std::{collections::BTreeSet, path::Path, thread, time::Duration};

use anchorwatch_home::{BlockList, Change, Journal, Lock, NodeState, Role, Status, Tree, paths};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::Rights;
use anchorwatch_remark::{Remark as _, Told};

use crate::{ApplyError, PlanError};
use crate::{
    allowlist::Allowlist,
    apply::make,
    block::remark::BlockRemark,
    draft::{Confined, Draft, Withheld},
    mechanism, openssl, pem,
    readmit::{self, Part},
    scope::Scope,
    signed_lists::keys_of_lists,
    system_store,
    targets::{Goal, Targets},
    watch,
};

/// What the hook found and did.
#[derive(Debug)]
pub struct Reapplied {
    /// The certificates that were removed.
    pub withheld: Vec<Withheld>,
    /// The roots that the store now holds to names, each once.
    pub confined: Vec<Confined>,
    /// What could not be read or written.
    pub blind_spots: Vec<Told>,
    /// What the owner should know.
    pub warnings: Vec<Told>,
}

/// Why the filter runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The distribution's tool rebuilt the store.
    Update,
    /// A file of the store changed. A run that finds nothing to filter writes nothing.
    Watched,
    /// The owner's consents changed. What is written gets a receipt, unless the distribution's tool
    /// rebuilt the store before.
    Consent,
}

/// How long to wait for a certificate update: a minute.
const WAIT: Duration = Duration::from_millis(100);
const WAITS: u32 = 600;

/// Waits until the distribution's tool has installed its next bundle. If a file vanishes under
/// `openssl rehash`, the tool fails, and apt's run with it; changes in the next bundle would be
/// lost. Limited, because anyone who can write there can leave such a file.
fn let_the_tool_end(tree: &Tree, now: UnixSeconds) {
    let mut waits = 0..WAITS;
    while system_store::is_updating(tree, now) && waits.next().is_some() {
        thread::sleep(WAIT);
    }
}

/// Removes refused keys from the system store again, after the distribution's tool rebuilt it
/// or a file of it changed. The hook and the watch run this.
///
/// The store is filtered before the journal is written: a problem with our records must not let
/// a key back in. Files that someone added to the folder by hand get a receipt, because no tool
/// would restore them.
///
/// # Errors
/// [`ApplyError::Plan`]: above all if the list of refused keys is missing, or cannot be trusted
/// or understood. Without its list the hook would withhold nothing.
pub fn reapply(tree: &Tree, now: UnixSeconds, trigger: Trigger) -> Result<Reapplied, ApplyError> {
    if trigger != Trigger::Update {
        let_the_tool_end(tree, now);
    }
    let _lock = Lock::wait(tree)?;
    let list = BlockList::read(tree)?;
    if list.is_empty() {
        let list = tree.display_path(paths::BLOCK_LIST.as_ref());
        let is_expected =
            system_store::has_hook(tree) || watch::state(tree) != watch::Watch::Absent;
        let why = if is_expected {
            PlanError::NoList { list }
        } else {
            PlanError::NotBlocked { list }
        };
        return Err(why.into());
    }
    let has_receipt = trigger == Trigger::Consent && !is_rebuilt(tree);
    let (list, unread) = with_signed_lists(tree, list, now);
    let mut filtered = planned(tree, list, now)?;
    filtered.say_once();
    let mut blind_spots = filtered.blind_spots;
    blind_spots.extend(unread);
    let (rebuilt, by_hand): (Vec<Change>, Vec<Change>) =
        filtered.changes.into_iter().partition(|change| {
            // Our own files already have a receipt. A change that cannot be undone would block
            // the undo of all others in a receipt.
            change.role == Role::Rebuilt && !has_receipt
                || openssl::is_path_of_one(&change.path)
                || !mechanism::comes_back(change)
        });
    filtered.warnings.append(&mut filtered.not_refused);
    let lost = rebuilt
        .iter()
        .filter(|change| !mechanism::comes_back(change));
    filtered.warnings.extend(lost.map(|change| {
        let remark = BlockRemark::NotBroughtBack {
            path: tree.display_path(&change.path),
            node: NodeState::from(&change.before),
        };
        remark.told()
    }));
    let written = rebuilt.iter().chain(&by_hand).map(|change| &*change.path);
    let confined = newly_confined(filtered.confined, &written.collect());
    for change in &rebuilt {
        // A failure does not prevent the other changes.
        if let Err(error) = tree.make(change, ".anchorwatch-refilter") {
            blind_spots.push(error.told());
        }
    }
    make_others(tree, by_hand, &mut blind_spots, now)?;
    let is_store_another = match trigger {
        Trigger::Update => true,
        Trigger::Watched | Trigger::Consent => !rebuilt.is_empty(),
    };
    if is_store_another && let Err(error) = Journal::new(tree).note_rebuilt() {
        blind_spots.push(error.told());
    }
    Ok(Reapplied {
        withheld: filtered.withheld,
        confined,
        blind_spots,
        warnings: filtered.warnings,
    })
}

/// Adds what the signed lists refuse. Lists that cannot be read do not keep the owner's from being
/// obeyed.
fn with_signed_lists(tree: &Tree, list: BlockList, now: UnixSeconds) -> (BlockList, Option<Told>) {
    match keys_of_lists(tree, now) {
        Ok(keys) => (list.with(keys), None),
        Err(why) => (list, Some(why.told())),
    }
}

/// Whether the distribution's tool rebuilt the store since a block: an undo has it do so again.
fn is_rebuilt(tree: &Tree) -> bool {
    let receipts = Journal::new(tree).receipts().unwrap_or_default();
    let mut applied = receipts.iter().filter(|one| one.status != Status::Undone);
    applied.any(|receipt| receipt.is_rebuilt)
}

/// Makes the changes of files that no tool would restore.
fn make_others(
    tree: &Tree,
    changes: Vec<Change>,
    blind_spots: &mut Vec<Told>,
    now: UnixSeconds,
) -> Result<(), ApplyError> {
    let (of_places, of_the_store): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(pem::is_change);
    if !of_the_store.is_empty() {
        record(tree, &of_the_store, now)?;
    }
    for change in not_recorded(tree, of_places, blind_spots) {
        // One that cannot be written does not prevent the others.
        if let Err(error) = record(tree, std::slice::from_ref(&change), now) {
            blind_spots.push(error.told());
        }
    }
    Ok(())
}

fn record(tree: &Tree, changes: &[Change], now: UnixSeconds) -> Result<(), ApplyError> {
    let purpose = format!(
        "the hook brought {} files to what is refused and consented to",
        changes.len()
    );
    make(tree, Rights::Own, &purpose, changes, now)?;
    Ok(())
}

/// Makes the changes that the newest receipt of their file has already, and returns the others: a
/// tool that writes a file anew every hour must not fill the journal.
fn not_recorded(tree: &Tree, changes: Vec<Change>, blind_spots: &mut Vec<Told>) -> Vec<Change> {
    if changes.is_empty() {
        return changes;
    }
    let mut receipts = Journal::new(tree).receipts().unwrap_or_default();
    receipts.retain(|receipt| receipt.status != Status::Undone);
    let is_recorded = |change: &Change| {
        let mut recorded = receipts.iter().flat_map(|receipt| &receipt.changes);
        let newest = recorded.rfind(|one| one.path == change.path);
        newest.is_some_and(|one| {
            one.before.is_same_as(&change.before) && one.after.is_same_as(&change.after)
        })
    };
    let (recorded, others): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(is_recorded);
    for change in recorded {
        if let Err(error) = tree.make(&change, ".anchorwatch-refilter") {
            blind_spots.push(error.told());
        }
    }
    others
}

/// The roots that these files now hold to names, each once.
fn newly_confined(mut confined: Vec<Confined>, written: &BTreeSet<&Path>) -> Vec<Confined> {
    confined.retain(|held| written.contains(&*held.path));
    confined.sort_by_key(|held| held.certificate.sha256());
    confined.dedup_by_key(|held| held.certificate.sha256());
    confined
}

/// Plans the changes that make the store, and what is built from it, match the list.
fn planned(tree: &Tree, list: BlockList, now: UnixSeconds) -> Result<Draft, PlanError> {
    let mut draft = Draft::default();
    let targets = Targets::of(Goal::Refuse, tree, list, &[]);
    let (allowlist, said) = Allowlist::of(tree, &targets.list, now);
    draft.blind_spots.extend(said);
    let scope = Scope {
        tree,
        targets: &targets,
        users: &[],
        allowlist: &allowlist,
        stores: &[],
    };
    system_store::filter(&scope, &mut draft)?;
    mechanism::after_update(&scope, now, &mut draft);
    let consented = (&allowlist, &[][..]);
    readmit::plan(tree, Rights::Own, consented, Part::OutsideHomes, &mut draft);
    Ok(draft)
}

#[cfg(test)]
mod tests;
