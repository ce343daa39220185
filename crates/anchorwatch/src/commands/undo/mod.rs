//! `undo`: take back what `block` changed.

use anchorwatch_home::ReceiptId;
use anchorwatch_refuse::undo::{self, Which};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output, plan,
};

mod args;
mod text;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let tree = input::tree(&self.root)?;
        let rights = input::rights();
        let which = match &self.receipt {
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
        let rendered = text::render(&plan, &tree);
        let document = plan::document::Document::of_undo(&plan, self.apply);
        if is_empty && !self.forget {
            output::answer(how.format, || rendered, &document)?;
            return Ok(ended);
        }
        if !self.apply {
            let more = if self.forget { text::FORGETS } else { "" };
            let rendered = rendered + more + plan::text::NOT_APPLIED;
            output::answer(how.format, || rendered, &document)?;
            return Ok(Exit::WouldChange);
        }
        plan.apply(&tree, rights)?;
        let mut done = match (is_empty, is_whole) {
            (true, _) => "",
            (false, true) => text::UNDONE,
            (false, false) => text::UNDONE_IN_PART,
        }
        .to_owned();
        if self.forget {
            done.push_str(&text::forgotten(&undo::forget(&tree)?));
        }
        output::answer(how.format, || rendered + &done, &document)?;
        Ok(ended)
    }
}
