//! `status`: is a block in force, since when, and is it unchanged?

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{
    BlockList, Journal, Receipt, ReceiptId, Status, Tree, paths, read_consents,
};
use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_machine::{Audit, Finding, Trust, Unseen, audit};
use anchorwatch_policy::Consents;
use anchorwatch_refuse::block::{self, Drift, Watch};
use anchorwatch_remark::Told;

use crate::{
    choices::{self, Choices},
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
};

mod args;
mod document;
mod text;

pub(crate) use args::Args;

/// What is in force on a tree.
pub(crate) struct State {
    pub(crate) root: String,
    pub(crate) now: UnixSeconds,
    pub(crate) list: BlockList,
    /// Why the owner's list cannot be used; then nothing in it is in force.
    pub(crate) list_error: Option<Told>,
    pub(crate) has_hook: bool,
    /// Whether the hook is unchanged and can run.
    pub(crate) is_hook_intact: bool,
    pub(crate) watch: Watch,
    pub(crate) drift: Vec<Drift>,
    /// For displaying the drift's paths.
    pub(crate) tree: Tree,
    pub(crate) audit: Audit,
    /// How many roots in stores here are refused and trusted by no program.
    pub(crate) refused_count: usize,
    /// Where a refused key is still trusted.
    pub(crate) trusted: Vec<Finding>,
    /// Those of them that are limited because they are unlisted.
    unlisted: BTreeSet<CertSha256>,
    /// Every receipt, oldest first.
    pub(crate) receipts: Vec<Receipt>,
    /// Why a receipt cannot be undone: what its saved originals lack.
    pub(crate) lost: BTreeMap<ReceiptId, Vec<Told>>,
    pub(crate) consents: Consents,
    /// What could not be checked, and why.
    pub(crate) not_checked: Vec<(Unseen, Told)>,
}

impl State {
    /// Whether what was found is limited because it is unlisted.
    fn is_unlisted(&self, finding: &Finding) -> bool {
        let held = finding.held();
        held.is_some_and(|held| self.unlisted.contains(&held.certificate.sha256()))
    }

    fn read(args: &Args) -> anyhow::Result<Self> {
        let tree = input::tree(&args.root)?;
        let now = input::now();
        let uid = anchorwatch_home::effective_user().0;
        let mut audit = audit(&tree, input::inventory(&tree), uid, now, None);
        let choices = Choices::of(&tree, &mut audit, now);
        let mut not_checked: Vec<(Unseen, Told)> = audit
            .blind_spots()
            .map(|entry| (entry.what.clone(), entry.why.clone()))
            .collect();
        let (list, list_error) = match BlockList::read(&tree) {
            Ok(list) => (list, None),
            // The audit already reports it.
            Err(error) if error.is_permission() => (BlockList::default(), None),
            Err(error) => (BlockList::default(), Some(error.told())),
        };
        let receipts = Journal::new(&tree).receipts().unwrap_or_else(|error| {
            let path = tree.display_path(paths::JOURNAL.as_ref());
            not_checked.push((Unseen::Place { path }, error.told()));
            Vec::new()
        });
        not_checked.extend(of_the_watch(&tree, &receipts));
        let lost = lost_originals(&tree, &receipts);
        let drift = if list_error.is_some() {
            Vec::new()
        } else {
            let (drift, said) = block::drift(&tree, &receipts, &audit.stores, now)?;
            not_checked.extend(said.into_iter().map(|why| {
                let path = tree.display_path("/".as_ref());
                (Unseen::Place { path }, why)
            }));
            drift
        };
        let (refused_count, trusted) = of_findings(&audit, &choices, now);
        Ok(Self {
            root: args.root.display().to_string(),
            has_hook: block::has_hook(&tree),
            is_hook_intact: block::is_hook_intact(&tree),
            watch: block::watch_state(&tree),
            consents: read_consents(&tree).unwrap_or_default(),
            now,
            list,
            list_error,
            drift,
            tree,
            audit,
            refused_count,
            unlisted: (trusted.iter().filter(|one| choices.is_unlisted(one)))
                .filter_map(Finding::held)
                .map(|held| held.certificate.sha256())
                .collect(),
            trusted,
            receipts,
            lost,
            not_checked,
        })
    }

