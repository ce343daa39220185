//! A run that nobody looks at: it brings what came since to the list, every hour.
//!
//! **Trust:** users decide what there is to do, because they own their homes. So what such runs
//! may write into the journal is bounded: a user could otherwise fill the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anchorwatch_home::{BlockList, Change, Journal, Node, Status, Tree, paths};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::{Rights, Store};

use super::{BlockOptions, Plan, UnlistedRoots, remark::BlockRemark};
use crate::PlanError;

/// What receipts of these runs say.
pub(super) const PURPOSE: &str = "bring what came since to the list";

/// The most receipts of such runs that are not undone.
const MOST_RECEIPTS: usize = 100;

/// The most bytes of one user's files that one run keeps.
const MAX_USERS_BYTES: usize = 4 << 20;

/// Plans for what the owner's list says already.
///
/// # Errors
/// [`PlanError::NotBlocked`]: it refuses nothing. Else those of [`plan`](super::plan).
pub fn plan(
    tree: &Tree,
    rights: Rights,
    program: &[u8],
    stores: &[Store],
    now: UnixSeconds,
) -> Result<Plan, PlanError> {
    if BlockList::read(tree)?.is_empty() {
        let list = tree.display_path(paths::BLOCK_LIST.as_ref());
        return Err(PlanError::NotBlocked { list });
    }
    let wish = BlockOptions {
        keys: Vec::new(),
        unlisted_roots: UnlistedRoots::Allow,
        override_origins: Vec::new(),
    };
    let mut plan = super::plan(tree, rights, wish, program, stores, now)?;
    leave_large(tree, &mut plan);
    if !plan.is_empty() && receipt_count(tree)? >= MOST_RECEIPTS {
        plan.draft.changes.clear();
        let count = MOST_RECEIPTS as u64;
        plan.draft
            .cannot_see(&BlockRemark::TooManyUnattended { count });
    }
    Ok(plan)
}

fn receipt_count(tree: &Tree) -> Result<usize, PlanError> {
    let receipts = Journal::new(tree).receipts()?;
    let of_runs = receipts
        .iter()
        .filter(|one| one.purpose == PURPOSE && one.status != Status::Undone);
    Ok(of_runs.count())
}

/// Leaves the files of a user whose files are larger than a run keeps.
pub(super) fn leave_large(tree: &Tree, plan: &mut Plan) {
    let size = |change: &Change| match &change.before {
        Node::File(file) => file.content.len(),
        _ => 0,
    };
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for change in &plan.draft.changes {
        if let Some(actor) = change.actor {
            *sizes.entry(actor.uid).or_default() += size(change);
        }
    }
    let is_large = |change: &Change| {
        let of_user = change.actor.and_then(|actor| sizes.get(&actor.uid));
        size(change) > 0 && of_user.is_some_and(|size| *size > MAX_USERS_BYTES)
    };
    let large: Vec<Change> = plan
        .draft
        .changes
        .extract_if(.., |it| is_large(it))
        .collect();
    let paths: BTreeSet<&Path> = large.iter().map(|change| &*change.path).collect();
    plan.draft.leave(&paths);
    for change in &large {
        let path = tree.display_path(&change.path);
        plan.draft.cannot_see(&BlockRemark::LeftUnattended { path });
    }
}
