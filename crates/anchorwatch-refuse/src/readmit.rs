//! Brings a root back, for every name, into the files, keystores and databases from which receipts say that
//! it was taken, once the owner consents to it.
//!
//! ```text
//! a file        a root that was cut out comes back; one in whose place a confined certificate is, is
//!               brought back by the plan itself (`pem.rs`)
//! a keystore    its entry comes back
//! a database    its trust comes back, and the certificate that held it to names goes
//! ```
//!
//! This is an undo of some items of earlier receipts, with a receipt of its own. Who withdraws the
//! consent has the next plan find an unlisted root again.
//!
//! What the owner removed (`remove`) stays removed, and what others changed since is theirs.
//!
//! **Not covered:** a folder from which more than such roots were taken, because files in it have other
//! names since: a remark says so. The keystores that the distribution's tool fills at each update, as far
//! as no receipt has what was taken out.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    Actor, Change, Edit, EditItem, Journal, Node, Receipt, ReceiptId, RecordedChange, Role, Status,
    Tree,
};
use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_machine::{Rights, Store, confined_cert};

use crate::{
    allowlist::Allowlist,
    block::remark::BlockRemark,
    draft::Draft,
    java::keystore,
    nss::{
        self,
        edit::{added_certificate, is_made_by_us, whose},
    },
    pem,
    planner::Planner,
    purpose,
    undo::{revert::Outcome, superseded},
};

/// Whose files and databases are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All.
    Everywhere,
    /// Those outside homes, by this process.
    OutsideHomes,
}

/// Adds to a plan what brings roots back. `draft` has all other changes: a file that they change is left
/// to the next run.
pub(crate) fn plan(
    tree: &Tree,
    rights: Rights,
    (allowlist, stores): (&Allowlist<'_>, &[Store]),
    part: Part,
    draft: &mut Draft,
) {
    if !allowlist.may_readmit() {
        return;
    }
    let mut receipts = match Journal::new(tree).receipts() {
        Ok(receipts) => receipts,
        Err(error) => return draft.blind(&error),
    };
    superseded::leave_out(&mut receipts);
    receipts.retain(|receipt| receipt.status != Status::Undone);
    let readmitted = Readmitted::among(&receipts, stores, allowlist);
    if readmitted.0.is_empty() {
        return;
    }
    let mut recorded = Recorded::default();
    let mut newer = BTreeSet::new();
    for receipt in receipts.iter().rev() {
        let word = LastWord::of(receipt);
        let mut chosen = Vec::new();
        for change in receipt.changes.iter().rev() {
            if part == Part::OutsideHomes && change.actor.is_some() {
                continue;
            }
            chosen.extend(readmitted.of_change(change, &mut newer, word));
        }
        let changed_folders = changed_in_part(receipt, &chosen);
        for folder in &changed_folders {
            draft.warn(&BlockRemark::RootNotBroughtBack {
                path: tree.display_path(folder),
            });
        }
        chosen.retain(|change| !is_in(change, &changed_folders));
        for change in chosen {
            if let Err(error) = recorded.take(tree, &receipt.id, change) {
                draft.blind(&error);
            }
        }
    }
    let planner = Planner::new(tree, rights);
    for (actor, recorded) in recorded.0 {
        let outcomes = planner.take_back(actor, recorded);
        add(outcomes, draft);
    }
}

/// Recorded changes with the items that go back, newest first, by whose rights they need.
#[derive(Default)]
struct Recorded(BTreeMap<Option<Actor>, Vec<(RecordedChange, Node)>>);

impl Recorded {
    fn take(
        &mut self,
        tree: &Tree,
        id: &ReceiptId,
        change: RecordedChange,
    ) -> Result<(), anchorwatch_home::Error> {
        let before = Journal::new(tree).node_before(id, &change)?;
        self.0
            .entry(change.actor)
            .or_default()
            .push((change, before));
        Ok(())
    }
}

/// When a receipt keeps older ones from giving something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastWord {
    /// What the owner removed stays removed.
    Always,
    /// A root that came back before, and that others took out since, is theirs to keep out.
    OnWayBack,
    /// A run that was killed may not have brought it back.
    Never,
}

impl LastWord {
    fn of(receipt: &Receipt) -> Self {
        if purpose::is_removal(receipt) {
            Self::Always
        } else if receipt.status == Status::Applied {
            Self::OnWayBack
        } else {
            Self::Never
        }
    }
}

