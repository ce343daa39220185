//! Removes a root from every store that holds it, by its key.
//!
//! Only what was named is removed, and every change is in a receipt. Roots that the
//! distribution ships are not deleted, because its next update would restore them; such keys
//! are refused with [`block`] instead.

use anchorwatch_home::{BlockList, BlockedKey, Tree};
use anchorwatch_machine::{Rights, Store, user};

use crate::{
    LayoutRefusal, PlanError,
    allowlist::Allowlist,
    block::{self, Plan},
    draft::Draft,
    purpose, residual_trust,
    scope::Scope,
    system_store,
    targets::{Goal, Targets},
};

/// Plans to remove keys from every store. `stores` is the result of an audit.
///
/// # Errors
/// [`PlanError`] says why the tree cannot be changed.
pub fn plan(
    tree: &Tree,
    rights: Rights,
    keys: Vec<BlockedKey>,
    stores: &[Store],
) -> Result<Plan, PlanError> {
    LayoutRefusal::check(tree)?;
    let runs = block::runs(tree);
    let list = BlockList::default().with(keys.clone());
    let targets = Targets::of(Goal::Remove, tree, list, stores);
    let allowlist = Allowlist::by_key(&targets.list);
    let users = user::users(tree).0;
    let scope = Scope {
        tree,
        targets: &targets,
        users: &users,
        allowlist: &allowlist,
        stores,
    };
    let mut draft = Draft::default();
    system_store::filter(&scope, &mut draft)?;
    block::everywhere_else(&scope, rights, &mut draft);
    let elsewhere = residual_trust::still_trusted_elsewhere(tree, stores, &targets.list, &draft);
    draft.not_refused.extend(elsewhere);
    Ok(Plan::new(
        format!("{}{}", purpose::REMOVE, block::counted(keys.len())),
        draft,
        keys,
        runs,
    ))
}
