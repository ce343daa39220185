//! Default preferences of the machine, and AutoConfig: a program that runs at every start.
//!
//! ```text
//! /usr/lib/firefox-esr/defaults/pref/*.js   pref("general.config.filename", "x.cfg");
//! /etc/firefox/defaults/pref/*.js           pref("general.config.obscure_value", 0);
//! x.cfg, next to the program or in /etc/firefox: JavaScript, each octet plus 13 unless
//! the obscure value is another number
//! ```
//!
//! Only default preferences name the file. A profile's `user.js` was measured to have no
//! effect, with Firefox 140.10 ESR, which was also seen to obey
//! `/etc/firefox/defaults/pref` and to look for the file only next to the program. Newer
//! versions look in `/etc/firefox` first. Source: Gecko's `nsReadConfig.cpp`. Firefox ESR
//! and Thunderbird 153.7 were seen to obey both folders. Of several files in a folder, the
//! one whose name sorts first won, and `/etc/firefox` and `browser/defaults/preferences`
//! won over `defaults/pref`. A script runs outside a sandbox unless a preference says
//! otherwise.
//!
//! **Not checked:** what a script does besides setting preferences. It has all the
//! browser's rights, so it is reported as not judged; certificates in its strings are
//! treated as roots that it installs.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Entry, Tree};
use anchorwatch_identity::{Certificate, pem};
use anchorwatch_remark::Remark as _;
use data_encoding::BASE64_MIME_PERMISSIVE;

use super::{
    prefs::{Language, Prefs, Value},
    program::{Copies, Program},
    proxy,
    remark::MozillaRemark,
    settings_file::{add_settings, read, settings_file},
};
use obscured::unobscured;

use crate::{Anchor, Inaccessible, Inventory, SettingKind, Store, StoreKind, Trust, limit::Limit};

mod obscured;
pub mod script;

/// How far every octet of the script is shifted by default (Gecko's `greprefs.js`).
const USUAL_OBSCURE_VALUE: i64 = 13;

/// Where default preferences are next to a program. Debian's `syspref` links to
/// `/etc/firefox-esr` and `/etc/thunderbird/pref`.
const BESIDE: [&str; 5] = [
    "defaults/pref",
    "defaults/preferences",
    "defaults/syspref",
    "browser/defaults/preferences",
    "browser/defaults/syspref",
];

/// The most preference files of one folder; Debian's folders have three.
const MAX_FILES: usize = 1_000;

/// The most strings of one script that are searched for certificates.
const MAX_TEXTS: usize = 10_000;

/// Parts of the verification that the number 0 switches off: built-in pins, Certificate
/// Transparency, revocation by CRLite.
const SWITCHES: [&str; 3] = [
    "security.cert_pinning.enforcement_level",
    "security.pki.certificate_transparency.mode",
    "security.pki.crlite_mode",
];

/// Our default preferences, relative to the program.
pub const OUR_PREFERENCES: &str = "defaults/pref/anchorwatch.js";

/// Our script, relative to the program.
pub const OUR_SCRIPT: &str = "anchorwatch.cfg";

/// What a file of default preferences says about AutoConfig.
#[derive(Debug)]
struct Said {
    path: PathBuf,
    file: Option<String>,
    obscure_value: Option<i64>,
    is_sandboxed: Option<bool>,
}

/// What files other than our block's say about AutoConfig, for one installed program.
#[derive(Debug, Default)]
pub struct Others {
    /// The names of scripts, without folders.
    pub files: Vec<String>,
    /// How far the octets of a script are shifted; never empty.
    pub obscure_values: Vec<i64>,
    /// A file that keeps scripts in a sandbox.
    pub sandboxed_by: Option<PathBuf>,
}

impl Others {
    /// Reads the places where the installed program looks.
    pub fn of(tree: &Tree, program: &Program, install: &str) -> Self {
        // The audit reports read errors.
        let copies = program.copies_in(vec![PathBuf::from(install)]);
        let said = said(tree, &copies, &mut Inventory::default());
        let theirs: Vec<Said> = said
            .into_iter()
            .filter(|one| !one.path.ends_with(OUR_PREFERENCES))
            .collect();
        let sandboxed = theirs.iter().find(|one| one.is_sandboxed == Some(true));
        let mut files = files(&theirs);
        // The program accepts a name in its own folder, not a path.
        files.retain(|file| !file.contains('/'));
        Self {
            files,
            obscure_values: obscure_values(&theirs),
            sandboxed_by: sandboxed.map(|one| one.path.clone()),
        }
    }
}

/// Reads the default preferences, and the script that they name.
pub(super) fn read_copies(tree: &Tree, copies: &Copies<'_>, found: &mut Inventory) {
    let said = said(tree, copies, found);
    let folders = std::iter::once(&copies.settings).chain(&copies.folders);
    let files = files(&said);
    for path in folders.flat_map(|folder| files.iter().map(|file| folder.join(file))) {
        script(tree, copies, &path, &obscure_values(&said), found);
    }
}

fn files(said: &[Said]) -> Vec<String> {
    let mut files: Vec<String> = said.iter().filter_map(|one| one.file.clone()).collect();
    files.sort();
    files.dedup();
    files
}

