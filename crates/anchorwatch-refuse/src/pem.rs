//! Removes refused certificates from files and folders outside the system store: bundles of
//! Python packages, files named by environments and configurations, and OpenSSL's own places if
//! they do not link to the system's.
//!
//! A file is filtered like the system's bundle. Removed certificates are kept in the receipt,
//! so that they can be restored even after others have written the file.
//!
//! **Not covered:** an update of a program replaces its bundle and ignores our change. It
//! brings a refused key back only if its maker trusts that key.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anchorwatch_home::{Change, Edit, EditFormat, EditItem, File, Node, Role, Tree};
use anchorwatch_machine::{StoreKind, User};
use data_encoding::BASE64;

use crate::{
    allowlist::Allowlist,
    coverage::{Covered, Mechanism, Reach},
    debian::filter,
    draft::{Draft, Withheld},
    pem_filter::{Confining, FilterRemark, Opened, Stripped},
    system_paths,
    targets::{AffectedStore, Targets},
    writable,
};

pub(crate) mod revert;

pub(super) const MECHANISM: Mechanism = Mechanism::of_places("pem_bundle", Reach::ByKey);

/// The format of the edit, which determines its items.
pub(super) const FORMAT: &str = "pem_bundle";

/// Plans the system's own files, and those outside a user's home that the user's settings name.
pub(super) fn of_system(tree: &Tree, targets: &Targets, users: &[User], draft: &mut Draft) {
    for (place, path) in writable::roots_alone(tree, bundles(tree, targets), users, draft) {
        cover(tree, targets, place, &path, draft);
    }
}

/// Plans the files below a user's home.
pub(super) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    for (place, path) in writable::of_home(tree, bundles(tree, targets), user, draft) {
        cover(tree, targets, place, &path, draft);
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
        folder(tree, targets, path, draft)
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
    path: &Path,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let mut inner = Draft::default();
    filter::folder(tree, path, &targets.list, &mut inner)?;
    let mut held: BTreeMap<&Path, Vec<Withheld>> = BTreeMap::new();
    for one in &inner.withheld {
        held.entry(&one.path).or_default().push(one.clone());
    }
    for change in &mut inner.changes {
        change.role = Role::Shared(Edit {
            format: EditFormat::new(FORMAT),
            items: items(held.get(&*change.path).map_or(&[], Vec::as_slice)),
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
    let held_before = draft.withheld.len();
    let cut = Stripped::of(
        &file.content,
        Opened::Whole,
        (&Allowlist::by_key(&targets.list), Confining::Nowhere),
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
    let items = items(draft.withheld.get(held_before..).unwrap_or_default());
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

/// One item per removed certificate, with all that is needed to restore it.
fn items(held: &[Withheld]) -> Vec<EditItem> {
    let mut seen = BTreeSet::new();
    held.iter()
        .filter(|held| seen.insert(held.certificate.sha256()))
        .map(|held| EditItem {
            name: held.certificate.sha256().to_string(),
            before: Some(BASE64.encode(held.certificate.der())),
            after: None,
        })
        .collect()
}
