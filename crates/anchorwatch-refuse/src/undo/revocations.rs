//! What users' profiles still refuse after a block is undone.

use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_home::{BlockList, Change, ContentProblem, Node, ReceiptId, Tree, paths};
use anchorwatch_machine::user;
use anchorwatch_remark::{Remark as _, Told};

use super::remark::UndoRemark;
use crate::{draft::Draft, planner::Planner};

/// Plans to remove refusals that are no longer wanted from profiles, in addition to the planned
/// undo of each receipt.
pub(super) fn forgotten(
    tree: &Tree,
    planner: &Planner<'_>,
    planned: &[(ReceiptId, Vec<Change>)],
) -> Draft {
    let mut all = Draft::default();
    let still = match list_after(tree, planned) {
        Ok(still) => still,
        Err(why) => {
            let why = why.into();
            all.cannot_see(&UndoRemark::ListUnreadable { why });
            return all;
        }
    };
    for user in user::users(tree).0 {
        let draft = planner.forget(&user, &still);
        all.warnings.extend(draft.warnings);
        all.blind_spots.extend(draft.blind_spots);
        all.changes.extend(draft.changes);
    }
    // A receipt may already revert a profile's content, and two users may share one home.
    let planned = planned.iter().flat_map(|(_, changes)| changes);
    let mut seen: BTreeSet<PathBuf> = planned.map(|change| change.path.clone()).collect();
    all.changes
        .retain(|change| seen.insert(change.path.clone()));
    all
}

/// The keys that are refused after these changes.
fn list_after(tree: &Tree, planned: &[(ReceiptId, Vec<Change>)]) -> Result<BlockList, Told> {
    let changes = planned.iter().flat_map(|(_, changes)| changes);
    let mut of_the_list = changes.filter(|change| {
        !change.is_someone_elses() && change.path.as_os_str() == paths::BLOCK_LIST
    });
    match of_the_list.next_back().map(|change| &change.after) {
        None => BlockList::read(tree).map_err(|error| error.told()),
        Some(Node::File(file)) => {
            BlockList::of_text(&file.content).map_err(|error| ContentProblem::from(&error).told())
        }
        Some(_) => Ok(BlockList::default()),
    }
}
