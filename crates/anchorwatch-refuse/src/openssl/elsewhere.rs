//! Files that a setting gives OpenSSL instead of the bundle, with a root that hides the
//! refusing certificate.

use std::collections::BTreeSet;

use anchorwatch_home::Tree;
use anchorwatch_identity::Certificate;
use anchorwatch_machine::{Anchor, Client, Store, Trust};

use anchorwatch_remark::{Remark as _, Told};

use super::{CLIENTS, Targets, name_hash, remark::OpensslRemark};
use crate::system_paths;

/// A remark for each file or folder, other than the system's own, in which one of
/// [`CLIENTS`] finds a refused key's name with another key, before it looks into the folder.
pub(crate) fn namesakes(tree: &Tree, stores: &[Store], targets: &Targets) -> Vec<Told> {
    let names = targets.keys.iter().flat_map(|refused| &refused.names);
    let refused: BTreeSet<u32> = names.filter_map(|name| name_hash::of(name)).collect();
    let is_namesake = |certificate: &Certificate| {
        let hash = name_hash::of(certificate.subject().der());
        hash.is_some_and(|hash| refused.contains(&hash))
            && !targets.list.refuses_key_of(certificate)
    };
    let is_read = |anchor: &&Anchor| {
        anchor.trust == Trust::Trusted && anchor.effective_for.iter().any(is_openssl_s)
    };
    let elsewhere = stores
        .iter()
        .filter(|store| !is_the_systems_own(tree, store));
    let said = elsewhere.filter_map(|store| {
        let mut anchors = store.anchors.iter().filter(is_read);
        let found = anchors.find(|anchor| is_namesake(&anchor.certificate))?;
        let clients = found.effective_for.iter().filter(|one| is_openssl_s(one));
        let remark = OpensslRemark::NamesakeInStore {
            path: store.path.clone(),
            name: found.certificate.subject().to_string(),
            clients: clients.map(|client| client.id().to_owned()).collect(),
        };
        Some(remark.told())
    });
    said.collect()
}

fn is_openssl_s(client: &Client) -> bool {
    CLIENTS.contains(client)
}

/// The bundle has its own refusing certificates, and the folder is read as a whole.
fn is_the_systems_own(tree: &Tree, store: &Store) -> bool {
    let path = tree.strip_root(&store.path);
    path.is_some_and(|path| system_paths::is_store(tree, &path))
}
