//! NSS databases: Chromium's, those of every profile of Firefox and Thunderbird, those of
//! modules, and the machine's.
//!
//! Each certificate with a refused key is marked «not trusted» in its database. NSS knows
//! certificates, not keys: a re-issued one is refused by the next run.
//!
//! With `--unlisted`, a root that nobody lists is marked too, and one that holds it to names is
//! added, except in profiles where our script of Firefox and Thunderbird does that
//! (`mozilla/autoconfig.rs`).

use std::{
    collections::BTreeMap,
    mem,
    path::{Path, PathBuf},
};

use anchorwatch_home::{Change, Edit, EditFormat, Node, Role, Tree};
use anchorwatch_machine::{
    Client, User, installation, mozilla,
    nss::{self, CHROMIUM, OLD_FORM},
    user,
};

use anchorwatch_identity::Certificate;
use anchorwatch_remark::{Remark as _, Told};
use remark::NssRemark;

use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::{Draft, Elsewhere},
    residual_trust::ResidualTrust,
    reverted::InPlace,
    targets::{Goal, Targets},
    writable::{self, PlaceRemark},
};

pub(crate) mod edit;
pub(crate) mod remark;
mod revert;

pub(super) const MECHANISM: Mechanism = Mechanism::of_places("nss_trust", Reach::EachCertificate);

/// The format of the edit, which determines its items.
pub(super) const FORMAT: &str = "nss_database";

/// A running program keeps its database open, so single rows are changed.
pub(super) const IN_PLACE: InPlace = InPlace {
    make: revert::make,
    revert: revert::revert,
};

/// Plans the databases that belong to no user: the machine's, and those outside of known
/// programs' places.
pub(super) fn of_system(tree: &Tree, targets: &Targets, users: &[User], draft: &mut Draft) {
    let mut databases = Databases::default();
    databases.take(tree, nss::SYSTEM.as_ref(), None);
    databases.take_further(tree, None);
    for (folder, clients) in databases.0 {
        if is_below_a_home(users, &folder) {
            continue;
        }
        match writable::others_can_write(tree, &folder.join(CERTIFICATES)) {
            Ok(false) => cover(tree, targets, &folder, &clients, draft),
            Ok(true) => warn(tree, targets, &folder, draft),
            Err(error) if error.is_not_found() => {}
            Err(error) => draft.blind(&error),
        }
    }
}

/// Plans the databases outside homes that users' profiles and modules name. The users' own
/// processes found them, because the files that name them are in the homes.
pub(super) fn of_elsewhere(tree: &Tree, targets: &Targets, users: &[User], draft: &mut Draft) {
    let mut databases = Databases::default();
    for elsewhere in mem::take(&mut draft.databases_elsewhere) {
        databases.add(elsewhere.folder.clone(), None);
        for client in elsewhere.clients {
            databases.add(elsewhere.folder.clone(), Some(client));
        }
    }
    for (folder, clients) in databases.0 {
        if is_below_a_home(users, &folder) {
            continue;
        }
        let path = folder.join(CERTIFICATES);
        let mut covered = draft.covered.iter_mut();
        let is_it = |one: &&mut Covered| one.mechanism == MECHANISM && one.path == path;
        if let Some(covered) = covered.find(is_it) {
            let more = clients.iter().filter(|one| !covered.clients.contains(one));
            let more: Vec<Client> = more.copied().collect();
            covered.clients.extend(more);
            continue;
        }
        match writable::others_can_write(tree, &path) {
            Ok(false) => cover(tree, targets, &folder, &clients, draft),
            // These are read with the user's rights.
            Ok(true) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => draft.blind(&error),
        }
    }
}

fn is_below_a_home(users: &[User], folder: &Path) -> bool {
    users.iter().any(|user| folder.starts_with(&user.home))
}

/// Plans a user's databases below the home, and reports those elsewhere that the user's
/// programs read.
pub(super) fn of_user(tree: &Tree, user: &User, targets: &Targets, draft: &mut Draft) {
    let mut databases = Databases::default();
    databases.take_all(tree, user);
    databases.take_further(tree, Some(user));
    let mut others = None;
    for (folder, clients) in databases.0 {
        if folder.starts_with(&user.home) {
            cover(tree, targets, &folder, &clients, draft);
            continue;
        }
        // A database in another user's home belongs to that user.
        let others = others.get_or_insert_with(|| user::users(tree).0);
        if is_below_a_home(others, &folder) {
            continue;
        }
        if matches!(
            writable::others_can_write(tree, &folder.join(CERTIFICATES)),
            Ok(true)
        ) {
            warn(tree, targets, &folder, draft);
        }
        draft
            .databases_elsewhere
            .push(Elsewhere { folder, clients });
    }
}

const CERTIFICATES: &str = "cert9.db";

/// Folders of databases, and the programs that read them.
#[derive(Default)]
struct Databases(BTreeMap<PathBuf, Vec<Client>>);

impl Databases {
    fn take_all(&mut self, tree: &Tree, user: &User) {
        for place in CHROMIUM {
            self.take(tree, &user.home.join(place), Some(Client::Chromium));
        }
        for (client, folder) in mozilla::profile::of_user(tree, user) {
            self.take(tree, &folder, Some(client));
        }
    }

