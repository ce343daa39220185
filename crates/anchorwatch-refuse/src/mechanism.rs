//! The table of mechanisms: one row for each way to refuse keys.
//!
//! A row says what its mechanism plans, what it may change, and how its edits are undone. To
//! add one, see «Adding a mechanism» in CONTRIBUTING.md.
//!
//! The rows are in planning order.

use std::path::Path;

use anchorwatch_home::{Actor, Change, Edit, EditItem, Node, Role, Tree};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::User;
use anchorwatch_remark::{Remark as _, Told};

use crate::{
    chromium,
    coverage::Mechanism,
    debian,
    draft::Draft,
    installed_files,
    item_view::ItemView,
    java::{blocked_certs, keystore},
    mozilla::{autoconfig, cert_override, policy, security_state},
    nss, openssl, pem,
    reverted::{Revert, Reverted},
    scope::Scope,
    system_store::row::SystemStore,
    targets::{Goal, Targets},
    undo::remark::UndoRemark,
};

/// One way to refuse keys.
pub(crate) struct Row {
    /// Its code, and how much of a key it refuses.
    mechanism: Mechanism,
    /// Where it refuses them, for the reference.
    place: &'static str,
    /// The system store that it filters. Planned before all others.
    store: Option<SystemStore>,
    /// Plans its changes outside users' homes, beyond the system store.
    plan_system: Option<fn(&Scope<'_>, &mut Draft)>,
    /// Plans its changes in a user's home. Runs with that user's rights.
    plan_user: Option<fn(&Tree, &User, &Targets, &mut Draft)>,
    /// Plans changes for what users' processes found outside homes, once every user's part is
    /// in the draft.
    after_users: Option<fn(&Scope<'_>, &mut Draft)>,
    /// Plans its changes after an update of the system's certificates. The `Draft` already
    /// contains the changes of the system store.
    after_update: Option<fn(&Scope<'_>, UnixSeconds, &mut Draft)>,
    /// Whether it also plans when a root is removed instead of refused.
    removes: bool,
    /// Whether only we write the files that it plans outside homes, so that a difference from a
    /// new plan is drift.
    has_own_files: bool,
    /// Whether it ever changes this path, with an edit in this format if any.
    may_touch: fn(&Path, Option<&str>) -> bool,
    /// Its edits in files that others also write.
    edits: Option<Edits>,
}

/// Edits in files that others also write.
#[derive(Clone, Copy)]
struct Edits {
    /// Their format, a stable code in receipts.
    format: &'static str,
    /// How they are undone.
    revert: Revert,
    /// What an item means, for whoever shows it.
    view: View,
}

/// Says what an item means.
type View = fn(&EditItem) -> ItemView;

const TABLE: &[Row] = &[
    Row {
        store: Some(debian::STORE),
        may_touch: |path, _| debian::may_touch(path),
        ..Row::of(
            debian::filter::MECHANISM,
            "Debian's system store, and the hook that filters it after every update",
        )
    },
    Row {
        plan_system: Some(|scope, draft| openssl::tell(scope.tree, scope.targets, draft)),
        may_touch: |path, _| openssl::is_path_of_one(path),
        ..Row::of(
            openssl::MECHANISM,
            "the folder that OpenSSL reads, and the bundle; also chains that another root cross-signed",
        )
    },
    Row {
        plan_system: Some(|scope, draft| chromium::of_system(scope.tree, scope.targets, draft)),
        after_update: Some(|scope, now, draft| {
            chromium::after_update(scope.tree, scope.allowlist, now, draft);
        }),
        has_own_files: true,
        may_touch: |path, _| chromium::is_ours(path),
        ..Row::of(
            chromium::MECHANISM,
            "policies of Chromium and browsers built on it",
        )
    },
    Row {
        plan_system: Some(|scope, draft| autoconfig::of_system(scope.tree, scope.targets, draft)),
        after_update: Some(|scope, now, draft| {
            autoconfig::after_update(scope.tree, scope.allowlist, now, draft);
        }),
        has_own_files: true,
        may_touch: |path, _| autoconfig::may_touch(path),
        edits: Some(Edits {
            format: autoconfig::FORMAT,
            revert: Revert::Content(autoconfig::revert::revert),
            view: autoconfig::revert::view,
        }),
        ..Row::of(
            autoconfig::MECHANISM,
            "Firefox and Thunderbird; roots found while they run too",
        )
    },
    Row {
        plan_system: Some(|scope, draft| policy::of_system(scope.tree, scope.targets, draft)),
        has_own_files: true,
        may_touch: |path, _| policy::may_touch(path),
        edits: Some(Edits {
            format: policy::FORMAT,
            revert: Revert::Content(policy::revert::revert),
            view: policy::revert::view,
        }),
        ..Row::of(
            policy::MECHANISM,
            "ways around a refusal in Firefox and Thunderbird",
        )
    },
    Row {
        plan_system: Some(|scope, draft| {
            pem::of_system(scope.tree, scope.targets, scope.users, draft);
        }),
        plan_user: Some(pem::of_user),
        after_update: Some(pem::after_update),
        removes: true,
        // Settings can name these anywhere. The same is true for keystores and NSS databases.
        may_touch: |_, format| format == Some(pem::FORMAT),
        edits: Some(Edits {
            format: pem::FORMAT,
            revert: Revert::Content(pem::revert::revert),
            view: pem::revert::view,
        }),
        ..Row::of(
            pem::MECHANISM,
            "Python's bundles, and files that settings name",
        )
    },
    Row {
        plan_system: Some(|scope, draft| {
            keystore::of_admission(scope.tree, scope.targets, scope.allowlist, draft);
            keystore::of_system(scope.tree, scope.targets, scope.users, draft);
        }),
        plan_user: Some(keystore::of_user),
        after_update: Some(|scope, _, draft| {
            keystore::after_update(scope.tree, &scope.targets.list, scope.allowlist, draft);
        }),
        removes: true,
        may_touch: |_, format| format == Some(keystore::FORMAT),
        edits: Some(Edits {
            format: keystore::FORMAT,
            revert: Revert::Content(keystore::revert::revert),
            view: keystore::revert::view,
        }),
        ..Row::of(
            keystore::MECHANISM,
            "Java's keystores; Debian's also after every update",
        )
    },
    Row {
        plan_system: Some(|scope, draft| {
            blocked_certs::of_system(scope.tree, scope.targets, scope.users, draft);
        }),
        plan_user: Some(blocked_certs::of_user),
        removes: true,
        may_touch: |path, format| {
            format == Some(blocked_certs::FORMAT) && blocked_certs::is_one(path)
        },
        edits: Some(Edits {
            format: blocked_certs::FORMAT,
            revert: Revert::Content(blocked_certs::revert::revert),
            view: blocked_certs::revert::view,
        }),
        ..Row::of(
            blocked_certs::MECHANISM,
            "Java's list of blocked certificates",
        )
    },
    Row {
        plan_system: Some(|scope, draft| {
            nss::of_system(scope.tree, scope.targets, scope.users, draft);
        }),
        plan_user: Some(nss::of_user),
        after_users: Some(|scope, draft| {
            nss::of_elsewhere(scope.tree, scope.targets, scope.users, draft);
        }),
        removes: true,
        may_touch: |_, format| format == Some(nss::FORMAT),
        edits: Some(Edits {
            format: nss::FORMAT,
            revert: Revert::InPlace(nss::IN_PLACE),
            view: nss::edit::view,
        }),
        ..Row::of(nss::MECHANISM, "NSS databases of every user")
    },
    // Only in root's own profiles; others' profiles are changed with their owners' rights.
    Row {
        plan_user: Some(cert_override::of_user),
        may_touch: |path, format| {
            format == Some(cert_override::FORMAT) && path.ends_with(cert_override::NAME)
        },
        edits: Some(Edits {
            format: cert_override::FORMAT,
            revert: Revert::Content(cert_override::revert::revert),
            view: cert_override::revert::view,
        }),
        ..Row::of(
            cert_override::MECHANISM,
            "exceptions in profiles of Firefox and Thunderbird",
        )
    },
    Row {
        plan_user: Some(security_state::of_user),
        may_touch: |path, format| {
            format == Some(security_state::FORMAT) && path.ends_with(security_state::NAME)
        },
        edits: Some(Edits {
            format: security_state::FORMAT,
            revert: Revert::Content(security_state::revert::revert),
            view: security_state::revert::view,
        }),
        ..Row::of(
            security_state::MECHANISM,
            "profiles of Firefox and Thunderbird that no script reaches",
        )
    },
];

impl Row {
    /// A row that plans nothing and may change nothing.
    const fn of(mechanism: Mechanism, place: &'static str) -> Self {
        Self {
            mechanism,
            place,
            store: None,
            plan_system: None,
            plan_user: None,
            after_users: None,
            after_update: None,
            removes: false,
            has_own_files: false,
            may_touch: |_, _| false,
            edits: None,
        }
    }

    fn plans(&self, goal: Goal) -> bool {
        goal == Goal::Refuse || self.removes
    }
}

/// The system stores of all distributions.
pub(crate) fn system_stores() -> impl Iterator<Item = &'static SystemStore> {
    TABLE.iter().filter_map(|row| row.store.as_ref())
}

/// Plans all mechanisms outside users' homes, beyond the system store.
pub(crate) fn plan_system(scope: &Scope<'_>, draft: &mut Draft) {
    let rows = TABLE.iter().filter(|row| row.plans(scope.targets.goal));
    for plan in rows.filter_map(|row| row.plan_system) {
        plan(scope, draft);
    }
}

/// Plans changes for what users' processes found outside homes. `draft` has every user's part.
pub(crate) fn plan_after_users(scope: &Scope<'_>, draft: &mut Draft) {
    let rows = TABLE.iter().filter(|row| row.plans(scope.targets.goal));
    for plan in rows.filter_map(|row| row.after_users) {
        plan(scope, draft);
    }
}

/// Plans the mechanisms whose files only we write.
pub(crate) fn plan_own_files(scope: &Scope<'_>, draft: &mut Draft) {
    let rows = TABLE.iter().filter(|row| row.has_own_files);
    for plan in rows.filter_map(|row| row.plan_system) {
        plan(scope, draft);
    }
}

/// Plans all mechanisms in a user's home. Runs with that user's rights.
pub(crate) fn plan_user(tree: &Tree, user: &User, targets: &Targets) -> Draft {
    let mut draft = Draft::default();
    let rows = TABLE.iter().filter(|row| row.plans(targets.goal));
    for plan in rows.filter_map(|row| row.plan_user) {
        plan(tree, user, targets, &mut draft);
    }
    draft
}

/// Plans the changes after an update of the system's certificates.
pub(crate) fn after_update(scope: &Scope<'_>, now: UnixSeconds, draft: &mut Draft) {
    for plan in TABLE.iter().filter_map(|row| row.after_update) {
        plan(scope, now, draft);
    }
}

/// The mechanisms that limit unlisted roots in files, keystores and databases.
pub(crate) fn of_places_with_roots() -> [Mechanism; 3] {
    [pem::MECHANISM, keystore::MECHANISM, nss::MECHANISM]
}

/// All mechanisms, in planning order, each with where it refuses keys.
pub fn mechanisms() -> impl Iterator<Item = (Mechanism, &'static str)> {
    TABLE.iter().map(|row| (row.mechanism, row.place))
}

/// The codes of all edit formats.
pub fn edit_formats() -> impl Iterator<Item = &'static str> {
    edits().map(|edits| edits.format)
}

/// The mechanism with this code.
pub(crate) fn with_code(code: &str) -> Option<Mechanism> {
    let mut all = TABLE.iter().map(|row| row.mechanism);
    all.find(|mechanism| mechanism.code() == code)
}

/// How edits of a format are undone; `None` if no mechanism has this format.
pub(crate) fn reverter(format: &str) -> Option<Revert> {
    edits_in(format).map(|edits| edits.revert)
}

/// What an edit changes, item by item.
#[must_use]
pub fn items(edit: &Edit) -> Vec<ItemView> {
    let view = edits_in(edit.format.code()).map_or(ItemView::other as View, |edits| edits.view);
    edit.items.iter().map(view).collect()
}

fn edits() -> impl Iterator<Item = Edits> {
    TABLE.iter().filter_map(|row| row.edits)
}

fn edits_in(format: &str) -> Option<Edits> {
    edits().find(|edits| edits.format == format)
}

/// The format of an edit, if no mechanism has it; then the change is not ours.
pub(crate) fn unknown_format(change: &Change) -> Option<&str> {
    let format = change.role.edit()?.format.code();
    reverter(format).is_none().then_some(format)
}

/// Undoes an edit in the file's present content.
///
/// # Errors
/// The content cannot be understood.
pub(crate) fn revert(edit: &Edit, content: &[u8]) -> Result<Reverted, Told> {
    let format = edit.format.code().to_owned();
    match reverter(&format) {
        Some(Revert::Content(revert)) => revert(content, &edit.items),
        Some(Revert::InPlace(_)) => Err(UndoRemark::EditedInPlace { format }.told()),
        None => Err(UndoRemark::UnknownFormat { format }.told()),
    }
}

/// Whether undo would accept a planned change.
pub(crate) fn comes_back(change: &Change) -> bool {
    let nodes = [&change.before, &change.after];
    can_take_back(&change.path, &change.role, change.actor, nodes)
}

/// Whether undo would accept a change. A change that it would not must never be made, because
/// it would block the undo of the whole receipt.
pub(crate) fn can_take_back(
    path: &Path,
    role: &Role,
    actor: Option<Actor>,
    [before, after]: [&Node; 2],
) -> bool {
    let is_plain = !path.components().any(|part| part.as_os_str() == "..");
    is_plain && may_touch(path, role, actor) && !gives_rights(actor, before, after)
}

/// Whether a block or its hook ever makes such a change. Otherwise the receipt is not ours.
fn may_touch(path: &Path, role: &Role, actor: Option<Actor>) -> bool {
    let format = role.edit().map(|edit| edit.format.code());
    if format.is_some_and(|format| reverter(format).is_none()) {
        return false;
    }
    TABLE.iter().any(|row| (row.may_touch)(path, format))
        || installed_files::is_ours(path)
        || actor.is_some_and(|actor| actor.uid != 0)
}

/// Whether restoring a file would set bits like set-user-ID that it does not have now.
fn gives_rights(actor: Option<Actor>, before: &Node, after: &Node) -> bool {
    let Node::File(before) = before else {
        return false;
    };
    // A user's own process grants no more rights than the user has.
    let is_users = actor.is_some_and(|actor| actor.uid != 0);
    let is_there = matches!(after, Node::File(after)
        if (after.mode, after.uid, after.gid) == (before.mode, before.uid, before.gid));
    before.mode & 0o7000 != 0 && !is_users && !is_there
}

#[cfg(test)]
mod tests;
