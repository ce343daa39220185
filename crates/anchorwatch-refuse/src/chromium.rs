//! Refuses keys in Chromium and browsers built on it, through a policy of the machine's owner.
//!
//! ```text
//! FOLDER/managed/zz-anchorwatch.json      in each browser's folder
//! {
//!   "CADistrustedCertificates": [base64 DER, …]     every certificate with such a key
//!   "SSLErrorOverrideAllowed": false                no clicking through a failed check
//!   "SSLErrorOverrideAllowedForOrigins": […]        but at these
//! }
//! ```
//!
//! With `--unlisted` three more; then the added roots are trusted for private names and what the
//! owner consents to: see [`admitted`].
//!
//! For each policy the last file that contains it wins. So ours must sort last and must repeat
//! what is in force: both lists are merged with those of the other files, and other content of
//! our own file is kept. Before writing, the result is read back by the browser's rules. A
//! carrier is a certificate with a refused key, see [`distrust_cert`]; if only the hash of a
//! key is known, there is none.
//!
//! **Trust:** anyone who can write to the folder can add a file that sorts after ours. The next
//! run reports it and sorts after it; nothing here prevents it.
//!
//! **Not covered:** browsers that their command line tells to check nothing, and policies from
//! outside these folders (a company's cloud).
//!
//! Measured with Chromium 156. The other browsers have the same rules according to their makers
//! and were not tested.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use anchorwatch_home::{EntryKind, Error, Node, Tree};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_machine::{
    Client,
    chromium::{
        Policies,
        browser::{self, Browser, Known, PolicyFolder},
    },
    distrust_cert,
};
use data_encoding::BASE64;
use remark::ChromiumRemark;
use serde_json::{Map, Value};

use crate::{
    allowlist::Allowlist,
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    pem_filter::FilterRemark,
    plan_file,
    targets::Targets,
};

mod admitted;
mod origin;
pub(crate) mod remark;

use origin::ORIGINS;

pub(super) const MECHANISM: Mechanism = Mechanism {
    code: "chromium_policy",
    reach: Reach::ByKey,
    reaches_all: true,
    ends_exceptions: true,
};

const DISTRUSTED: &str = "CADistrustedCertificates";
const OVERRIDE: &str = "SSLErrorOverrideAllowed";

/// Every policy that our file may set.
const ORDERS: [&str; 6] = [
    DISTRUSTED,
    OVERRIDE,
    ORIGINS,
    admitted::PLATFORM,
    admitted::TRUSTED,
    admitted::CONSTRAINED,
];

/// The name of our policy file unless another sorts after it. All our names end with it.
const NAME: &str = "zz-anchorwatch.json";
/// The longest file name, in octets (`NAME_MAX`).
const MAX_NAME: usize = 255;

/// The folders in which a policy reaches its browser.
fn policy_folders() -> impl Iterator<Item = PolicyFolder> {
    browser::policy_folders().filter(|place| place.browser.is_refusable())
}

/// Plans a policy for every installed browser.
pub(super) fn of_system(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    warn_of_uncertain(tree, targets, draft);
    let there = policy_folders().filter(|place| place.is_used(tree));
    let there: Vec<PolicyFolder> = there.collect();
    if there.is_empty() {
        return;
    }
    let mut carriers = carriers(targets, draft);
    if carriers.is_empty() && targets.added_roots.is_none() {
        return;
    }
    carriers.extend(targets.added_roots.iter().flat_map(admitted::carriers));
    for place in there {
        let planned = Planned::of(tree, place, &carriers, targets, draft);
        if let Err(error) = planned.and_then(|planned| planned.write(tree, place, draft)) {
            draft.blind(&error);
        }
    }
}

/// Removes ended consents from our existing files, after the system's certificates were
/// updated.
pub(super) fn after_update(
    tree: &Tree,
    allowlist: &Allowlist<'_>,
    now: UnixSeconds,
    draft: &mut Draft,
) {
    for place in policy_folders() {
        let folder = Path::new(place.path).join("managed");
        let renewed = names(tree, &folder).and_then(|(ours, _)| {
            let mut closed = Vec::new();
            let policies = Policies::read(tree, place.path.as_ref(), &mut closed);
            for path in ours.iter().map(|name| folder.join(name)) {
                let said = policies.of_file(tree, &path);
                let orders = said.and_then(|said| admitted::renewed(said, allowlist, now));
                if let (Some(mut content), Some(orders)) = (said.cloned(), orders) {
                    content.extend(orders);
                    plan_file::plan_file(
                        tree,
                        draft,
                        &path,
                        &text_of(&content),
                        0o644,
                        tree.owner(),
                    )?;
                }
            }
            Ok(())
        });
        if let Err(error) = renewed {
            draft.blind(&error);
        }
    }
}

