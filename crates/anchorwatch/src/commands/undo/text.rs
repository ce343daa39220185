//! The page of `undo`.

use std::path::PathBuf;

use anchorwatch_home::Tree;
use anchorwatch_refuse::undo;

use crate::{
    output::Painted,
    page::{Page, escaped},
    plan::{
        Detail,
        text::{changes, listed, warnings},
    },
    words::Words,
};

pub(crate) fn render(plan: &undo::Plan, tree: &Tree, detail: Detail, words: &Words) -> Painted {
    let mut page = Page::screen(words, &[], None);
    if plan.is_empty() {
        page.say(&words.say("undo-nothing"));
    }
    for (receipt, list) in &plan.receipts {
        let receipt = [("receipt", receipt.to_string().into())];
        page.say(&words.with("undo-receipt", &receipt));
        changes(&mut page, list, tree, detail, words);
    }
    match plan.rebuild {
        undo::Rebuild::NotNeeded => {}
        undo::Rebuild::Run => {
            page.head(&words.say("undo-rebuild-run"));
        }
        undo::Rebuild::LeftToOwner => {
            page.head(&words.say("undo-rebuild-left"));
        }
    }
    listed(&mut page, "undo-stays-head", &plan.stays, detail, words);
    warnings(&mut page, &plan.warnings, detail, words);
    page.finish_painted()
}

/// What remains after the journal was deleted.
pub(crate) fn forgotten(stays: &[PathBuf], words: &Words) -> String {
    let mut text = format!("\n{}\n", words.say("undo-forgotten"));
    for folder in stays {
        let path = escaped(&folder.display().to_string());
        let stays = words.with("undo-folder-stays", &[("path", path.into())]);
        text.push_str(&format!("{stays}\n"));
    }
    text
}
