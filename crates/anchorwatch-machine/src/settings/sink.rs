//! What the settings of one owner say, collected while they are read.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;

use super::{
    content::Content,
    force::Force,
    program::Program,
    referenced_bundles::ReferencedBundles,
    remark::{SettingsRemark, Unclear},
    scope::{Scope, Value},
};
use crate::{
    Client, Inventory, Store, StoreKind, User, chromium, java, layout,
    store_builder::{Collector, TrustedBy},
};

mod files;
mod finish;
mod named;
mod report;

/// Path that represents the environment of a running process.
pub(super) const PROCESS: &str = "/proc/self/environ";

/// Path that represents the environments of a user's running programs.
pub(super) const RUNNING: &str = "/proc/*/environ";

/// The largest settings file that is read, in bytes; a shell's start-up file that carries a
/// whole framework has some hundred kilobytes.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// The most bytes of settings read for one owner.
const MAX_BYTES: u64 = 256 << 20;
/// The most bytes of nested commands read for one owner: the content of one word can be
/// read again at each of its words.
const MAX_NESTED_BYTES: usize = 16 << 20;
/// The most places that are compared with the stores for one owner; the scripts and units
/// of a server name some thousand.
const MAX_PLACES: usize = 50_000;

/// Reads content that a reader has found in the file at a path.
type TakeContent = fn(&mut Sink<'_>, &Path, Content<'_>);

/// What the settings of one owner say, collected while they are read.
pub(super) struct Sink<'a> {
    pub(super) tree: &'a Tree,
    user: Option<&'a User>,
    take_content: TakeContent,
    inventory: Inventory,
    /// The store of each file that contains a finding.
    stores: BTreeMap<PathBuf, Store>,
    settings: BTreeSet<(PathBuf, String)>,
    /// How certain it is that what is read now is in force.
    force: Force,
    named: BTreeMap<ReferencedBundles, BTreeSet<Client>>,
    /// Programs' configuration files that a variable names.
    pub(super) configurations: Vec<(Program, PathBuf)>,
    seen: HashSet<(u64, u64)>,
    /// Files read although no table names them.
    peeked: HashSet<(u64, u64)>,
    /// How many texts among those were too long to be read.
    pub(super) unpeeked: usize,
    bytes_left: u64,
    /// Whether Node.js is configured to trust what OpenSSL trusts.
    does_node_follow_openssl: bool,
    /// Profiles of browsers that a command line names.
    profiles: BTreeSet<(Client, PathBuf)>,
    /// What settings say about Java's keystores.
    java: java::OptionFiles,
    /// Variables of running programs: name, value, and how many programs have it.
    running: Vec<(String, String, usize)>,
    /// Folders for programs that a variable names.
    searched: BTreeSet<PathBuf>,
    environments: BTreeSet<PathBuf>,
    /// How to report what is not understood in a script.
    pub(super) telling: Telling,
    /// The current depth of programs that start programs.
    pub(super) started_depth: u8,
    /// Programs already followed: a script names the same few at each step.
    pub(super) followed: HashSet<PathBuf>,
    /// How many bytes of nested commands may still be read.
    nested_bytes_left: usize,
    /// The identities of the places where the system keeps roots, once asked for.
    stores_of_system: Option<HashSet<(u64, u64)>>,
    /// How many places that commands name are still compared with the stores.
    pub(super) places_left: usize,
    /// What the files and folders hold that scripts install.
    pub(super) installed: HashMap<PathBuf, Installed>,
}

/// What a file or a folder holds that a script installs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Installed {
    /// The certificate of an authority.
    Root,
    /// Another certificate.
    Certificate,
    /// Nothing else that matters; a folder of which everything is read.
    Whole,
    Unknown,
}

/// How to report what is not understood in a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Telling {
    /// A start-up file: the answer becomes inconclusive.
    #[default]
    Inconclusive,
    /// A program of its own: only a remark says that it was not read completely.
    Informational,
    /// The distribution's own, the same on every machine.
    Silent,
}

impl<'a> Sink<'a> {
    pub(super) fn new(tree: &'a Tree, user: Option<&'a User>, take_content: TakeContent) -> Self {
        Self {
            tree,
            user,
            take_content,
            inventory: Inventory::default(),
            stores: BTreeMap::new(),
            settings: BTreeSet::new(),
            force: Force::default(),
            named: BTreeMap::new(),
            configurations: Vec::new(),
            seen: HashSet::new(),
            peeked: HashSet::new(),
            unpeeked: 0,
            bytes_left: MAX_BYTES,
            does_node_follow_openssl: false,
            profiles: BTreeSet::new(),
            java: java::OptionFiles::default(),
            running: Vec::new(),
            searched: BTreeSet::new(),
            environments: BTreeSet::new(),
            telling: Telling::default(),
            started_depth: 0,
            followed: HashSet::new(),
            nested_bytes_left: MAX_NESTED_BYTES,
            stores_of_system: None,
            places_left: MAX_PLACES,
            installed: HashMap::new(),
        }
    }

    /// The login name of the owner, if it is a user.
    pub(super) fn user_name(&self) -> &str {
        self.user.map_or("", |user| user.name.as_str())
    }

    /// What is known at the start of this owner's files.
    pub(super) fn scope(&self) -> Scope {
        Scope::new(self.user.map(|user| user.home.as_path()))
    }

    /// Has content read by its own reader, now.
    pub(super) fn take(&mut self, at: &Path, content: Content<'_>) {
        (self.take_content)(self, at, content);
    }