    /// Adds databases outside of known programs' places.
    fn take_further(&mut self, tree: &Tree, user: Option<&User>) {
        for (folder, client) in installation::databases(tree, user) {
            self.take(tree, &folder, client);
        }
    }

    fn take(&mut self, tree: &Tree, folder: &Path, client: Option<Client>) {
        let further = nss::module_folders(tree, folder);
        for folder in further.into_iter().chain([folder.to_owned()]) {
            self.add(folder, client);
        }
    }

    fn add(&mut self, folder: PathBuf, client: Option<Client>) {
        let clients = self.0.entry(folder).or_default();
        clients.extend(client.filter(|client| !clients.contains(client)));
    }
}

/// What a database needs for the goal.
fn wanted(tree: &Tree, targets: &Targets, path: &Path) -> Result<edit::Wanted, edit::Refused> {
    let names: Vec<Vec<u8>> = targets
        .keys
        .iter()
        .flat_map(|key| key.names.iter().cloned())
        .collect();
    let is_refused = |certificate: &_| targets.list.refuses_key_of(certificate);
    match targets.goal {
        Goal::Refuse => {
            let limited = targets.limited_in(path);
            edit::refuse(tree, path, is_refused, &names, &limited)
        }
        Goal::Remove => edit::remove(tree, path, is_refused, &names),
    }
}

fn cover(tree: &Tree, targets: &Targets, folder: &Path, clients: &[Client], draft: &mut Draft) {
    let path = folder.join(CERTIFICATES);
    let wanted = match wanted(tree, targets, &path) {
        Ok(wanted) => wanted,
        Err(refused) if refused.is_not_found() => return note_old_form(tree, folder, draft),
        // The audit reports homes that we cannot read.
        Err(refused) if refused.is_permission() => return,
        Err(refused) => return draft.blind_spots.push(refused.told()),
    };
    draft.blind_spots.extend(wanted.blind_spots);
    // A half-written transaction keeps read-only programs out of the database.
    let is_unfinished = edit::is_left_unfinished(tree, &path);
    if wanted.held.is_empty() && wanted.items.is_empty() && !is_unfinished {
        return;
    }
    draft.warnings.extend(wanted.warnings);
    for certificate in &wanted.pinned {
        draft
            .not_refused
            .push(stays(tree, &path, certificate, clients));
    }
    for (certificate, names) in wanted.confined {
        draft.confine(certificate, names, path.clone());
    }
    draft.covered.push(Covered {
        mechanism: MECHANISM,
        path: path.clone(),
        clients: clients.to_vec(),
    });
    if draft.changes_path(&path) || (wanted.items.is_empty() && !is_unfinished) {
        return;
    }
    if is_unfinished {
        draft.warn(&NssRemark::FinishedFirst {
            path: tree.display_path(&path),
        });
    }
    if is_open(tree, folder) {
        draft.warn(&NssRemark::InUse {
            path: tree.display_path(folder),
        });
    }
    if targets.goal == Goal::Remove {
        for certificate in wanted.held {
            draft.withhold(certificate, path.clone());
        }
    }
    draft.changes.push(Change {
        path,
        role: Role::Shared(Edit {
            format: EditFormat::new(FORMAT),
            items: wanted.items,
        }),
        actor: None,
        before: Node::Database,
        after: Node::Database,
    });
}

/// A certificate that is trusted as a server's own stays.
fn stays(tree: &Tree, path: &Path, certificate: &Certificate, clients: &[Client]) -> Told {
    let remark = ResidualTrust::UnlistedRoot {
        path: tree.display_path(path),
        name: certificate.subject().to_string(),
        clients: clients.iter().map(|one| one.id().to_owned()).collect(),
    };
    remark.told()
}

/// Root changes nothing if another user could replace it with a link.
fn warn(tree: &Tree, targets: &Targets, folder: &Path, draft: &mut Draft) {
    let path = folder.join(CERTIFICATES);
    match wanted(tree, targets, &path) {
        Ok(wanted) if wanted.items.is_empty() => {}
        Ok(_) => draft.cannot_see(&PlaceRemark::OthersCanWrite {
            path: tree.display_path(&path),
        }),
        Err(refused) if refused.is_not_found() => {}
        // The audit reports homes that we cannot read, and files that their user's programs
        // cannot read.
        Err(refused) if refused.is_permission() => {}
        Err(refused) => draft.blind_spots.push(refused.told()),
    }
}

fn note_old_form(tree: &Tree, folder: &Path, draft: &mut Draft) {
    let path = folder.join(OLD_FORM);
    if matches!(tree.node_without_content(&path), Ok(Node::File(_))) {
        draft.cannot_see(&NssRemark::OldForm {
            path: tree.display_path(&path),
        });
    }
}

/// Whether a Firefox or Thunderbird profile, or Chromium in the home around its database, is
/// marked as in use. A crash leaves the mark behind, so this is a guess.
fn is_open(tree: &Tree, folder: &Path) -> bool {
    let is_chromiums = CHROMIUM.iter().any(|place| folder.ends_with(place));
    let homes = folder.ancestors().skip(2).take(3).filter(|_| is_chromiums);
    let marks = homes.map(|home| home.join(".config/chromium/SingletonLock"));
    marks
        .chain([folder.join("lock")])
        .any(|mark| matches!(tree.node_without_content(&mark), Ok(Node::Symlink(_))))
}
