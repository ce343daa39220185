//! NSS's list of public roots, `libnssckbi.so`, and what may replace it.
//!
//! Chromium loads it from where the loader finds it. Firefox 153, which has its roots built
//! in, loads one from its own folder instead of them, and none from elsewhere (measured).
//! If it has no `libnss3.so` of its own, it is built on the system's NSS, which searches
//! where the loader does. Replacing the list, or putting a link there, changes what every
//! user's browser trusts.

use std::path::{Path, PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_remark::Remark as _;

use super::{
    library::{self, Library, Seen},
    modules,
    remark::NssRemark,
};
use crate::{
    Anchor, Client, Inventory, Store, StoreKind, SystemLayout, Trust, User,
    chromium::browser::program_folders, mozilla::program::PROGRAMS, read_problem::ReadProblem,
};

const NAME: &str = "libnssckbi.so";

/// Reads what is installed in place of NSS's list.
pub(crate) fn of_system(tree: &Tree) -> Inventory {
    let mut found = Inventory::default();
    let mut known = Vec::new();
    for (folder, clients) in places(tree) {
        let path = folder.join(NAME);
        // One library under several names is one store for all programs that load any of
        // them.
        let identity = (tree.identity(&path).ok(), clients.clone());
        if known.contains(&identity) {
            continue;
        }
        known.push(identity);
        one(tree, None, &path, &clients, &mut found);
    }
    found
}

/// Reads what is installed in its place next to a program, if anything is.
pub(crate) fn of_program(
    tree: &Tree,
    user: Option<&User>,
    folder: &Path,
    client: Client,
    found: &mut Inventory,
) {
    one(tree, user, &folder.join(NAME), &[client], found);
}

/// Where programs look for it, and which programs.
fn places(tree: &Tree) -> Vec<(PathBuf, Vec<Client>)> {
    let mut places = Vec::new();
    let mut loaders = vec![Client::Chromium];
    for program in &PROGRAMS {
        for folder in program.installs(tree).into_iter().map(PathBuf::from) {
            let has_own = tree.identity(&folder.join("libnss3.so")).is_ok();
            if !has_own && !loaders.contains(&program.client) {
                loaders.push(program.client);
            }
            places.push((folder, vec![program.client]));
        }
    }
    for folder in library::folders(tree) {
        let below = folder.join("nss");
        places.extend([folder, below].map(|folder| (folder, loaders.clone())));
    }
    let folders = program_folders().map(|folder| (folder, vec![Client::Chromium]));
    places.extend(folders);
    places
}

fn one(tree: &Tree, user: Option<&User>, path: &Path, clients: &[Client], found: &mut Inventory) {
    let mut store = Store::new(tree, StoreKind::Settings, path, user);
    match Library::at(tree, path) {
        Ok(None) => return,
        Ok(Some(seen)) => {
            let is_silent = seen.is_nss_roots() && seen.foreign.is_empty();
            if is_silent {
                return;
            }
            take(tree, user, path, &seen, clients, &mut store, found);
        }
        Err(error) if error.is_permission() => store.unreadable.push(ReadProblem::told_of(&error)),
        Err(error) => store.error = Some(ReadProblem::told_of(&error)),
    }
    found.stores.push(store);
}

fn take(
    tree: &Tree,
    user: Option<&User>,
    path: &Path,
    seen: &Seen,
    clients: &[Client],
    store: &mut Store,
    found: &mut Inventory,
) {
    match seen.library {
        Library::P11KitTrust => {
            let layouts = SystemLayout::of(tree);
            // Which system the module comes from is unknown, so all matching layouts count.
            let has_sources = layouts.iter().filter(|layout| layout.p11_kit.is_some());
            let source_count = has_sources.count();
            for client in clients {
                if source_count > 0 {
                    found.follow(StoreKind::P11KitSource, *client);
                }
                if source_count < layouts.len() || layouts.is_empty() {
                    found.follow(StoreKind::DebianBundle, *client);
                }
            }
            let clients = names(clients);
            let remark = NssRemark::ListIsP11KitTrust { clients };
            store.remarks.push(remark.told());
        }
        Library::P11KitProxy => {
            let place = path.display().to_string();
            let brought = modules::of_proxy(tree, user, &place, clients);
            store.unreadable.extend(brought.unclear);
            found.stores.extend(brought.stores);
            store.remarks.push(NssRemark::ListIsP11KitProxy.told());
        }
        Library::NssRoots | Library::NssSoftToken | Library::Other => {
            let anchors = seen.foreign.iter().cloned();
            store.anchors = anchors
                .map(|one| Anchor::new(one, Trust::Trusted, clients))
                .collect();
            if !seen.is_nss_roots() {
                let clients = names(clients);
                let remark = NssRemark::ListIsAnother { clients };
                store.unreadable.push(remark.told());
            }
        }
    }
}

fn names(clients: &[Client]) -> Vec<String> {
    let names = clients.iter().map(|client| client.id().to_owned());
    names.collect()
}
