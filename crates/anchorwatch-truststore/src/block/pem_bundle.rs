//! Files and folders of certificates outside the system store, without the refused ones:
//! the bundles of Python's packages, and what environments and configurations name.
//!
//! A file is cut as the system's bundle is; what was cut out is kept in the receipt, so
//! that it can be put back even after others have written the file.
//!
//! **Not covered:** a program's update that brings its own bundle anew takes nothing of
//! ours over. It brings a refused key only if its maker believes that.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, Edit, EditItem, File, Node, Role, SharedFormat, Tree};
use data_encoding::BASE64;

use super::{
    Covered, Draft, HeldOut, Mechanism, Reach, Request,
    admission::Admission,
    filter::{self, Cut},
    request::Place,
};
use crate::{StoreKind, User, debian};

/// What the system's own files need, and those that a setting of a user names outside
/// the user's home.
pub(super) fn of_system(tree: &Tree, request: &Request, users: &[User], draft: &mut Draft) {
    let home_of = |place: &Place| {
        let name = place.user.as_ref()?;
        let user = users.iter().find(|user| user.name == *name)?;
        Some(user.home.clone())
    };
    for place in bundles(request) {
        let Some(path) = resting_place(tree, place, draft) else {
            continue;
        };
        // The user's own process sees to what is below the home.
        if home_of(place).is_some_and(|home| place.path.starts_with(home)) {
            continue;
        }
        match others_can_write(tree, &path) {
            Ok(false) => cover(tree, request, place, &path, draft),
            Ok(true) => draft.blind_spots.push(format!(
                "{} holds a refused key and others than root can write there, so it is not changed",
                tree.shown(&place.path).display()
            )),
            Err(error) => draft.blind(&error),
        }
    }
}

/// What the files below a user's home need.
pub(super) fn of_user(tree: &Tree, user: &User, request: &Request, draft: &mut Draft) {
    // Root plans its own home in a process that knows everybody's places, and a link in
    // another's home may lead here.
    let is_others = |place: &Place| place.user.as_ref().is_some_and(|name| *name != user.name);
    for place in bundles(request).filter(|place| !is_others(place)) {
        let Some(path) = resting_place(tree, place, draft) else {
            continue;
        };
        if path.starts_with(&user.home) {
            cover(tree, request, place, &path, draft);
        } else if place.path.starts_with(&user.home) {
            draft.warnings.push(format!(
                "{} is a link to {}, outside the home: it is not changed",
                tree.shown(&place.path).display(),
                tree.shown(&path).display()
            ));
        }
    }
}

fn bundles(request: &Request) -> impl Iterator<Item = &Place> {
    request.places.iter().filter(|place| {
        matches!(
            place.kind,
            StoreKind::Certifi | StoreKind::NamedFile | StoreKind::NamedDirectory
        )
    })
}

/// Where the store really stands; nothing if that is the system's own, or unknown.
fn resting_place(tree: &Tree, place: &Place, draft: &mut Draft) -> Option<PathBuf> {
    match tree.resting_place(&place.path) {
        Ok(path) => {
            let is_the_systems = [debian::BUNDLE, debian::DIRECTORY]
                .iter()
                .any(|its| path == Path::new(its));
            (!is_the_systems).then_some(path)
        }
        Err(error) => {
            draft.blind(&error);
            None
        }
    }
}

/// Whether somebody else than the tree's owner could put another file or folder there.
pub(super) fn others_can_write(tree: &Tree, path: &Path) -> Result<bool, anchorwatch_home::Error> {
    let (owner, _) = tree.owner();
    let is_trusted = |uid: u32| uid == 0 || uid == owner;
    for above in path.ancestors() {
        let is_open = match tree.node_without_content(above)? {
            Node::Directory(folder) => folder.mode & 0o022 != 0 || !is_trusted(folder.uid),
            Node::File(file) => file.mode & 0o022 != 0 || !is_trusted(file.uid),
            // What a link above the file leads to is looked at by nobody here.
            Node::Symlink(_) => true,
            _ => false,
        };
        if is_open {
            return Ok(true);
        }
    }
    Ok(false)
}

fn cover(tree: &Tree, request: &Request, place: &Place, path: &Path, draft: &mut Draft) {
    let changed = if place.kind == StoreKind::NamedDirectory {
        folder(tree, request, path, draft)
    } else {
        file(tree, request, path, draft)
    };
    match changed {
        Ok(()) => draft.covered.push(Covered {
            mechanism: Mechanism::PemBundle,
            path: place.path.clone(),
            reach: Reach::ByKey,
            clients: place.clients.clone(),
        }),
        Err(error) => draft.blind(&error),
    }
}

/// Each file of a folder is a file that others write too.
fn folder(
    tree: &Tree,
    request: &Request,
    path: &Path,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let mut inner = Draft::default();
    filter::folder(tree, path, &request.list, &mut inner)?;
    for change in &mut inner.changes {
        let held = inner.held_out.iter();
        let held: Vec<HeldOut> = held
            .filter(|held| held.path == change.path)
            .cloned()
            .collect();
        change.role = Role::Shared(Edit {
            format: SharedFormat::PemBundle,
            items: items(&held),
        });
    }
    draft.add(inner);
    Ok(())
}

fn file(
    tree: &Tree,
    request: &Request,
    path: &Path,
    draft: &mut Draft,
) -> Result<(), anchorwatch_home::Error> {
    let Node::File(file) = tree.node(path)? else {
        return Err(anchorwatch_home::Error::NotARegularFile {
            path: tree.shown(path),
        });
    };
    let held_before = draft.held_out.len();
    let cut = Cut::of(
        &file.content,
        &Admission::by_key(&request.list),
        path,
        draft,
    );
    if cut.still_shows_refused_key {
        let shown = tree.shown(path);
        draft
            .blind_spots
            .push(format!("{} still shows a refused key", shown.display()));
    }
    let Some(content) = cut.rest else {
        return Ok(());
    };
    let items = items(draft.held_out.get(held_before..).unwrap_or_default());
    if !draft.changes_path(path) {
        draft.changes.push(Change {
            path: path.to_owned(),
            role: Role::Shared(Edit {
                format: SharedFormat::PemBundle,
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

/// One item for each certificate that is cut out, with all that brings it back.
fn items(held: &[HeldOut]) -> Vec<EditItem> {
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
