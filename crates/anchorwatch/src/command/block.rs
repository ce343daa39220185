//! `block`: refuse keys in the programs of this machine, with the root still installed.

use anchorwatch_home::{BlockList, BlockedKey, Tree};
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256, UnixSeconds};
use anchorwatch_machine::{Audit, Severity, Store, Trust, audit};
use anchorwatch_policy::Class;
use anchorwatch_refuse::block::{self, Newcomers, Wish};

use super::selection::{Selected, Selection};
use crate::{
    args,
    choices::{Choices, Status},
    document,
    exit::Exit,
    input,
    output::{self, Format},
    problem::Hinted,
    text,
};

/// The largest copy of this program that is installed, in bytes.
const MAX_PROGRAM_BYTES: u64 = 512 << 20;

/// What a plan does not say itself.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    /// Keys that were typed and that nothing here knows, sorted.
    pub(crate) unknown: Vec<SpkiSha256>,
    /// Roots that an audit warns of and that the plan leaves, the worst first.
    pub(crate) left: Vec<Left>,
    /// How many of the keys a store here holds.
    pub(crate) installed_count: usize,
}

/// A root that an audit warns of and that stays trusted.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) severity: Severity,
    pub(crate) class: Class,
    pub(crate) subject: String,
    pub(crate) certificate: CertSha256,
    pub(crate) key: SpkiSha256,
    /// What names the tree in a command.
    pub(crate) root_option: String,
}

impl Left {
    /// The command that refuses it: by class where the class says enough.
    pub(crate) fn command(&self) -> String {
        let root = &self.root_option;
        match self.class {
            Class::Unknown | Class::InspectionProductName => {
                format!("anchorwatch block --key {}{root}", self.key)
            }
            class => format!("anchorwatch block --class {}{root}", class.code()),
        }
    }
}

pub(crate) fn run(args: &args::Block, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let now = input::now();
    let uid = anchorwatch_home::effective_user().0;
    let mut audit = audit(&tree, input::reading(&tree), uid, now, None);
    let selection = Selection {
        command: "block --key",
        keys: &args.key,
        certificates: &args.certificate,
        classes: &args.class,
    };
    let Selected { keys, unknown } = selection.read(&tree, &audit, now)?;
    if keys.is_empty() {
        let what = "nothing that was named is in this tree, so there is no key to refuse";
        return Err(Hinted::new(what, "see what is there with `anchorwatch audit`").into());
    }
    let program = input::own_program(MAX_PROGRAM_BYTES)?;
    let newcomers = if args.unlisted {
        Newcomers::HoldOut
    } else {
        Newcomers::AsBefore
    };
    let refused = BlockList::read(&tree)?.with(keys.clone());
    let mut aside = Aside {
        unknown,
        left: Vec::new(),
        installed_count: installed_count(&keys, &audit.stores),
    };
    if newcomers == Newcomers::AsBefore {
        aside.left = left(&tree, &mut audit, &refused, now);
    }
    let wish = Wish {
        keys,
        newcomers,
        override_origins: args.allow_override_for.clone(),
    };
    let plan = block::plan(&tree, input::rights(), wish, &program, &audit.stores, now)?;
    let answer = Answer {
        rendered: text::plan::block(&plan, &aside, &tree),
        document: document::plan::Document::of_block(&plan, &aside),
        is_whole: aside.unknown.is_empty(),
    };
    carry_out(plan, answer, &tree, now, args.apply, format)
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
                subject: held.certificate.subject().to_string(),
                certificate: held.certificate.sha256(),
                key: held.certificate.spki_sha256(),
                root_option: text::root_option(tree),
            });
        }
    }
    left.sort_by_key(|left| (left.severity, left.class, left.certificate));
    left.dedup_by_key(|left| left.certificate);
    left
}

/// What is said of a plan.
pub(super) struct Answer {
    pub(super) rendered: String,
    pub(super) document: document::plan::Document,
    /// Whether everything that was named is known.
    pub(super) is_whole: bool,
}

/// Says the plan, and makes its changes where that was asked for.
pub(super) fn carry_out(
    plan: block::Plan,
    answer: Answer,
    tree: &Tree,
    now: UnixSeconds,
    apply: bool,
    format: Format,
) -> anyhow::Result<Exit> {
    let Answer {
        rendered,
        document,
        is_whole,
    } = answer;
    // A place that was not looked into may hold a refused key.
    let is_whole =
        is_whole && plan.draft.blind_spots.is_empty() && plan.draft.not_refused.is_empty();
    let done = if is_whole {
        Exit::NothingFound
    } else {
        Exit::Inconclusive
    };
    if plan.is_empty() {
        output::answer(format, || rendered, &document)?;
        return Ok(done);
    }
    if !apply {
        output::answer(format, || rendered + text::plan::NOT_APPLIED, &document)?;
        return Ok(Exit::WouldChange);
    }
    let receipt = plan.apply(tree, input::rights(), now)?;
    let told = output::answer(
        format,
        || rendered + &text::plan::applied(&receipt, tree),
        &document.applied(&receipt),
    );
    if told.is_err() {
        // The changes are made: the way back must be known even if the answer is lost.
        output::to_stderr(&text::plan::applied(&receipt, tree));
    }
    told?;
    Ok(done)
}
