//! Finds the unlisted roots outside the system store: in files and keystores that settings name,
//! and in NSS databases.
//!
//! What a program's maker ships with it (Python's `certifi`, a JDK's own keystore) is the maker's
//! responsibility, as in browsers. A root in it that nobody lists is reported.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, Certificate, UnixSeconds};
use anchorwatch_machine::{Anchor, Client, Store, StoreKind, Trust, User, confined_cert};
use anchorwatch_remark::{Remark as _, Told};

use super::{Limited, LimitedRoot};
use crate::{
    allowlist::{Allowlist, Standing},
    confine::ConfineRemark,
    java::keystore,
    mozilla::autoconfig,
    system_paths,
    targets::{self, AffectedStore, Targets},
};

/// The most unlisted roots in one store. A store with more is left as it is, and reported.
const MOST_IN_A_STORE: usize = 1_000;

/// Has a plan limit the unlisted roots in these stores. `users` are those whose homes are planned
/// separately. Returns why a root cannot be held to names.
pub(crate) fn limit(
    targets: &mut Targets,
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    (stores, users): (&[Store], &[User]),
    now: UnixSeconds,
) -> Vec<Told> {
    let mut why = Vec::new();
    if !allowlist.is_in_force() {
        return why;
    }
    // Roots that are held out stay where a program's owner put them, and are reported. What
    // stands for one that was held to names before does not: it goes with the root.
    let is_looked_at = |one: &&Certificate| allowlist.confines() || confined_cert::is_one(one);
    for store in stores.iter().filter(|store| is_changed(tree, store, users)) {
        let trusted = |anchor: &&Anchor| anchor.trust == Trust::Trusted;
        let certificates = store.anchors.iter().filter(trusted);
        let certificates = certificates.map(|anchor| &anchor.certificate);
        let certificates = certificates.filter(is_looked_at);
        let found = among(certificates.clone(), store.kind, allowlist, now);
        let path = tree.strip_root(&store.path);
        let Some(path) = path.filter(|_| (1..=MOST_IN_A_STORE).contains(&found.0.len())) else {
            continue;
        };
        let limited = found.0.keys().copied().collect();
        why.extend(certificates.filter_map(|one| not_confined(&found, one, allowlist)));
        targets.limited.extend(found);
        add_place(targets, store, path, limited);
    }
    why
}

/// Why a root that is limited is not held to names, but refused.
fn not_confined(
    limited: &Limited,
    certificate: &Certificate,
    allowlist: &Allowlist<'_>,
) -> Option<Told> {
    limited.get(&certificate.sha256())?;
    let Standing::Withheld(Some(why)) = allowlist.standing(certificate) else {
        return None;
    };
    let (name, why) = (certificate.subject().to_string(), why.told().into());
    Some(ConfineRemark::NotConfined { name, why }.told())
}

fn add_place(targets: &mut Targets, store: &Store, path: PathBuf, limited: Vec<CertSha256>) {
    let is_it = |place: &&mut AffectedStore| {
        place.path == path && place.kind == store.kind && place.user == store.user
    };
    let clients = targets::clients(store, |one| limited.contains(&one.sha256()));
    if let Some(place) = targets.places.iter_mut().find(is_it) {
        let all: BTreeSet<Client> = place.clients.iter().copied().chain(clients).collect();
        place.clients = all.into_iter().collect();
        place.limited = limited;
    } else {
        targets.places.push(AffectedStore {
            kind: store.kind,
            path,
            user: store.user.clone(),
            clients: clients.into_iter().collect(),
            limited,
        });
    }
}

/// What is limited among the certificates of a store of this kind.
pub(crate) fn among<'a>(
    certificates: impl Iterator<Item = &'a Certificate>,
    kind: StoreKind,
    allowlist: &Allowlist<'_>,
    now: UnixSeconds,
) -> Limited {
    certificates
        .filter_map(|one| Some((one.sha256(), limited(kind, one, allowlist, now)?)))
        .collect()
}

/// What replaces a certificate in a store of this kind; `None` if it stays.
fn limited(
    kind: StoreKind,
    certificate: &Certificate,
    allowlist: &Allowlist<'_>,
    now: UnixSeconds,
) -> Option<LimitedRoot> {
    // A server's own certificate, or an authority below a root: without it a server would not
    // start, or its clients not find the root.
    let is_a_root = certificate.is_self_issued() && certificate.issuing().is_ca == Some(true);
    let is_of_a_program = !matches!(kind, StoreKind::Nss | StoreKind::JavaKeystore);
    if allowlist.refuses(certificate) || is_of_a_program && !is_a_root {
        return None;
    }
    let in_files = match allowlist.standing(certificate) {
        Standing::Admitted => return None,
        Standing::Withheld(_) => None,
        Standing::Instead(shown) => Some(*shown),
    };
    let in_databases = allowlist.in_database_now(certificate, now);
    // A consent to every name does not bring the root back into a database.
    let is_admitted = in_files
        .as_ref()
        .is_some_and(|one| !confined_cert::is_one(one));
    let is_right = match kind {
        StoreKind::Nss => is_admitted || in_databases.as_ref() == Some(certificate),
        StoreKind::JavaKeystore => false,
        _ => in_files.as_ref() == Some(certificate),
    };
    (!is_right).then(|| LimitedRoot {
        in_files,
        in_databases,
        names: allowlist.names_of(certificate),
    })
}

/// Whether unlisted roots in a store are limited there, and not by its program's own means. A
/// user's settings have only files in the user's home changed: anyone could name a file of root's.
fn is_changed(tree: &Tree, store: &Store, users: &[User]) -> bool {
    let Some(path) = tree.strip_root(&store.path) else {
        return false;
    };
    let is_its_user = |user: &&User| Some(&user.name) == store.user.as_ref();
    let user = users.iter().find(is_its_user);
    let is_at_home = user.is_some_and(|user| path.starts_with(&user.home));
    if store.user.is_some() && !is_at_home {
        return false;
    }
    match store.kind {
        StoreKind::NamedFile
        | StoreKind::NamedDirectory
        | StoreKind::OpensslFile
        | StoreKind::OpensslDirectory => {
            !system_paths::is_store(tree, &path) && !system_paths::is_in_folder(&path)
        }
        StoreKind::JavaKeystore => !is_a_jdks(&path) && !keystore::is_filled(tree, &path),
        StoreKind::Nss => !is_at_home || !is_by_script(tree, store),
        _ => false,
    }
}

/// Whether a database in a home is read only by programs that run our script.
fn is_by_script(tree: &Tree, store: &Store) -> bool {
    let mut clients = store.anchors.iter().flat_map(|one| &one.effective_for);
    let is_reached = |client: &Client| {
        matches!(client, Client::Firefox | Client::Thunderbird)
            && autoconfig::reaches_store(tree, *client, store)
    };
    clients.clone().next().is_some() && clients.all(is_reached)
}

/// Whether a keystore is the one that a JDK brings.
fn is_a_jdks(path: &Path) -> bool {
    ["lib/security/cacerts", "lib/security/jssecacerts"]
        .iter()
        .any(|place| path.ends_with(place))
}
