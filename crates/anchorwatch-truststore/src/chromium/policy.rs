//! Policies: a machine owner's orders to a browser, as files of JSON.
//!
//! ```text
//! FOLDER/managed/*        what the user cannot change
//! FOLDER/recommended/*    what holds where `managed` has not the same key
//! ```
//!
//! Measured with Chromium 148 on Debian 12, each by a page that loaded or did not:
//! every file counts whatever its name, hidden ones, copies and links too, folders do
//! not; of two files with one key the last by name wins; a `recommended` root is believed
//! like a `managed` one. The loading stands in `config_dir_policy_loader.cc`.
//!
//! **Not carried out on other stores:** `CAPlatformIntegrationEnabled=false` and
//! `CADistrustedCertificates` also take back, in that one browser, what an NSS database or
//! a profile believes. Those are reported as they stand, since other programs read them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Tree};
use serde_json::Value;

use crate::{Closed, Reading, Setting, SettingKind, Store, StoreKind, reading::with_cause};

use super::json;

mod root;
mod weakening;

/// The largest policy file that is read, in bytes; a company's with all its roots has
/// some 100 KB.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// The most files of one folder that are read; a distribution ships one or two.
const MAX_FILES: usize = 1_000;

/// One file, and what it says.
struct File {
    store: Store,
    policies: serde_json::Map<String, Value>,
}

/// What is in force: by key the place of the file in the list, and the value.
type InForce<'a> = BTreeMap<&'a str, (usize, &'a Value)>;

/// Reads the policies of one browser.
pub(super) fn read(tree: &Tree, folder: &Path, found: &mut Reading) {
    let mut files = files(tree, &folder.join("managed"), found);
    let managed_count = files.len();
    files.extend(self::files(tree, &folder.join("recommended"), found));
    let (mut stores, policies): (Vec<Store>, Vec<_>) = files
        .into_iter()
        .map(|file| (file.store, file.policies))
        .unzip();
    let in_force = in_force(&policies, managed_count);
    root::add(&policies, &in_force, &mut stores);
    found.settings.extend(settings(&in_force, &stores));
    found.stores.extend(stores);
}

/// Later files win, and any managed one wins over a recommended one.
fn in_force(policies: &[serde_json::Map<String, Value>], managed_count: usize) -> InForce<'_> {
    let (managed, recommended) = policies.split_at(managed_count.min(policies.len()));
    let after = recommended.iter().zip(managed_count..);
    let first = managed.iter().zip(0..);
    after
        .chain(first)
        .flat_map(|(file, place)| file.iter().map(move |(key, value)| (key, place, value)))
        .map(|(key, place, value)| (key.as_str(), (place, value)))
        .collect()
}

/// The files of one folder that hold a dictionary, or may hold one, by name.
fn files(tree: &Tree, folder: &Path, found: &mut Reading) -> Vec<File> {
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if !error.is_not_found() {
                found.closed.push(Closed::new(tree, folder, None, &error));
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
        found.closed.push(Closed {
            place: tree.shown(folder),
            uid: None,
            is_denied: false,
            why: format!("{passed_over} of its files were not read"),
        });
    }
    let mut files = Vec::new();
    for path in paths.iter().skip(passed_over) {
        match file(tree, path) {
            Ok(file) => files.extend(file),
            Err(closed) => found.closed.push(closed),
        }
    }
    files
}

/// One file, if it is there and may be a policy.
fn file(tree: &Tree, path: &Path) -> Result<Option<File>, Closed> {
    let mut store = Store::new(tree, StoreKind::ChromiumPolicy, path, None);
    let content = match tree.read(path, MAX_FILE_BYTES) {
        Ok(content) => content,
        Err(error) if error.is_not_found() || crate::collect::is_no_file(&error) => {
            return Ok(None);
        }
        Err(error) => return Err(Closed::new(tree, path, None, &error)),
    };
    let policies = match json::dictionary(&content) {
        Ok(policies) => policies,
        Err(_) if !json::is_dictionary(&content) => return Ok(None),
        Err(error) => {
            store.error = Some(format!(
                "it is no policy file that can be read: {}",
                with_cause(&error)
            ));
            serde_json::Map::new()
        }
    };
    Ok(Some(File { store, policies }))
}

/// What weakens or redirects, each in the file that it is in force by.
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
