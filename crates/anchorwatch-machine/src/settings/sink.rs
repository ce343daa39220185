//! What the settings of one owner say, collected while they are read.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{ContentProblem, Entry, EntryKind, Error, Tree};
use anchorwatch_remark::Remark as _;

use super::{
    content::Content,
    force::Force,
    program::Program,
    referenced_bundles::{self, ReferencedBundles, Shape},
    remark::{SettingsRemark, Unclear},
    scope::{Scope, Value},
};
use crate::{
    Client, Inventory, Setting, SettingKind, Store, StoreKind, User, chromium,
    installation::environment,
    java, layout, mozilla,
    not_read::NoFile,
    redact::redact,
    store_builder::{Collector, TrustedBy},
};

/// Path that represents the environment of a running process.
pub(super) const PROCESS: &str = "/proc/self/environ";

/// Path that represents the environments of a user's running programs.
pub(super) const RUNNING: &str = "/proc/*/environ";

/// The largest settings file that is read, in bytes; a shell's start-up file that carries a
/// whole framework has some hundred kilobytes.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// The most bytes of settings read for one owner.
const MAX_BYTES: u64 = 256 << 20;
/// The most files read for one owner; a desktop has some 600 units and drop-ins.
const MAX_FILES: usize = 20_000;
/// The most settings listed for one owner; a tampered machine has a dozen.
const MAX_SETTINGS: usize = 1_000;
/// The most named files and folders that are read.
const MAX_NAMED: usize = 100;
/// The most bytes of nested commands read for one owner: the content of one word can be
/// read again at each of its words.
const MAX_NESTED_BYTES: usize = 16 << 20;
/// The most places that are compared with the stores for one owner; the scripts and units
/// of a server name some thousand.
const MAX_PLACES: usize = 50_000;
/// The most unresolved parts of one file that are reported one by one.
const MAX_NOTES: usize = 100;

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

    /// The text of a settings file, read once; a missing path, or one that is not a file,
    /// is skipped.
    pub(super) fn read(&mut self, path: &Path) -> Option<String> {
        self.read_for(path, self.user.and_then(|user| user.uid))
    }

    /// The same for a file that only root's services read: if others cannot read it,
    /// nothing about their own programs is hidden from them.
    pub(super) fn read_of_service(&mut self, path: &Path) -> Option<String> {
        let uid = self.user.map_or(Some(0), |user| user.uid);
        self.read_for(path, uid)
    }

    fn read_for(&mut self, path: &Path, uid: Option<u32>) -> Option<String> {
        let identity = self.tree.identity(path);
        if let Ok(identity) = identity
            && (self.seen.len() >= MAX_FILES || !self.seen.insert(identity))
        {
            if self.seen.len() >= MAX_FILES && !self.seen.contains(&identity) {
                let max = MAX_FILES as u64;
                self.unread(path, &SettingsRemark::FilesLimit { max });
            }
            return None;
        }
        match self.tree.read(path, MAX_FILE_BYTES.min(self.bytes_left)) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                let text = String::from_utf8_lossy(&content).into_owned();
                java::take_options(self.tree, &text, path, self.user, &mut self.java);
                Some(text)
            }
            Err(error) => {
                self.not_read(path, uid, &error);
                None
            }
        }
    }

    /// The text of a small file that no table names, read once. Anything that is not text
    /// or cannot be read is skipped.
    pub(super) fn peek(&mut self, path: &Path) -> Option<String> {
        /// Larger than any configuration that a person writes.
        const MAX_BYTES: u64 = 4 << 20;
        /// As much of a file as shows whether it is a text.
        const START_BYTES: u64 = 512;
        let identity = self.tree.identity(path).ok()?;
        if self.seen.contains(&identity) || !self.peeked.insert(identity) {
            return None;
        }
        let start = self.tree.read_start(path, START_BYTES).ok()?;
        if start.contains(&0) {
            return None;
        }
        let content = match self.tree.read(path, MAX_BYTES.min(self.bytes_left)) {
            Ok(content) => content,
            Err(error) => {
                self.unpeeked += usize::from(matches!(error, Error::TooLarge { .. }));
                return None;
            }
        };
        self.bytes_left -= content.len() as u64;
        let text = String::from_utf8(content).ok()?;
        if text.contains('\0') {
            return None;
        }
        java::take_options(self.tree, &text, path, self.user, &mut self.java);
        Some(text)
    }

    /// Has content read by its own reader, now.
    pub(super) fn take(&mut self, at: &Path, content: Content<'_>) {
        (self.take_content)(self, at, content);
    }

    /// Queues a configuration that a variable or another configuration names.
    pub(super) fn later(&mut self, program: Program, path: PathBuf) {
        self.configurations.push((program, path));
    }

    /// A file that a script installs; `None` if it cannot be read.
    pub(super) fn content_of_installed(&mut self, path: &Path) -> Option<Vec<u8>> {
        /// A bundle of every public root has some 300 KB.
        const MAX_BYTES: u64 = 4 << 20;
        let content = self.tree.read(path, MAX_BYTES.min(self.bytes_left)).ok()?;
        self.bytes_left -= content.len() as u64;
        Some(content)
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
            self.remark(&folder, &SettingsRemark::SearchPathLimit);
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
            self.remark(at, &SettingsRemark::EnvironmentsLimit { max });
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

    /// Whether a setting names this file already.
    pub(super) fn is_named(&self, path: &Path) -> bool {
        self.named.keys().any(|named| named.path == path)
    }

    /// The files and folders in a folder whose names are `is_wanted`.
    pub(super) fn list(&mut self, folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        let entries: Vec<Entry> = match self.tree.list(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.not_read(folder, self.user.and_then(|user| user.uid), &error);
                return Vec::new();
            }
        };
        let mut paths: Vec<PathBuf> = entries
            .into_iter()
            .filter(|entry| entry.kind != EntryKind::Other)
            .filter(|entry| entry.name.to_str().is_none_or(&is_wanted))
            .map(|entry| folder.join(entry.name))
            .collect();
        if paths.len() > MAX_FILES {
            paths.truncate(MAX_FILES);
            let max = MAX_FILES as u64;
            self.unread(folder, &SettingsRemark::NamesLimit { max });
        }
        paths
    }

    fn not_read(&mut self, path: &Path, uid: Option<u32>, error: &Error) {
        let store = Store::new(self.tree, StoreKind::Settings, path, self.user);
        self.inventory
            .not_read(self.tree, store, path, uid, NoFile::Nothing, error);
    }

    /// A file that exists and was not read, or not completely.
    pub(super) fn unread(&mut self, path: &Path, why: &SettingsRemark) {
        self.store(path).error = Some(why.told());
    }

    /// A file that cannot be parsed.
    pub(super) fn not_parsed<'e, E>(&mut self, path: &Path, error: &'e E)
    where
        ContentProblem: From<&'e E>,
    {
        let why = error.into();
        self.unread(path, &SettingsRemark::NotParsed { why });
    }

    /// Something in a file that could lead to an anchor or a proxy and was not followed.
    pub(super) fn unclear(&mut self, at: &Path, what: &str, why: Unclear) {
        let what = redact(what);
        self.not_followed(at, &SettingsRemark::Unclear { what, why });
    }

    /// The same without words of the file.
    pub(super) fn not_followed(&mut self, at: &Path, remark: &SettingsRemark) {
        let note = remark.told();
        let notes = &mut self.store(at).unreadable;
        if notes.len() < MAX_NOTES && !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// A remark on a file that does not make the answer inconclusive.
    pub(super) fn remark(&mut self, at: &Path, remark: &SettingsRemark) {
        let remark = remark.told();
        let remarks = &mut self.store(at).remarks;
        if remarks.len() < MAX_NOTES && !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }

    /// A setting that switches verification off or leads elsewhere.
    pub(super) fn setting(&mut self, at: &Path, kind: SettingKind, what: &str, clients: &[Client]) {
        let literal = redact(what);
        if self.settings.len() >= MAX_SETTINGS {
            let max = MAX_SETTINGS as u64;
            self.unread(at, &SettingsRemark::Limit { max });
            return;
        }
        if !self.settings.insert((at.to_owned(), literal.clone())) {
            return;
        }
        if let Some(remark) = self.force.remark(&literal) {
            self.remark(at, &remark);
        }
        let store_id = self.store(at).id.clone();
        self.inventory.settings.push(Setting {
            kind,
            store_id,
            literal,
            effective_for: clients.to_vec(),
        });
    }

    /// Reads something that is in force with this certainty.
    pub(super) fn with_force(&mut self, force: Force, read: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.force, force);
        read(self);
        self.force = outer;
    }

    /// A proxy. A value that only names another variable is not followed.
    pub(super) fn proxy(
        &mut self,
        at: &Path,
        kind: SettingKind,
        what: &str,
        value: &Value,
        clients: &[Client],
    ) {
        if value.has_words {
            self.setting(at, kind, what, clients);
        } else if value.is_open {
            self.unclear(at, what, Unclear::Proxy);
        }
    }

    /// A file of certificates that a setting names.
    pub(super) fn name_file(&mut self, at: &Path, what: &str, value: &Value, clients: &[Client]) {
        self.name(at, what, value, Shape::File, clients);
    }

    /// A folder of certificates that a setting names.
    pub(super) fn name_folder(&mut self, at: &Path, what: &str, value: &Value, clients: &[Client]) {
        self.name(at, what, value, Shape::Directory, clients);
    }

    fn name(&mut self, at: &Path, what: &str, value: &Value, shape: Shape, clients: &[Client]) {
        if value.text.is_empty() {
            return;
        }
        match self.path(value) {
            Some(path) => self.name_path(at, path, shape, clients),
            None => self.unclear(at, what, Unclear::Place),
        }
    }

    fn name_path(&mut self, at: &Path, path: PathBuf, shape: Shape, clients: &[Client]) {
        if self.named.len() >= MAX_NAMED {
            let max = MAX_NAMED as u64;
            self.unread(at, &SettingsRemark::BundlesLimit { max });
            return;
        }
        let named = ReferencedBundles { path, shape };
        self.named.entry(named).or_default().extend(clients);
    }

    /// A certificate file that programs read without any setting, if it exists.
    pub(super) fn fixed_file(&mut self, path: PathBuf, clients: &[Client]) {
        self.fixed(path, Shape::File, clients);
    }

    /// The same for a folder.
    pub(super) fn fixed_folder(&mut self, path: PathBuf, clients: &[Client]) {
        self.fixed(path, Shape::Directory, clients);
    }

    fn fixed(&mut self, path: PathBuf, shape: Shape, clients: &[Client]) {
        match self.tree.identity(&path) {
            Ok(_) => self.name_path(&path.clone(), path, shape, clients),
            Err(error) => self.not_read(&path, self.user.and_then(|user| user.uid), &error),
        }
    }

    /// The absolute path of a value; `None` if it depends on something unknown.
    pub(super) fn path(&self, value: &Value) -> Option<PathBuf> {
        let is_broken = value.text.contains(char::REPLACEMENT_CHARACTER);
        if value.is_open || is_broken {
            return None;
        }
        let path = match value.text.strip_prefix("~/") {
            Some(rest) => self.user?.home.join(rest),
            None => PathBuf::from(&value.text),
        };
        path.is_absolute().then_some(path)
    }

    /// Records that a variable is in force in this many running programs.
    pub(super) fn runs(&mut self, name: &str, value: &str, count: usize) {
        self.running
            .push((name.to_owned(), value.to_owned(), count));
    }

    /// A certificate file, if the path is a file; a folder is read elsewhere.
    pub(super) fn name_only_file(&mut self, at: &Path, path: &str, clients: &[Client]) {
        if self.tree.list(path.as_ref()).is_err() {
            self.name_path(at, path.into(), Shape::File, clients);
        }
    }

    /// A file that a variable of unknown use names, if it holds certificates.
    pub(super) fn guess_file(&mut self, at: &Path, what: &str, value: &Value) {
        const MAX_GUESSED_BYTES: u64 = 4 << 20;
        const MARKS: [&[u8]; 2] = [b"BEGIN CERTIFICATE", b"BEGIN TRUSTED CERTIFICATE"];
        let Some(path) = self.path(value) else { return };
        let content = self.tree.read(&path, MAX_GUESSED_BYTES).unwrap_or_default();
        let has = |mark: &&[u8]| content.windows(mark.len()).any(|part| part == *mark);
        if MARKS.iter().any(has) {
            self.name_file(at, what, value, &[Client::Other]);
        }
    }

    /// The same for a Java keystore, recognized by its first bytes.
    pub(super) fn guess_keystore(&mut self, at: &Path, value: &Value) {
        /// Java's own two forms (`JavaKeyStore.java`, `JceKeyStore.java`).
        const MARKS: [[u8; 4]; 2] = [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]];
        /// PKCS #12: a sequence with a long-form length that begins with version 3.
        const PKCS12: ([u8; 2], [u8; 3]) = ([0x30, 0x82], [0x02, 0x01, 0x03]);
        let Some(path) = self.path(value) else { return };
        let content = self.tree.read(&path, MAX_FILE_BYTES).unwrap_or_default();
        let is_javas = MARKS.iter().any(|mark| content.starts_with(mark));
        let is_pkcs12 = content.starts_with(&PKCS12.0)
            && content
                .get(4..)
                .is_some_and(|rest| rest.starts_with(&PKCS12.1));
        if is_javas || is_pkcs12 {
            let option = format!("-Djavax.net.ssl.trustStore=\"{}\"", path.display());
            java::take_options(self.tree, &option, at, self.user, &mut self.java);
        }
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

    /// Reads the named stores, and returns everything.
    pub(super) fn finish(mut self) -> Inventory {
        if self.does_node_follow_openssl {
            for clients in self.named.values_mut() {
                if clients.contains(&Client::Openssl) {
                    clients.insert(Client::Node);
                }
            }
        }
        let stores = std::mem::take(&mut self.stores);
        self.inventory.stores.extend(stores.into_values());
        referenced_bundles::read(self.tree, self.user, &self.named, &mut self.inventory);
        self.count_running();
        self.read_profiles();
        let environments = environment::read(self.tree, &self.environments, self.user);
        self.inventory.add(environments);
        let keystores = java::of_options(self.tree, self.user, std::mem::take(&mut self.java));
        self.inventory.add(keystores);
        self.inventory
    }

    /// Notes, at stores that running programs name, how many of them do.
    fn count_running(&mut self) {
        for (name, value, count) in &self.running {
            let named = self.inventory.stores.iter_mut().filter(|store| {
                let path = store.id.split_once(':').map_or("", |(_, path)| path);
                let is_named =
                    matches!(store.kind, StoreKind::NamedFile | StoreKind::NamedDirectory);
                is_named && value.split(':').any(|part| part == path)
            });
            for store in named {
                let remark = SettingsRemark::NamedByRunning {
                    name: name.clone(),
                    count: *count as u64,
                };
                store.remarks.push(remark.told());
            }
        }
    }

    fn read_profiles(&mut self) {
        for (client, path) in &self.profiles {
            let found = &mut self.inventory;
            match client {
                Client::Chromium => {
                    chromium::of_profiles(self.tree, self.user, path, found);
                }
                _ => mozilla::of_profile(self.tree, self.user, path, *client, found),
            }
        }
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
