//! Stores that still trust a refused key because no mechanism changes them.

use std::path::Path;

use anchorwatch_home::{BlockList, Tree};
use anchorwatch_machine::{Anchor, Client, Store, StoreKind, Trust, debian};

use crate::{added_roots::UnlistedRoot, allowlist::Allowlist, draft::Draft, mozilla::autoconfig};

/// Separate stores with a refused key that no mechanism changes: their programs still trust it,
/// except those that a mechanism covers by other means.
pub(crate) fn still_trusted_elsewhere(
    tree: &Tree,
    stores: &[Store],
    list: &BlockList,
    draft: &Draft,
) -> Vec<String> {
    let mut residual_trust = Vec::new();
    let is_reached = |store: &Store| {
        let mut covered = draft.covered.iter();
        covered.any(|covered| tree.display_path(&covered.path) == store.path)
    };
    let is_elsewhere = |store: &&Store| !store.kind.is_the_systems() || is_openssl_s(store.kind);
    let stores = stores.iter().filter(is_elsewhere);
    for store in stores.filter(|store| !is_reached(store)) {
        let refused = |anchor: &&Anchor| list.refuses_key_of(&anchor.certificate);
        for anchor in store.anchors.iter().filter(refused) {
            let clients: Vec<&str> = anchor
                .effective_for
                .iter()
                .filter(|client| !draft.reaches_by_other_means(**client))
                .map(|client| client.id())
                .collect();
            if !clients.is_empty() {
                residual_trust.push(format!(
                    "{} holds a refused key too, and is not changed: {} will go on believing it",
                    store.path.display(),
                    clients.join(", ")
                ));
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
) -> Option<String> {
    let store = &unlisted_root.store;
    let is_apart = |client: Client| {
        store.kind == StoreKind::Nss && !autoconfig::reaches_store(tree, client, store)
    };
    let left = unlisted_root.clients.iter().filter(|client| {
        !draft.reaches_by_other_means(**client)
            || (**client != Client::Chromium && is_apart(**client))
    });
    let left: Vec<&str> = left.map(|client| client.id()).collect();
    (!left.is_empty()).then(|| {
        format!(
            "{} holds {}, which nobody answers for: {} will go on believing it",
            store.path.display(),
            unlisted_root.certificate.subject(),
            left.join(", ")
        )
    })
}

/// With `--unlisted`: unlisted roots in files and folders that settings name, or of another
/// system's layout. Only refused keys are removed from them.
pub(super) fn in_named_places(
    tree: &Tree,
    stores: &[Store],
    allowlist: &Allowlist<'_>,
) -> Vec<String> {
    let is_the_systems = |store: &Store| {
        let path = tree.strip_root(&store.path);
        let stands = path.and_then(|path| tree.resolve_final(&path).ok());
        stands.is_some_and(|path| {
            [debian::BUNDLE, debian::DIRECTORY]
                .iter()
                .any(|its| path == Path::new(its))
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
        );
        (is_named || is_openssl_s(store.kind)) && !is_the_systems(store)
    };
    let is_newcomer = |anchor: &&Anchor| {
        anchor.trust == Trust::Trusted
            && !anchor.effective_for.is_empty()
            && !allowlist.refuses(&anchor.certificate)
            && allowlist.holds_out(&anchor.certificate)
    };
    let said = stores.iter().filter(is_named).filter_map(|store| {
        let unlisted_roots: Vec<&Anchor> = store.anchors.iter().filter(is_newcomer).collect();
        let (first, further) = unlisted_roots.split_first()?;
        let clients: Vec<&str> = first.effective_for.iter().map(|one| one.id()).collect();
        let further = match further.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        Some(format!(
            "{} holds {}{further}, which nobody answers for: {} will go on believing it",
            store.path.display(),
            first.certificate.subject(),
            clients.join(", ")
        ))
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use anchorwatch_home::Unlisted;
    use anchorwatch_identity::UnixSeconds;

    use super::*;
    use anchorwatch_machine::{Rights, survey};

    #[test]
    fn with_unlisted_a_newcomer_in_a_file_that_a_setting_names_is_told_and_without_it_is_not() {
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
            in_named_places(&tree, &stores, &allowlist)
        };
        let strict = BlockList::default().holding_out_unlisted(Unlisted::default());
        let told = said(&strict);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("/srv/ca.pem holds"), "{told:?}");
        assert_eq!(said(&BlockList::default()), Vec::<String>::new());

        // Where Fedora's programs look.
        fs::create_dir_all(path("etc/pki/tls/certs")).unwrap();
        fs::write(path("etc/pki/tls/certs/ca-bundle.crt"), &pem).unwrap();
        let told = said(&strict);
        let names_it = |one: &String| one.contains("/etc/pki/tls/certs/ca-bundle.crt holds");
        assert!(told.iter().any(names_it), "{told:?}");
        assert_eq!(said(&BlockList::default()), Vec::<String>::new());
        fs::remove_dir_all(path("etc/pki")).unwrap();

        // A link to the system's bundle is filtered with the bundle.
        fs::remove_file(path("srv/ca.pem")).unwrap();
        symlink("/etc/ssl/certs/ca-certificates.crt", path("srv/ca.pem")).unwrap();
        assert_eq!(said(&strict), Vec::<String>::new());
    }
}
