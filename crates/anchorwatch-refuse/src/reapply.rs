//! What the hook and the watch run: the system store's filtering, again.

use std::{thread, time::Duration};

use anchorwatch_home::{BlockList, Change, Journal, Lock, Node, Role, Tree, paths};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::{Rights, debian::NEXT_BUNDLE, error_text::with_cause};

use crate::{ApplyError, PlanError};
use crate::{
    allowlist::Allowlist,
    apply::make,
    debian::{filter, hook, watch},
    draft::{Draft, Withheld},
    mechanism::{self, Scope},
    openssl,
    targets::{Goal, Targets},
};

/// What the hook found and did.
#[derive(Debug)]
pub struct Reapplied {
    /// The certificates that were taken out.
    pub withheld: Vec<Withheld>,
    /// What could not be looked into, or could not be written down.
    pub blind_spots: Vec<String>,
    /// What the owner should know, a sentence each.
    pub warnings: Vec<String>,
}

/// Why the hook's filtering runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The distribution's tool built the store anew.
    Update,
    /// A file of the store changed. A run that finds nothing to filter writes nothing.
    Watched,
}

/// How long an update of the certificates is waited for.
const MAX_UPDATE_S: i64 = 60;
const WAIT: Duration = Duration::from_millis(100);
const WAITS: u32 = 600;

/// Waits until the distribution's tool has its next bundle in place. A file that vanishes
/// under `openssl rehash` ends the tool, and apt's run with it; what was begun in the next
/// bundle would be lost. Bounded, since whoever can write there can leave such a file.
fn let_the_tool_end(tree: &Tree, now: UnixSeconds) {
    let mut waits = 0..WAITS;
    while is_the_tool_at_work(tree, now) && waits.next().is_some() {
        thread::sleep(WAIT);
    }
}

/// Whether the next bundle is there and was written a moment before this run began, or since.
fn is_the_tool_at_work(tree: &Tree, now: UnixSeconds) -> bool {
    let Ok(Node::File(file)) = tree.node(NEXT_BUNDLE.as_ref()) else {
        return false;
    };
    file.modified.is_some_and(|(second, _)| {
        let age = now.get().saturating_sub(second);
        (-MAX_UPDATE_S..=MAX_UPDATE_S).contains(&age)
    })
}

/// Takes refused keys out of the system store again, after the distribution's tool
/// rebuilt it or somebody changed a file of it. This is what the hook and the watch run.
///
/// The store is filtered first and the journal written after: whatever is wrong with
/// our records must not let a key back in. Files that someone put into the folder by
/// hand get a receipt, since no tool would bring them back.
///
/// # Errors
/// [`ApplyError::Plan`]: above all a list of refused keys that is missing, or cannot be trusted
/// or understood. The hook without its list would keep nothing out.
pub fn reapply(tree: &Tree, now: UnixSeconds, trigger: Trigger) -> Result<Reapplied, ApplyError> {
    if trigger == Trigger::Watched {
        let_the_tool_end(tree, now);
    }
    let _lock = Lock::wait(tree)?;
    let list = BlockList::read(tree)?;
    if list.is_empty() {
        let list = tree.display_path(paths::BLOCK_LIST.as_ref());
        let is_expected = hook::is_there(tree) || watch::state(tree) != watch::Watch::Absent;
        let why = if is_expected {
            PlanError::NoList { list }
        } else {
            PlanError::NotBlocked { list }
        };
        return Err(why.into());
    }
    let mut filtered = planned(tree, list, now)?;
    let mut blind_spots = filtered.blind_spots;
    let (rebuilt, by_hand): (Vec<Change>, Vec<Change>) =
        filtered.changes.into_iter().partition(|change| {
            // What we wrote ourselves has its receipt from then. A receipt with what could
            // not be taken back would keep every other from it.
            change.role == Role::Rebuilt
                || openssl::is_path_of_one(&change.path)
                || !mechanism::comes_back(change)
        });
    filtered.warnings.append(&mut filtered.not_refused);
    let lost = rebuilt
        .iter()
        .filter(|change| !mechanism::comes_back(change));
    filtered.warnings.extend(lost.map(|change| {
        let shown = tree.display_path(&change.path);
        format!(
            "{} was {}: it is not brought back",
            shown.display(),
            change.before
        )
    }));
    for change in &rebuilt {
        // One that something stands in the way of keeps no other from being made.
        if let Err(error) = tree.make(change, ".anchorwatch-refilter") {
            blind_spots.push(with_cause(&error));
        }
    }
    if !by_hand.is_empty() {
        let purpose = format!(
            "the hook brought {} files to what is refused and consented to",
            by_hand.len()
        );
        make(tree, Rights::Own, &purpose, &by_hand, now)?;
    }
    let is_store_another = trigger == Trigger::Update || !rebuilt.is_empty();
    if is_store_another && let Err(error) = Journal::new(tree).note_rebuilt() {
        blind_spots.push(with_cause(&error));
    }
    Ok(Reapplied {
        withheld: filtered.withheld,
        blind_spots,
        warnings: filtered.warnings,
    })
}

/// What brings the store, and what is made from it, to what the list says.
fn planned(tree: &Tree, list: BlockList, now: UnixSeconds) -> Result<Draft, PlanError> {
    let mut draft = Draft::default();
    let targets = Targets::of(Goal::Refuse, tree, list, &[]);
    let (allowlist, said) = Allowlist::of(tree, &targets.list, now);
    draft.blind_spots.extend(said);
    filter::changes(tree, &targets, &allowlist, &mut draft)?;
    let scope = Scope {
        tree,
        targets: &targets,
        users: &[],
        allowlist: &allowlist,
    };
    mechanism::after_update(&scope, now, &mut draft);
    Ok(draft)
}

#[cfg(test)]
mod tests;
