//! What goes on being believed, since no mechanism changes the store that it is in.

use std::path::Path;

use anchorwatch_home::{BlockList, Tree};

use super::{Draft, locals::Newcomer, mozilla_autoconfig};
use crate::{Anchor, Client, Store, StoreKind};

/// Stores of their own that hold a refused key and that no mechanism changes: their
/// programs go on believing it, but for those that a mechanism elsewhere reaches.
pub(crate) fn believed_elsewhere(
    tree: &Tree,
    stores: &[Store],
    list: &BlockList,
    draft: &Draft,
) -> Vec<String> {
    let mut believed = Vec::new();
    let is_reached = |store: &Store| {
        let mut covered = draft.covered.iter();
        covered.any(|covered| tree.shown(&covered.path) == store.path)
    };
    let stores = stores.iter().filter(|store| !store.kind.is_the_systems());
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
                believed.push(format!(
                    "{} holds a refused key too, and is not changed: {} will go on believing it",
                    store.path.display(),
                    clients.join(", ")
                ));
            }
        }
    }
    believed
}

/// What nobody answers for in a browser's store that no mechanism reaches.
pub(super) fn of_newcomer(tree: &Tree, newcomer: &Newcomer, draft: &Draft) -> Option<String> {
    let store = &newcomer.store;
    let is_apart = |client: Client| {
        let profile = tree.inner(&store.path);
        let profile = profile.as_deref().and_then(Path::parent);
        store.kind == StoreKind::Nss
            && profile.is_some_and(|profile| !mozilla_autoconfig::reaches(tree, client, profile))
    };
    let left = newcomer.clients.iter().filter(|client| {
        !draft.reaches_by_other_means(**client)
            || (**client != Client::Chromium && is_apart(**client))
    });
    let left: Vec<&str> = left.map(|client| client.id()).collect();
    (!left.is_empty()).then(|| {
        format!(
            "{} holds {}, which nobody answers for: {} will go on believing it",
            store.path.display(),
            newcomer.certificate.subject(),
            left.join(", ")
        )
    })
}
