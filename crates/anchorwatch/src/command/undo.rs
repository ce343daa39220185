//! `undo`: take back what `block` changed.

use anchorwatch_home::ReceiptId;
use anchorwatch_truststore::undo::{self, Which};

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
    let rendered = text::plan::undo(&plan, &tree);
    if plan.is_empty() {
        output::answer(
            format,
            || rendered,
            &document::plan::Document::of_undo(&plan, false),
        )?;
        return Ok(Exit::NothingFound);
    }
    let document = document::plan::Document::of_undo(&plan, args.apply);
    if !args.apply {
        output::answer(format, || rendered + text::plan::NOT_APPLIED, &document)?;
        return Ok(Exit::WouldChange);
    }
    plan.apply(&tree, rights)?;
    output::answer(format, || rendered + text::plan::UNDONE, &document)?;
    Ok(Exit::NothingFound)
}