    /// Queues a configuration that a variable or another configuration names.
    pub(super) fn later(&mut self, program: Program, path: PathBuf) {
        self.configurations.push((program, path));
    }

    /// The identities of the places where the system keeps roots.
    pub(super) fn store_identities(&mut self) -> &HashSet<(u64, u64)> {
        let tree = self.tree;
        self.stores_of_system.get_or_insert_with(|| {
            let places = layout::places();
            places
                .filter_map(|place| tree.identity(place.as_ref()).ok())
                .collect()
        })
    }

    /// A folder that is searched for programs.
    pub(super) fn search(&mut self, folder: PathBuf) {
        /// A PATH has a dozen.
        const MAX_SEARCHED: usize = 100;
        if self.searched.len() < MAX_SEARCHED {
            self.searched.insert(folder);
        } else if !self.searched.contains(&folder) {
            self.not_followed(&folder, &SettingsRemark::SearchPathLimit);
        }
    }

    /// An environment that a setting names, wherever it is.
    pub(super) fn environment(&mut self, at: &Path, found: Option<PathBuf>) {
        /// A user of many environments has some dozens.
        const MAX_ENVIRONMENTS: usize = 200;
        let Some(folder) = found else { return };
        if self.environments.len() < MAX_ENVIRONMENTS {
            self.environments.insert(folder);
        } else if !self.environments.contains(&folder) {
            let max = MAX_ENVIRONMENTS as u64;
            self.not_followed(at, &SettingsRemark::EnvironmentsLimit { max });
        }
    }

    /// Whether a nested command of this length is still read.
    pub(super) fn may_nest(&mut self, length: usize) -> bool {
        let left = self.nested_bytes_left.checked_sub(length);
        self.nested_bytes_left = left.unwrap_or_default();
        left.is_some()
    }

    /// The program folders named since the last call.
    pub(super) fn searched(&mut self) -> BTreeSet<PathBuf> {
        std::mem::take(&mut self.searched)
    }

    /// Reads something that is in force with this certainty.
    pub(super) fn with_force(&mut self, force: Force, read: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.force, force);
        read(self);
        self.force = outer;
    }

    /// Records that a variable is in force in this many running programs.
    pub(super) fn runs(&mut self, name: &str, value: &str, count: usize) {
        self.running
            .push((name.to_owned(), value.to_owned(), count));
    }

    /// A folder that becomes the home of what a setting starts.
    pub(super) fn home(&mut self, path: PathBuf) {
        let is_own = self.user.is_some_and(|user| user.home == path);
        if !is_own && path.parent().is_some() {
            self.inventory.homes.insert(path);
        }
    }

    /// The folder of a browser profile that a command line names.
    pub(super) fn profile(&mut self, client: Client, path: PathBuf) {
        self.profiles.insert((client, path));
    }

    /// The profiles of browsers built on Chromium that no table knows.
    pub(super) fn unknown_browsers(&mut self, folder: &Path) {
        let uid = self.user.and_then(|user| user.uid);
        let places = chromium::unknown_places(self.tree, uid, folder, &mut self.inventory);
        let places = places.into_iter().map(|path| (Client::Chromium, path));
        self.profiles.extend(places);
    }

    /// Java options that are not in any file.
    pub(super) fn java_options(&mut self, at: &Path, text: &str) {
        if [PROCESS, RUNNING]
            .iter()
            .any(|place| at == Path::new(place))
        {
            java::take_options(self.tree, text, at, self.user, &mut self.java);
        }
    }

    /// Certificates inside the settings file itself.
    pub(super) fn inline(&mut self, at: &Path, name: &str, text: &str, clients: &[Client]) {
        let store = self.store(at).clone();
        let mut collector = Collector::new(store);
        let trusted_by = TrustedBy {
            is_opened_whatever_it_is: true,
            ..TrustedBy::of_pem(clients.to_vec())
        };
        collector.take(text.as_bytes(), name, &trusted_by);
        *self.store(at) = collector.finish();
    }

    /// A program that is configured to trust the system's roots.
    pub(super) fn follow_system(&mut self, client: Client) {
        self.inventory.follow(StoreKind::DebianBundle, client);
    }

    /// Node.js is configured to trust what OpenSSL trusts (`--use-openssl-ca`).
    pub(super) fn node_follows_openssl(&mut self) {
        self.does_node_follow_openssl = true;
        self.follow_system(Client::Node);
        self.inventory
            .follow(StoreKind::DebianDirectory, Client::Node);
        self.inventory.follow(StoreKind::OpensslFile, Client::Node);
        self.inventory
            .follow(StoreKind::OpensslDirectory, Client::Node);
    }

    /// Whether a setting names anchors for OpenSSL.
    pub(super) fn names_for_openssl(&self) -> bool {
        let is_for_openssl = |clients: &BTreeSet<Client>| clients.contains(&Client::Openssl);
        self.named.values().any(is_for_openssl)
    }

    /// The store that represents a settings file.
    fn store(&mut self, at: &Path) -> &mut Store {
        self.stores.entry(at.to_owned()).or_insert_with(|| {
            let mut store = Store::new(self.tree, StoreKind::Settings, at, self.user);
            if at == Path::new(PROCESS) {
                "environment:process".clone_into(&mut store.id);
            }
            if at == Path::new(RUNNING) {
                let name = self.user.map_or("", |user| user.name.as_str());
                store.id = format!("environment:running:{name}");
            }
            store
        })
    }
}
