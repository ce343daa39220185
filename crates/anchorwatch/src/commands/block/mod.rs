//! `block`: refuse keys in the programs of this machine. The roots stay installed.

use std::collections::BTreeSet;

use anchorwatch_home::{BlockList, BlockedKey, Tree};
use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_machine::{Audit, Client, Severity, Store, Trust, audit, confined_cert};
use anchorwatch_refuse::block::{self, BlockOptions, UnlistedRoots};

use crate::{
    choices::{Choices, Status},
    commands::{Command, Presentation},
    exit::Exit,
    input, page,
    plan::{self, Answer, Aside, Detail, Left, carry_out},
    problem::{Hint, Hinted, Problem},
    selection::{Selected, Selection},
};

mod args;
mod text;

pub(crate) use args::Args;

/// The largest copy of this program that is installed, in bytes.
pub(crate) const MAX_PROGRAM_BYTES: u64 = 512 << 20;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let tree = input::tree(&self.root)?;
        let now = input::now();
        let uid = anchorwatch_home::effective_user().0;
        let mut audit = audit(&tree, input::inventory(&tree), uid, now, None);
        let selection = Selection {
            command: "block --key",
            keys: &self.key,
            certificates: &self.certificate,
            classes: &self.class,
        };
        let Selected { keys, unknown } = selection.read(&tree, &audit, now)?;
        if keys.is_empty() {
            return Err(Hinted::new(&Problem::NothingToRefuse, &Hint::SeeAudit).into());
        }
        let program = input::own_program(MAX_PROGRAM_BYTES)?;
        let unlisted_roots = match (self.unlisted, self.hold_out) {
            (false, _) => UnlistedRoots::Allow,
            (true, false) => UnlistedRoots::Confine,
            (true, true) => UnlistedRoots::HoldOut,
        };
        let refused = BlockList::read(&tree)?.with(keys.clone());
        let mut aside = Aside {
            unknown,
            left: Vec::new(),
            installed_count: installed_count(&keys, &audit.stores),
            trusting: trusting(&audit.stores),
        };
        if unlisted_roots == UnlistedRoots::Allow {
            aside.left = left(&tree, &mut audit, &refused, now);
        }
        let wish = BlockOptions {
            keys,
            unlisted_roots,
            override_origins: (self.allow_override_for.iter())
                .map(|origin| origin.pattern().to_owned())
                .collect(),
        };
        let plan = block::plan(&tree, input::rights(), wish, &program, &audit.stores, now)?;
        let answer = Answer {
            rendered: text::render(&plan, &aside, &tree, Detail::of(self.verbose), &how.words),
            document: how
                .is_json()
                .then(|| plan::document::Document::of_block(&plan, &aside)),
            is_whole: aside.unknown.is_empty(),
        };
        carry_out(plan, answer, &tree, now, self.apply, how)
    }
}

/// The programs that trust some root of these stores for every name.
fn trusting(stores: &[Store]) -> BTreeSet<Client> {
    let anchors = stores.iter().flat_map(|store| &store.anchors);
    let trusted = anchors.filter(|anchor| {
        anchor.trust == Trust::Trusted && !confined_cert::is_one(&anchor.certificate)
    });
    let clients = trusted.flat_map(|anchor| &anchor.effective_for);
    clients.copied().collect()
}

fn installed_count(keys: &[BlockedKey], stores: &[Store]) -> usize {
    let list = BlockList::default().with(keys.to_vec());
    let anchors = stores.iter().flat_map(|store| &store.anchors);
    let trusted = anchors.filter(|anchor| anchor.trust == Trust::Trusted);
    let mut held: Vec<SpkiSha256> = trusted
        .map(|anchor| &anchor.certificate)
        .filter(|certificate| list.refuses_key_of(certificate))
        .map(Certificate::spki_sha256)
        .collect();
    held.sort();
    held.dedup();
    held.len()
}

/// Roots that an audit warns of, that some program trusts, and whose keys are not refused.
fn left(tree: &Tree, audit: &mut Audit, refused: &BlockList, now: UnixSeconds) -> Vec<Left> {
    let choices = Choices::of(tree, audit, now);
    let mut left: Vec<Left> = Vec::new();
    for (finding, held) in audit.held() {
        let severity = choices.severity(finding);
        let Some(severity @ (Severity::Alarm | Severity::Ask)) = severity else {
            continue;
        };
        let is_open = choices.status(audit, finding, now) == Status::Open;
        if is_open && held.trust == Trust::Trusted && !refused.refuses_key_of(&held.certificate) {
            left.push(Left {
                severity,
                class: held.classification.class,
                subject: held.certificate.subject().clone(),
                certificate: held.certificate.sha256(),
                key: held.certificate.spki_sha256(),
                root_option: page::root_option(tree),
            });
        }
    }
    left.sort_by_key(|left| (left.severity, left.class, left.certificate));
    left.dedup_by_key(|left| left.certificate);
    left
}
