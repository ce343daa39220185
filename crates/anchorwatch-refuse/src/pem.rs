//! Removes refused certificates from files and folders outside the system store: bundles of
//! Python packages, files named by environments and configurations, and OpenSSL's own places if
//! they do not link to the system's.
//!
//! A file is filtered like the system's bundle. Removed certificates are kept in the receipt,
//! so that they can be restored even after others have written the file.
//!
//! With `--unlisted`, a root in a file or folder that a setting names is replaced by a
//! certificate that holds it to names. The hook and the watch do the same again in such files
//! outside homes, when one of them or a consent changes.
//!
//! **Not covered:** an update of a program replaces its bundle and ignores our change. It
//! brings a refused key back only if its maker trusts that key.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{
    Change, Edit, EditFormat, EditItem, File, Journal, Node, Receipt, Role, Status, Tree,
};
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds};
use anchorwatch_machine::{StoreKind, User};
use data_encoding::BASE64;

use crate::{
    allowlist::Allowlist,
    coverage::{Covered, Mechanism, Reach},
    debian::filter,
    draft::Draft,
    limited::search,
    pem_filter::{Confining, FilterRemark, Opened, Stripped},
    scope::Scope,
    system_paths,
    targets::{AffectedStore, Targets},
    watch, writable,
};

pub(crate) mod revert;

pub(super) const MECHANISM: Mechanism = Mechanism::of_places("pem_bundle", Reach::ByKey);

/// The format of the edit, which determines its items.
pub(super) const FORMAT: &str = "pem_bundle";

/// Plans the system's own files, and those outside a user's home that the user's settings name.
pub(super) fn of_system(tree: &Tree, targets: &Targets, users: &[User], draft: &mut Draft) {
    let places = writable::roots_alone(tree, bundles(tree, targets), users, draft);
    cover_all(tree, targets, places, draft);
}

/// Brings files outside homes to what the owner says now: those in which receipts say that a root
/// is held to names, and those that the watch looks at.
pub(super) fn after_update(scope: &Scope<'_>, now: UnixSeconds, draft: &mut Draft) {
    let (tree, allowlist) = (scope.tree, scope.allowlist);
    if !allowlist.confines() {
        return;
    }
    let receipts = match Journal::new(tree).receipts() {
        Ok(receipts) => receipts,
        Err(error) => return draft.blind(&error),
    };
    let watched = watch::named_files(tree);
    let files: BTreeSet<&Path> = confined_files(&receipts)
        .into_iter()
        .chain(watched.iter().map(PathBuf::as_path))
        .collect();
    for path in files {
        // The user's own process writes the others.
        if !matches!(writable::others_can_write(tree, path), Ok(false)) {
            continue;
        }
        let Ok(Node::File(file)) = tree.node(path) else {
            continue;
        };
        let present = certificate_file(&file.content);
        let kind = StoreKind::NamedFile;
        let limited = search::among(present.certificates(), kind, allowlist, now);
        let place = AffectedStore {
            kind,
            path: path.to_owned(),
            user: None,
            clients: Vec::new(),
            limited: limited.iter().map(|(hash, _)| *hash).collect(),
        };
        let targets = Targets {
            limited,
            ..scope.targets.clone()
        };
        cover(tree, &targets, &place, path, draft);
    }
}

/// Whether a change is one of this mechanism.
pub(crate) fn is_change(change: &Change) -> bool {
    matches!(&change.role, Role::Shared(edit) if edit.format == EditFormat::new(FORMAT))
}

/// The files in which receipts that are not undone put something in a root's place.
fn confined_files(receipts: &[Receipt]) -> BTreeSet<&Path> {
    let applied = receipts.iter().filter(|one| one.status != Status::Undone);
    let changes = applied.flat_map(|receipt| &receipt.changes);
    let confined = changes.filter(|change| match &change.role {
        Role::Shared(edit) => {
            edit.format == EditFormat::new(FORMAT)
                && change.actor.is_none()
                && edit.items.iter().any(|item| item.after.is_some())
        }
        _ => false,
    });
    confined.map(|change| &*change.path).collect()
}

/// Plans the files below a user's home.
pub(super) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    let places = writable::of_home(tree, bundles(tree, targets), user, draft);
    cover_all(tree, targets, places, draft);
}

/// Several places may lead to one file, which is changed once.
fn cover_all(
    tree: &Tree,
    targets: &Targets,
    places: Vec<(&AffectedStore, PathBuf)>,
    draft: &mut Draft,
) {
    let mut limited: BTreeMap<PathBuf, Vec<CertSha256>> = BTreeMap::new();
    for (place, path) in &places {
        let of_file = limited.entry(path.clone()).or_default();
        of_file.extend(&place.limited);
    }
    for (place, path) in places {
        let whole = AffectedStore {
            limited: limited.get(&path).cloned().unwrap_or_default(),
            ..place.clone()
        };
        cover(tree, targets, &whole, &path, draft);
    }
}

