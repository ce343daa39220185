//! Debian's system store: filtered now and after every update, and watched in between.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_home::{Node, Tree, paths};
use anchorwatch_machine::{
    Client, Store,
    debian::{DIRECTORY, LOCAL},
};

use crate::{
    PlanError, coverage::Covered, draft::Draft, installed_files, named_files, openssl,
    plan_file::plan_file, scope::Scope, system_store::row::SystemStore, targets::Goal, watch,
};

pub(crate) mod filter;
mod hook;
mod local;
pub(crate) mod remark;
mod update;

use remark::DebianRemark;

pub(crate) const STORE: SystemStore = SystemStore {
    layouts: &["debian"],
    install,
    filter: filter_store,
    has_hook: hook::is_there,
    is_hook_intact: hook::is_intact,
    is_updating: update::is_at_work,
    rebuild: update::run,
    beside_undo: filter::beside_undo,
    is_also_others,
};

/// What can show a refused key between two updates: the store's files, and what fills them. And
/// what says for which names a root may speak.
const WATCHED: [&str; 7] = [
    "/etc/ssl/certs",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/certs/java",
    "/usr/local/share/ca-certificates",
    "/etc/ca-certificates/update.d",
    paths::CONSENTS,
    paths::CONFIGURATION,
];

/// Whether the store's filter, its hook or its watch ever changes this path.
pub(crate) fn may_touch(path: &Path) -> bool {
    path.parent() == Some(Path::new(DIRECTORY))
        || path.starts_with(LOCAL)
        || hook::is_path_of_one(path)
        || Path::new(hook::FOLDER).starts_with(path)
}

fn install(scope: &Scope<'_>, program: &[u8], draft: &mut Draft) -> Result<(), PlanError> {
    let tree = scope.tree;
    installed_files::list(tree, &scope.targets.owners_list(), draft)?;
    if matches!(tree.node(hook::FOLDER.as_ref())?, Node::Directory(_)) {
        plan_file(
            tree,
            draft,
            paths::INSTALLED_BINARY,
            program,
            0o755,
            tree.owner(),
        )?;
        hook::changes(tree, draft)?;
        let named = match scope.allowlist.confines() {
            true => named_files::of(tree, scope.stores),
            false => Vec::new(),
        };
        watch::changes(tree, &WATCHED, &named, draft)?;
        writable_by_others(tree, draft)?;
    } else {
        let folder = tree.display_path(hook::FOLDER.as_ref());
        draft.warn(&DebianRemark::HookFolderMissing { path: folder });
    }
    Ok(())
}

/// The hook runs a program in these folders with root's rights, and reads a list in them.
fn writable_by_others(tree: &Tree, draft: &mut Draft) -> Result<(), PlanError> {
    let above: BTreeSet<&Path> = installed_files::all()
        .flat_map(|file| file.ancestors().skip(1))
        .chain(Path::new(hook::FOLDER).ancestors())
        .collect();
    let (owner, _) = tree.owner();
    for folder in above.into_iter().filter(|folder| folder.parent().is_some()) {
        if let Node::Directory(found) = tree.node(folder)?
            && (found.mode & 0o022 != 0 || (found.uid != owner && found.uid != 0))
        {
            draft.warn(&DebianRemark::HookFolderWritable {
                path: tree.display_path(folder),
                uid: found.uid.into(),
                mode: format!("{:04o}", found.mode),
            });
        }
    }
    Ok(())
}

fn filter_store(scope: &Scope<'_>, draft: &mut Draft) -> Result<(), PlanError> {
    let (tree, targets, allowlist) = (scope.tree, scope.targets, scope.allowlist);
    match targets.goal {
        Goal::Refuse => {
            filter::changes(tree, targets, allowlist, draft)?;
            draft.covered.push(Covered {
                mechanism: filter::MECHANISM,
                path: DIRECTORY.into(),
                clients: clients(scope.stores),
            });
        }
        Goal::Remove => {
            local::remove(tree, allowlist, draft);
            let mut places = targets.places.iter();
            if places.any(|place| place.kind.is_the_systems()) {
                filter::changes(tree, targets, allowlist, draft)?;
            }
            local::report_shipped(tree, targets, draft);
        }
    }
    Ok(())
}

/// The programs that trust roots of the system store.
fn clients(stores: &[Store]) -> Vec<Client> {
    let stores = stores.iter().filter(|store| store.kind.is_the_systems());
    let anchors = stores.flat_map(|store| &store.anchors);
    let clients: BTreeSet<Client> = anchors
        .flat_map(|anchor| anchor.effective_for.iter().copied())
        .collect();
    clients.into_iter().collect()
}

/// Its tool fills the folder, except for our own files there, and the owner the local one.
fn is_also_others(path: &Path) -> bool {
    let is_the_stores =
        path.parent() == Some(Path::new(DIRECTORY)) && !openssl::is_path_of_one(path);
    is_the_stores || path.starts_with(LOCAL)
}