    /// Whether anything is refused, or was meant to be.
    pub(crate) fn is_blocked(&self) -> bool {
        !self.list.is_empty()
    }

    /// Whether a block was made and its list is missing now.
    pub(crate) fn is_list_gone(&self) -> bool {
        let mut drift = self.drift.iter();
        self.list.is_empty() && drift.any(|drift| drift.path == Path::new(paths::BLOCK_LIST))
    }

    /// Whether everything that should be refused is, as far as it could be read.
    pub(crate) fn is_whole(&self) -> bool {
        self.drift.is_empty()
            && self.trusted.is_empty()
            && self.list_error.is_none()
            && !matches!(self.watch, Watch::Stopped { .. })
            && self.unfinished().next().is_none()
    }

    /// Changes that were begun and not finished.
    pub(crate) fn unfinished(&self) -> impl Iterator<Item = &Receipt> {
        let receipts = self.receipts.iter();
        receipts.filter(|receipt| receipt.status == Status::Begun)
    }

    /// When the first of the keys was refused.
    pub(crate) fn since(&self) -> Option<UnixSeconds> {
        self.list.keys().iter().map(|blocked| blocked.since).min()
    }

    fn exit(&self) -> Exit {
        if !self.is_whole() || !self.lost.is_empty() {
            Exit::Finding
        } else if !self.not_checked.is_empty() {
            Exit::Inconclusive
        } else {
            Exit::NothingFound
        }
    }
}

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let state = State::read(self)?;
        let document = document::Document::of(&state);
        output::answer(how.format, || text::render(&state, &how.words), &document)?;
        Ok(state.exit())
    }
}

/// What the watch leaves, and what it does not watch.
fn of_the_watch(tree: &Tree, receipts: &[Receipt]) -> Vec<(Unseen, Told)> {
    let used_up = block::unattended_used_up(receipts).into_iter();
    let used_up = used_up.map(|why| (PathBuf::from(paths::JOURNAL), why));
    let all = used_up.chain(block::unwatched_homes(tree));
    let places = all.map(|(path, why)| {
        let path = tree.display_path(&path);
        (Unseen::Place { path }, why)
    });
    places.collect()
}

/// The receipts that could be undone if their originals were whole, each with what they lack.
fn lost_originals(tree: &Tree, receipts: &[Receipt]) -> BTreeMap<ReceiptId, Vec<Told>> {
    let journal = Journal::new(tree);
    let open = receipts.iter().filter(|one| one.status != Status::Undone);
    let lost = open.map(|receipt| {
        let lost = journal.lost_originals(receipt);
        let told = lost.iter().map(anchorwatch_home::Error::told).collect();
        (receipt.id.clone(), told)
    });
    lost.filter(|(_, lost): &(_, Vec<Told>)| !lost.is_empty())
        .collect()
}

/// How many certificates are refused everywhere, and the findings where one is trusted although
/// its key is refused.
fn of_findings(audit: &Audit, choices: &Choices, now: UnixSeconds) -> (usize, Vec<Finding>) {
    let mut refused: BTreeSet<CertSha256> = BTreeSet::new();
    let mut trusted = Vec::new();
    for (finding, held) in audit
        .held()
        .filter(|(finding, _)| choices.concerns(finding))
    {
        let status = choices.status(audit, finding, now);
        if status == choices::Status::Refused {
            refused.insert(held.certificate.sha256());
        } else if status == choices::Status::Confined {
            // Still trusted, and only for what the owner allows.
        } else if held.trust == Trust::Trusted {
            trusted.push(finding.clone());
        }
    }
    for one in &trusted {
        if let Some(held) = one.held() {
            refused.remove(&held.certificate.sha256());
        }
    }
    (refused.len(), trusted)
}
