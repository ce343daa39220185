//! `undo`: undo what `block`, `remove` and `consent` changed.

use anchorwatch_home::{ListFiles, ReceiptId, Tree};
use anchorwatch_refuse::{
    consent,
    undo::{self, Which},
};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
    plan::{self, Detail, text::not_applied},
    words::Words,
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
        let lists = ListFiles::new(&tree);
        let ends_lists = self.receipt.is_none() && lists.is_published();
        let is_empty = plan.is_empty() && !ends_lists;
        let is_whole = plan.stays.is_empty();
        // What stays is not undone, and may still need to be.
        let ended = if is_whole {
            Exit::NothingFound
        } else {
            Exit::Inconclusive
        };
        let words = &how.words;
        let rendered = text::render(&plan, &tree, Detail::of(self.verbose), words);
        let document = how
            .is_json()
            .then(|| plan::document::Document::of_undo(&plan, ends_lists, self.apply));
        let say =
            |end: &str| output::answer(how.format, || how.shown(rendered.with(end)), &document);
        if is_empty && !self.forget {
            say("")?;
            return Ok(ended);
        }
        if !self.apply {
            let said = [(ends_lists, "undo-lists"), (self.forget, "undo-forgets")];
            let said = said.into_iter().filter(|(is_so, _)| *is_so);
            let end: String = said
                .map(|(_, id)| format!("\n{}\n", words.say(id)))
                .collect();
            say(&(end + &not_applied(words)))?;
            return Ok(Exit::WouldChange);
        }
        let is_store_to_follow = plan.changes_consents();
        if !plan.is_empty() {
            plan.apply(&tree, rights)?;
        }
        if ends_lists {
            lists.withdraw()?;
        }
        if is_store_to_follow {
            consent::have_store_follow(&tree, input::now())?;
        }
        let mut done = match (is_empty, is_whole) {
            (true, _) => String::new(),
            (false, true) => format!("\n{}\n", words.say("undo-done")),
            (false, false) => format!("\n{}\n", words.say("undo-done-in-part")),
        };
        if ends_lists {
            done.push_str(&format!("{}\n", words.say("undo-lists-done")));
        }
        if self.forget {
            done.push_str(&forget(&tree, is_whole, words)?);
        }
        say(&done)?;
        Ok(ended)
    }
}

/// What is left to undo keeps its record, and so do the lists.
fn forget(tree: &Tree, is_whole: bool, words: &Words) -> anyhow::Result<String> {
    if is_whole {
        ListFiles::new(tree).forget()?;
    }
    Ok(text::forgotten(&undo::forget(tree)?, words))
}
