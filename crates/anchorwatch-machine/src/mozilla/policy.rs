//! `policies.json`: what the owner of the machine decided for every user.
//!
//! ```text
//! {"policies": {
//!   "Certificates": {"Install": ["root.pem", "/srv/root.der"]},
//!   "SecurityDevices": {"Add": {"name": "/usr/lib/…/module.so"}},     or without "Add"
//!   "Proxy": {"Mode": "manual", "SSLProxy": "host:port", "AutoConfigURL": "https://…"},
//!   "Preferences": {"network.proxy.type": {"Value": 1, "Status": "locked"}}
//! }}
//! ```
//!
//! `/etc/firefox/policies/policies.json` is read if it exists, otherwise the file in the
//! program's `distribution` folder. A certificate is installed with trust for servers into
//! every profile (object ce534353, `CT,CT,`). A name without a slash is searched for in
//! `certificates` of the distribution folder, of `~/.mozilla` and of `/usr/lib/mozilla`, in
//! this order; a name that begins with `~/` is in the home; any other relative name is
//! rejected. The file is DER, PEM, or only the base64. All of this was measured with
//! Firefox 140.10 ESR, except the order, which is from its source:
//! `EnterprisePoliciesParent.sys.mjs`, `Policies.sys.mjs`, `ProxyPolicies.sys.mjs`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::Tree;
use data_encoding::BASE64_MIME_PERMISSIVE;

use super::{
    program::{Copies, Program},
    settings_file::{MAX_SETTINGS_BYTES, add_settings, read},
};
use crate::{
    Client, Inventory, Store, StoreKind, User, nss,
    store_builder::{Collector, MAX_FILE_BYTES, TrustedBy, is_no_file},
};
use anchorwatch_remark::Remark as _;
use document::Policies;

mod document;

/// Mozilla's own folders for files that belong to no single program.
const MOZILLA: [&str; 2] = ["/usr/lib/mozilla", "/usr/lib64/mozilla"];

/// The same in a home, before and after Firefox 147.
const MOZILLA_OF_USER: [&str; 2] = [".mozilla", ".config/mozilla"];

/// A policy file, and where its relative names are searched for.
struct PolicyFile {
    path: PathBuf,
    folders: Vec<PathBuf>,
    is_in_force: bool,
}

/// Reads the policies and the certificates that they name.
pub(super) fn read_copies(tree: &Tree, copies: &Copies<'_>, found: &mut Inventory) {
    for file in files(tree, copies) {
        let store = Store::new(tree, StoreKind::FirefoxPolicy, &file.path, copies.user);
        let Some(content) = read(tree, store.clone(), &file.path, copies.user, found) else {
            continue;
        };
        let policies = match Policies::read(&content) {
            Ok(policies) => policies,
            Err(why) => {
                let error = Some(why.told());
                found.stores.push(Store { error, ..store });
                continue;
            }
        };
        // A file that another one supersedes has no effect now, but may have later.
        let clients: &[Client] = if file.is_in_force {
            &[copies.client]
        } else {
            &[]
        };
        let mut collector = Collector::new(store);
        let places = policies.certificates.iter();
        let places = places.flat_map(|name| places_of(name, &file.folders, copies.user));
        take_each(tree, &mut collector, places, clients);
        let mut store = collector.finish();
        let mut settings = Vec::new();
        if file.is_in_force {
            modules(tree, copies, &policies, &file.path, &mut store, found);
            settings = policies.settings;
        }
        add_settings(store, copies.client, settings, found);
    }
}

/// Reads the certificates that a policy finds in a user's home.
pub(super) fn of_user(tree: &Tree, program: &Program, user: &User, found: &mut Inventory) {
    let in_force = files(tree, &program.copies(tree))
        .into_iter()
        .filter(|file| file.is_in_force);
    let mut names: Vec<String> = in_force
        // Read errors are reported with the machine's settings.
        .filter_map(|file| tree.read(&file.path, MAX_SETTINGS_BYTES).ok())
        .filter_map(|content| Policies::read(&content).ok())
        .flat_map(|policies| policies.certificates)
        .filter(|name| !name.starts_with('/'))
        .collect();
    names.sort();
    names.dedup();
    for folder in MOZILLA_OF_USER {
        let folder = user.home.join(folder).join("certificates");
        let below = names.iter().filter(|name| !name.contains('/'));
        let paths = below.map(|name| folder.join(name)).collect();
        add_users(tree, program, user, &folder, paths, found);
    }
    let below = names.iter().filter_map(|name| name.strip_prefix("~/"));
    let paths = below.map(|name| user.home.join(name)).collect();
    add_users(tree, program, user, &user.home, paths, found);
}