fn obscure_values(said: &[Said]) -> Vec<i64> {
    let mut values: Vec<i64> = said.iter().filter_map(|one| one.obscure_value).collect();
    values.sort_unstable();
    values.dedup();
    if values.is_empty() {
        values.push(USUAL_OBSCURE_VALUE);
    }
    values
}

fn said(tree: &Tree, copies: &Copies<'_>, found: &mut Inventory) -> Vec<Said> {
    let mut said = Vec::new();
    let machines = copies.settings.join("defaults/pref");
    default_prefs(tree, copies, &machines, &mut said, found);
    for install in &copies.folders {
        for folder in BESIDE {
            let folder = install.join(folder);
            default_prefs(tree, copies, &folder, &mut said, found);
        }
    }
    said
}

fn default_prefs(
    tree: &Tree,
    copies: &Copies<'_>,
    folder: &Path,
    said: &mut Vec<Said>,
    found: &mut Inventory,
) {
    let uid = copies.user.and_then(|user| user.uid);
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => return,
        Err(error) => {
            found
                .closed
                .push(Inaccessible::new(tree, folder, uid, &error));
            return;
        }
    };
    let is_script = |entry: &&Entry| entry.name.as_encoded_bytes().ends_with(b".js");
    if entries.iter().filter(is_script).count() > MAX_FILES {
        let limit = Limit::Files {
            max: MAX_FILES as u64,
        };
        found
            .closed
            .push(Inaccessible::limited(tree, folder, uid, &limit));
    }
    for entry in entries.iter().filter(is_script).take(MAX_FILES) {
        let path = folder.join(&entry.name);
        let store = settings_file(tree, &path, copies.user);
        let Some(content) = read(tree, store.clone(), &path, copies.user, found) else {
            continue;
        };
        let prefs = Prefs::read(&String::from_utf8_lossy(&content), Language::Preferences);
        said.push(Said::of(path, &prefs));
        let settings = settings(&prefs);
        if !settings.is_empty() {
            add_settings(store, copies.client, settings, found);
        }
    }
}

impl Said {
    fn of(path: PathBuf, prefs: &Prefs) -> Self {
        let file = prefs.text("general.config.filename");
        let is_sandboxed = match prefs.set.get("general.config.sandbox_enabled") {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        };
        Self {
            path,
            file: file.filter(|file| !file.is_empty()).map(str::to_owned),
            obscure_value: prefs.number("general.config.obscure_value"),
            is_sandboxed,
        }
    }
}

fn settings(prefs: &Prefs) -> Vec<(SettingKind, String)> {
    let proxy = proxy::of_prefs(prefs).map(|literal| (SettingKind::ProxyConfiguration, literal));
    let switches = SWITCHES
        .into_iter()
        .filter(|name| prefs.set.get(*name) == Some(&Value::Number(0)))
        .map(|name| (SettingKind::BrowserPolicy, format!("{name} = 0")));
    proxy.into_iter().chain(switches).collect()
}

/// Reads one script. If default preferences disagree on how it is obscured, every variant
/// is read.
fn script(
    tree: &Tree,
    copies: &Copies<'_>,
    path: &Path,
    obscure_values: &[i64],
    found: &mut Inventory,
) {
    let mut store = Store::new(tree, StoreKind::FirefoxAutoconfig, path, copies.user);
    let Some(content) = read(tree, store.clone(), path, copies.user, found) else {
        return;
    };
    let mut all = Vec::new();
    for value in obscure_values {
        let text = unobscured(&content, *value);
        let text = script::without_ours(&text).unwrap_or(text);
        let prefs = Prefs::read(&String::from_utf8_lossy(&text), Language::Script);
        for certificate in certificates(&prefs) {
            let is_known = |anchor: &Anchor| anchor.certificate == certificate;
            if !store.anchors.iter().any(is_known) {
                let anchor = Anchor::new(certificate, Trust::Trusted, &[copies.client]);
                store.anchors.push(anchor);
            }
        }
        store
            .unreadable
            .extend(unjudged(&prefs).map(|remark| remark.told()));
        all.extend(settings(&prefs));
    }
    add_settings(store, copies.client, all, found);
}

fn unjudged(prefs: &Prefs) -> Option<MozillaRemark> {
    if !prefs.is_understood {
        return Some(MozillaRemark::ScriptNotJudged);
    }
    if prefs.texts.len() > MAX_TEXTS {
        let max = MAX_TEXTS as u64;
        return Some(MozillaRemark::ScriptStrings { max });
    }
    let fetched = prefs.text("autoadmin.global_config_url")?;
    (!fetched.is_empty()).then_some(MozillaRemark::ScriptFetches)
}

/// The certificates in the strings of a script: PEM, or only base64.
fn certificates(prefs: &Prefs) -> Vec<Certificate> {
    let mut found = Vec::new();
    for text in prefs.texts.iter().take(MAX_TEXTS) {
        let blocks = pem::blocks(text.as_bytes());
        if blocks.is_empty() {
            let der = BASE64_MIME_PERMISSIVE.decode(text.trim().as_bytes());
            found.extend(der.ok().and_then(|der| Certificate::from_der(&der).ok()));
        }
        found.extend(
            blocks
                .into_iter()
                .filter_map(|block| block.certificates.ok())
                .flatten(),
        );
    }
    found
}

#[cfg(test)]
mod tests;
