//! The table of mechanisms: one row for each way in which keys are refused.
//!
//! A row says what its mechanism plans, what it may touch, and how its edits are taken
//! back. Adding a mechanism is a file or folder beside this one, and a row here.
//!
//! The rows are in the order in which they plan.

use std::path::Path;

use anchorwatch_home::{Actor, Change, Edit, Node, Role, Tree};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::{
    User,
    debian::{DIRECTORY, LOCAL},
};

use crate::{
    allowlist::Allowlist,
    chromium,
    coverage::Mechanism,
    debian::filter,
    draft::Draft,
    installed_files,
    java::{blocked_certs, keystore},
    mozilla::{autoconfig, cert_override, policy, security_state},
    nss, openssl, pem,
    reverted::{Revert, Reverted},
    targets::{Goal, Targets},
};

/// One way in which keys are refused.
pub(crate) struct Row {
    /// Its code, and what of a key it refuses.
    mechanism: Mechanism,
    /// Plans what it needs outside users' homes. Nothing of the system store: that is
    /// planned before all others, since without it nothing can be blocked.
    plan_system: Option<fn(&Scope<'_>, &mut Draft)>,
    /// Plans what it needs in a user's home. Runs with that user's rights.
    plan_user: Option<fn(&Tree, &User, &Targets, &mut Draft)>,
    /// Plans, when every user's part is in the draft, what users' processes found outside
    /// homes.
    after_users: Option<fn(&Scope<'_>, &mut Draft)>,
    /// Plans what it needs again once the system's certificates were updated. `Draft` has
    /// the changes of the system store by then.
    after_update: Option<fn(&Scope<'_>, UnixSeconds, &mut Draft)>,
    /// Whether it also plans where a root is taken out of the machine and not refused.
    removes: bool,
    /// Whether the files that it plans outside homes are ours alone, so that one that
    /// differs from a plan made now has drifted.
    has_own_files: bool,
    /// Whether it ever changes this path, by an edit of this format if by one.
    may_touch: fn(&Path, Option<&str>) -> bool,
    /// The format of its edits in files that others write too, and how they go back.
    edits: Option<(&'static str, Revert)>,
}

/// What planning outside users' homes goes by.
pub(crate) struct Scope<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) targets: &'a Targets,
    /// Whose homes are planned by themselves.
    pub(crate) users: &'a [User],
    /// What the system store may show.
    pub(crate) allowlist: &'a Allowlist<'a>,
}

const TABLE: &[Row] = &[
    Row {
        may_touch: |path, _| path.parent() == Some(Path::new(DIRECTORY)) || path.starts_with(LOCAL),
        ..Row::of(filter::MECHANISM)
    },
    Row {
        plan_system: Some(|scope, draft| openssl::tell(scope.tree, scope.targets, draft)),
        may_touch: |path, _| openssl::is_path_of_one(path),
        ..Row::of(openssl::MECHANISM)
    },
    Row {
        plan_system: Some(|scope, draft| chromium::of_system(scope.tree, scope.targets, draft)),
        after_update: Some(|scope, now, draft| {
            chromium::after_update(scope.tree, scope.allowlist, now, draft);
        }),
        has_own_files: true,
        may_touch: |path, _| chromium::is_ours(path),
        ..Row::of(chromium::MECHANISM)
    },
    Row {
        plan_system: Some(|scope, draft| autoconfig::of_system(scope.tree, scope.targets, draft)),
        has_own_files: true,
        may_touch: |path, _| autoconfig::may_touch(path),
        edits: Some((
            autoconfig::FORMAT,
            Revert::Content(autoconfig::revert::revert),
        )),
        ..Row::of(autoconfig::MECHANISM)
    },
    Row {
        plan_system: Some(|scope, draft| policy::of_system(scope.tree, scope.targets, draft)),
        has_own_files: true,
        may_touch: |path, _| policy::may_touch(path),
        edits: Some((policy::FORMAT, Revert::Content(policy::revert::revert))),
        ..Row::of(policy::MECHANISM)
    },
    Row {
        plan_system: Some(|scope, draft| {
            pem::of_system(scope.tree, scope.targets, scope.users, draft);
        }),
        plan_user: Some(pem::of_user),
        removes: true,
        // These may stand anywhere: settings name them. So may keystores and NSS's databases.
        may_touch: |_, format| format == Some(pem::FORMAT),
        edits: Some((pem::FORMAT, Revert::Content(pem::revert::revert))),
        ..Row::of(pem::MECHANISM)
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
        edits: Some((keystore::FORMAT, Revert::Content(keystore::revert::revert))),
        ..Row::of(keystore::MECHANISM)
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
        edits: Some((
            blocked_certs::FORMAT,
            Revert::Content(blocked_certs::revert::revert),
        )),
        ..Row::of(blocked_certs::MECHANISM)
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
        edits: Some((nss::FORMAT, Revert::InPlace(nss::IN_PLACE))),
        ..Row::of(nss::MECHANISM)
    },
    // In root's own profiles; what is in others' is changed with their rights.
    Row {
        plan_user: Some(cert_override::of_user),
        may_touch: |path, format| {
            format == Some(cert_override::FORMAT) && path.ends_with(cert_override::NAME)
        },
        edits: Some((
            cert_override::FORMAT,
            Revert::Content(cert_override::revert::revert),
        )),
        ..Row::of(cert_override::MECHANISM)
    },
    Row {
        plan_user: Some(security_state::of_user),
        may_touch: |path, format| {
            format == Some(security_state::FORMAT) && path.ends_with(security_state::NAME)
        },
        edits: Some((
            security_state::FORMAT,
            Revert::Content(security_state::revert::revert),
        )),
        ..Row::of(security_state::MECHANISM)
    },
];

impl Row {
    /// One that plans nothing and may touch nothing.
    const fn of(mechanism: Mechanism) -> Self {
        Self {
            mechanism,
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

/// What the mechanisms need outside users' homes, beyond the system store.
pub(crate) fn plan_system(scope: &Scope<'_>, draft: &mut Draft) {
    let rows = TABLE.iter().filter(|row| row.plans(scope.targets.goal));
    for plan in rows.filter_map(|row| row.plan_system) {
        plan(scope, draft);
    }
}

/// What they need of what users' processes found outside homes. `draft` has every user's part.
pub(crate) fn plan_after_users(scope: &Scope<'_>, draft: &mut Draft) {
    let rows = TABLE.iter().filter(|row| row.plans(scope.targets.goal));
    for plan in rows.filter_map(|row| row.after_users) {
        plan(scope, draft);
    }
}

/// What those need there whose files are ours alone.
pub(crate) fn plan_own_files(scope: &Scope<'_>, draft: &mut Draft) {
    let rows = TABLE.iter().filter(|row| row.has_own_files);
    for plan in rows.filter_map(|row| row.plan_system) {
        plan(scope, draft);
    }
}

/// What the mechanisms need in a user's home. Runs with that user's rights.
pub(crate) fn plan_user(tree: &Tree, user: &User, targets: &Targets) -> Draft {
    let mut draft = Draft::default();
    let rows = TABLE.iter().filter(|row| row.plans(targets.goal));
    for plan in rows.filter_map(|row| row.plan_user) {
        plan(tree, user, targets, &mut draft);
    }
    draft
}

/// What the mechanisms need again once the system's certificates were updated.
pub(crate) fn after_update(scope: &Scope<'_>, now: UnixSeconds, draft: &mut Draft) {
    for plan in TABLE.iter().filter_map(|row| row.after_update) {
        plan(scope, now, draft);
    }
}

/// All mechanisms, in the order in which they plan.
pub fn mechanisms() -> impl Iterator<Item = Mechanism> {
    TABLE.iter().map(|row| row.mechanism)
}

/// The codes of all formats of edits.
pub fn edit_formats() -> impl Iterator<Item = &'static str> {
    let edits = TABLE.iter().filter_map(|row| row.edits);
    edits.map(|(format, _)| format)
}

/// The mechanism with this code.
pub(crate) fn with_code(code: &str) -> Option<Mechanism> {
    mechanisms().find(|mechanism| mechanism.code() == code)
}

/// How edits of a format are taken back; `None` for a format that no mechanism has.
pub(crate) fn reverter(format: &str) -> Option<Revert> {
    let mut all = TABLE.iter().filter_map(|row| row.edits);
    all.find(|(its, _)| *its == format)
        .map(|(_, revert)| revert)
}

/// The format of an edit that no mechanism has; such a change is none of ours.
pub(crate) fn unknown_format(change: &Change) -> Option<&str> {
    let format = change.role.edit()?.format.code();
    reverter(format).is_none().then_some(format)
}

/// Takes an edit back in the file's present content.
///
/// # Errors
/// A sentence, where the content cannot be understood.
pub(crate) fn revert(edit: &Edit, content: &[u8]) -> Result<Reverted, String> {
    match reverter(edit.format.code()) {
        Some(Revert::Content(revert)) => revert(content, &edit.items),
        Some(Revert::InPlace(_)) => Err(format!("{} is edited in place", edit.format.code())),
        None => Err(format!("no file is edited as {}", edit.format.code())),
    }
}

/// Whether a planned change would be taken back.
pub(crate) fn comes_back(change: &Change) -> bool {
    let nodes = [&change.before, &change.after];
    can_take_back(&change.path, &change.role, change.actor, nodes)
}

/// Whether a change would be taken back. What would not must never be made: one such
/// change in a receipt keeps all others from being taken back.
pub(crate) fn can_take_back(
    path: &Path,
    role: &Role,
    actor: Option<Actor>,
    [before, after]: [&Node; 2],
) -> bool {
    let is_plain = !path.components().any(|part| part.as_os_str() == "..");
    is_plain && may_touch(path, role, actor) && !gives_rights(actor, before, after)
}

/// Whether a block or its hook ever makes such a change. What claims otherwise is no
/// receipt of ours.
fn may_touch(path: &Path, role: &Role, actor: Option<Actor>) -> bool {
    let format = role.edit().map(|edit| edit.format.code());
    if format.is_some_and(|format| reverter(format).is_none()) {
        return false;
    }
    TABLE.iter().any(|row| (row.may_touch)(path, format))
        || installed_files::is_ours(path)
        || actor.is_some_and(|actor| actor.uid != 0)
}

/// Whether bringing a file back would set bits like set-user-ID that are not there.
fn gives_rights(actor: Option<Actor>, before: &Node, after: &Node) -> bool {
    let Node::File(before) = before else {
        return false;
    };
    // A user's own process gives no more than the user could.
    let is_users = actor.is_some_and(|actor| actor.uid != 0);
    let is_there = matches!(after, Node::File(after)
        if (after.mode, after.uid, after.gid) == (before.mode, before.uid, before.gid));
    before.mode & 0o7000 != 0 && !is_users && !is_there
}

#[cfg(test)]
mod tests;
