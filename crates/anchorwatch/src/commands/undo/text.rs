//! What `undo` says.

use std::path::PathBuf;

use anchorwatch_home::Tree;
use anchorwatch_refuse::undo;

use crate::{
    page::{Page, escaped},
    plan::text::{changes, warnings},
};

pub(crate) const UNDONE: &str = "\nTaken back.\n";
pub(crate) const UNDONE_IN_PART: &str =
    "\nTaken back, but for what stays; run undo again once nothing keeps it.\n";

pub(crate) const FORGETS: &str =
    "\nThen the journal is deleted, and nothing here tells what was done.\n";

pub(crate) fn render(plan: &undo::Plan, tree: &Tree) -> String {
    let mut page = Page::default();
    if plan.is_empty() {
        page.say("Nothing to take back.");
        stays(&mut page, &plan.stays);
        warnings(&mut page, &plan.warnings);
        return page.finish();
    }
    for (receipt, list) in &plan.receipts {
        page.say(&format!("Take back receipt {receipt}:"));
        changes(&mut page, list, tree);
    }
    match plan.rebuild {
        undo::Rebuild::NotNeeded => {}
        undo::Rebuild::Run => {
            page.say(
                "The store was rebuilt since, so `update-ca-certificates` is run to build it anew.",
            );
        }
        undo::Rebuild::LeftToOwner => {
            page.say("The store was rebuilt since; run `update-ca-certificates` inside that system to build it anew.");
        }
    }
    stays(&mut page, &plan.stays);
    warnings(&mut page, &plan.warnings);
    page.finish()
}

fn stays(page: &mut Page, stays: &[String]) {
    if !stays.is_empty() {
        page.head("Not taken back, or not looked into:");
    }
    for sentence in stays {
        page.point(sentence);
    }
}

/// What stays after the journal was deleted.
pub(crate) fn forgotten(stays: &[PathBuf]) -> String {
    let mut text = "\nThe journal is deleted.\n".to_owned();
    for folder in stays {
        let shown = escaped(&folder.display().to_string());
        text.push_str(&format!("{shown} stays: there is something else in it.\n"));
    }
    text
}
