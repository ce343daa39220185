//! `undo`: take back what `block` changed.

use anchorwatch_home::ReceiptId;
use anchorwatch_refuse::undo::{self, Which};

use crate::{
    args, document,
    exit::Exit,
    input,
    output::{self, Format},
    text,
};

pub(crate) fn run(args: &args::Undo, format: Format) -> anyhow::Result<Exit> {
    let tree = input::tree(&args.root)?;
    let rights = input::rights();
    let which = match &args.receipt {
        Some(text) => Which::One(ReceiptId::parse(text)?),
        None => Which::All,
    };
    let plan = undo::plan(&tree, rights, &which)?;
    let is_empty = plan.is_empty();
    let is_whole = plan.stays.is_empty();
    // What stays is neither taken back nor known to need it.
    let ended = if is_whole {
        Exit::NothingFound
    } else {
        Exit::Inconclusive
    };
    let rendered = text::plan::undo(&plan, &tree);
    let document = document::plan::Document::of_undo(&plan, args.apply);
    if is_empty && !args.forget {
        output::answer(format, || rendered, &document)?;
        return Ok(ended);
    }
    if !args.apply {
        let more = if args.forget { text::plan::FORGETS } else { "" };
        let rendered = rendered + more + text::plan::NOT_APPLIED;
        output::answer(format, || rendered, &document)?;
        return Ok(Exit::WouldChange);
    }
    plan.apply(&tree, rights)?;
    let mut done = match (is_empty, is_whole) {
        (true, _) => "",
        (false, true) => text::plan::UNDONE,
        (false, false) => text::plan::UNDONE_IN_PART,
    }
    .to_owned();
    if args.forget {
        done.push_str(&text::plan::forgotten(&undo::forget(&tree)?));
    }
    output::answer(format, || rendered + &done, &document)?;
    Ok(ended)
}