/// Bundles outside the system store; links to the system store are filtered there.
fn bundles<'targets>(
    tree: &Tree,
    targets: &'targets Targets,
) -> impl Iterator<Item = &'targets AffectedStore> {
    let is_bundle = |place: &&AffectedStore| {
        matches!(
            place.kind,
            StoreKind::Certifi
                | StoreKind::NamedFile
                | StoreKind::NamedDirectory
                | StoreKind::OpensslFile
                | StoreKind::OpensslDirectory
        )
    };
    let is_the_systems = |place: &&AffectedStore| {
        let real = tree.resolve_final(&place.path);
        // Shared by everything with the same content, and bound to its hash.
        let is_shared = real.is_ok_and(|path| path.starts_with("/nix/store"));
        is_shared || system_paths::is_store(tree, &place.path)
    };
    let places = targets.places.iter();
    places.filter(move |place| is_bundle(place) && !is_the_systems(place))
}

fn cover(tree: &Tree, targets: &Targets, place: &AffectedStore, path: &Path, draft: &mut Draft) {
    let is_folder = matches!(
        place.kind,
        StoreKind::NamedDirectory | StoreKind::OpensslDirectory
    );
    let changed = if is_folder {
        folder(tree, targets, place, path, draft)
    } else {
        file(tree, targets, place, path, draft)
    };
    match changed {
        Ok(()) => draft.covered.push(Covered {
            mechanism: MECHANISM,
            path: place.path.clone(),
            clients: place.clients.clone(),
        }),
        Err(error) => draft.blind(&error),
    }
}

/// Plans a folder: others also write each of its files.
fn folder(
    tree: &Tree,
    targets: &Targets,
    place: &AffectedStore,
    path: &Path,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let mut inner = Draft::default();
    let limited = targets.limited.of_these(&place.limited);
    let allowlist = Allowlist::by_key_and_root(&targets.list, &limited);
    filter::folder(tree, path, &allowlist, &mut inner)?;
    let mut by_file: BTreeMap<&Path, Vec<EditItem>> = BTreeMap::new();
    for one in &inner.withheld {
        let item = item(&one.certificate, None);
        by_file.entry(&one.path).or_default().push(item);
    }
    for one in &inner.replaced {
        let item = item(&one.before, Some(&one.after));
        by_file.entry(&one.path).or_default().push(item);
    }
    for change in &mut inner.changes {
        change.role = Role::Shared(Edit {
            format: EditFormat::new(FORMAT),
            items: once(by_file.remove(&*change.path).unwrap_or_default()),
        });
    }
    draft.add(inner);
    Ok(())
}

fn file(
    tree: &Tree,
    targets: &Targets,
    place: &AffectedStore,
    path: &Path,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let Node::File(file) = tree.node(path)? else {
        return Err(anchorwatch_home::Error::NotARegularFile {
            path: tree.display_path(path),
        });
    };
    let (held_before, replaced_before) = (draft.withheld.len(), draft.replaced.len());
    let limited = targets.limited.of_these(&place.limited);
    let allowlist = Allowlist::by_key_and_root(&targets.list, &limited);
    let cut = Stripped::of(
        &file.content,
        Opened::Whole,
        (&allowlist, Confining::InPlace),
        path,
        draft,
    );
    if cut.still_shows_refused_key {
        draft.cannot_see(&FilterRemark::StillShowsRefusedKey {
            path: tree.display_path(path),
        });
    }
    let Some(content) = cut.rest else {
        return Ok(());
    };
    if !cut.is_mixed {
        draft.warn(&emptied(tree, place));
    }
    let withheld = draft.withheld.iter().skip(held_before);
    let withheld = withheld.map(|one| item(&one.certificate, None));
    let replaced = draft.replaced.iter().skip(replaced_before);
    let replaced = replaced.map(|one| item(&one.before, Some(&one.after)));
    let items = once(withheld.chain(replaced).collect());
    if !draft.changes_path(path) {
        draft.changes.push(Change {
            path: path.to_owned(),
            role: Role::Shared(Edit {
                format: EditFormat::new(FORMAT),
                items,
            }),
            actor: None,
            after: Node::File(File {
                content,
                modified: None,
                ..file.clone()
            }),
            before: Node::File(file),
        });
    }
    Ok(())
}

/// Better no page than a forged one; but its owner must know beforehand.
fn emptied(tree: &Tree, place: &AffectedStore) -> FilterRemark {
    let path = tree.display_path(&place.path);
    let clients = place.clients.iter();
    let clients: Vec<String> = clients.map(|client| client.id().to_owned()).collect();
    if clients.is_empty() {
        FilterRemark::EmptiedOfUnknownPrograms { path }
    } else {
        FilterRemark::Emptied { path, clients }
    }
}

/// A removed certificate, with all that is needed to restore it.
fn item(before: &Certificate, after: Option<&Certificate>) -> EditItem {
    EditItem {
        name: before.sha256().to_string(),
        before: Some(BASE64.encode(before.der())),
        after: after.map(|after| BASE64.encode(after.der())),
    }
}

/// A file may hold a certificate several times.
fn once(mut items: Vec<EditItem>) -> Vec<EditItem> {
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(item.name.clone()));
    items
}

#[cfg(test)]
mod tests;