fn add_users(
    tree: &Tree,
    program: &Program,
    user: &User,
    folder: &Path,
    paths: Vec<PathBuf>,
    found: &mut Inventory,
) {
    let store = Store::new(tree, StoreKind::FirefoxPolicy, folder, Some(user));
    let mut collector = Collector::new(store);
    take_each(tree, &mut collector, paths, &[program.client]);
    let store = collector.finish();
    if !store.anchors.is_empty() || !store.unreadable.is_empty() {
        found.stores.push(store);
    }
}

fn files(tree: &Tree, copies: &Copies<'_>) -> Vec<PolicyFile> {
    let distributions: Vec<PathBuf> = copies
        .folders
        .iter()
        .map(|folder| folder.join("distribution"))
        .collect();
    let machines = copies.settings.join("policies/policies.json");
    let is_there = |path: &Path| !tree.identity(path).is_err_and(|error| error.is_not_found());
    let is_supplanted = is_there(&machines);
    let mut files = vec![PolicyFile {
        path: machines,
        folders: with_mozillas(&distributions),
        is_in_force: true,
    }];
    files.extend(distributions.iter().map(|distribution| PolicyFile {
        path: distribution.join("policies.json"),
        folders: with_mozillas(std::slice::from_ref(distribution)),
        is_in_force: !is_supplanted,
    }));
    files.retain(|file| is_there(&file.path));
    files
}

fn with_mozillas(distributions: &[PathBuf]) -> Vec<PathBuf> {
    let mozillas = MOZILLA.map(PathBuf::from);
    let folders = distributions.iter().chain(&mozillas);
    folders.map(|folder| folder.join("certificates")).collect()
}

/// Every place on the machine that is searched for a certificate of this name. A program
/// takes the first; which of them exist can change.
fn places_of(name: &str, folders: &[PathBuf], user: Option<&User>) -> Vec<PathBuf> {
    if name.starts_with('/') {
        return vec![PathBuf::from(name)];
    }
    if let (Some(below), Some(user)) = (name.strip_prefix("~/"), user) {
        return vec![user.home.join(below)];
    }
    if name.contains('/') {
        return Vec::new();
    }
    let own = user.into_iter().flat_map(|user| {
        let folders = MOZILLA_OF_USER.iter();
        folders.map(|folder| user.home.join(folder).join("certificates"))
    });
    let folders = folders.iter().cloned().chain(own);
    folders.map(|folder| folder.join(name)).collect()
}

/// Takes each file once, whatever names it has.
fn take_each(
    tree: &Tree,
    collector: &mut Collector,
    paths: impl IntoIterator<Item = PathBuf>,
    clients: &[Client],
) {
    let mut seen = BTreeSet::new();
    for path in paths {
        // What cannot be identified cannot be read, and that is said.
        let identity = tree.identity(&path).ok();
        if identity.is_none_or(|identity| seen.insert(identity)) {
            take(tree, collector, &path, clients);
        }
    }
}

fn take(tree: &Tree, collector: &mut Collector, path: &Path, clients: &[Client]) {
    let trusted_by = TrustedBy {
        pem: clients.to_vec(),
        der: clients.to_vec(),
        is_a_named_file: false,
        is_opened_whatever_it_is: true,
    };
    match tree.read(path, MAX_FILE_BYTES) {
        Ok(content) => {
            let content = unwrapped(content);
            collector.take(&content, &path.display().to_string(), &trusted_by);
        }
        Err(error) if error.is_not_found() || is_no_file(&error) => {}
        Err(error) => collector.note_error(&error),
    }
}

/// The program also accepts base64 without PEM's header and footer.
fn unwrapped(content: Vec<u8>) -> Vec<u8> {
    let is_marked = !certificate_file(&content).parts.is_empty();
    if is_marked {
        return content;
    }
    BASE64_MIME_PERMISSIVE
        .decode(content.trim_ascii())
        .unwrap_or(content)
}

/// The modules that a policy makes the program load.
fn modules(
    tree: &Tree,
    copies: &Copies<'_>,
    policies: &Policies,
    path: &Path,
    store: &mut Store,
    found: &mut Inventory,
) {
    for module in &policies.modules {
        let place = path.display().to_string();
        let brought = nss::module_judged(tree, copies.user, module, "", &place, &[copies.client]);
        store.unreadable.extend(brought.unclear);
        found.stores.extend(brought.stores);
    }
}
