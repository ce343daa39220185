//! The resolved path of a store with a refused key, and whose rights may change it: root's only
//! if root alone can write there, otherwise its owner's.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Error, Node, Tree};
use anchorwatch_machine::User;

use crate::{draft::Draft, targets::AffectedStore};

anchorwatch_remark::remarks! {
    /// Why a place is not changed, by who can write it.
    pub(crate) enum PlaceRemark {
        /// Others than root can write a place with a refused key.
        "others_can_write" => OthersCanWrite {
            /// The place.
            path: PathBuf,
        },
        /// Others than root can write a place in a home of root's.
        "others_can_write_in_home_of_root" => OthersCanWriteInHomeOfRoot {
            /// The place.
            path: PathBuf,
        },
        /// A store in a home is a link to a place outside it.
        "link_out_of_home" => LinkOutOfHome {
            /// The link.
            path: PathBuf,
            /// Where it leads.
            target: PathBuf,
        },
        /// A user's file is outside the home.
        "outside_home" => OutsideHome {
            /// The file.
            path: PathBuf,
        },
    }
}

/// The stores outside users' homes that root may change, with their resolved paths. Reports
/// those that others can write, and those that cannot be resolved.
pub(super) fn roots_alone<'targets>(
    tree: &Tree,
    places: impl Iterator<Item = &'targets AffectedStore>,
    users: &[User],
    draft: &mut Draft,
) -> Vec<(&'targets AffectedStore, PathBuf)> {
    let is_below_its_home = |place: &AffectedStore| {
        let is_its = |user: &&User| Some(&user.name) == place.user.as_ref();
        let user = users.iter().find(is_its);
        user.is_some_and(|user| place.path.starts_with(&user.home))
    };
    let mut found = Vec::new();
    // The user's own process handles stores below the home.
    for place in places.filter(|place| !is_below_its_home(place)) {
        let real = tree
            .resolve_final(&place.path)
            .and_then(|path| Ok((others_can_write(tree, &path)?, path)));
        match real {
            Ok((false, path)) => found.push((place, path)),
            Ok((true, _)) => draft.cannot_see(&PlaceRemark::OthersCanWrite {
                path: tree.display_path(&place.path),
            }),
            Err(error) => draft.blind(&error),
        }
    }
    found
}

/// A user's stores below the home. Reports links that lead out of it.
pub(super) fn of_home<'targets>(
    tree: &Tree,
    places: impl Iterator<Item = &'targets AffectedStore>,
    user: &User,
    draft: &mut Draft,
) -> Vec<(&'targets AffectedStore, PathBuf)> {
    // Root's own home is planned in a process that knows every user's places, and a link in
    // another home may lead here.
    let is_others =
        |place: &AffectedStore| place.user.as_ref().is_some_and(|name| *name != user.name);
    let mut found = Vec::new();
    for place in places.filter(|place| !is_others(place)) {
        match tree.resolve_final(&place.path) {
            Ok(path) if path.starts_with(&user.home) => found.push((place, path)),
            Ok(path) if place.path.starts_with(&user.home) => {
                draft.warn(&PlaceRemark::LinkOutOfHome {
                    path: tree.display_path(&place.path),
                    target: tree.display_path(&path),
                });
            }
            Ok(_) => {}
            Err(error) => draft.blind(&error),
        }
    }
    found
}

/// Whether anyone other than the tree's owner could put another file or folder there.
pub(crate) fn others_can_write(tree: &Tree, path: &Path) -> Result<bool, Error> {
    let (owner, _) = tree.owner();
    let is_trusted = |uid: u32| uid == 0 || uid == owner;
    for above in path.ancestors() {
        let is_open = match tree.node_without_content(above)? {
            Node::Directory(folder) => folder.mode & 0o022 != 0 || !is_trusted(folder.uid),
            Node::File(file) => file.mode & 0o022 != 0 || !is_trusted(file.uid),
            // The target of a link above the file is not checked here.
            Node::Symlink(_) => true,
            _ => false,
        };
        if is_open {
            return Ok(true);
        }
    }
    Ok(false)
}
