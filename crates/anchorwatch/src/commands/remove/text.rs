//! What `remove` says.

use anchorwatch_home::Tree;
use anchorwatch_refuse::block;

use crate::{
    page::{Page, count},
    plan::{
        Aside,
        text::{changes, held_out, named_keys, remarks, unknown},
    },
};

pub(crate) fn render(plan: &block::Plan, aside: &Aside, tree: &Tree) -> String {
    let mut page = Page::default();
    unknown(&mut page, &aside.unknown);
    let keys = count(plan.keys.len(), "key", "keys");
    if plan.is_empty() {
        page.say(match plan.keys.len() {
            1 => "Nothing to take out: no store that can be changed holds the key.",
            _ => "Nothing to take out: no store that can be changed holds one of the keys.",
        });
        remarks(&mut page, plan);
        return page.finish();
    }
    page.say(&format!("Take {keys} out of every store:"));
    named_keys(&mut page, plan);
    held_out(&mut page, plan, tree);
    page.head("Changes:");
    changes(&mut page, &plan.draft.changes, tree);
    page.head("Whoever installed it can install it again, or its successor: `anchorwatch block` keeps the key refused.");
    remarks(&mut page, plan);
    page.finish()
}
