//! Policies: settings that the machine's owner imposes on a browser, as JSON files.
//!
//! ```text
//! FOLDER/managed/*        what the user cannot change
//! FOLDER/recommended/*    applies where `managed` does not have the same key
//! ```
//!
//! Measured with Chromium 148 on Debian 12, each by a page that loaded or did not: every
//! file counts whatever its name, including hidden ones, copies and links, but not folders;
//! if two files have the same key, the last by name wins; a `recommended` root is trusted
//! like a `managed` one. The loader is `config_dir_policy_loader.cc`. What policies
//! withdraw from other stores is in [`super::policy_effects`].

use std::path::{Path, PathBuf};

use anchorwatch_home::{EntryKind, Tree};
use serde_json::{Map, Value};

use super::remark::ChromiumRemark;
use crate::{Inaccessible, Inventory, Setting, SettingKind, Store, StoreKind, limit::Limit};
use anchorwatch_remark::Remark as _;

use super::{
    json,
    policy_effects::{Databases, PolicyEffect},
};

mod in_force;
mod root;
mod weakening;

use in_force::{InForce, in_force};

/// The largest policy file that is read, in bytes; a company's file with all its roots has
/// some 100 KB.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// The most files read of one folder; a distribution ships one or two.
const MAX_FILES: usize = 1_000;

/// One file and its content.
struct File {
    store: Store,
    policies: Map<String, Value>,
    is_open_to_all: bool,
}

/// Every policy file of one browser, in increasing precedence.
pub struct Policies {
    stores: Vec<Store>,
    files: Vec<Map<String, Value>>,
    managed_count: usize,
    /// Whether every managed file could be read: an unreadable one that the browser reads
    /// may cancel a policy.
    are_whole: bool,
}

/// Reads the policies of one folder, and returns what they withdraw from other stores.
pub(super) fn read(tree: &Tree, folder: &Path, found: &mut Inventory) -> PolicyEffect {
    let mut policies = Policies::read(tree, folder, &mut found.closed);
    let in_force = in_force(&policies.files, policies.managed_count);
    root::add(&policies.files, &in_force, &mut policies.stores);
    let order = if policies.are_whole {
        order(&in_force, policies.managed_count)
    } else {
        PolicyEffect::default()
    };
    found.settings.extend(settings(&in_force, &policies.stores));
    found.stores.extend(policies.stores);
    order
}

/// What the mandatory policies in force withdraw.
fn order(in_force: &InForce<'_>, managed_count: usize) -> PolicyEffect {
    let mut mandatory = in_force.clone();
    mandatory.retain(|_, (place, _)| *place < managed_count);
    let platform = mandatory.get("CAPlatformIntegrationEnabled");
    PolicyEffect {
        refused: root::refused(&mandatory),
        databases: match platform {
            Some((_, Value::Bool(false))) => Databases::Ignored,
            _ => Databases::Trusted,
        },
    }
}

impl Policies {
    /// The files of one browser's folder. Unreadable files are added to `closed`; a file
    /// that is invalid for us and for the browser is ignored.
    pub fn read(tree: &Tree, folder: &Path, closed: &mut Vec<Inaccessible>) -> Self {
        let closed_count = closed.len();
        let mut files = files(tree, &folder.join("managed"), closed);
        let managed_count = files.len();
        // A file that only root can read does not apply to a user's browser.
        let are_whole = closed.len() == closed_count
            && files
                .iter()
                .all(|file| file.is_open_to_all && file.store.error.is_none());
        files.extend(self::files(tree, &folder.join("recommended"), closed));
        let (stores, files) = files
            .into_iter()
            .map(|file| (file.store, file.policies))
            .unzip();
        Self {
            stores,
            files,
            managed_count,
            are_whole,
        }
    }

    /// The value in force for a policy, and the displayed path of its file.
    pub fn in_force(&self, key: &str) -> Option<(&Path, &Value)> {
        let (place, value) = *in_force(&self.files, self.managed_count).get(key)?;
        Some((&self.stores.get(place)?.path, value))
    }