/// The certificates whose roots the owner consents to for every name.
struct Readmitted(BTreeSet<CertSha256>);

impl Readmitted {
    /// Among those in receipts, and in stores.
    fn among(receipts: &[Receipt], stores: &[Store], allowlist: &Allowlist<'_>) -> Self {
        let changes = receipts.iter().flat_map(|receipt| &receipt.changes);
        let edits = changes.filter_map(|change| change.role.edit());
        let recorded = edits.flat_map(|edit| {
            let items = edit.items.iter();
            items.flat_map(|item| certificates(edit, item))
        });
        let anchors = stores.iter().flat_map(|store| &store.anchors);
        let anchors = anchors.map(|anchor| anchor.certificate.clone());
        let mut known: HashMap<CertSha256, bool> = HashMap::new();
        let mut readmitted = BTreeSet::new();
        for certificate in recorded.chain(anchors) {
            let root = confined_cert::root_of(&certificate);
            let root = root.as_ref().unwrap_or(&certificate);
            let is_one = known
                .entry(root.sha256())
                .or_insert_with(|| allowlist.readmits(root));
            if *is_one {
                readmitted.extend([root.sha256(), certificate.sha256()]);
            }
        }
        Self(readmitted)
    }

    fn has(&self, certificate: Option<CertSha256>) -> bool {
        certificate.is_some_and(|one| self.0.contains(&one))
    }

    /// What goes back of a change. `newer` are the items, by path and name, about which a newer receipt
    /// has the last word.
    fn of_change(
        &self,
        change: &RecordedChange,
        newer: &mut BTreeSet<(PathBuf, String)>,
        word: LastWord,
    ) -> Vec<RecordedChange> {
        let Some(edit) = change.role.edit() else {
            return Vec::new();
        };
        let format = edit.format.code();
        if ![pem::FORMAT, keystore::FORMAT, nss::FORMAT].contains(&format) {
            return Vec::new();
        }
        let mut items = Vec::new();
        for item in &edit.items {
            let name = (change.path.clone(), item.name.clone());
            if newer.contains(&name) {
                continue;
            }
            let is_way_back = is_way_back(format, item);
            let is_last = match word {
                LastWord::Always => true,
                LastWord::OnWayBack => is_way_back,
                LastWord::Never => false,
            };
            if is_last {
                newer.insert(name);
            } else if !is_way_back && self.is_readmitted(edit, item) {
                items.push(item.clone());
            }
        }
        let is_whole = items.len() == edit.items.len();
        let parts = apart(format, items).into_iter().map(|items| {
            let mut part = change.clone();
            if !is_whole {
                superseded::by_items(&mut part);
            }
            part.role = Role::Shared(Edit {
                format: edit.format.clone(),
                items,
            });
            part
        });
        parts.collect()
    }

    fn is_readmitted(&self, edit: &Edit, item: &EditItem) -> bool {
        match edit.format.code() {
            nss::FORMAT => self.has(whose(item).and_then(|hash| hash.parse().ok())),
            // In place of others with its name, which it hid.
            keystore::FORMAT => {
                let mut of_name = edit.items.iter().rev().filter(|one| one.name == item.name);
                let entry = of_name.next().and_then(|last| last.before.as_deref());
                let certificate = entry.and_then(keystore::filter::certificate_of);
                self.has(certificate.map(|one| one.sha256()))
            }
            // What stands in a root's place goes by the plan itself.
            _ => item.after.is_none() && self.has(item.name.parse().ok()),
        }
    }
}

/// The items of a database by certificate: what someone did to one does not concern the others.
fn apart(format: &str, items: Vec<EditItem>) -> Vec<Vec<EditItem>> {
    let mut parts: BTreeMap<String, Vec<EditItem>> = BTreeMap::new();
    for item in items {
        let whose = whose(&item).filter(|_| format == nss::FORMAT);
        let whose = whose.unwrap_or_default().to_owned();
        parts.entry(whose).or_default().push(item);
    }
    parts.into_values().collect()
}

/// Whether an item brought a root back.
fn is_way_back(format: &str, item: &EditItem) -> bool {
    match (format, &item.before) {
        (nss::FORMAT, before) => before.as_deref().is_some_and(is_made_by_us),
        (_, before) => before.is_none(),
    }
}

