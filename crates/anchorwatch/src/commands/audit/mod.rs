//! `audit`: which roots do the programs of this tree trust?

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, SpkiSha256, UnixSeconds};
use anchorwatch_machine::{Audit, Inventory, Severity, ask, audit, origins, read_environment};
use anyhow::Context as _;

use crate::{
    choices::{Baseline, Choices, Status},
    commands::{Command, Presentation},
    exit::Exit,
    input,
    output::{self, Painted},
    page,
    problem::{Hint, Hinted, Problem},
    progress::Progress,
    words::Words,
};

mod args;
pub(crate) mod document;
mod finding_id;
pub(crate) mod image;
mod text;

pub(crate) use args::Args;
use document::Host;
use finding_id::Ids;
use text::{Asked, View};

/// The largest earlier answer that is read, in bytes.
const MAX_EARLIER_BYTES: u64 = 256 << 20;

/// The longest host name that is read, in bytes (hostname(7): 64).
const MAX_HOSTNAME_BYTES: u64 = 256;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        if let Some(path) = &self.image {
            return image::run(self, path, how);
        }
        let tree = input::tree(&self.root)?;
        let earlier = self.since.as_deref().map(listed).transpose()?;
        let baseline = self.baseline.as_deref().map(Baseline::read).transpose()?;
        let progress = Progress::start(how.words.say("progress-reading"));
        let mut inventory = input::inventory(&tree);
        if tree.is_live() {
            // The caller's next command will use these.
            inventory.add(read_environment(&tree, std::env::vars_os()));
        }
        if self.ask {
            if !tree.is_live() {
                let what = Problem::OtherTreeNotAsked;
                return Err(Hinted::new(&what, &Hint::LeaveOutAsk).into());
            }
            let answers = ask(&tree, &inventory);
            inventory.add(answers);
        }
        let subject = Subject {
            tree: &tree,
            root: self.root.clone(),
            command: page::root_option(&tree),
            image: None,
            asking_uid: anchorwatch_home::effective_user().0,
            columns: None,
        };
        let decided = |audit: &mut Audit, now| {
            let mut choices = Choices::of(&tree, audit, now);
            choices.baseline = baseline.unwrap_or_default();
            choices
        };
        let answered = answered(
            self,
            &subject,
            inventory,
            earlier.as_ref(),
            decided,
            &how.words,
        )?;
        drop(progress);
        output::answer(how.format, || how.shown(answered.page), &answered.document)?;
        Ok(answered.exit)
    }
}

/// What is audited, and how it is displayed.
struct Subject<'t> {
    tree: &'t Tree,
    /// The tree as the user gave it.
    root: PathBuf,
    /// The options that make a printed command mean the same tree.
    command: String,
    /// Set if the tree is a container image.
    image: Option<document::ImageDocument>,
    asking_uid: u32,
    /// The width of the first screen; by default, the terminal's.
    columns: Option<usize>,
}

/// An audit's answer in both formats.
struct Answered {
    page: Painted,
    document: document::Document,
    exit: Exit,
}

/// Audits an inventory; `decided` returns the owner's decisions.
fn answered(
    args: &Args,
    subject: &Subject<'_>,
    inventory: Inventory,
    earlier: Option<&BTreeSet<CertSha256>>,
    decided: impl FnOnce(&mut Audit, UnixSeconds) -> Choices,
    words: &Words,
) -> anyhow::Result<Answered> {
    let (tree, uid) = (subject.tree, subject.asking_uid);
    let now = input::now();
    let mut audit = audit(tree, inventory, uid, now, earlier);
    let mut choices = decided(&mut audit, now);
    let ids = Ids::of(&audit);
    let key = args
        .explain
        .as_ref()
        .map(|wanted| wanted.find(&audit, &ids));
    let key = key.transpose()?;
    let view = match key {
        Some(key) => View::Explain(key),
        None if args.all => View::All,
        None => View::Screen,
    };
    choices.origins = origins(tree, &told_at_length(&audit, &choices, key, now));
    let host = Host {
        root: subject.root.display().to_string(),
        image: subject.image.clone(),
        hostname: args.hostname.then(|| hostname(tree)).flatten(),
        asking_uid: uid,
    };
    let asked = Asked {
        root: &subject.root,
        root_option: &subject.command,
        can_be_changed: subject.image.is_none(),
        view,
        columns: subject.columns,
    };
    Ok(Answered {
        page: text::render(&asked, &audit, &choices, now, words),
        document: document::Document::of(&audit, view, &ids, &choices, &host, now),
        exit: exit(&audit, &choices, args.fail_on, now),
    })
}

/// A finding of the requested severity or worse takes precedence over incomplete reading.
fn exit(audit: &Audit, choices: &Choices, fail_on: args::FailOn, now: UnixSeconds) -> Exit {
    let findings = audit.findings.iter();
    let worst = findings
        .filter_map(|finding| choices.counted(audit, finding, now))
        .min();
    let is_reached = match fail_on {
        args::FailOn::Never => false,
        args::FailOn::Alarm => worst == Some(Severity::Alarm),
        args::FailOn::Ask => worst.is_some_and(|worst| worst <= Severity::Ask),
        args::FailOn::Note => worst.is_some(),
    };
    if is_reached {
        Exit::Finding
    } else if audit.blind_spots().next().is_some() {
        Exit::Inconclusive
    } else {
        Exit::NothingFound
    }
}

/// The certificates that get more than a line.
fn told_at_length(
    audit: &Audit,
    choices: &Choices,
    key: Option<SpkiSha256>,
    now: UnixSeconds,
) -> BTreeSet<CertSha256> {
    let is_urgent = |severity: Option<Severity>| severity.is_some_and(|it| it <= Severity::Ask);
    audit
        .held()
        .filter(|(finding, held)| {
            key == Some(held.certificate.spki_sha256())
                || is_urgent(choices.severity(finding))
                    && !matches!(
                        choices.status(audit, finding, now),
                        Status::Confined | Status::Refused
                    )
        })
        .map(|(_, held)| held.certificate.sha256())
        .collect()
}

/// The machine's own host name.
fn hostname(tree: &Tree) -> Option<String> {
    let path = if tree.is_live() {
        "/proc/sys/kernel/hostname"
    } else {
        "/etc/hostname"
    };
    let content = tree.read(path.as_ref(), MAX_HOSTNAME_BYTES).ok()?;
    let name = String::from_utf8(content).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The certificates that an earlier answer lists.
fn listed(path: &Path) -> anyhow::Result<BTreeSet<CertSha256>> {
    let content = input::file(path, MAX_EARLIER_BYTES)?;
    let hashes = document::Earlier::parse(&content).map_err(|error| {
        let path = path.to_owned();
        Hinted::new(&Problem::NotAnEarlierAnswer { path }, &Hint::SaveAudit).because(error)
    })?;
    hashes
        .iter()
        .map(|hash| hash.parse().context("a hash in the earlier answer"))
        .collect()
}