    /// The content of one managed file, by its path below the tree's root.
    pub fn of_file(&self, tree: &Tree, path: &Path) -> Option<&Map<String, Value>> {
        self.of_shown(&tree.display_path(path))
    }

    /// The same, by the displayed path.
    pub fn of_shown(&self, shown: &Path) -> Option<&Map<String, Value>> {
        let place = self.stores.iter().position(|store| store.path == shown)?;
        self.files.get(place)
    }

    /// The same without one managed file.
    pub fn without(mut self, tree: &Tree, path: &Path) -> Self {
        let shown = tree.display_path(path);
        let managed = self.stores.iter().take(self.managed_count);
        if let Some(place) = managed
            .map(|store| &store.path)
            .position(|one| *one == shown)
        {
            self.stores.remove(place);
            self.files.remove(place);
            self.managed_count -= 1;
        }
        self
    }

    /// The same with one managed file written or replaced.
    pub fn with(self, tree: &Tree, path: &Path, policies: Map<String, Value>) -> Self {
        let mut all = self.without(tree, path);
        let store = Store::new(tree, StoreKind::ChromiumPolicy, path, None);
        let managed = all.stores.iter().take(all.managed_count);
        let place = managed.filter(|one| one.path < store.path).count();
        all.stores.insert(place, store);
        all.files.insert(place, policies);
        all.managed_count += 1;
        all
    }
}

/// The files of one folder that contain or may contain a dictionary, by name.
fn files(tree: &Tree, folder: &Path, closed: &mut Vec<Inaccessible>) -> Vec<File> {
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if !error.is_not_found() {
                closed.push(Inaccessible::new(tree, folder, None, &error));
            }
            return Vec::new();
        }
    };
    let is_file = |kind| matches!(kind, EntryKind::File | EntryKind::Symlink);
    let paths: Vec<PathBuf> = entries
        .into_iter()
        .filter(|entry| is_file(entry.kind))
        .map(|entry| folder.join(entry.name))
        .collect();
    // The last ones win, so those are the ones to read.
    let passed_over = paths.len().saturating_sub(MAX_FILES);
    if passed_over > 0 {
        let limit = Limit::FirstFiles {
            count: passed_over as u64,
        };
        closed.push(Inaccessible::limited(tree, folder, None, &limit));
    }
    let mut files = Vec::new();
    for path in paths.iter().skip(passed_over) {
        match file(tree, path) {
            Ok(file) => files.extend(file),
            Err(why) => closed.push(why),
        }
    }
    files
}

/// One file, if it exists and may be a policy.
fn file(tree: &Tree, path: &Path) -> Result<Option<File>, Inaccessible> {
    let mut store = Store::new(tree, StoreKind::ChromiumPolicy, path, None);
    let content = match tree.read(path, MAX_FILE_BYTES) {
        Ok(content) => content,
        Err(error) if error.is_not_found() || crate::store_builder::is_no_file(&error) => {
            return Ok(None);
        }
        Err(error) => return Err(Inaccessible::new(tree, path, None, &error)),
    };
    let policies = match json::dictionary(&content) {
        Ok(policies) => policies,
        Err(_) if !json::is_dictionary(&content) => return Ok(None),
        Err(error) => {
            let why = (&error).into();
            store.error = Some(ChromiumRemark::PolicyUnreadable { why }.told());
            Map::new()
        }
    };
    Ok(Some(File {
        store,
        policies,
        is_open_to_all: tree.is_open_to_all(path).unwrap_or(false),
    }))
}

/// What weakens or redirects, each with the file that puts it in force.
fn settings(in_force: &InForce<'_>, stores: &[Store]) -> Vec<Setting> {
    let weakening = weakening::transparency(in_force)
        .into_iter()
        .map(|found| (SettingKind::BrowserPolicy, found));
    let proxy = weakening::proxy(in_force)
        .into_iter()
        .map(|found| (SettingKind::ProxyPolicy, found));
    weakening
        .chain(proxy)
        .filter_map(|(kind, (place, literal))| {
            Some(Setting {
                kind,
                store_id: stores.get(place)?.id.clone(),
                literal,
                effective_for: vec![crate::Client::Chromium],
            })
        })
        .collect()
}