/// The certificates in an item.
fn certificates(edit: &Edit, item: &EditItem) -> Vec<Certificate> {
    let texts = [&item.before, &item.after];
    let texts = texts.into_iter().flatten().map(String::as_str);
    let read = |text: &str| match edit.format.code() {
        pem::FORMAT => pem::revert::certificate(text).ok(),
        keystore::FORMAT => keystore::filter::certificate_of(text),
        nss::FORMAT => Certificate::from_der(&added_certificate(text)?).ok(),
        _ => None,
    };
    texts.filter_map(read).collect()
}

/// The folders of which a receipt changed more files than go back: those have other names since.
fn changed_in_part(receipt: &Receipt, chosen: &[RecordedChange]) -> BTreeSet<PathBuf> {
    let folder = |change: &RecordedChange| change.path.parent().map(Path::to_owned);
    let is_whole = |change: &&RecordedChange| {
        let mut chosen = chosen.iter();
        chosen.any(|one| one.path == change.path && one.after == change.after)
    };
    let of_pem = receipt.changes.iter().filter(|change| {
        let edit = change.role.edit();
        edit.is_some_and(|edit| edit.format.code() == pem::FORMAT)
    });
    // A file whose content alone changed has its name still.
    let is_file = |change: &&RecordedChange| {
        let nodes = [&change.before.node, &change.after.node];
        nodes.iter().all(|node| matches!(node, Node::File(_)))
    };
    let renamed = of_pem
        .clone()
        .filter(|change| !is_file(change) || has_no_items(change));
    let renamed: BTreeSet<PathBuf> = renamed.filter_map(folder).collect();
    let in_part = of_pem.filter(|change| !is_whole(change));
    let in_part: BTreeSet<PathBuf> = in_part.filter_map(folder).collect();
    let chosen: BTreeSet<PathBuf> = chosen.iter().filter_map(folder).collect();
    let both = renamed.intersection(&in_part).cloned();
    both.filter(|folder| chosen.contains(folder)).collect()
}

fn has_no_items(change: &RecordedChange) -> bool {
    let edit = change.role.edit();
    edit.is_some_and(|edit| edit.items.is_empty())
}

fn is_in(change: &RecordedChange, folders: &BTreeSet<PathBuf>) -> bool {
    let is_pem = change
        .role
        .edit()
        .is_some_and(|edit| edit.format.code() == pem::FORMAT);
    is_pem
        && change
            .path
            .parent()
            .is_some_and(|folder| folders.contains(folder))
}

/// Adds what brings roots back, one change for each path.
fn add(outcomes: Vec<Outcome>, draft: &mut Draft) {
    let mut folded: Vec<Change> = Vec::new();
    for outcome in outcomes {
        // What others changed since is theirs.
        draft
            .warnings
            .extend(outcome.conflict.into_iter().chain(outcome.warning));
        let Some(change) = outcome.change else {
            continue;
        };
        let change = turned(change);
        match folded.iter_mut().find(|known| known.path == change.path) {
            Some(known) => join(known, change),
            None => folded.push(change),
        }
    }
    for change in folded {
        let is_nothing = |edit: &Edit| edit.items.is_empty();
        if change.role.edit().is_none_or(is_nothing) {
            continue;
        }
        let mut planned = draft.changes.iter_mut();
        match planned.find(|known| known.path == change.path) {
            None => draft.changes.push(change),
            // Rows do not depend on each other.
            Some(known) if change.after == Node::Database && known.actor == change.actor => {
                add_rows(known, change);
            }
            Some(_) => {}
        }
    }
}

/// The change as a receipt has it. The undo of a file's edit has the items of that edit.
fn turned(mut change: Change) -> Change {
    if change.after != Node::Database
        && let Role::Shared(edit) = &mut change.role
    {
        for item in &mut edit.items {
            std::mem::swap(&mut item.before, &mut item.after);
        }
    }
    change
}

/// Adds a later change of the same path to a change.
fn join(known: &mut Change, later: Change) {
    known.after = later.after;
    let (Role::Shared(edit), Role::Shared(more)) = (&mut known.role, later.role) else {
        return;
    };
    for item in more.items {
        match edit.items.iter_mut().find(|one| one.name == item.name) {
            Some(one) => one.after = item.after,
            None => edit.items.push(item),
        }
    }
    edit.items.retain(|item| item.before != item.after);
}

fn add_rows(known: &mut Change, change: Change) {
    let (Role::Shared(edit), Role::Shared(more)) = (&mut known.role, change.role) else {
        return;
    };
    for item in more.items {
        if !edit.items.iter().any(|one| one.name == item.name) {
            edit.items.push(item);
        }
    }
}
