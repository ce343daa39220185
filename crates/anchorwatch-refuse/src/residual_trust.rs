//! Stores that still trust a refused key because no mechanism changes them.

use std::path::PathBuf;

use anchorwatch_home::{BlockList, Tree};
use anchorwatch_machine::{Anchor, Client, Store, StoreKind, Trust};

use anchorwatch_remark::{Remark as _, Told};

use crate::{
    added_roots::UnlistedRoot, allowlist::Allowlist, coverage::Covered, draft::Draft,
    java::keystore, mozilla::autoconfig, system_paths, targets::LimitedPlaces,
};

anchorwatch_remark::remarks! {
    /// Where a key stays trusted.
    pub(crate) enum ResidualTrust {
        /// A store with a refused key is not changed.
        "still_trusted_in_store" => InStore {
            /// The store.
            path: PathBuf,
            /// The programs that trust it.
            clients: Vec<String>,
        },
        /// A root that is not from the distribution, not public and not allowed stays in a
        /// store.
        "unlisted_root_still_trusted" => UnlistedRoot {
            /// The store.
            path: PathBuf,
            /// The root's name.
            name: String,
            /// The programs that trust it.
            clients: Vec<String>,
        },
        /// Several such roots stay in a store.
        "unlisted_roots_still_trusted" => UnlistedRoots {
            /// The store.
            path: PathBuf,
            /// The first root's name.
            name: String,
            /// How many more there are.
            count: u64,
            /// The programs that trust the first.
            clients: Vec<String>,
        },
    }
}

/// Separate stores with a refused key that no mechanism changes: their programs still trust it,
/// except those that a mechanism covers by other means.
pub(crate) fn still_trusted_elsewhere(
    tree: &Tree,
    stores: &[Store],
    list: &BlockList,
    draft: &Draft,
) -> Vec<Told> {
    let mut residual_trust = Vec::new();
    // A mechanism that only stops users from clicking past an error takes no trust away, even if
    // it is in the same file.
    let refuses = |covered: &&Covered| covered.mechanism.reach().refuses();
    let is_reached = |store: &Store| {
        let mut covered = draft.covered.iter().filter(refuses);
        covered.any(|covered| tree.display_path(&covered.path) == store.path)
    };
    let is_elsewhere = |store: &&Store| !store.kind.is_the_systems() || is_openssl_s(store.kind);
    let stores = stores.iter().filter(is_elsewhere);
    for store in stores.filter(|store| !is_reached(store)) {
        let refused = |anchor: &&Anchor| list.refuses_key_of(&anchor.certificate);
        for anchor in store.anchors.iter().filter(refused) {
            let clients: Vec<String> = anchor
                .effective_for
                .iter()
                .filter(|client| {
                    store.is_of_unknown_program || !draft.reaches_by_other_means(**client)
                })
                .map(|client| client.id().to_owned())
                .collect();
            if !clients.is_empty() {
                let path = store.path.clone();
                residual_trust.push(ResidualTrust::InStore { path, clients }.told());
            }
        }
    }
    residual_trust
}

/// OpenSSL's own places are separate stores only if they do not link to the system's.
fn is_openssl_s(kind: StoreKind) -> bool {
    matches!(kind, StoreKind::OpensslFile | StoreKind::OpensslDirectory)
}

/// An unlisted root in a browser's store that no mechanism covers.
pub(super) fn of_unlisted_root(
    tree: &Tree,
    unlisted_root: &UnlistedRoot,
    draft: &Draft,
) -> Option<Told> {
    let store = &unlisted_root.store;
    let is_apart = |client: Client| {
        store.kind == StoreKind::Nss && !autoconfig::reaches_store(tree, client, store)
    };
    let is_of_unknown_browser = store.is_of_unknown_program;
    let left = unlisted_root.clients.iter().filter(|client| {
        is_of_unknown_browser
            || !draft.reaches_by_other_means(**client)
            || (**client != Client::Chromium && is_apart(**client))
    });
    let clients: Vec<String> = left.map(|client| client.id().to_owned()).collect();
    (!clients.is_empty()).then(|| {
        ResidualTrust::UnlistedRoot {
            path: store.path.clone(),
            name: unlisted_root.certificate.subject().to_string(),
            clients,
        }
        .told()
    })
}