fn text_of(content: &Map<String, Value>) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(content).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Whether the path is our policy file or a folder above it.
pub(super) fn is_ours(path: &Path) -> bool {
    let is_named_so = |name: &OsStr| name.as_encoded_bytes().ends_with(NAME.as_bytes());
    policy_folders().any(|place| {
        let folder = Path::new(place.path).join("managed");
        let is_in_it = path.parent() == Some(&folder) && path.file_name().is_some_and(is_named_so);
        is_in_it || folder.starts_with(path)
    })
}

/// The carriers in the policy's format.
fn carriers(targets: &Targets, draft: &mut Draft) -> Vec<String> {
    let mut carriers = Vec::new();
    for refused in &targets.keys {
        let made = refused
            .encodings
            .iter()
            .filter_map(|spki| distrust_cert::of_key(spki))
            .filter(|carrier| carrier.spki_sha256() == refused.key);
        let made: Vec<_> = made.map(|carrier| BASE64.encode(carrier.der())).collect();
        if made.is_empty() {
            draft.does_not_refuse(&ChromiumRemark::OnlyHash {
                key: refused.key.to_string(),
            });
        }
        carriers.extend(made);
    }
    carriers
}

/// The plan for one browser's folder.
struct Planned {
    policies: Policies,
    /// Our future file, below the tree's root.
    path: PathBuf,
    /// Our files that no longer sort last.
    outdone: Vec<PathBuf>,
    content: Map<String, Value>,
}

impl Planned {
    fn of(
        tree: &Tree,
        place: PolicyFolder,
        carriers: &[String],
        targets: &Targets,
        draft: &mut Draft,
    ) -> Result<Self, Error> {
        let folder = Path::new(place.path).join("managed");
        let (ours, others) = names(tree, &folder)?;
        let name = last_name(&others);
        let mut closed = Vec::new();
        let policies = Policies::read(tree, place.path.as_ref(), &mut closed);
        for closed in closed {
            draft.cannot_see(&FilterRemark::AtPath {
                path: closed.place,
                why: closed.why.into(),
            });
        }
        let ours: Vec<PathBuf> = ours.into_iter().map(|name| folder.join(name)).collect();
        warn_of_overruling(tree, &policies, &ours, draft);
        let mut content = Map::new();
        for file in ours.iter().filter_map(|path| policies.of_file(tree, path)) {
            content.extend(file.clone());
        }
        let distrusted = said(&policies, &ours, tree, DISTRUSTED);
        let distrusted = distrusted
            .into_iter()
            .filter(|text| !is_stale(text, carriers));
        let distrusted = united(distrusted.chain(carriers.iter().cloned()));
        content.insert(DISTRUSTED.to_owned(), distrusted);
        content.insert(OVERRIDE.to_owned(), Value::Bool(false));
        let mut origins = said(&policies, &ours, tree, ORIGINS);
        origins.extend(targets.override_origins.iter().cloned());
        let origins = origin::allowed(origins, place.browser, draft);
        let origins = united(origins);
        content.insert(ORIGINS.to_owned(), origins);
        if let Some(added_roots) = &targets.added_roots {
            content.extend(admitted::policies(added_roots));
        }
        let path = folder.join(name);
        Ok(Self {
            policies,
            outdone: ours.into_iter().filter(|one| *one != path).collect(),
            path,
            content,
        })
    }

    fn write(self, tree: &Tree, place: PolicyFolder, draft: &mut Draft) -> Result<(), Error> {
        let text = text_of(&self.content);
        let count = draft.changes.len();
        plan_file::plan_file(tree, draft, &self.path, &text, 0o644, tree.owner())?;
        for path in &self.outdone {
            plan_file::plan_removal(tree, draft, path)?;
        }
        if draft.changes.len() > count {
            warn_of_effects(place.browser, &self.content, draft);
        }
        warn_of_writers(tree, &self.path, draft)?;
        self.check(tree, place, draft);
        Ok(())
    }

    /// Reads back what will be in force.
    fn check(self, tree: &Tree, place: PolicyFolder, draft: &mut Draft) {
        let shown = tree.display_path(&self.path);
        let mut merged = self.policies;
        for path in &self.outdone {
            merged = merged.without(tree, path);
        }
        let ours: Vec<String> = ORDERS
            .into_iter()
            .filter(|key| self.content.contains_key(*key))
            .map(str::to_owned)
            .collect();
        let merged = merged.with(tree, &self.path, self.content);
        let mut is_in_force = true;
        for key in ours {
            let winner = merged.in_force(&key).map(|(path, _)| path);
            if let Some(winner) = winner.filter(|winner| *winner != shown) {
                is_in_force = false;
                draft.does_not_refuse(&ChromiumRemark::DecidedElsewhere {
                    path: winner.to_owned(),
                    policy: key,
                    browser: place.browser.name().to_owned(),
                });
            }
        }
        if is_in_force {
            draft.covered.push(Covered {
                mechanism: MECHANISM,
                path: self.path,
                clients: vec![Client::Chromium],
            });
        }
    }
}

