//! Everything in a tree: the system's part, and each user's.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Tree, effective_user};

use crate::{
    Inaccessible, Inventory, User, android, chromium, desktop, installation, layout,
    limit::Limit,
    mozilla, nss, privsep,
    settings::{self, in_force},
    user,
};

/// The most folders besides the known homes that are read as homes; a machine whose
/// services have their own homes has a few.
const MAX_FURTHER_HOMES: usize = 50;

/// Whose rights are used to read users' files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// This process's own, for everything.
    Own,
    /// Each user's own, in a process of that user: what a user planted is read with no more
    /// rights than the user has. Needs root, and this program's own file, which is started
    /// as `worker`.
    EachUsers,
}

/// Reads every store and setting of a tree.
///
/// Never fails: what could not be read is part of the answer.
#[must_use]
pub fn read(tree: &Tree, rights: Rights) -> Inventory {
    let (mut all, orders) = system(tree);
    let (users, closed) = user::users(tree);
    all.closed.extend(closed);
    let homes: Vec<PathBuf> = users.iter().map(|user| user.home.clone()).collect();
    let known: BTreeSet<u32> = users.iter().filter_map(|user| user.uid).collect();
    for user in users {
        all.add(with_rights(tree, rights, user));
    }
    if effective_user().0 == 0 {
        for user in in_force::others(tree, &known) {
            all.add(with_rights(tree, rights, user));
        }
    }
    for user in further_homes(tree, &mut all, &homes) {
        all.add(with_rights(tree, rights, user));
    }
    // What a policy withdraws depends on the browsers of every home.
    orders.carry_out(&mut all, &homes);
    all
}

fn with_rights(tree: &Tree, rights: Rights, user: User) -> Inventory {
    match (rights, owner(tree, &user)) {
        // Root's own files need no separate process.
        (Rights::EachUsers, Some(0)) | (Rights::Own, _) => read_user(tree, &user),
        (Rights::EachUsers, uid) => {
            let mut read = privsep::read(
                tree,
                &User {
                    uid,
                    ..user.clone()
                },
            );
            // Whatever the user's process says, it is the user's word.
            for store in &mut read.stores {
                store.user = Some(user.name.clone());
            }
            read
        }
    }
}

/// Whose rights are used to read a home. For an image it is the owner of the home itself:
/// an unpacked archive belongs to the user who unpacked it.
pub fn owner(tree: &Tree, user: &User) -> Option<u32> {
    let is_image = !tree.is_live();
    let owner = is_image.then(|| tree.owner_of(&user.home).ok()).flatten();
    owner.map(|(uid, _)| uid).or(user.uid)
}

/// Reads the system's part.
#[must_use]
pub fn read_system(tree: &Tree) -> Inventory {
    system(tree).0
}

/// The same, with what the browsers' policies withdraw from users' stores.
fn system(tree: &Tree) -> (Inventory, chromium::PolicyEffects) {
    let mut all = Inventory {
        stores: layout::stores(tree),
        ..Inventory::default()
    };
    all.add(nss::of_system(tree));
    all.add(mozilla::of_system(tree));
    let (policies, orders) = chromium::of_system(tree);
    all.add(policies);
    all.add(desktop::of_system(tree));
    all.add(android::of_system(tree));
    all.add(installation::of_system(tree));
    all.add(settings::of_system(tree));
    (all, orders)
}

/// Homes that settings give to the programs they start and that were not read yet, each
/// with its owner.
fn further_homes(tree: &Tree, all: &mut Inventory, known: &[PathBuf]) -> Vec<User> {
    let found = std::mem::take(&mut all.homes);
    let mut further = Vec::new();
    for home in found {
        if known.contains(&home) || tree.list(&home).is_err() {
            continue;
        }
        if further.len() >= MAX_FURTHER_HOMES {
            all.closed.push(too_many_homes(tree, &home, None));
            break;
        }
        further.extend(user::of_folder(tree, home));
    }
    further
}

fn too_many_homes(tree: &Tree, home: &Path, uid: Option<u32>) -> Inaccessible {
    let max = MAX_FURTHER_HOMES as u64;
    Inaccessible::limited(tree, home, uid, &Limit::Homes { max })
}

/// Reads one user's part, with the rights of this process: the home, and folders that
/// settings use in its place.
#[must_use]
pub fn read_user(tree: &Tree, user: &User) -> Inventory {
    let mut all = of_home(tree, user);
    all.add(in_force::of_user(tree, user));
    let mut seen = BTreeSet::from([user.home.clone()]);
    let mut others = BTreeSet::new();
    while let Some(home) = all.homes.pop_first() {
        if !seen.insert(home.clone()) || tree.list(&home).is_err() {
            continue;
        }
        // Root must not read another user's home itself.
        let is_root = effective_user().0 == 0;
        let is_roots = tree.owner_of(&home).is_ok_and(|(uid, _)| uid == 0);
        if is_root && !is_roots {
            others.insert(home);
        } else if seen.len() > MAX_FURTHER_HOMES {
            all.closed.push(too_many_homes(tree, &home, user.uid));
            break;
        } else {
            let user = User {
                home,
                ..user.clone()
            };
            all.add(of_home(tree, &user));
        }
    }
    all.homes = others;
    all
}

/// What is in known places of a home: without installations and settings of unknown programs, which
/// are watched part by part, and without running programs.
pub(crate) fn known_places(tree: &Tree, user: &User) -> Inventory {
    let mut all = nss::of_user(tree, user);
    all.add(mozilla::of_user(tree, user));
    all.add(chromium::of_user(tree, user));
    all.add(desktop::of_user(tree, user));
    all.add(settings::of_known_programs(tree, user));
    all
}

/// What is outside homes: without the system store, which has its own watch, and without
/// installations, which are watched part by part.
pub(crate) fn outside_homes(tree: &Tree) -> Inventory {
    let mut all = nss::of_system(tree);
    all.add(mozilla::of_system(tree));
    all.add(chromium::of_system(tree).0);
    all.add(desktop::of_system(tree));
    all.add(settings::of_system(tree));
    all
}

fn of_home(tree: &Tree, user: &User) -> Inventory {
    let mut all = nss::of_user(tree, user);
    all.add(mozilla::of_user(tree, user));
    all.add(chromium::of_user(tree, user));
    all.add(desktop::of_user(tree, user));
    all.add(installation::of_user(tree, user));
    all.add(settings::of_user(tree, user));
    all
}