/// With `--unlisted`: unlisted roots in files, folders and keystores that settings name, that a
/// program's maker filled, or of another system's layout, except in those that a plan limits.
pub(super) fn in_named_places(
    tree: &Tree,
    stores: &[Store],
    allowlist: &Allowlist<'_>,
    limited: &LimitedPlaces,
) -> Vec<Told> {
    let is_the_systems = |store: &Store| {
        let path = tree.strip_root(&store.path);
        path.is_some_and(|path| {
            system_paths::is_store(tree, &path) || keystore::is_filled(tree, &path)
        })
    };
    let is_named = |store: &&Store| {
        let is_named = matches!(
            store.kind,
            StoreKind::NamedFile
                | StoreKind::NamedDirectory
                | StoreKind::SystemBundle
                | StoreKind::SystemDirectory
                | StoreKind::P11KitSource
                | StoreKind::JavaKeystore
        );
        (is_named || is_openssl_s(store.kind)) && !is_the_systems(store)
    };
    let is_unlisted = |anchor: &&Anchor| {
        anchor.trust == Trust::Trusted
            && !anchor.effective_for.is_empty()
            && !allowlist.refuses(&anchor.certificate)
            && allowlist.withholds(&anchor.certificate)
            && !allowlist.is_confined(&anchor.certificate)
    };
    let said = stores.iter().filter(is_named).filter_map(|store| {
        let path = tree.strip_root(&store.path).unwrap_or_default();
        let is_left = |anchor: &&Anchor| !limited.has(&path, &anchor.certificate.sha256());
        let unlisted_roots = store.anchors.iter().filter(is_unlisted).filter(is_left);
        let unlisted_roots: Vec<&Anchor> = unlisted_roots.collect();
        let (first, further) = unlisted_roots.split_first()?;
        let clients = first.effective_for.iter();
        let clients = clients.map(|client| client.id().to_owned()).collect();
        let (path, name) = (store.path.clone(), first.certificate.subject().to_string());
        let remark = match further.len() {
            0 => ResidualTrust::UnlistedRoot {
                path,
                name,
                clients,
            },
            further => ResidualTrust::UnlistedRoots {
                path,
                name,
                count: further as u64,
                clients,
            },
        };
        Some(remark.told())
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use anchorwatch_home::{Unlisted, UnlistedTreatment};
    use anchorwatch_identity::UnixSeconds;

    use super::*;
    use anchorwatch_machine::{Rights, survey};

    #[test]
    fn with_unlisted_an_added_root_in_a_file_that_a_setting_names_is_told_and_without_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = |inner: &str| folder.path().join(inner);
        for inner in ["etc/ssl/certs", "srv"] {
            fs::create_dir_all(path(inner)).unwrap();
        }
        let mut params = rcgen::CertificateParams::default();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let root = params.self_signed(&rcgen::KeyPair::generate().unwrap());
        let pem = root.unwrap().pem();
        fs::write(path("etc/ssl/certs/ca-certificates.crt"), &pem).unwrap();
        fs::write(path("etc/environment"), "SSL_CERT_FILE=/srv/ca.pem\n").unwrap();
        fs::write(path("srv/ca.pem"), &pem).unwrap();
        let said = |list: &BlockList| {
            let tree = Tree::open(folder.path()).unwrap();
            let stores = survey::read(&tree, Rights::Own).stores;
            let (allowlist, _) = Allowlist::of(&tree, list, UnixSeconds::new(1_800_000_000));
            in_named_places(&tree, &stores, &allowlist, &LimitedPlaces::default())
        };
        let strict =
            BlockList::default().limiting_unlisted(Unlisted::of(UnlistedTreatment::HoldOut, []));
        let told = said(&strict);
        assert_eq!(told.len(), 1, "{told:?}");
        let is_in = |place: &str, told: &Told| {
            let remark = ResidualTrust::from_told(told);
            matches!(remark, Some(ResidualTrust::UnlistedRoot { path: its, .. }) if its == path(place))
        };
        assert!(is_in("srv/ca.pem", &told[0]), "{told:?}");
        assert_eq!(said(&BlockList::default()), []);

        // Where Fedora's programs look.
        fs::create_dir_all(path("etc/pki/tls/certs")).unwrap();
        fs::write(path("etc/pki/tls/certs/ca-bundle.crt"), &pem).unwrap();
        let told = said(&strict);
        let names_it = |one: &Told| is_in("etc/pki/tls/certs/ca-bundle.crt", one);
        assert!(told.iter().any(names_it), "{told:?}");
        assert_eq!(said(&BlockList::default()), []);
        fs::remove_dir_all(path("etc/pki")).unwrap();

        // A link to the system's bundle is filtered with the bundle.
        fs::remove_file(path("srv/ca.pem")).unwrap();
        symlink("/etc/ssl/certs/ca-certificates.crt", path("srv/ca.pem")).unwrap();
        assert_eq!(said(&strict), []);
    }
}
