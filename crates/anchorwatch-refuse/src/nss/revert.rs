//! Reverts rows of an NSS database, each on its own, in the current database.

use std::path::Path;

use anchorwatch_home::{EditItem, Tree};
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    nss::{edit, remark::NssRemark},
    reverted::{Planned, RevertedInPlace},
};

pub(super) fn make(tree: &Tree, path: &Path, items: &[EditItem]) -> Result<(), Told> {
    edit::make(tree, path, items).map_err(|refused| refused.why.told())
}

pub(super) fn revert(
    tree: &Tree,
    path: &Path,
    recorded: &[EditItem],
    planned: &Planned,
) -> RevertedInPlace {
    let looked = match edit::look(tree, path, recorded) {
        Ok(looked) => looked,
        Err(refused) if refused.is_not_found() => return RevertedInPlace::Gone,
        Err(refused) => return RevertedInPlace::Conflict(refused.why.told()),
    };
    let mut items = Vec::new();
    for (item, seen) in recorded.iter().zip(looked.seen) {
        let now = planned.get(&item.name).cloned().unwrap_or(seen);
        let is = |text: &Option<String>| edit::say_the_same(now.as_deref(), text.as_deref());
        // After a stopped run, an item that is already reverted is processed again: the run's
        // journal locks readers out, and SQLite must finish it.
        if is(&item.after) || (looked.is_unfinished && is(&item.before)) {
            items.push(EditItem {
                name: item.name.clone(),
                before: item.after.clone(),
                after: item.before.clone(),
            });
        } else if !is(&item.before) {
            let changed = NssRemark::RowChangedSince {
                name: item.name.clone(),
                now: edit::value(now.as_deref()),
            };
            return RevertedInPlace::Conflict(changed.told());
        }
    }
    RevertedInPlace::Items(items)
}
