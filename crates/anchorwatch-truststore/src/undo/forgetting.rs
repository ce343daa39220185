//! What users' profiles still refuse once a block is taken back.

use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_home::{BlockList, Change, Node, ReceiptId, Tree, paths};

use super::Plan;
use crate::{apply::Applier, error_text::with_cause, user};

/// Adds to a plan that profiles forget what is refused no longer. `newest` is a receipt
/// that was taken back before: a profile that was in use then is forgotten under it now.
pub(super) fn add(tree: &Tree, applier: &Applier<'_>, newest: Option<ReceiptId>, plan: &mut Plan) {
    let still = match list_after(tree, plan) {
        Ok(still) => still,
        Err(why) => {
            plan.stays.push(format!(
                "users' profiles are not looked at, since it is not known what stays refused: {why}"
            ));
            return;
        }
    };
    let mut changes = Vec::new();
    for user in user::users(tree).0 {
        let draft = applier.forget(&user, &still);
        plan.warnings.extend(draft.warnings);
        plan.stays.extend(draft.blind_spots);
        changes.extend(draft.changes);
    }
    // A receipt may take back what stands in a profile already, and a home that two users
    // share is the same file twice.
    let planned = plan.receipts.iter().flat_map(|(_, changes)| changes);
    let mut seen: BTreeSet<PathBuf> = planned.map(|change| change.path.clone()).collect();
    changes.retain(|change: &Change| seen.insert(change.path.clone()));
    match (plan.receipts.last_mut(), newest) {
        // Last of all: a program that starts meanwhile finds no script that sets it again.
        (Some((_, last)), _) => last.extend(changes),
        (None, Some(newest)) if !changes.is_empty() => plan.receipts.push((newest, changes)),
        _ => {}
    }
}

/// The keys that are refused after the plan was made true.
fn list_after(tree: &Tree, plan: &Plan) -> Result<BlockList, String> {
    let changes = plan.receipts.iter().flat_map(|(_, changes)| changes);
    let mut of_the_list = changes.filter(|change| {
        !change.is_someone_elses() && change.path.as_os_str() == paths::BLOCK_LIST
    });
    match of_the_list.next_back().map(|change| &change.after) {
        None => BlockList::read(tree).map_err(|error| with_cause(&error)),
        Some(Node::File(file)) => {
            BlockList::of_text(&file.content).map_err(|error| with_cause(&*error))
        }
        Some(_) => Ok(BlockList::default()),
    }
}
