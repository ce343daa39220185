//! Everything of a tree: the system's part, and each user's.

use std::path::PathBuf;

use anchorwatch_home::Tree;

use crate::{
    Reading, User, as_user, chromium, debian, desktop, export, installation, mozilla, nss,
    settings, user,
};

/// With whose rights users' files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// This process's own, for everything.
    Own,
    /// Each user's own, by a process of theirs: what a user planted is read with no
    /// more rights than the user has. Needs root, and this program's own file, which
    /// is started as `read-user`.
    EachUsers,
}

/// Reads every store and setting of a tree.
///
/// Never fails: what could not be read is part of the answer.
#[must_use]
pub fn read(tree: &Tree, rights: Rights) -> Reading {
    let (mut all, orders) = system(tree);
    let (users, closed) = user::users(tree);
    all.closed.extend(closed);
    let homes: Vec<PathBuf> = users.iter().map(|user| user.home.clone()).collect();
    for user in users {
        all.add(match (rights, owner(tree, &user)) {
            // Root's own files are root's business, in any process.
            (Rights::EachUsers, Some(0)) | (Rights::Own, _) => read_user(tree, &user),
            (Rights::EachUsers, uid) => as_user::read(tree, &User { uid, ..user }),
        });
    }
    // What a policy takes back depends on the browsers of every home.
    orders.carry_out(&mut all, &homes);
    all
}

/// With whose rights a home is read. Of an image the owner of the home itself: an
/// unpacked archive belongs to whoever unpacked it.
pub(crate) fn owner(tree: &Tree, user: &User) -> Option<u32> {
    let is_image = !tree.is_live();
    let owner = is_image.then(|| tree.owner_of(&user.home).ok()).flatten();
    owner.map(|(uid, _)| uid).or(user.uid)
}

/// Reads what belongs to no user.
#[must_use]
pub fn read_system(tree: &Tree) -> Reading {
    system(tree).0
}

/// The same, and what the browsers' policies take back from users' stores.
fn system(tree: &Tree) -> (Reading, chromium::Orders) {
    let mut all = Reading {
        stores: debian::stores(tree),
        ..Reading::default()
    };
    all.add(nss::of_system(tree));
    all.add(mozilla::of_system(tree));
    let (policies, orders) = chromium::of_system(tree);
    all.add(policies);
    all.add(desktop::of_system(tree));
    all.add(export::of_system(tree));
    all.add(installation::of_system(tree));
    all.add(settings::of_system(tree));
    (all, orders)
}

/// Reads what belongs to one user, with the rights of this process.
#[must_use]
pub fn read_user(tree: &Tree, user: &User) -> Reading {
    let mut all = nss::of_user(tree, user);
    all.add(mozilla::of_user(tree, user));
    all.add(chromium::of_user(tree, user));
    all.add(desktop::of_user(tree, user));
    all.add(installation::of_user(tree, user));
    all.add(settings::of_user(tree, user));
    all
}
