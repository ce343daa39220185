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
use anchorwatch_machine::{Anchor, Client, Store, StoreKind, Trust};

use super::{Limited, LimitedRoot};
use crate::{
    allowlist::{Allowlist, Standing},
    java::keystore,
    mozilla::autoconfig,
    system_paths,
    targets::{self, AffectedStore, Targets},
};

/// The most unlisted roots in one store. A store with more is left as it is, and reported.
const MOST_IN_A_STORE: usize = 1_000;

/// Has a plan limit the unlisted roots in these stores.
pub(crate) fn limit(
    targets: &mut Targets,
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    stores: &[Store],
    now: UnixSeconds,
) {
    if !allowlist.confines() {
        return;
    }
    for store in stores.iter().filter(|store| is_changed(tree, store)) {
        let trusted = |anchor: &&Anchor| anchor.trust == Trust::Trusted;
        let certificates = store.anchors.iter().filter(trusted);
        let certificates = certificates.map(|anchor| &anchor.certificate);
        let found = among(certificates, store.kind, allowlist, now);
        let path = tree.strip_root(&store.path);
        if let Some(path) = path.filter(|_| (1..=MOST_IN_A_STORE).contains(&found.0.len())) {
            let limited = found.0.keys().copied().collect();
            targets.limited.extend(found);
            add_place(targets, store, path, limited);
        }
    }
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

/// What stands in the place of a certificate in a store of this kind; `None` if it stays.
fn limited(
    kind: StoreKind,
    certificate: &Certificate,
    allowlist: &Allowlist<'_>,
    now: UnixSeconds,
) -> Option<LimitedRoot> {
    if allowlist.refuses(certificate) {
        return None;
    }
    let in_files = match allowlist.standing(certificate) {
        Standing::Admitted => return None,
        Standing::Withheld(_) => None,
        Standing::Instead(shown) => Some(*shown),
    };
    let in_databases = allowlist.in_database_now(certificate, now);
    let is_right = match kind {
        StoreKind::Nss => in_databases.as_ref() == Some(certificate),
        StoreKind::JavaKeystore => false,
        _ => in_files.as_ref() == Some(certificate),
    };
    (!is_right).then(|| LimitedRoot {
        in_files,
        in_databases,
        names: allowlist.names_of(certificate),
    })
}

/// Whether unlisted roots in a store are limited there, and not by its program's own means.
fn is_changed(tree: &Tree, store: &Store) -> bool {
    let Some(path) = tree.strip_root(&store.path) else {
        return false;
    };
    match store.kind {
        StoreKind::NamedFile
        | StoreKind::NamedDirectory
        | StoreKind::OpensslFile
        | StoreKind::OpensslDirectory => !system_paths::is_store(tree, &path),
        StoreKind::JavaKeystore => !is_a_jdks(&path) && !keystore::is_filled(tree, &path),
        StoreKind::Nss => {
            let clients = store.anchors.iter().flat_map(|one| &one.effective_for);
            let mut mozillas =
                clients.filter(|one| matches!(one, Client::Firefox | Client::Thunderbird));
            !mozillas.any(|client| autoconfig::reaches_store(tree, *client, store))
        }
        _ => false,
    }
}

/// Whether a keystore is the one that a JDK brings.
fn is_a_jdks(path: &Path) -> bool {
    ["lib/security/cacerts", "lib/security/jssecacerts"]
        .iter()
        .any(|place| path.ends_with(place))
}