/// Our names in the folder, and the others, whatever the files contain: a broken file may be
/// repaired later.
fn names(tree: &Tree, folder: &Path) -> Result<(Vec<OsString>, Vec<OsString>), Error> {
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) if error.is_not_found() => Vec::new(),
        Err(error) => return Err(error),
    };
    let is_file = |kind| matches!(kind, EntryKind::File | EntryKind::Symlink);
    let files = entries.into_iter().filter(|entry| is_file(entry.kind));
    let ours = |name: &OsString| is_ours(&folder.join(name));
    Ok(files.map(|entry| entry.name).partition(ours))
}

/// A name that sorts after all of these.
fn last_name(others: &[OsString]) -> OsString {
    let usual = OsString::from(NAME);
    match others.iter().max() {
        Some(last) if *last >= usual => {
            // A name sorts after each of its prefixes.
            let longer = [last.as_os_str(), OsStr::new(NAME)].join(OsStr::new("-"));
            if longer.len() <= MAX_NAME {
                longer
            } else {
                usual
            }
        }
        _ => usual,
    }
}

/// The list in force, plus the entries of our own files even if a later file overrides them.
fn said(policies: &Policies, ours: &[PathBuf], tree: &Tree, key: &str) -> Vec<String> {
    let own = ours
        .iter()
        .filter_map(|path| policies.of_file(tree, path)?.get(key));
    let in_force = policies.in_force(key).map(|(_, value)| value);
    in_force
        .into_iter()
        .chain(own)
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Whether an entry is our carrier for a key that is no longer refused.
fn is_stale(text: &str, carriers: &[String]) -> bool {
    let der = BASE64.decode(text.as_bytes()).ok();
    let read = der.and_then(|der| anchorwatch_identity::Certificate::from_der(&der).ok());
    read.is_some_and(|read| distrust_cert::is_one(&read)) && !carriers.iter().any(|one| one == text)
}

/// The list without duplicates, in order.
fn united(entries: impl IntoIterator<Item = String>) -> Value {
    let mut seen = std::collections::BTreeSet::new();
    let entries = entries
        .into_iter()
        .filter(|entry| seen.insert(entry.clone()));
    Value::Array(entries.map(Value::String).collect())
}

/// Warns of files that sort after ours and contradict it, and so undo the block.
fn warn_of_overruling(tree: &Tree, policies: &Policies, ours: &[PathBuf], draft: &mut Draft) {
    let ours: Vec<PathBuf> = ours.iter().map(|path| tree.display_path(path)).collect();
    if ours.is_empty() {
        return;
    }
    for key in ORDERS {
        let is_ours = |path: &PathBuf| {
            let said = policies.of_shown(path);
            said.is_some_and(|said| said.contains_key(key))
        };
        if ours.iter().any(is_ours)
            && let Some((winner, _)) = policies.in_force(key)
            && !ours.iter().any(|own| own == winner)
        {
            draft.warn(&ChromiumRemark::Overruled {
                path: winner.to_owned(),
                policy: key.to_owned(),
            });
        }
    }
}

fn warn_of_effects(browser: Browser, content: &Map<String, Value>, draft: &mut Draft) {
    let name = browser.name();
    let origins = content.get(ORIGINS).and_then(Value::as_array);
    let origins: Vec<String> = origins
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let browser_name = || name.to_owned();
    draft.warn(&if origins.is_empty() {
        ChromiumRemark::NoClickThrough {
            browser: browser_name(),
        }
    } else {
        ChromiumRemark::ClickThroughOnlyAt {
            browser: browser_name(),
            origins,
        }
    });
    if browser.known() == Known::Documented {
        draft.warn(&ChromiumRemark::Untried {
            browser: browser_name(),
        });
    }
}

/// Names the installed browsers whose policy folder is not certain.
fn warn_of_uncertain(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    if targets.keys.is_empty() && targets.added_roots.is_none() {
        return;
    }
    let mut last = None;
    for place in browser::policy_folders().filter(|place| !place.browser.is_refusable()) {
        if last != Some(place.browser) && place.is_used(tree) {
            last = Some(place.browser);
            draft.warn(&ChromiumRemark::Uncertain {
                browser: place.browser.name().to_owned(),
            });
        }
    }
}

/// Warns if others can write to the folder, because they can add a file that sorts after ours.
fn warn_of_writers(tree: &Tree, path: &Path, draft: &mut Draft) -> Result<(), Error> {
    let (owner, _) = tree.owner();
    let above = path.ancestors().skip(1);
    for folder in above.filter(|folder| folder.parent().is_some()) {
        if let Node::Directory(found) = tree.node(folder)?
            && (found.mode & 0o022 != 0 || (found.uid != owner && found.uid != 0))
        {
            draft.warn(&ChromiumRemark::FolderWritable {
                path: tree.display_path(folder),
                uid: found.uid.into(),
                mode: format!("{:04o}", found.mode),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
