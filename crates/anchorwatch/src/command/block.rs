//! `block`: refuse keys in every program, with the root still installed.

use anchorwatch_home::Tree;
use anchorwatch_identity::UnixSeconds;
use anchorwatch_truststore::block::{self, Newcomers, Wish};

use super::selection::Selection;
use crate::{
    args, document,
    exit::Exit,
    input,
    output::{self, Format},
    problem::Hinted,
    text,
};

/// The largest copy of this program that is installed, in bytes.
const MAX_PROGRAM_BYTES: u64 = 512 << 20;

pub(crate) fn run(args: &args::Block, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let now = input::now();
    let reading = input::reading(&tree);
    let stores = reading.stores.clone();
    let selection = Selection {
        keys: &args.key,
        certificates: &args.certificate,
        classes: &args.class,
    };
    let keys = selection.read(&tree, reading, now)?;
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
    let wish = Wish {
        keys,
        newcomers,
        override_origins: args.allow_override_for.clone(),
    };
    let plan = block::plan(&tree, input::rights(), wish, &program, &stores, now)?;
    let answer = Answer {
        rendered: text::plan::block(&plan, &tree),
        document: document::plan::Document::of_block(&plan),
    };
    carry_out(plan, answer, &tree, now, args.apply, format)
}

/// What is said of a plan.
pub(super) struct Answer {
    pub(super) rendered: String,
    pub(super) document: document::plan::Document,
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
    let Answer { rendered, document } = answer;
    // A place that was not looked into may hold a refused key.
    let is_whole = plan.draft.blind_spots.is_empty() && plan.draft.not_refused.is_empty();
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
        || rendered + &text::plan::applied(&receipt),
        &document.applied(&receipt),
    );
    if told.is_err() {
        // The changes are made: the way back must be known even if the answer is lost.
        output::to_stderr(&text::plan::applied(&receipt));
    }
    told?;
    Ok(done)
}
